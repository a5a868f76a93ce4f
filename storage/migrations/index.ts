import type { Knex } from 'knex';
import * as merchantsAndKeys from './0001-merchants-and-keys.ts';
import * as payments from './0002-payments.ts';
import * as refunds from './0003-refunds.ts';
import * as webhooks from './0004-webhooks.ts';
import * as idempotencyAndLimits from './0005-idempotency-and-limits.ts';
import * as sandbox from './0006-sandbox.ts';
import * as workspaces from './0007-workspaces.ts';
import * as deposits from './0008-deposits.ts';
import * as checkout from './0009-checkout.ts';
import * as coupons from './0010-coupons.ts';
import * as risk from './0011-risk.ts';
import * as domains from './0012-domains.ts';

/** A migration under its own name, which never depends on a file's place or extension. */
export interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** All migrations in order. A released one is never edited: add the next one. */
export const MIGRATIONS: readonly NamedMigration[] = [
  { name: '0001-merchants-and-keys', ...merchantsAndKeys },
  { name: '0002-payments', ...payments },
  { name: '0003-refunds', ...refunds },
  { name: '0004-webhooks', ...webhooks },
  { name: '0005-idempotency-and-limits', ...idempotencyAndLimits },
  { name: '0006-sandbox', ...sandbox },
  { name: '0007-workspaces', ...workspaces },
  { name: '0008-deposits', ...deposits },
  { name: '0009-checkout', ...checkout },
  { name: '0010-coupons', ...coupons },
  { name: '0011-risk', ...risk },
  { name: '0012-domains', ...domains },
];

/** The table in which knex notes what has been applied. */
export const MIGRATIONS_TABLE = 'korea_checkout_migrations';

/** The migrations in the form that knex takes; they need no files at run time. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};
