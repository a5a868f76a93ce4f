import { stat } from 'node:fs/promises';
import { type Config, sqliteFile, withoutPassword } from './config.ts';
import { type Database, inWords, openDatabase } from './database.ts';
import { type Finding, finding, problemOf } from './doctor-checks.ts';
import { encryptionKeys } from './encryption-key.ts';

const { ok, warning, problem } = finding;

const ABOUT = 'database';

/** Looks at the database without changing it. One that is not there yet is no problem. */
export async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  const file = sqliteFile(config.databaseUrl);
  const isNew = file !== null && (await stat(file).catch(() => null)) === null;
  if (isNew) return [await checkDriver(), ok(ABOUT, `${file} will be made at the first start`)];
  try {
    const database = await openDatabase(config.databaseUrl);
    return await looked(database, config).finally(() => database.close());
  } catch (error) {
    return [problemOf(ABOUT, error)];
  }
}

async function checkDriver(): Promise<Finding> {
  try {
    await (await openDatabase('sqlite::memory:')).close();
    return ok('driver', 'installed');
  } catch (error) {
    return problemOf(ABOUT, error);
  }
}

async function looked(database: Database, config: Config): Promise<readonly Finding[]> {
  await database.ping();
  const reached = ok(ABOUT, `${withoutPassword(config.databaseUrl)} answers`);
  const pending = await database.pending();
  if (pending.length > 0)
    return [
      reached,
      warning(
        'migrations',
        `pending: ${pending.join(', ')}`,
        'run `korea-checkout migrate`; `serve` does it too',
      ),
    ];
  const sealed = await database.sealedSample();
  if (sealed !== null) await encryptionKeys(config, sealed);
  return [
    reached,
    ok('migrations', 'up to date'),
    await checkWritable(database, config.databaseUrl),
    await checkNewestEvent(database),
    ...(database.dialect === 'sqlite' ? await checkSqlite(database, config) : []),
  ];
}

const NOTHING_KEPT = new Error('taken back');

/** Writes a row and takes it back. */
async function checkWritable({ storage }: Database, url: string): Promise<Finding> {
  try {
    await storage.transaction(async (tx) => {
      await tx.merchants.insert({ id: 'mer_doctor', name: 'doctor', createdAt: 0 });
      throw NOTHING_KEPT;
    });
  } catch (error) {
    if (error !== NOTHING_KEPT) return problemOf('writing', inWords(error, url));
  }
  return ok('writing', 'works');
}

const AHEAD_MS = 5 * 60 * 1000;

/** Something that happened in the future shows that this clock, or another process's, is wrong. */
async function checkNewestEvent({ knex }: Database): Promise<Finding> {
  const newest = await knex<{ seq: number; created_at: number }>('kc_events')
    .orderBy('seq', 'desc')
    .first('created_at');
  const aheadMs = Number(newest?.created_at ?? 0) - Date.now();
  return aheadMs > AHEAD_MS
    ? problem(
        'clock',
        `the newest event is ${Math.round(aheadMs / 60_000)} minutes in the future`,
        'set the clocks of all servers',
      )
    : ok('events', 'none is in the future');
}

async function checkSqlite({ knex }: Database, config: Config): Promise<readonly Finding[]> {
  if (sqliteFile(config.databaseUrl) === null)
    return [
      warning(ABOUT, 'it is in memory: all is gone when the server ends', 'choose a file with DATABASE_URL'),
    ];
  const mode = await pragma(knex, 'journal_mode');
  const damage = await pragma(knex, 'quick_check');
  return [
    mode === 'wal'
      ? ok('journal', 'WAL')
      : problem(
          'journal',
          `${mode} instead of WAL`,
          'keep the database on a local disk: network drives cannot do WAL',
        ),
    damage === 'ok'
      ? ok('pages', 'whole')
      : problem('pages', 'the file is damaged', 'put it back from a backup'),
  ];
}

async function pragma(knex: Database['knex'], name: string): Promise<string> {
  const rows = await knex.raw<Record<string, string>[]>(`PRAGMA ${name}`);
  return rows[0]?.[name] ?? 'unknown';
}
