import { randomBytes } from 'node:crypto';
import { secretBox } from '../system/secret-box.ts';
import { type Config, isServerDatabase, sqliteFile } from './config.ts';
import { readIfThere, writePrivately } from './private-file.ts';
import { userError } from './user-error.ts';

export type EncryptionKeys = readonly [string, ...string[]];

/**
 * The keys that secrets at rest are sealed under: the configured ones, else the one in the file beside the SQLite
 * database, which is made at the first start. A database in memory gets a key that is forgotten with it. Refuses keys
 * that do not open `sealed`, something that this database holds already.
 */
export async function encryptionKeys(config: Config, sealed: string | null): Promise<EncryptionKeys> {
  const keys = await findKeys(config, sealed);
  if (sealed === null || opens(keys, sealed)) return keys;
  throw userError(
    'the encryption key is not the one that this database was written with: ' +
      'put the old ENCRYPTION_KEY or key file back, or set ENCRYPTION_KEY=new,old while you replace it',
  );
}

async function findKeys(config: Config, sealed: string | null): Promise<EncryptionKeys> {
  const [first, ...older] = config.encryptionKeys;
  if (first !== undefined) return [first, ...older];
  const file = keyFile(config.databaseUrl);
  if (file === null) return [newKey()];
  const key = await readKey(file);
  if (key !== null) return [key];
  if (sealed !== null)
    throw userError(`the key file ${file} is missing: put it back from a backup, or set ENCRYPTION_KEY`);
  // Of several processes that start at once, one makes the file and all use it.
  await writePrivately(file, `${newKey()}\n`, 'keep');
  return [(await readKey(file)) ?? newKey()];
}

function opens(keys: EncryptionKeys, sealed: string): boolean {
  try {
    secretBox(...keys).open(sealed);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a server database without a key: each process would make one of its own. */
export function assertSharedKey({ databaseUrl, encryptionKeys: keys }: Config): void {
  if (isServerDatabase(databaseUrl) && keys.length === 0)
    throw userError(
      'ENCRYPTION_KEY is needed with a server database, because all processes must share it: ' +
        'make one with `openssl rand -base64 32` and keep it as safe as the database',
    );
}

/** `./data/shop.sqlite` → `./data/shop.key`; null where there is no file to stand beside. */
export function keyFile(databaseUrl: string): string | null {
  return besideDatabase(databaseUrl, 'key');
}

/** The path of the SQLite database with another ending, or null. */
export function besideDatabase(databaseUrl: string, ending: string): string | null {
  const database = sqliteFile(databaseUrl);
  return database && `${database.replace(/\.(sqlite3?|db)$/, '')}.${ending}`;
}

async function readKey(file: string): Promise<string | null> {
  const key = (await readIfThere(file))?.trim() ?? null;
  if (key !== null && Buffer.from(key, 'base64').length !== 32)
    throw userError(`the key file ${file} is damaged: put it back from a backup, or set ENCRYPTION_KEY`);
  return key;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}
