import type { Scope } from '../../core/index.ts';
import type { Dialect } from './dialects.ts';
import { alreadyExists, failureKind } from './errors.ts';
import { staleWrite } from './rerun.ts';
import { type ColumnKind, decode, encode, type KindOf } from './rows.ts';
import type { Param, Row, Session } from './session.ts';

/** Each property of an entity with its kind. */
export type Columns<E> = { readonly [K in keyof E]-?: KindOf<E[K]> };

/** Where a table differs from its entity. */
export interface TableOptions<E> {
  /** Columns whose name is not the property's in snake case. */
  readonly names?: { readonly [K in keyof E]?: string };
  /** Columns that only the database has, computed on every save; never from an id that the database gives. */
  readonly derived?: Readonly<Record<string, (entity: E) => Param>>;
  /** The properties that tell a row, of which none ever changes: the id, checked against the scope, when left out. */
  readonly key?: readonly (keyof E & string)[];
}

/** A table and its statements, written once. */
export interface Table<E> {
  readonly name: string;
  /** `select a, b from t`: the columns of the entity. */
  readonly select: string;
  /** `where a = ? and b = ?`: the key. */
  readonly whereKey: string;
  /** `update t set … where …`: all that may change, by key. */
  readonly update: string;
  /** Adds one row, unless it is there already: then it adds nothing, or on MySQL fails as a `duplicate`. */
  insertNew(dialect: Dialect): string;
  /** Adds one row as `insertNew` does, whose id the database gives. */
  insertNumbered(dialect: Dialect): string;
  /** Adds so many rows, but for those that are there already. */
  insertMissing(dialect: Dialect, rows: number): string;
  read(row: Row): E;
  insertParams(entity: E): Param[];
  /** The values of `insertNumbered`. */
  numberedParams(entity: Omit<E, 'id'>): Param[];
  /** The values of `update`, without the key's. */
  updateParams(entity: E): Param[];
  keyParams(entity: E): Param[];
}

interface Column {
  readonly property: string;
  readonly name: string;
  readonly kind: ColumnKind;
}

const SCOPE: readonly string[] = ['merchantId', 'mode'];

/** Checks the merchant and mode of the few rows that another column has found: see `equals`. */
export const IN_SCOPE = `coalesce(merchant_id, '') = ? and coalesce(mode, '') = ?`;

/** Describes where an entity is kept. The compiler checks that every property has a column of the right kind. */
export function defineTable<E extends object>(
  name: string,
  kinds: Columns<E>,
  options: TableOptions<E> = {},
): Table<E> {
  const key: readonly string[] = options.key ?? ['id', ...SCOPE];
  const columns = columnsOf(kinds, options.names ?? {});
  const changing = columns.filter(({ property }) => !key.includes(property) && property !== 'createdAt');
  const names = columns.map((column) => column.name);
  const derived = Object.keys(options.derived ?? {});
  const stored = [...names, ...derived];
  const compute = Object.values(options.derived ?? {});
  const sets = [...changing.map((column) => column.name), ...derived].map((column) => `${column} = ?`);
  const keyColumns = columns.filter(({ property }) => key.includes(property));
  const unnumbered = columns.filter(({ property }) => property !== 'id');
  const whereKey = `where ${keyColumns.map((column) => equals(column, !options.key)).join(' and ')}`;
  const encoded = (of: readonly Column[], entity: object) =>
    of.map(({ property, kind }) => encode(kind, (entity as Record<string, unknown>)[property]));
  const computed = (entity: E) => compute.map((column) => column(entity));
  return {
    name,
    select: `select ${names.join(', ')} from ${name}`,
    whereKey,
    update: `update ${name} set ${sets.join(', ')} ${whereKey}`,
    insertNew: remembered((dialect) => insertSql(name, stored, 1) + UNLESS_THERE[dialect]),
    insertNumbered: remembered((dialect) => {
      const answered = dialect === 'postgres' ? ' returning id' : '';
      const given = [...unnumbered.map((column) => column.name), ...derived];
      return insertSql(name, given, 1) + UNLESS_THERE[dialect] + answered;
    }),
    insertMissing: remembered((dialect, rows) => {
      const skip = dialect === 'mysql' ? ` on duplicate key update ${stored[0]} = ${stored[0]}` : '';
      return insertSql(name, stored, rows) + UNLESS_THERE[dialect] + skip;
    }),
    read: (row) => readRow(columns, row) as E,
    insertParams: (entity) => [...encoded(columns, entity), ...computed(entity)],
    numberedParams: (entity) => [...encoded(unnumbered, entity), ...computed(entity as E)],
    updateParams: (entity) => [...encoded(changing, entity), ...computed(entity)],
    keyParams: (entity) => encoded(keyColumns, entity),
  };
}

/** Adds a row. False when one with this key, or with another value that must be unique, is there already. */
export async function insertNew<E>(session: Session, table: Table<E>, entity: E): Promise<boolean> {
  const sql = table.insertNew(session.dialect);
  return unlessTaken(async () => (await session.run(sql, table.insertParams(entity))) === 1, false);
}

