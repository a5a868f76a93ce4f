import type { Knex } from 'knex';
import { createTable } from './tables.ts';

/** Makes the tables of the sandbox gateway’s memory. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_sandbox_charges', (columns) => {
    columns.id('attempt_id').notNullable().primary();
    columns.short('mode', 8).notNullable();
    columns.short('status', 16).notNullable();
    columns.text('payment').notNullable();
    columns.text('instrument');
    columns.text('failure_code');
    columns.text('failure_message');
    columns.text('refunds').notNullable();
    columns.int('version').notNullable();
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('kc_sandbox_charges');
}
