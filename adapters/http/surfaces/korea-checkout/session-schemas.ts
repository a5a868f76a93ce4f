import { SESSION_LIFETIME_MAX_MS } from '../../../../core/index.ts';
import { ID_PATTERN } from '../../ids.ts';
import type { JSONSchema } from '../../schema.ts';
import {
  AMOUNT,
  CURRENCY,
  FOREIGN_ID,
  LANGUAGE,
  pageQuery,
  POSITIVE,
  success,
  TIME,
  URL_MAX,
} from './shared-schemas.ts';

// The contract: the Korea Checkout document (seed 002) and what SURFACES.md adds to it.

/** More than one buyer's cart has; bounds what one request makes us reckon. */
const ITEMS_MAX = 200;

const EXPIRES_IN_MAX = SESSION_LIFETIME_MAX_MS / 1000;

const OPTIONAL_TEXT = { type: ['string', 'null'] } as const;
const ADDRESS_TO_RETURN = { ...OPTIONAL_TEXT, maxLength: URL_MAX } as const;

const item = {
  type: 'object',
  required: ['name', 'price', 'quantity'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 255 },
    price: { ...AMOUNT, description: 'of one, in the smallest unit of the currency; 0 is a gift' },
    quantity: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    description: { ...OPTIONAL_TEXT, maxLength: 1000 },
    productId: { ...FOREIGN_ID, type: ['string', 'null'] },
    variantOf: {
      ...FOREIGN_ID,
      type: ['string', 'null'],
      description: 'the product of which this is a variant; also read as `parentId`',
    },
    parentId: { ...FOREIGN_ID, type: ['string', 'null'] },
    categoryIds: { type: 'array', maxItems: 50, items: FOREIGN_ID },
    onSale: { type: 'boolean', description: 'reduced already: some coupons are not good for it' },
    taxFree: { type: 'boolean' },
    imageUrl: { ...OPTIONAL_TEXT, pattern: '^(https://.*)?$', maxLength: URL_MAX },
  },
} as const satisfies JSONSchema;

/** Of a cart or an order. */
export const items = { type: 'array', minItems: 1, maxItems: ITEMS_MAX, items: item } as const;

/** Who buys. */
export const customer = {
  type: 'object',
  properties: {
    id: { ...FOREIGN_ID, type: ['string', 'null'], description: "the shop's own id of the customer" },
    name: { ...OPTIONAL_TEXT, maxLength: 100 },
    email: { ...OPTIONAL_TEXT, pattern: '^([^\\s@]+@[^\\s@]+)?$', maxLength: 254 },
    phone: { ...OPTIONAL_TEXT, maxLength: 32 },
    country: { ...OPTIONAL_TEXT, pattern: '^([A-Za-z]{2})?$', description: 'ISO 3166' },
  },
} as const satisfies JSONSchema;

const shippingAddress = {
  type: ['object', 'null'],
  required: ['postcode', 'address'],
  properties: {
    postcode: { type: 'string', maxLength: 16 },
    address: { type: 'string', minLength: 1, maxLength: 255 },
    detail: { ...OPTIONAL_TEXT, maxLength: 255 },
  },
} as const satisfies JSONSchema;

const metadata = {
  type: ['object', 'null'],
  maxProperties: 50,
  propertyNames: { maxLength: 100 },
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'null', 'object', 'array'],
    maxLength: 500,
  },
  description: 'any JSON of at most 16 kB; texts of at most 500 characters',
} as const satisfies JSONSchema;

/** What a merchant may say of a session again while it is pending. */
const changeable = {
  items,
  shippingAmount: { ...AMOUNT, description: 'for delivery' },
  taxAmount: { ...AMOUNT, description: 'beside the prices' },
  discountAmount: { ...AMOUNT, description: 'what the shop has taken off itself, without coupons' },
  customer,
  metadata,
  shippingAddress,
  needsShipping: {
    type: 'boolean',
    description:
      'whether the page asks for an address; also read as `requiresShipping`. When it is left out: whether ' +
      'there is an address or an amount for delivery',
  },
  requiresShipping: { type: 'boolean' },
  returnUrl: { ...ADDRESS_TO_RETURN, description: 'where the buyer goes after paying' },
  cancelUrl: { ...ADDRESS_TO_RETURN, description: 'where the buyer goes who does not want to pay' },
  language: { ...LANGUAGE, description: "of the page; the browser's when it is left out" },
} as const;

const TOTAL =
  'Σ price × quantity + shippingAmount + taxAmount − discountAmount, else the answer is 400 amount_mismatch ' +
  'with details.expected';

export const createSession = {
  type: 'object',
  required: ['platformOrderId', 'items', 'totalAmount'],
  properties: {
    ...changeable,
    platform: { type: 'string', minLength: 1, maxLength: 50, default: 'custom' },
    platformOrderId: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^\\p{Cc}\\p{Bidi_Control}]+$',
      description: "the shop's number of the order; asked again while open, the same session is answered",
    },
    shopId: { type: 'string', pattern: ID_PATTERN, description: "the merchant's first shop when left out" },
    totalAmount: { ...POSITIVE, description: TOTAL },
    currency: { ...CURRENCY, description: "ISO 4217; the shop's when it is left out, which is KRW at first" },
    webhookUrl: {
      ...ADDRESS_TO_RETURN,
      description: "where this session's events go; the shop's address when it is left out",
    },
    expiresIn: {
      type: 'integer',
      minimum: 1,
      maximum: EXPIRES_IN_MAX,
      description: 'seconds, 7 days at most',
    },
    expiresAt: { type: 'string', format: 'iso-8601', description: 'a moment, 7 days away at most' },
  },
} as const satisfies JSONSchema;

export const changeSession = {
  type: 'object',
  properties: {
    ...changeable,
    totalAmount: { ...POSITIVE, description: `${TOTAL}. Reckoned when it is left out` },
    metadata: {
      ...metadata,
      description: `${metadata.description}. Merged with what there is; a key that is null goes`,
    },
  },
} as const satisfies JSONSchema;

export const createdSession = {
  type: 'object',
  required: ['success', 'sessionId', 'checkoutUrl', 'expiresAt'],
  properties: {
    success,
    sessionId: { type: 'string', description: 'cs_…' },
    checkoutUrl: { type: 'string', description: 'the page on which the buyer pays' },
    expiresAt: TIME,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const refundSession = {
  type: 'object',
  properties: {
    amount: { ...POSITIVE, type: ['integer', 'null'], description: 'all that is left when it is left out' },
    reason: { ...OPTIONAL_TEXT, maxLength: 255 },
    notify_customer: {
      type: 'boolean',
      description: 'told with the webhook: the shop is who writes to its buyers',
    },
  },
} as const satisfies JSONSchema;

const REFUND = {
  refundId: { type: 'string', description: 'ref_…' },
  status: { enum: ['processing', 'completed', 'failed'] },
  amount: { type: 'integer' },
  reason: { type: ['string', 'null'] },
  processedAt: { ...TIME, description: 'when its status was last told' },
  failure: {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: { type: 'string' }, message: { type: 'string' } },
    additionalProperties: false,
  },
} as const;

export const refund = {
  type: 'object',
  required: ['refundId', 'status', 'amount', 'reason', 'processedAt'],
  properties: REFUND,
  additionalProperties: false,
} as const satisfies JSONSchema;

export const refundList = {
  type: 'object',
  required: ['success', 'data'],
  properties: { success, data: { type: 'array', items: refund } },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const listTransactions = { type: 'object', properties: pageQuery } as const satisfies JSONSchema;
