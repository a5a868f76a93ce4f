import type { Knex } from 'knex';
import { createTable } from './tables.ts';

/** Makes the tables of refunds. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_refunds', (columns, table) => {
    columns.id('id').notNullable().primary();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.id('payment_id').notNullable();
    columns.short('status', 16).notNullable();
    columns.int('amount').notNullable();
    columns.short('currency', 3).notNullable();
    columns.text('reason');
    columns.short('origin', 16).notNullable();
    columns.text('refund_account');
    columns.text('failure_code');
    columns.text('failure_message');
    columns.int('check_at');
    columns.int('checks').notNullable();
    columns.int('created_at').notNullable();
    columns.int('updated_at').notNullable();
    columns.int('version').notNullable();
    table.index(['payment_id', 'created_at'], 'kc_refunds_of_payment');
    table.index(['check_at'], 'kc_refunds_due');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('kc_refunds');
}
