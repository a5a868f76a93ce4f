import type { Knex } from 'knex';
import knexFactory from 'knex';
import type { Dialect } from './knex/dialects.ts';
import { discard, poolOf } from './knex/pool.ts';
import { type Session, sessionOn } from './knex/session.ts';

/** How long a process waits for another one that migrates. */
const WAIT_MS = 120_000;

/** Any number that nobody else is likely to use for advisory locks of PostgreSQL. */
const ADVISORY_KEY = 5_032_026_001;

/** Runs `work` while no other process does, under a lock that the database drops when this process dies. */
export async function withMigrationLock<T>(
  knex: Knex,
  dialect: Dialect,
  sqliteFile: string | null,
  work: () => Promise<T>,
): Promise<T> {
  switch (dialect) {
    case 'postgres':
      return onOneConnection(knex, dialect, async (session) => {
        await session.command(`SET lock_timeout = ${WAIT_MS}`);
        await session.all('select pg_advisory_lock(?)', [ADVISORY_KEY]);
        return work().finally(() => session.all('select pg_advisory_unlock(?)', [ADVISORY_KEY]));
      });
    case 'mysql':
      return onOneConnection(knex, dialect, (session) => withNamedLock(session, work));
    case 'sqlite':
      return sqliteFile === null ? work() : withFileLock(`${sqliteFile}.migrate-lock`, work);
  }
}

async function withNamedLock<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const name = `concat('kc:', md5(database()))`;
  const [row] = await session.all(`select get_lock(${name}, ?) as got`, [WAIT_MS / 1000]);
  if (row?.['got'] !== 1) throw new Error('another process has been migrating this database for too long');
  return work().finally(() => session.all(`select release_lock(${name})`, []));
}

/** A lock belongs to a connection. The connection is not used again, so that no setting of ours stays behind. */
async function onOneConnection<T>(
  knex: Knex,
  dialect: Dialect,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const pool = poolOf(knex, dialect);
  const connection = await pool.acquire();
  try {
    return await work(sessionOn(dialect, connection, { owned: false }));
  } finally {
    discard(connection);
    await pool.release(connection);
  }
}

/** SQLite locks files, and the system drops the locks of a dead process. The empty file stays, for nobody to trip over. */
async function withFileLock<T>(filename: string, work: () => Promise<T>): Promise<T> {
  const knex = knexFactory({
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
    acquireConnectionTimeout: WAIT_MS,
  });
  try {
    await knex.raw(`PRAGMA busy_timeout = ${WAIT_MS}`);
    await knex.raw('BEGIN EXCLUSIVE');
    return await work();
  } finally {
    await knex.destroy();
  }
}
