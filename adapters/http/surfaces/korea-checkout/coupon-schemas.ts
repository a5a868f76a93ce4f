import { COUPON_TYPES } from '../../../../core/index.ts';
import { ID_PATTERN } from '../../ids.ts';
import type { JSONSchema } from '../../schema.ts';
import { customer, items } from './session-schemas.ts';
import {
  AMOUNT,
  CURRENCY,
  CURRENCY_CODE,
  daysQuery,
  FOREIGN_ID,
  pageQuery,
  POSITIVE,
  success,
  TIME,
} from './shared-schemas.ts';

// The contract: the document's coupon chapter and what SURFACES.md adds to it. Amounts in smallest units.

const KINDS = ['percentage', 'fixed_amount'] as const;
const PER = ['unit', 'line', 'order'] as const;
const ONE_UNIT = ['cheapest', 'dearest'] as const;
const APPLIES_TO = ['cart_total', 'products', 'shipping'] as const;

const IDS = { type: 'array', maxItems: 1000, items: FOREIGN_ID } as const;
const COUNT = { ...POSITIVE, type: ['integer', 'null'] } as const;
const LEAST = { ...AMOUNT, type: ['integer', 'null'] } as const;
const MOMENT = {
  type: ['string', 'null'],
  maxLength: 40,
  description: 'ISO 8601; a day alone is that whole day in Korea. Inside the window',
} as const;
const CODE = { type: 'string', minLength: 1, maxLength: 200, description: 'as it is typed' } as const;

/** What may be said of a coupon again. */
const changeable = {
  name_ko: { type: 'string', maxLength: 100 },
  name_en: { type: ['string', 'null'], maxLength: 100 },
  discount_value: {
    type: ['number', 'null'],
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'percent with two decimals at most, or smallest units; means nothing for free_shipping',
  },
  discount_kind: { type: 'string', enum: KINDS, description: 'how product_specific counts; percentage' },
  per: {
    type: 'string',
    enum: PER,
    description: 'what a fixed amount is taken off: the order, or each unit with product_specific',
  },
  currency: {
    ...CURRENCY,
    type: ['string', 'null'],
    description: 'of all its amounts; KRW when it has any and this is left out',
  },
  valid_from: MOMENT,
  valid_until: MOMENT,
  usage_limit: COUNT,
  usage_limit_per_customer: COUNT,
  minimum_order_amount: { ...LEAST, description: 'of the goods, before discounts and without delivery' },
  maximum_order_amount: COUNT,
  maximum_discount_amount: { ...COUNT, description: 'also read as `max_discount_amount`' },
  max_discount_amount: COUNT,
  applies_to: {
    anyOf: [{ type: 'string', enum: APPLIES_TO }, IDS],
    description: 'follows from the type and the lists; a list is read as more product_ids',
  },
  product_ids: IDS,
  category_ids: IDS,
  excluded_product_ids: IDS,
  excluded_category_ids: IDS,
  exclude_sale_items: { type: 'boolean' },
  max_units: { ...COUNT, description: 'how many units it is good for, the dearest first' },
  one_unit: { enum: [...ONE_UNIT, null], description: 'good for this one unit alone' },
  individual_use: { type: 'boolean', description: 'stands alone' },
  returns_use_on_refund: { type: 'boolean', description: 'a full refund gives the use back' },
  is_active: { type: 'boolean' },
} as const;

export const createCoupon = {
  type: 'object',
  required: ['code', 'type'],
  properties: {
    code: { ...CODE, description: '64 characters at most; case and outer spaces make no other code' },
    type: { type: 'string', enum: COUPON_TYPES },
    shop_id: {
      type: ['string', 'null'],
      pattern: ID_PATTERN,
      description: 'the one shop where it is good; null: all shops',
    },
    ...changeable,
  },
} as const satisfies JSONSchema;

export const changeCoupon = { type: 'object', properties: changeable } as const satisfies JSONSchema;

const NAMES = { type: 'array', items: { type: 'string' } } as const;
const NUMBER_OR_NULL = { type: ['integer', 'null'] } as const;
const TIME_OR_NULL = { ...TIME, type: ['string', 'null'] } as const;

