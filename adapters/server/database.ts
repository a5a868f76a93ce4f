import { stat } from 'node:fs/promises';
import { DomainError } from '../../core/index.ts';
import { type OpenStorage, openStorage } from '../../storage/index.ts';
import { sqliteFile, withoutPassword } from './config.ts';
import { userError } from './user-error.ts';

/** A storage whose failures at start-up are told in words that help. */
export interface Database extends OpenStorage {
  /** Takes the last migration back, with what its tables hold. Answers its name, or null when there is none. */
  migrateDown(): Promise<string | null>;
  /** Something that this database holds sealed, to try keys on; null when it holds nothing sealed. */
  sealedSample(): Promise<string | null>;
}

/** Opens the database of this URL. Its driver must be installed; the database is reached when it is first used. */
export async function openDatabase(url: string): Promise<Database> {
  const opened = await told(url, () => openStorage(url));
  const { knex } = opened;
  return {
    ...opened,
    migrate: () => told(url, opened.migrate),
    pending: () => told(url, opened.pending),
    ping: () => told(url, () => ping(opened, sqliteFile(url))),
    migrateDown: () =>
      told(url, async () => {
        const [, names] = (await knex.migrate.down()) as [number, string[]];
        return names[0] ?? null;
      }),
    sealedSample: () => told(url, () => sealedSample(opened)),
  };
}

async function ping({ ping: select }: OpenStorage, file: string | null): Promise<void> {
  await select();
  // SQLite goes on writing to a file that somebody has removed, and all of it would be lost with the process.
  if (file !== null) await stat(file);
}

/** The tables that hold something sealed for long, and where in them. */
const SEALED: readonly (readonly [table: string, column: string])[] = [
  ['kc_webhook_endpoints', 'sealed_secret'],
  ['kc_bank_accounts', 'sealed_number'],
];

async function sealedSample({ knex }: OpenStorage): Promise<string | null> {
  for (const [table, column] of SEALED) {
    if (!(await knex.schema.hasTable(table))) continue;
    const newest = await knex<Record<string, string>>(table).orderBy('created_at', 'desc').first(column);
    if (newest?.[column] !== undefined) return newest[column];
  }
  return null;
}

/** What to do about the failures that a new installation meets, by the codes of Node and of the drivers. */
const ADVICE: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN: 'cannot be opened: make its folder readable and writable for this user',
  SQLITE_READONLY: 'cannot be written: make the file and its folder writable for this user',
  SQLITE_NOTADB: 'is no SQLite database: choose another file, or put this one back from a backup',
  SQLITE_CORRUPT: 'is damaged: put it back from a backup',
  SQLITE_BUSY: 'is locked by another program: close that program and try again',
  SQLITE_FULL: 'cannot grow: the disk is full',
  SQLITE_IOERR: 'cannot be read or written: look at the disk',
  EACCES: 'cannot be opened: make its folder readable and writable for this user',
  ECONNREFUSED: 'does not answer: start it, or mend the host and port in DATABASE_URL',
  ENOTFOUND: 'has a host name that cannot be found: mend DATABASE_URL',
  ETIMEDOUT: 'does not answer: look at the network, or mend the host and port in DATABASE_URL',
  NO_FREE_CONNECTION: 'does not answer in time',
  '28P01': 'refuses the user name or password: mend DATABASE_URL',
  '28000': 'refuses this user: mend DATABASE_URL',
  '3D000': 'does not have this database: create it first',
  '42501': 'does not let this user do that: grant it the right to make tables',
  ER_ACCESS_DENIED_ERROR: 'refuses the user name or password: mend DATABASE_URL',
  ER_DBACCESS_DENIED_ERROR: 'does not let this user do that: grant it the right to make tables',
  ER_BAD_DB_ERROR: 'does not have this database: create it first',
};

async function told<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inWords(error, url);
  }
}

/** A failure of this database as a `userError` that says what to do; what we do not know stays as it is. */
export function inWords(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error;
  const driver = /npm install (\S+)/.exec(error.message)?.[1];
  if (driver)
    return userError(`the database driver ${driver} is not installed: run \`npm install ${driver}\``);
  if (/newer release/.test(error.message)) return userError(error.message);
  const code = codeOf(error);
  const advice = ADVICE[code];
  return advice ? userError(`the database ${withoutPassword(url)} ${advice} (${code})`) : error;
}

function codeOf(error: Error): string {
  if (error instanceof DomainError) return String(error.details['code'] ?? '');
  // An AggregateError of Node's holds one refusal for each address of the host.
  const { code, errors } = error as Error & { code?: string; errors?: readonly { code?: string }[] };
  return code ?? errors?.[0]?.code ?? '';
}
