import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/** Makes the tables of risk assessments, and of the signals by which attempts are counted. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_risk_assessments', (columns, table) => {
    assessmentColumns(columns);
    const shop = ['merchant_id', 'mode', 'shop_id'];
    const age = ['created_at', 'id'];
    table.unique(['attempt_id'], { indexName: 'kc_risk_assessments_of_attempt' });
    table.unique(['replaces'], { indexName: 'kc_risk_assessments_replaced' });
    table.index(['payment_id', ...age], 'kc_risk_assessments_of_payment');
    table.index([...shop, ...age], 'kc_risk_assessments_newest');
    table.index([...shop, 'decision', ...age], 'kc_risk_assessments_newest_of_decision');
  });
  await createTable(knex, 'kc_risk_signals', (columns, table) => {
    columns.id('subject_id').notNullable();
    columns.short('hash', 64).notNullable();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    columns.int('created_at').notNullable();
    table.primary(['subject_id', 'hash']);
    table.index(['hash', 'merchant_id', 'mode', 'created_at'], 'kc_risk_signals_hash');
    table.index(['created_at', 'subject_id'], 'kc_risk_signals_age');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['kc_risk_signals', 'kc_risk_assessments']) await knex.schema.dropTableIfExists(table);
}

function assessmentColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('shop_id');
  columns.id('session_id');
  columns.id('payment_id').notNullable();
  columns.id('attempt_id');
  columns.id('replaces');
  columns.int('amount').notNullable();
  columns.short('currency', 3).notNullable();
  columns.int('score').notNullable();
  columns.short('decision', 16).notNullable();
  columns.text('reasons').notNullable();
  columns.text('facts').notNullable();
  columns.int('created_at').notNullable();
}
