import type { Knex } from 'knex';
import { alterTable, type Columns, createTable } from './tables.ts';

/**
 * Makes the tables of shops, checkout sessions and tallies; payments learn their session and their instalments, webhook
 * endpoints their shop, and deliveries an address of their own.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_shops', (columns, table) => {
    shopColumns(columns);
    table.unique(['default_of'], { indexName: 'kc_shops_default' });
    table.index(['merchant_id', 'mode', 'created_at', 'id'], 'kc_shops_newest');
  });
  await createTable(knex, 'kc_checkout_sessions', (columns, table) => {
    sessionColumns(columns);
    table.unique(['payment_id'], { indexName: 'kc_checkout_sessions_payment' });
    table.unique(['shop_id', 'open_order'], { indexName: 'kc_checkout_sessions_open' });
    table.index(['merchant_id', 'mode', 'shop_id', 'created_at', 'id'], 'kc_checkout_sessions_newest');
  });
  await createTable(knex, 'kc_tallies', (columns, table) => {
    tallyColumns(columns);
    table.primary(['subject', 'day', 'metric', 'detail', 'currency', 'shard']);
  });
  await addColumns(knex);
}

/** Takes it all back. */
export async function down(knex: Knex): Promise<void> {
  // MariaDB would keep the rest of an index whose column is gone.
  await knex.schema.alterTable('kc_webhook_endpoints', (table) => {
    table.dropIndex([], 'kc_webhook_endpoints_of_shop');
    table.dropUnique([], 'kc_webhook_endpoints_origin');
  });
  for (const [name, added] of Object.entries(ADDED))
    await knex.schema.alterTable(name, (table) => table.dropColumns(...added));
  for (const name of ['kc_tallies', 'kc_checkout_sessions', 'kc_shops'])
    await knex.schema.dropTableIfExists(name);
}

const ADDED: Readonly<Record<string, readonly string[]>> = {
  kc_payments: ['session_id', 'instalment_months'],
  kc_payment_attempts: ['instalment_months'],
  kc_refunds: ['notify_customer'],
  kc_webhook_endpoints: ['shop_id', 'shop_origin'],
  kc_webhook_deliveries: ['url'],
};

/** MySQL cannot take a column back when a later step fails: then it is there already. */
async function addColumns(knex: Knex): Promise<void> {
  await addTo(knex, 'kc_payments', (columns) => {
    columns.id('session_id');
    columns.int('instalment_months');
  });
  await addTo(knex, 'kc_payment_attempts', (columns) => columns.int('instalment_months'));
  await addTo(knex, 'kc_refunds', (columns) => columns.bool('notify_customer').notNullable().defaultTo(0));
  await addTo(knex, 'kc_webhook_deliveries', (columns) => columns.text('url'));
  await addTo(knex, 'kc_webhook_endpoints', (columns, table) => {
    columns.id('shop_id');
    columns.short('shop_origin', 64);
    table.unique(['shop_origin'], { indexName: 'kc_webhook_endpoints_origin' });
    table.index(['shop_id', 'created_at', 'id'], 'kc_webhook_endpoints_of_shop');
  });
}

async function addTo(
  knex: Knex,
  name: string,
  define: (columns: Columns, table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (await knex.schema.hasColumn(name, ADDED[name]?.[0] ?? '')) return;
  await alterTable(knex, name, define);
}

function shopColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.text('name').notNullable();
  columns.text('description');
  columns.text('website');
  columns.short('status', 16).notNullable();
  columns.text('business').notNullable();
  columns.bool('is_business_verified').notNullable();
  columns.text('contact_email');
  columns.text('contact_phone');
  columns.short('currency', 3).notNullable();
  columns.short('timezone', 64).notNullable();
  columns.short('language', 8).notNullable();
  columns.text('payment_methods').notNullable();
  columns.text('theme').notNullable();
  columns.text('terms_url');
  columns.text('privacy_url');
  columns.text('notification_email');
  columns.bool('auto_refund').notNullable();
  columns.int('payment_timeout_ms');
  columns.text('risk_policy');
  columns.text('webhook_url');
  columns.text('sealed_webhook_secret').notNullable();
  columns.text('sealed_previous_secret');
  columns.int('previous_secret_until');
  columns.bool('is_default').notNullable();
  columns.short('default_of', 80);
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function sessionColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('shop_id').notNullable();
  columns.id('payment_id').notNullable();
  columns.short('platform', 64).notNullable();
  columns.short('platform_order_id', 255).notNullable();
  columns.short('open_order', 255);
  columns.short('asked_hash', 64).notNullable();
  columns.short('currency', 3).notNullable();
  columns.text('items').notNullable();
  columns.int('shipping_amount').notNullable();
  columns.int('tax_amount').notNullable();
  columns.int('discount_amount').notNullable();
  columns.int('order_amount').notNullable();
  columns.text('coupons').notNullable();
  columns.text('customer').notNullable();
  columns.text('shipping_address');
  columns.bool('needs_shipping').notNullable();
  columns.text('return_url');
  columns.text('cancel_url');
  columns.text('webhook_url');
  columns.text('metadata').notNullable();
  columns.short('language', 8);
  columns.int('expires_at').notNullable();
  columns.int('completed_at');
  columns.int('ended_at');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function tallyColumns(columns: Columns): void {
  columns.id('subject').notNullable();
  columns.int('day').notNullable();
  columns.short('metric', 32).notNullable();
  columns.short('detail', 64).notNullable();
  columns.short('currency', 3).notNullable();
  columns.int('shard').notNullable();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('n').notNullable();
  columns.int('amount').notNullable();
}
