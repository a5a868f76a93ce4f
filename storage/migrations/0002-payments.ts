import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/** Makes the tables of payments, their totals, history and attempts. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_payments', (columns, table) => {
    paymentColumns(columns);
    table.index(['merchant_id', 'mode', 'created_at', 'id'], 'kc_payments_newest');
    table.index(['merchant_id', 'mode', 'standing', 'created_at', 'id'], 'kc_payments_newest_of_standing');
    table.index(['due_at'], 'kc_payments_due');
  });
  await createTable(knex, 'kc_payment_totals', (columns, table) => {
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.short('standing', 16).notNullable();
    columns.int('day').notNullable();
    columns.int('shard').notNullable();
    columns.int('n').notNullable();
    table.primary(['merchant_id', 'mode', 'standing', 'day', 'shard']);
  });
  await createTable(knex, 'kc_payment_history', (columns, table) => {
    columns.id('payment_id').notNullable();
    columns.int('seq').notNullable();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.short('from_status', 32);
    columns.short('to_status', 32).notNullable();
    columns.text('reason').notNullable();
    columns.id('attempt_id');
    columns.int('changed_at').notNullable();
    table.primary(['payment_id', 'seq']);
  });
  await createTable(knex, 'kc_payment_attempts', (columns, table) => {
    attemptColumns(columns);
    table.index(['payment_id', 'created_at'], 'kc_payment_attempts_of_payment');
    table.index(['check_at'], 'kc_payment_attempts_due');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['kc_payment_attempts', 'kc_payment_history', 'kc_payment_totals', 'kc_payments'])
    await knex.schema.dropTableIfExists(table);
}

function paymentColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.short('status', 32).notNullable();
  columns.short('standing', 16).notNullable();
  columns.int('amount').notNullable();
  columns.short('currency', 3).notNullable();
  columns.int('amount_captured').notNullable();
  columns.int('amount_refunded').notNullable();
  columns.int('amount_refunding').notNullable();
  columns.int('amount_disputed').notNullable();
  columns.short('method', 32);
  columns.text('description');
  columns.text('metadata').notNullable();
  columns.id('gateway');
  columns.id('attempt_id');
  columns.int('attempt_count').notNullable();
  columns.text('next_action');
  columns.text('instrument');
  columns.short('cancel_reason', 16);
  columns.text('failure_code');
  columns.text('failure_message');
  columns.int('expires_at').notNullable();
  columns.int('due_at');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function attemptColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('payment_id').notNullable();
  columns.id('gateway').notNullable();
  columns.short('method', 32).notNullable();
  columns.short('status', 32).notNullable();
  columns.text('return_url');
  columns.text('next_action');
  columns.int('amount_approved');
  columns.text('failure_code');
  columns.text('failure_message');
  columns.int('check_at');
  columns.int('checks').notNullable();
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}
