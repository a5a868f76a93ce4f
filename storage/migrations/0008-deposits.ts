import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/**
 * Makes the tables of orders, deposits and transfers back. What begins with `open_` has a value only while something
 * may be matched, so that the indexes of matching never see what is done.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_deposit_orders', (columns, table) => {
    orderColumns(columns);
    orderIndexes(table);
  });
  await createTable(knex, 'kc_deposits', (columns, table) => {
    depositColumns(columns);
    depositIndexes(table);
  });
  await createTable(knex, 'kc_refund_transfers', (columns, table) => {
    transferColumns(columns);
    table.index(['attempt_id', 'created_at', 'refund_id'], 'kc_refund_transfers_of_attempt');
    table.index(['workspace_id', 'sent_at', 'created_at', 'refund_id'], 'kc_refund_transfers_waiting');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['kc_refund_transfers', 'kc_deposits', 'kc_deposit_orders'])
    await knex.schema.dropTableIfExists(table);
}

function orderColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('workspace_id').notNullable();
  columns.int('bank_account_id');
  columns.short('order_number', 64).notNullable();
  columns.int('amount').notNullable();
  columns.text('depositor_name').notNullable();
  columns.short('status', 16).notNullable();
  columns.text('customer_email');
  columns.text('customer_phone');
  columns.text('memo');
  columns.int('expires_at');
  columns.int('due_at');
  columns.int('matched_at');
  columns.int('deposit_id');
  columns.id('payment_id');
  columns.id('attempt_id');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
  columns.int('open_amount');
  columns.short('open_name', 100);
  columns.short('open_code', 64);
}

function orderIndexes(table: Knex.CreateTableBuilder): void {
  table.unique(['workspace_id', 'order_number'], { indexName: 'kc_deposit_orders_number' });
  table.unique(['attempt_id'], { indexName: 'kc_deposit_orders_attempt' });
  const age = ['created_at', 'id'];
  table.index(['workspace_id', 'open_amount', 'open_name', ...age], 'kc_deposit_orders_named');
  table.index(['workspace_id', 'open_code'], 'kc_deposit_orders_coded');
  table.index(['workspace_id', 'open_amount', ...age], 'kc_deposit_orders_open');
  table.index(['workspace_id', 'open_name', ...age], 'kc_deposit_orders_of_name');
  // They begin with the whole scope, so that a list is counted without a look at its rows.
  const scope = ['merchant_id', 'mode', 'workspace_id'];
  table.index([...scope, ...age], 'kc_deposit_orders_newest');
  table.index([...scope, 'status', ...age], 'kc_deposit_orders_newest_of_status');
  table.index(['due_at'], 'kc_deposit_orders_due');
}

function depositColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('workspace_id').notNullable();
  columns.int('bank_account_id').notNullable();
  columns.int('amount').notNullable();
  columns.text('depositor_name');
  columns.int('deposited_at').notNullable();
  columns.int('balance');
  columns.text('method');
  columns.short('source', 16).notNullable();
  columns.int('device_id');
  columns.short('status', 16).notNullable();
  columns.short('hold', 32);
  columns.int('order_id');
  columns.short('matched_by', 32);
  columns.int('matched_at');
  columns.text('sealed_text');
  columns.int('purge_at');
  columns.short('text_hash', 64);
  columns.short('fingerprint', 64);
  columns.text('message_key');
  columns.int('first_order_id');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
  columns.int('open_amount');
  columns.int('open_at');
  columns.bool('is_matched').notNullable();
}

function depositIndexes(table: Knex.CreateTableBuilder): void {
  table.unique(['workspace_id', 'fingerprint'], { indexName: 'kc_deposits_fingerprint' });
  table.unique(['order_id'], { indexName: 'kc_deposits_order' });
  table.index(['workspace_id', 'open_amount', 'open_at', 'id'], 'kc_deposits_open');
  table.index(['workspace_id', 'text_hash', 'id'], 'kc_deposits_text');
  table.index(['bank_account_id', 'amount', 'deposited_at', 'id'], 'kc_deposits_twins');
  table.index(['bank_account_id', 'hold', 'status', 'deposited_at', 'id'], 'kc_deposits_held');
  table.index(['workspace_id', 'updated_at'], 'kc_deposits_changed');
  // As those of orders. The status at the end tells open ones from dismissed ones within the index.
  const scope = ['merchant_id', 'mode', 'workspace_id'];
  const age = ['created_at', 'id'];
  table.index([...scope, ...age], 'kc_deposits_newest');
  table.index([...scope, 'is_matched', ...age, 'status'], 'kc_deposits_newest_matched');
  table.index([...scope, 'bank_account_id', ...age], 'kc_deposits_newest_of_account');
  table.index(
    [...scope, 'bank_account_id', 'is_matched', ...age, 'status'],
    'kc_deposits_newest_of_account_matched',
  );
  table.index(['purge_at'], 'kc_deposits_purge');
}

function transferColumns(columns: Columns): void {
  columns.id('refund_id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('workspace_id').notNullable();
  columns.int('order_id').notNullable();
  columns.id('attempt_id').notNullable();
  columns.int('amount').notNullable();
  columns.int('sent_at');
  columns.int('created_at').notNullable();
  columns.int('version').notNullable();
}
