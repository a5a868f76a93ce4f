import { createHash } from 'node:crypto';
import type { Dialect } from './dialects.ts';
import { storageFailure } from './errors.ts';
import { toInt } from './rows.ts';
import { sqliteSession } from './sqlite-session.ts';

/** What is bound to a `?`. Booleans and JSON have become numbers and text before they get here. */
export type Param = string | number | null;

/** A row as the driver gives it, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Statements on one connection, written by hand with `?` for values and the same for all databases as far as that
 * goes. What fails comes out as `storage_unavailable`, see errors.ts.
 */
export interface Session {
  readonly dialect: Dialect;
  all(sql: string, params: readonly Param[]): Promise<Row[]>;
  /** Answers how many rows were matched or added. */
  run(sql: string, params: readonly Param[]): Promise<number>;
  /** Adds one row at most and answers the id that the database gave it; null when there is no new row. */
  insert(sql: string, params: readonly Param[]): Promise<number | null>;
  /** Runs statements without values or answers: BEGIN, SAVEPOINT, … */
  command(sql: string): Promise<void>;
}

/** What may be done with a connection. */
export interface SessionOptions {
  /** The connection comes from a pool that we opened, so that we may keep prepared statements on it. */
  readonly owned: boolean;
}

/** A session on a driver's raw connection, as knex's pool hands it out. */
export function sessionOn(dialect: Dialect, connection: unknown, options: SessionOptions): Session {
  switch (dialect) {
    case 'sqlite':
      return sqliteSession(connection, options);
    case 'postgres':
      return postgresSession(connection as PostgresConnection, options);
    case 'mysql':
      return mysqlSession(connection as MysqlConnection);
  }
}

interface PostgresConnection {
  query(query: { text: string; values: readonly Param[]; name?: string }): Promise<{
    rows: Row[];
    rowCount: number | null;
  }>;
}

function postgresSession(connection: PostgresConnection, { owned }: SessionOptions): Session {
  async function query(sql: string, values: readonly Param[]) {
    const { text, name } = numbered(sql);
    try {
      return await connection.query(owned && values.length > 0 ? { text, values, name } : { text, values });
    } catch (error) {
      throw storageFailure('postgres', error);
    }
  }
  return {
    dialect: 'postgres',
    all: async (sql, params) => (await query(sql, params)).rows,
    run: async (sql, params) => (await query(sql, params)).rowCount ?? 0,
    insert: async (sql, params) => {
      const [row] = (await query(sql, params)).rows;
      return row ? toInt(row['id']) : null;
    },
    command: async (sql) => {
      await query(sql, []);
    },
  };
}

const NUMBERED = new Map<string, { readonly text: string; readonly name: string }>();

/** `?` → `$1`, once per statement, with the name under which PostgreSQL keeps its plan. */
function numbered(sql: string): { readonly text: string; readonly name: string } {
  const known = NUMBERED.get(sql);
  if (known) return known;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  const made = { text, name: `kc_${createHash('sha256').update(text).digest('hex').slice(0, 24)}` };
  NUMBERED.set(sql, made);
  return made;
}

interface MysqlConnection {
  query(
    sql: string,
    params: readonly Param[],
    done: (error: Error | null, result: Row[] | { affectedRows: number; insertId: unknown }) => void,
  ): unknown;
}

function mysqlSession(connection: MysqlConnection): Session {
  const query = <T>(sql: string, params: readonly Param[]): Promise<T> =>
    new Promise((resolve, reject) => {
      // This driver writes values into the statement, and turns objects into more than a value.
      if (params.some((param) => typeof param === 'object' && param !== null))
        throw new TypeError('an object is no value of a column');
      connection.query(sql, params, (error, result) => {
        if (error) reject(storageFailure('mysql', error));
        else resolve(result as T);
      });
    });
  return {
    dialect: 'mysql',
    all: (sql, params) => query<Row[]>(sql, params),
    run: async (sql, params) => (await query<{ affectedRows: number }>(sql, params)).affectedRows,
    insert: async (sql, params) => toInt((await query<{ insertId: unknown }>(sql, params)).insertId),
    command: async (sql) => {
      await query(sql, []);
    },
  };
}
