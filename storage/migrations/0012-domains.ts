import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/** Makes the table of custom domains. `verified_host` has a value only while the domain is verified. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_custom_domains', (columns, table) => {
    domainColumns(columns);
    table.unique(['shop_id'], { indexName: 'kc_custom_domains_of_shop' });
    table.unique(['verified_host'], { indexName: 'kc_custom_domains_verified' });
    table.index(['host'], 'kc_custom_domains_host');
    table.index(['check_at'], 'kc_custom_domains_due');
  });
}

/** Takes it back. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('kc_custom_domains');
}

function domainColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('shop_id').notNullable();
  columns.short('host', 253).notNullable();
  columns.short('challenge_name', 253).notNullable();
  columns.short('challenge_value', 64).notNullable();
  columns.short('verification_status', 16).notNullable();
  columns.short('configuration_status', 16).notNullable();
  columns.int('checks').notNullable();
  columns.int('check_at');
  columns.int('deadline').notNullable();
  columns.int('misses').notNullable();
  columns.int('missed_at');
  columns.int('verified_at');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
  columns.short('verified_host', 253);
}
