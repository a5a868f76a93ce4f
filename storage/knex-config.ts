import { resolve } from 'node:path';
import type { Knex } from 'knex';
import type { Dialect } from './knex/dialects.ts';
import type { SqliteConnection } from './knex/sqlite-session.ts';
import { MIGRATIONS_TABLE, migrationSource } from './migrations/index.ts';

/** What may be chosen about connections; all of it has good defaults. */
export interface ConfigOptions {
  /** Connections at most; SQLite has one writer, whatever this says. */
  readonly poolMax?: number | undefined;
  /** How long SQLite and MySQL wait for others to let go of what they need. */
  readonly busyTimeoutMs?: number | undefined;
  /** How long one transaction may hold up all others on SQLite before it is undone. */
  readonly unitTimeoutMs?: number | undefined;
}

/** Connections to a server when the caller does not say. */
export const POOL_MAX = 10;
/** How long to wait for others when the caller does not say. */
export const BUSY_TIMEOUT_MS = 5_000;
/** How long one transaction may hold up all others when the caller does not say. */
export const UNIT_TIMEOUT_MS = 15_000;

/** How long work waits for a free connection before it is `storage_unavailable`. */
const ACQUIRE_TIMEOUT_MS = 30_000;

/** Which database a URL names. Throws for any but `sqlite:`, `postgres:`, `postgresql:` and `mysql:`. */
export function dialectOfUrl(url: string): Dialect {
  if (url.startsWith('sqlite:')) return 'sqlite';
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgres';
  if (url.startsWith('mysql://')) return 'mysql';
  // The URL itself may hold a password.
  throw new Error('unsupported database URL: it must begin with sqlite:, postgres:// or mysql://');
}

/** The file of an SQLite URL as an absolute path; null for `sqlite::memory:`. */
export function sqliteFile(url: string): string | null {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (path === ':memory:') return null;
  if (path === '') throw new Error('unsupported database URL: sqlite: must be followed by a path');
  return resolve(path);
}

/** The knex configuration of a database URL, with our settings for its connections and with our migrations. */
export function knexConfig(url: string, options: ConfigOptions = {}): Knex.Config {
  const shared = {
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    migrations: { migrationSource, tableName: MIGRATIONS_TABLE },
    log: SILENT,
  };
  const { poolMax = POOL_MAX, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  switch (dialectOfUrl(url)) {
    case 'sqlite':
      return {
        ...shared,
        client: 'sqlite3',
        connection: { filename: sqliteFile(url) ?? ':memory:' },
        useNullAsDefault: true,
        pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 30, afterCreate: sqlitePragmas(busyTimeoutMs) },
      };
    case 'postgres':
      return {
        ...shared,
        client: 'pg',
        connection: url,
        pool: { min: 0, max: poolMax, afterCreate: postgresSettings() },
      };
    case 'mysql':
      return {
        ...shared,
        client: 'mysql2',
        connection: url,
        pool: { min: 0, max: poolMax, afterCreate: mysqlSettings(busyTimeoutMs) },
      };
  }
}

/** knex prints warnings with values in them; what fails is thrown to us anyway. */
const SILENT = { warn: nothing, error: nothing, deprecate: nothing, debug: nothing };

function nothing(): void {}

type Created = (error: Error | null, connection: unknown) => void;

function sqlitePragmas(busyTimeoutMs: number) {
  const pragmas = [
    // First of all: switching to WAL may have to wait for another process.
    `PRAGMA busy_timeout = ${busyTimeoutMs}`,
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA foreign_keys = ON',
  ].join(';');
  return (connection: SqliteConnection, created: Created) =>
    connection.exec(pragmas, (error) => created(error, connection));
}

interface Queryable {
  query(sql: string, done: (error: Error | null) => void): void;
}

/** Units that wait for each other in a circle run again after this; PostgreSQL itself would look after a second. */
const POSTGRES_LOCK_TIMEOUT_MS = 500;

function postgresSettings() {
  return (connection: Queryable, created: Created) =>
    connection.query(`SET lock_timeout = ${POSTGRES_LOCK_TIMEOUT_MS}`, (error) => created(error, connection));
}

function mysqlSettings(busyTimeoutMs: number) {
  const variables = [
    `innodb_lock_wait_timeout = ${Math.ceil(busyTimeoutMs / 1000)}`,
    // Strict, and with backslashes in strings, which the driver relies on when it writes values into statements.
    'sql_mode = "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"',
  ];
  return (connection: Queryable, created: Created) =>
    connection.query(`SET SESSION ${variables.join(', SESSION ')}`, (error) => {
      if (error) created(error, connection);
      // Not as a variable: MySQL and MariaDB do not agree on its name.
      else
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (refused) =>
          created(refused, connection),
        );
    });
}
