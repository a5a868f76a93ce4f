import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/** Makes the tables of workspaces, their people, bank accounts and phones; endpoints may belong to a workspace. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_users', (columns, table) => {
    userColumns(columns);
    table.unique(['merchant_id', 'mode', 'email', 'home'], { indexName: 'kc_users_email' });
    table.index(['merchant_id', 'mode', 'created_at', 'id'], 'kc_users_oldest');
  });
  await createTable(knex, 'kc_workspaces', workspaceColumns);
  await createTable(knex, 'kc_workspace_members', (columns, table) => {
    memberColumns(columns);
    table.primary(['workspace_id', 'user_id']);
    table.index(['workspace_id', 'created_at', 'user_id'], 'kc_workspace_members_oldest');
    table.index(['user_id', 'merchant_id', 'mode', 'workspace_id'], 'kc_workspace_members_of_user');
  });
  await createTable(knex, 'kc_bank_accounts', (columns, table) => {
    accountColumns(columns);
    table.unique(['workspace_id', 'number_hash'], { indexName: 'kc_bank_accounts_number' });
    table.index(
      ['merchant_id', 'mode', 'workspace_id', 'created_at', 'id', 'is_active'],
      'kc_bank_accounts_oldest',
    );
    table.index(['merchant_id', 'mode', 'is_active', 'created_at', 'id'], 'kc_bank_accounts_receiving');
    table.index(['is_active', 'bank_code', 'created_at', 'id'], 'kc_bank_accounts_active');
  });
  await createTable(knex, 'kc_devices', (columns, table) => {
    deviceColumns(columns);
    table.unique(['token_hash'], { indexName: 'kc_devices_token' });
    table.index(['workspace_id', 'created_at', 'id'], 'kc_devices_oldest');
    table.index(['due_at'], 'kc_devices_due');
  });
  // MySQL cannot take this back when a later step fails: then the column is there already.
  if (await knex.schema.hasColumn('kc_webhook_endpoints', 'workspace_id')) return;
  await knex.schema.alterTable('kc_webhook_endpoints', (table) => {
    table.bigInteger('workspace_id');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('kc_webhook_endpoints', (table) => {
    table.dropColumn('workspace_id');
  });
  for (const table of ['kc_devices', 'kc_bank_accounts', 'kc_workspace_members', 'kc_workspaces', 'kc_users'])
    await knex.schema.dropTableIfExists(table);
}

function userColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.text('name').notNullable();
  columns.short('email', 320);
  columns.int('invited_to');
  columns.int('home').notNullable();
  columns.int('tokens_valid_from').notNullable();
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function workspaceColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.text('name').notNullable();
  columns.int('owner_id').notNullable();
  columns.bool('is_active').notNullable();
  columns.text('policy').notNullable();
  columns.id('webhook_endpoint_id');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function memberColumns(columns: Columns): void {
  columns.int('workspace_id').notNullable();
  columns.int('user_id').notNullable();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.short('role', 16).notNullable();
  columns.int('created_at').notNullable();
}

function accountColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('workspace_id').notNullable();
  columns.short('bank_code', 16).notNullable();
  columns.text('bank_name').notNullable();
  columns.text('sealed_number').notNullable();
  columns.short('number_hash', 64).notNullable();
  columns.text('holder').notNullable();
  columns.bool('is_active').notNullable();
  columns.int('device_id');
  columns.text('balances').notNullable();
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function deviceColumns(columns: Columns): void {
  columns.number('id');
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.int('workspace_id').notNullable();
  columns.text('name').notNullable();
  columns.short('token_hash', 64).notNullable();
  columns.text('sealed_token').notNullable();
  columns.text('sealed_secret').notNullable();
  columns.bool('requires_signature').notNullable();
  columns.int('heartbeat_minutes').notNullable();
  columns.int('last_seen_at');
  columns.int('due_at');
  columns.int('silent_since');
  columns.bool('is_active').notNullable();
  columns.text('last_refusal');
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}
