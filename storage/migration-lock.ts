import type { Knex } from 'knex';
import knexFactory from 'knex';
import type { Dialect } from './knex/dialects.ts';

/** How long a process waits for another one that migrates. */
const WAIT_MS = 120_000;

/** Any number that nobody else is likely to use for advisory locks of PostgreSQL. */
const ADVISORY_KEY = 5_032_026_001;

/** What to lock: the database of a configuration, on SQLite by means of an empty file beside it. */
export interface MigrationLock {
  readonly dialect: Dialect;
  readonly config: Knex.Config;
  /** Null for `:memory:`, which nobody else can see. */
  readonly sqliteFile: string | null;
}

/**
 * Runs `work` while no other process does. The lock belongs to a connection of its own, so that it ends with it:
 * when the work has ended or the process has died.
 */
export async function withMigrationLock<T>(lock: MigrationLock, work: () => Promise<T>): Promise<T> {
  if (lock.dialect === 'sqlite' && lock.sqliteFile === null) return work();
  const connection =
    lock.sqliteFile === null ? lock.config.connection : { filename: `${lock.sqliteFile}.migrate-lock` };
  const knex = knexFactory({
    ...lock.config,
    ...(connection ? { connection } : {}),
    pool: { min: 0, max: 1 },
  });
  try {
    await take(knex, lock.dialect);
    return await work();
  } finally {
    await knex.destroy();
  }
}

async function take(knex: Knex, dialect: Dialect): Promise<void> {
  switch (dialect) {
    case 'sqlite':
      await knex.raw(`PRAGMA busy_timeout = ${WAIT_MS}`);
      return void (await knex.raw('BEGIN EXCLUSIVE'));
    case 'postgres':
      await knex.raw(`SET lock_timeout = ${WAIT_MS}`);
      return void (await knex.raw('SELECT pg_advisory_lock(?)', [ADVISORY_KEY]));
    case 'mysql': {
      const name = `concat('kc:', md5(database()))`;
      const [[row]] = (await knex.raw(`SELECT get_lock(${name}, ?) AS got`, [WAIT_MS / 1000])) as [
        [{ got: number }],
      ];
      if (row.got !== 1) throw new Error('another process has been migrating this database for too long');
    }
  }
}
