import type { Knex } from 'knex';
import { createTable } from './tables.ts';

/** Makes the tables of idempotency keys and rate limits. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_idempotency_keys', (columns, table) => {
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.short('idempotency_key', 255).notNullable();
    columns.short('request_hash', 64).notNullable();
    columns.id('subject_id').notNullable();
    columns.text('answer');
    columns.int('lease_until').notNullable();
    columns.int('expires_at').notNullable();
    table.primary(['merchant_id', 'mode', 'idempotency_key']);
    table.index(['expires_at'], 'kc_idempotency_keys_expired');
  });
  await createTable(knex, 'kc_rate_limits', (columns, table) => {
    columns.short('bucket', 190).notNullable().primary();
    columns.int('full_at').notNullable();
    table.index(['full_at'], 'kc_rate_limits_full');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('kc_rate_limits');
  await knex.schema.dropTableIfExists('kc_idempotency_keys');
}
