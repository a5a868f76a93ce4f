import { storageFailure } from './errors.ts';
import type { Param, Row, Session, SessionOptions } from './session.ts';

type Done = (error: Error | null) => void;
type Rows = (error: Error | null, rows: Row[]) => void;
type Ran = (this: { changes: number; lastID: number }, error: Error | null) => void;

interface Statement {
  all(params: readonly Param[], done: Rows): void;
  run(params: readonly Param[], done: Ran): void;
  finalize(done: Done): void;
}

/** What we use of sqlite3's `Database`. */
export interface SqliteConnection {
  all(sql: string, params: readonly Param[], done: Rows): void;
  run(sql: string, params: readonly Param[], done: Ran): void;
  exec(sql: string, done: Done): void;
  prepare(sql: string, done: Done): Statement;
  configure(option: 'busyTimeout', value: number): void;
}

/** Statements stay prepared on connections of ours: that halves their cost. Our SQL has far fewer texts than this. */
const PREPARED_MAX = 300;

const PREPARED = new WeakMap<SqliteConnection, Map<string, Promise<Statement>>>();

/** A session on a connection of sqlite3. One that is not `owned` is left without prepared statements. */
export function sqliteSession(raw: unknown, { owned }: SessionOptions): Session {
  const connection = raw as SqliteConnection;
  async function on<T>(sql: string, use: (target: Target, resolve: (answer: T) => void, done: Done) => void) {
    try {
      const target = owned ? await prepared(connection, sql) : unprepared(connection, sql);
      return await new Promise<T>((resolve, reject) =>
        use(target, resolve, (error) => reject(error ?? new Error('no answer'))),
      );
    } catch (error) {
      throw storageFailure('sqlite', error);
    }
  }
  return {
    dialect: 'sqlite',
    all: (sql, params) =>
      on<Row[]>(sql, (target, resolve, failed) =>
        target.all(params, (error, rows) => (error ? failed(error) : resolve(rows))),
      ),
    run: (sql, params) =>
      on<number>(sql, (target, resolve, failed) =>
        target.run(params, function (error) {
          if (error) failed(error);
          else resolve(this.changes);
        }),
      ),
    insert: (sql, params) =>
      on<number | null>(sql, (target, resolve, failed) =>
        target.run(params, function (error) {
          if (error) failed(error);
          else resolve(this.changes === 1 ? this.lastID : null);
        }),
      ),
    command: (sql) => exec(connection, sql),
  };
}

/** Lets go of the prepared statements, without which SQLite does not close a connection. */
export async function finalizeStatements(raw: unknown): Promise<void> {
  const connection = raw as SqliteConnection;
  const statements = [...(PREPARED.get(connection)?.values() ?? [])];
  PREPARED.delete(connection);
  for (const opening of statements) {
    const statement = await opening.catch(() => null);
    if (statement) await new Promise<void>((resolve) => statement.finalize(() => resolve()));
  }
}

type Target = Pick<Statement, 'all' | 'run'>;

function unprepared(connection: SqliteConnection, sql: string): Target {
  return {
    all: (params, done) => connection.all(sql, params, done),
    run: (params, done) => connection.run(sql, params, done),
  };
}

async function prepared(connection: SqliteConnection, sql: string): Promise<Target> {
  const statements = PREPARED.get(connection) ?? new Map<string, Promise<Statement>>();
  PREPARED.set(connection, statements);
  const known = statements.get(sql);
  if (known) return known;
  if (statements.size >= PREPARED_MAX) return unprepared(connection, sql);
  const opening = prepare(connection, sql);
  statements.set(sql, opening);
  // A statement that cannot be prepared now (its table is missing) may be one later.
  opening.catch(() => statements.delete(sql));
  return opening;
}

function prepare(connection: SqliteConnection, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = connection.prepare(sql, (error) => {
      if (error) reject(error);
      else resolve(statement);
    });
  });
}

function exec(connection: SqliteConnection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.exec(sql, (error) => {
      if (error) reject(storageFailure('sqlite', error));
      else resolve();
    });
  });
}
