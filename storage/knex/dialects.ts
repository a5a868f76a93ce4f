import type { Knex } from 'knex';

/** The databases that the storage speaks to; MariaDB counts as `mysql`. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const BY_DRIVER: Readonly<Record<string, Dialect>> = { sqlite3: 'sqlite', pg: 'postgres', mysql2: 'mysql' };

/** The dialect of a knex instance or transaction. Throws for drivers that the storage was not tested with. */
export function dialectOf(db: Knex): Dialect {
  const { driverName } = db.client as { driverName?: string };
  const dialect = BY_DRIVER[driverName ?? ''];
  if (!dialect) throw new Error(`unsupported knex client: use one of ${Object.keys(BY_DRIVER).join(', ')}`);
  return dialect;
}

/** A piece of SQL that is not the same for all databases. */
export type PerDialect = Readonly<Record<Dialect, string>>;

/** What goes by an index that MySQL does not always find by itself, as it stands after a table's name. */
export function byIndex(index: string, where: string): PerDialect {
  return { sqlite: where, postgres: where, mysql: `force index (${index}) ${where}` };
}
