import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AuthService, isRefusal, type Merchant, type Mode, scopeFor } from '../../core/index.ts';
import { type Config, isServerDatabase } from './config.ts';
import { besideDatabase } from './encryption-key.ts';
import { readIfThere, writePrivately } from './private-file.ts';
import { userError } from './user-error.ts';

/** A merchant to try things with. Holds keys, which are stored hashed: keep it where only its owner can read it. */
export interface Demo {
  readonly merchantId: string;
  readonly apiKeys: Readonly<Record<Mode, string>>;
  readonly publishableKeys: Readonly<Record<Mode, string>>;
}

const MERCHANT_NAME = '데모 상점';
const KEY_NAME = 'demo';

/** Where the demo's keys are kept: beside a SQLite database, in `./data` for a server; null for one in memory. */
export function demoFile({ databaseUrl }: Config): string | null {
  if (isServerDatabase(databaseUrl)) return './data/korea-checkout.demo.json';
  return besideDatabase(databaseUrl, 'demo.json');
}

/** The demo of this database: the one in the file as long as its keys work, else a new one, kept in the file. */
export async function ensureDemo(auth: AuthService, file: string): Promise<Demo> {
  return (
    (await workingDemo(auth, file)) ??
    // Two at once: the second one finds what the first has made.
    withLock(`${file}.lock`, async () => (await workingDemo(auth, file)) ?? keep(await makeDemo(auth), file))
  );
}

/** A new demo merchant with its four keys. */
export async function makeDemo(auth: AuthService): Promise<Demo> {
  const merchant = await auth.createMerchant(MERCHANT_NAME);
  return {
    merchantId: merchant.id,
    apiKeys: await issueBoth(auth, merchant, 'secret'),
    publishableKeys: await issueBoth(auth, merchant, 'publishable'),
  };
}

async function issueBoth(auth: AuthService, merchant: Merchant, kind: 'secret' | 'publishable') {
  const issue = async (mode: Mode): Promise<string> =>
    (await auth.issue(scopeFor(merchant, mode), { kind, name: KEY_NAME })).key;
  return { test: await issue('test'), live: await issue('live') };
}

async function keep(demo: Demo, file: string): Promise<Demo> {
  await writePrivately(file, `${JSON.stringify(demo, null, 2)}\n`, 'replace');
  return demo;
}

async function workingDemo(auth: AuthService, file: string): Promise<Demo | null> {
  const demo = parse(await readIfThere(file));
  if (!demo) return null;
  const keys = [...Object.values(demo.apiKeys), ...Object.values(demo.publishableKeys)];
  const works = await Promise.all(keys.map((key) => belongs(auth, key, demo.merchantId)));
  return works.every(Boolean) ? demo : null;
}

function parse(text: string | null): Demo | null {
  try {
    const demo = JSON.parse(text ?? 'null') as Partial<Demo> | null;
    return demo?.merchantId && demo.apiKeys && demo.publishableKeys ? (demo as Demo) : null;
  } catch {
    return null;
  }
}

async function belongs(auth: AuthService, key: string, merchantId: string): Promise<boolean> {
  try {
    return (await auth.authenticate(key)).scope.merchantId === merchantId;
  } catch (error) {
    if (isRefusal(error, 'invalid_api_key')) return false;
    throw error;
  }
}

const LOCK_WAIT_MS = 15_000;
/** A lock that is older was left behind by a process that was killed: making a demo takes milliseconds. */
const LOCK_STALE_MS = 10_000;

/** Runs `work` while no other process on this machine does. */
async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(folder), { recursive: true });
  const giveUpAt = performance.now() + LOCK_WAIT_MS;
  while (!(await tryLock(folder))) {
    if (performance.now() > giveUpAt)
      throw userError(`another process makes the demo: if there is none, delete ${folder}`);
    await wait(50);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryLock(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const lock = await stat(folder).catch(() => null);
    if (lock && Date.now() - lock.mtimeMs > LOCK_STALE_MS) await rm(folder, { recursive: true, force: true });
    return false;
  }
}
