import type { Knex } from 'knex';
import { type Columns, createTable } from './tables.ts';

/**
 * Makes the tables of coupons and their uses. What begins with `live_` has a value only while a coupon is not removed,
 * or while a use counts: so its code, or the session's use, is there once and a former one is in nobody's way.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'kc_coupons', (columns, table) => {
    couponColumns(columns);
    const scope = ['merchant_id', 'mode'];
    const listed = [...scope, 'is_removed'];
    const age = ['created_at', 'id'];
    table.unique([...scope, 'live_code'], { indexName: 'kc_coupons_code' });
    table.index([...scope, 'code', 'removed_at', 'id'], 'kc_coupons_removed');
    table.index([...listed, ...age], 'kc_coupons_newest');
    table.index([...listed, 'is_active', ...age], 'kc_coupons_newest_of_state');
    table.index([...listed, 'shop_id', ...age], 'kc_coupons_newest_of_shop');
    table.index([...listed, 'shop_id', 'is_active', ...age], 'kc_coupons_newest_of_shop_state');
  });
  await createTable(knex, 'kc_coupon_uses', (columns, table) => {
    useColumns(columns);
    table.unique(['live_session', 'coupon_id'], { indexName: 'kc_coupon_uses_live' });
  });
  await createTable(knex, 'kc_coupon_use_customers', (columns, table) => {
    columns.id('use_id').notNullable();
    columns.id('coupon_id').notNullable();
    columns.short('hash', 64).notNullable();
    columns.id('merchant_id').notNullable();
    columns.short('mode', 8).notNullable();
    table.primary(['use_id', 'hash']);
    table.index(['coupon_id', 'hash', 'use_id'], 'kc_coupon_use_customers_hash');
  });
}

/** Drops them. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['kc_coupon_use_customers', 'kc_coupon_uses', 'kc_coupons'])
    await knex.schema.dropTableIfExists(table);
}

function couponColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('shop_id');
  columns.short('code', 64).notNullable();
  columns.short('live_code', 64);
  columns.text('name_ko').notNullable();
  columns.text('name_en');
  columns.short('type', 32).notNullable();
  columns.short('discount_kind', 16).notNullable();
  columns.int('discount_value').notNullable();
  columns.short('per', 16).notNullable();
  columns.short('currency', 3);
  columns.text('product_ids').notNullable();
  columns.text('category_ids').notNullable();
  columns.text('excluded_product_ids').notNullable();
  columns.text('excluded_category_ids').notNullable();
  columns.bool('excludes_sale_items').notNullable();
  columns.int('minimum_order_amount');
  columns.int('maximum_order_amount');
  columns.int('maximum_discount_amount');
  columns.int('maximum_units');
  columns.short('one_unit', 16);
  columns.bool('is_exclusive').notNullable();
  columns.int('usage_limit');
  columns.int('usage_limit_per_customer');
  columns.int('used_count').notNullable();
  columns.int('held_count').notNullable();
  columns.bool('gives_use_back').notNullable();
  columns.int('valid_from');
  columns.int('valid_until');
  columns.bool('is_active').notNullable();
  columns.int('removed_at');
  columns.bool('is_removed').notNullable();
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}

function useColumns(columns: Columns): void {
  columns.id('id').notNullable().primary();
  columns.id('merchant_id').notNullable();
  columns.short('mode', 8).notNullable();
  columns.id('coupon_id').notNullable();
  columns.id('session_id').notNullable();
  columns.id('live_session');
  columns.text('customer_hashes').notNullable();
  columns.short('status', 16).notNullable();
  columns.int('created_at').notNullable();
  columns.int('updated_at').notNullable();
  columns.int('version').notNullable();
}