const COUPON = {
  id: { type: 'string', description: 'cpn_…' },
  code: { type: 'string' },
  name_ko: { type: 'string' },
  name_en: { type: ['string', 'null'] },
  type: { enum: COUPON_TYPES },
  discount_value: { type: 'number' },
  discount_kind: { enum: KINDS },
  per: { enum: PER },
  currency: { type: ['string', 'null'] },
  valid_from: TIME_OR_NULL,
  valid_until: TIME_OR_NULL,
  usage_limit: NUMBER_OR_NULL,
  usage_limit_per_customer: NUMBER_OR_NULL,
  minimum_order_amount: NUMBER_OR_NULL,
  maximum_order_amount: NUMBER_OR_NULL,
  maximum_discount_amount: NUMBER_OR_NULL,
  applies_to: { enum: APPLIES_TO },
  product_ids: NAMES,
  category_ids: NAMES,
  excluded_product_ids: NAMES,
  excluded_category_ids: NAMES,
  exclude_sale_items: { type: 'boolean' },
  max_units: NUMBER_OR_NULL,
  one_unit: { enum: [...ONE_UNIT, null] },
  individual_use: { type: 'boolean' },
  returns_use_on_refund: { type: 'boolean' },
  shop_id: { type: ['string', 'null'] },
  used_count: { type: 'integer', description: 'paid orders that use it' },
  held_count: { type: 'integer', description: 'open sessions that hold a use' },
  is_active: { type: 'boolean' },
  created_at: TIME,
  updated_at: TIME,
} as const;

export const couponData = {
  type: 'object',
  required: [
    'id',
    'code',
    'name_ko',
    'name_en',
    'type',
    'discount_value',
    'discount_kind',
    'valid_from',
    'valid_until',
    'usage_limit',
    'usage_limit_per_customer',
    'minimum_order_amount',
    'maximum_discount_amount',
    'applies_to',
    'used_count',
    'held_count',
    'is_active',
    'created_at',
  ],
  properties: COUPON,
  additionalProperties: false,
} as const satisfies JSONSchema;

export const coupon = {
  type: 'object',
  required: ['success', 'coupon'],
  properties: { success, coupon: couponData },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const listCoupons = {
  type: 'object',
  properties: {
    ...pageQuery,
    shop_id: { type: 'string', pattern: ID_PATTERN, description: 'those that are good in this shop alone' },
    is_active: { type: 'boolean' },
  },
} as const satisfies JSONSchema;

export const applyCoupon = {
  type: 'object',
  required: ['sessionId', 'couponCode'],
  properties: { sessionId: { type: 'string', maxLength: 200 }, couponCode: CODE },
} as const satisfies JSONSchema;

const discount = {
  type: 'object',
  required: ['type', 'value', 'amount'],
  properties: {
    type: { enum: COUPON_TYPES },
    value: { type: 'number' },
    amount: { type: 'integer', description: 'what it takes off' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const applied = {
  type: 'object',
  required: ['success', 'discount', 'newTotal'],
  properties: { success, discount, newTotal: { type: 'integer', description: 'what is to pay now' } },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const validateCoupon = {
  type: 'object',
  properties: {
    code: CODE,
    couponCode: { ...CODE, description: 'the same as `code`' },
    sessionId: {
      type: 'string',
      maxLength: 200,
      description: 'the order of this session; else the following',
    },
    items,
    totalAmount: { ...POSITIVE, description: 'of the order; enough for coupons that name no products' },
    shippingAmount: AMOUNT,
    taxAmount: AMOUNT,
    discountAmount: AMOUNT,
    currency: CURRENCY,
    shopId: { type: 'string', pattern: ID_PATTERN },
    customer: { ...customer, description: 'without it limits per customer are not looked at' },
  },
} as const satisfies JSONSchema;

export const validated = {
  type: 'object',
  required: ['success', 'valid'],
  properties: {
    success,
    valid: { type: 'boolean' },
    reason: { type: 'string', description: 'why not' },
    message: { type: 'string', description: 'the same for people' },
    discount,
    newTotal: { type: 'integer' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const analyticsQuery = { type: 'object', properties: daysQuery } as const satisfies JSONSchema;

const FIGURES = {
  currency: CURRENCY_CODE,
  uses: { type: 'integer', description: 'paid orders that used it, less those whose use was given back' },
  revenue: { type: 'integer', description: 'what those orders have paid' },
  discount: { type: 'integer', description: 'what it took off them' },
} as const;

const REQUIRED_FIGURES = ['currency', 'uses', 'revenue', 'discount'] as const;

export const couponAnalytics = {
  type: 'object',
  description: 'The figures at the top are those of the currency in which it was used most.',
  required: ['code', 'from', 'to', ...REQUIRED_FIGURES, 'used_count', 'held_count', 'by_currency', 'by_day'],
  properties: {
    code: { type: 'string' },
    from: { type: 'string', description: 'a day in Korea' },
    to: { type: 'string' },
    ...FIGURES,
    used_count: { type: 'integer', description: 'of all days' },
    held_count: { type: 'integer', description: 'now' },
    by_currency: {
      type: 'array',
      items: { type: 'object', required: REQUIRED_FIGURES, properties: FIGURES, additionalProperties: false },
    },
    by_day: {
      type: 'array',
      description: 'days without any use are left out',
      items: {
        type: 'object',
        required: ['date', ...REQUIRED_FIGURES],
        properties: { date: { type: 'string' }, ...FIGURES },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;