/** Adds a row, or refuses with `already_exists`. */
export async function insert<E>(session: Session, table: Table<E>, entity: E): Promise<void> {
  if (!(await insertNew(session, table, entity))) throw alreadyExists({ table: table.name });
}

/** Adds a row, whose id the database gives. Null when another one has a value that must be unique. */
export async function addNew<E extends { readonly id: number }>(
  session: Session,
  table: Table<E>,
  entity: Omit<E, 'id'>,
): Promise<E | null> {
  const sql = table.insertNumbered(session.dialect);
  const id = await unlessTaken(() => session.insert(sql, table.numberedParams(entity)), null);
  return id === null ? null : ({ ...entity, id } as E);
}

/** Adds a row, whose id the database gives, or refuses with `already_exists`. */
export async function add<E extends { readonly id: number }>(
  session: Session,
  table: Table<E>,
  entity: Omit<E, 'id'>,
): Promise<E> {
  const added = await addNew(session, table, entity);
  if (!added) throw alreadyExists({ table: table.name });
  return added;
}

/**
 * Saves `now` unless the row has changed since `was` was read: then refuses with `stale_write`. Refuses a value that
 * must be unique and is taken with `already_exists`, after which PostgreSQL lets the unit do nothing more.
 */
export async function update<E extends { readonly version: number }>(
  session: Session,
  table: Table<E>,
  was: E,
  now: E,
): Promise<E> {
  const saved = { ...now, version: was.version + 1 };
  const key = table.keyParams(was);
  const params = [...table.updateParams(saved), ...key, was.version];
  const changed = await unlessTaken(() => session.run(`${table.update} and version = ?`, params), null);
  if (changed === null) throw alreadyExists({ table: table.name });
  if (changed !== 1) throw staleWrite(table.name, String(key[0]), was.version);
  return saved;
}

/** What the statement answers, or `otherwise` when it hits a value that must be unique. */
async function unlessTaken<T, U>(statement: () => Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await statement();
  } catch (error) {
    if (failureKind(error) === 'duplicate') return otherwise;
    throw error;
  }
}

/** The first row that `rest` of the select finds, or null. */
export async function findOne<E>(
  session: Session,
  table: Table<E>,
  rest: string,
  params: readonly Param[],
): Promise<E | null> {
  const [row] = await session.all(`${table.select} ${rest}`, params);
  return row ? table.read(row) : null;
}

/** All rows that `rest` of the select finds, in its order. */
export async function findAll<E>(
  session: Session,
  table: Table<E>,
  rest: string,
  params: readonly Param[],
): Promise<E[]> {
  return (await session.all(`${table.select} ${rest}`, params)).map((row) => table.read(row));
}

/**
 * The rows of this scope, among those of a workspace or an account, which has only one. Not a condition of the query:
 * PostgreSQL believes that hardly any row meets a computed one, and reads thousands in the wrong order for the first few.
 */
export function owned<E extends Scope>({ merchantId, mode }: Scope, rows: readonly E[]): E[] {
  return rows.filter((row) => row.merchantId === merchantId && row.mode === mode);
}

/**
 * Where the id alone tells the row, the scope only checks it. Without statistics PostgreSQL would rather take the
 * index that begins with the scope and go through all that the merchant has; what is computed has no index.
 */
function equals({ property, name }: Column, byId: boolean): string {
  return byId && SCOPE.includes(property) ? `coalesce(${name}, '') = ?` : `${name} = ?`;
}

function columnsOf(kinds: object, names: Readonly<Record<string, string | undefined>>): Column[] {
  return Object.entries(kinds as Record<string, ColumnKind>).map(([property, kind]) => ({
    property,
    kind,
    name: names[property] ?? property.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
  }));
}

function readRow(columns: readonly Column[], row: Row): Record<string, unknown> {
  const entity: Record<string, unknown> = {};
  for (const { property, name, kind } of columns) entity[property] = decode(kind, row[name]);
  return entity;
}

/** MySQL's `insert ignore` would hide other errors as well. */
const UNLESS_THERE: Readonly<Record<Dialect, string>> = {
  sqlite: ' on conflict do nothing',
  postgres: ' on conflict do nothing',
  mysql: '',
};

function insertSql(table: string, columns: readonly string[], rows: number): string {
  const values = `(${columns.map(() => '?').join(', ')})`;
  return `insert into ${table} (${columns.join(', ')}) values ${Array<string>(rows).fill(values).join(', ')}`;
}

/** So that each statement is put together once. */
function remembered(make: (dialect: Dialect, rows: number) => string) {
  const made = new Map<string, string>();
  return (dialect: Dialect, rows = 1): string => {
    const which = `${dialect} ${rows}`;
    const known = made.get(which) ?? make(dialect, rows);
    made.set(which, known);
    return known;
  };
}
