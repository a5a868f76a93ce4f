import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../../core/index.ts';
import { type ConfigOptions, type OpenStorage, openStorage } from '../../storage/index.ts';

/** Runs a test on an empty, migrated database. */
export type WithStorage = (work: (storage: Storage, opened: OpenStorage) => Promise<void>) => Promise<void>;

/** An SQLite database in memory. */
export const withMemory: WithStorage = (work) => withOpened('sqlite::memory:', {}, work);

/** An SQLite database in a file of its own, gone afterwards. */
export const withMigratedSqlite: WithStorage = (work) =>
  withFolder((folder) => withOpened(`sqlite:${join(folder, 'test.sqlite')}`, {}, work));

/** An empty folder, gone afterwards. */
export async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'korea-checkout-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens and migrates the database of this URL, and closes it afterwards. */
export async function withOpened(
  url: string,
  options: ConfigOptions,
  work: (storage: Storage, opened: OpenStorage) => Promise<void>,
): Promise<void> {
  const opened = await openStorage(url, options);
  try {
    await opened.migrate();
    await work(opened.storage, opened);
  } finally {
    await opened.close();
  }
}

/** A database on a server that tests may use, or the reason why there is none. */
export interface ServerDatabase {
  readonly name: 'postgres' | 'mysql';
  /** The URL of a database in which this process may make others; null when the environment names none. */
  readonly url: string | null;
  readonly missing: string;
}

export const POSTGRES: ServerDatabase = serverDatabase('postgres', 'TEST_POSTGRES_URL');
export const MYSQL: ServerDatabase = serverDatabase('mysql', 'TEST_MYSQL_URL');

function serverDatabase(name: ServerDatabase['name'], variable: string): ServerDatabase {
  return { name, url: process.env[variable] ?? null, missing: `no ${variable}` };
}

/** Makes an empty database on a server, and drops it afterwards. */
export async function withServerDatabase(
  server: ServerDatabase,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const url = new URL(server.url ?? '');
  const name = `kc_test_${process.pid}_${Math.trunc(performance.now() * 1000)}`;
  const admin = await openStorage(url.href, { poolMax: 1 });
  try {
    await admin.knex.raw(`create database ${name}`);
    url.pathname = `/${name}`;
    await work(url.href);
  } finally {
    await admin.knex.raw(`drop database if exists ${name}`);
    await admin.close();
  }
}

/**
 * Runs tests one after another on one migrated database of a server: making a database takes MySQL seconds. Each
 * test finds all tables empty. Call `close` in the last test of the file.
 */
export function sharedServer(server: ServerDatabase): {
  withStorage: WithStorage;
  close: () => Promise<void>;
} {
  let ready: Promise<OpenStorage> | null = null;
  let finish: () => void = () => {};
  let finished: Promise<void> = Promise.resolve();

  function open(): Promise<OpenStorage> {
    return new Promise((resolve, reject) => {
      const closed = new Promise<void>((done) => (finish = done));
      finished = withServerDatabase(server, (url) =>
        withOpened(url, {}, async (_storage, opened) => {
          resolve(opened);
          await closed;
        }),
      );
      finished.catch(reject);
    });
  }

  return {
    withStorage: async (work) => {
      ready ??= open();
      const opened = await ready;
      for (const table of TABLES) await opened.knex(table).del();
      await work(opened.storage, opened);
    },
    close: async () => {
      finish();
      await finished;
    },
  };
}

/** All tables of the storage. */
export const TABLES: readonly string[] = [
  'kc_merchants',
  'kc_api_keys',
  'kc_payments',
  'kc_payment_totals',
  'kc_payment_history',
  'kc_payment_attempts',
  'kc_refunds',
  'kc_events',
  'kc_webhook_endpoints',
  'kc_webhook_deliveries',
  'kc_idempotency_keys',
  'kc_rate_limits',
  'kc_sandbox_charges',
  'kc_users',
  'kc_workspaces',
  'kc_workspace_members',
  'kc_bank_accounts',
  'kc_devices',
  'kc_deposit_orders',
  'kc_deposits',
  'kc_refund_transfers',
  'kc_shops',
  'kc_checkout_sessions',
  'kc_tallies',
  'kc_coupons',
  'kc_coupon_uses',
  'kc_coupon_use_customers',
  'kc_custom_domains',
  'kc_risk_assessments',
  'kc_risk_signals',
];
