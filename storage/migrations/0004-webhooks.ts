import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/** Makes the tables of the outbox, webhook endpoints and deliveries. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_events', (columns, table) => {
    table.bigIncrements('seq');
    columns.id('id').notNullable();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.text('fact').notNullable();
    columns.int('created_at').notNullable();
    columns.int('dispatched_at');
    table.unique(['id'], { indexName: 'kc_events_id' });
    table.index(['dispatched_at', 'seq'], 'kc_events_outbox');
  });
  await createTable(knex, 'kc_webhook_endpoints', (columns, table) => {
    endpointColumns(columns);
    table.index(['merchant_id', 'mode', 'created_at'], 'kc_webhook_endpoints_of_merchant');
    table.index(['active', 'id'], 'kc_webhook_endpoints_active');
  });
  await createTable(knex, 'kc_webhook_deliveries', (columns, table) => {
    deliveryColumns(columns);
    table.unique(['endpoint_id', 'event_id'], { indexName: 'kc_webhook_deliveries_once' });
    table.index(['endpoint_id', 'status', 'due_at'], 'kc_webhook_deliveries_due');
    table.index(['endpoint_id', 'created_at', 'id'], 'kc_webhook_deliveries_newest');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['kc_webhook_deliveries', 'kc_webhook_endpoints', 'kc_events'])
    await knex.schema.dropTableIfExists(table);
}

function endpointColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('family').notNullable();
  columns.text('url').notNullable();
  columns.text('events').notNullable();
  columns.text('sealed_secret').notNullable();
  columns.text('sealed_previous_secret');
  columns.int('previous_secret_until');
  columns.bool('active').notNullable();
  columns.short('disabled_reason', 16);
  columns.int('failing_since');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function deliveryColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('endpoint_id').notNullable();
  columns.id('event_id').notNullable();
  columns.id('event_type').notNullable();
  columns.text('body').notNullable();
  columns.short('status', 16).notNullable();
  columns.int('attempts').notNullable();
  columns.int('due_at');
  columns.id('lease');
  columns.int('last_attempt_at');
  columns.int('response_status');
  columns.text('error');
  columns.int('created_at').notNullable();
}
