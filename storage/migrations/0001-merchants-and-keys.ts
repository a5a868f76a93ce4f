import type { Knex } from 'knex';
import { createTable } from './tables.ts';

/** Makes the tables of merchants and API keys. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_merchants', (columns) => {
    columns.id('id').notNullable().primary();
    columns.text('name').notNullable();
    columns.int('created_at').notNullable();
  });
  await createTable(knex, 'kc_api_keys', (columns, table) => {
    columns.id('id').notNullable().primary();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.short('kind', 16).notNullable();
    columns.text('name').notNullable();
    columns.short('hash', 64).notNullable();
    columns.short('hint', 64).notNullable();
    columns.int('created_at').notNullable();
    columns.int('last_used_at');
    columns.int('revoked_at');
    table.unique(['hash'], { indexName: 'kc_api_keys_hash' });
    table.index(['merchant_id', 'mode', 'created_at'], 'kc_api_keys_of_merchant');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('kc_api_keys');
  await knex.schema.dropTableIfExists('kc_merchants');
}
