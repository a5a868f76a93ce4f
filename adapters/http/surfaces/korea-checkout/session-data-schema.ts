import { COUPON_TYPES } from '../../../../core/index.ts';
import type { JSONSchema } from '../../schema.ts';
import { CURRENCY_CODE, METHOD_NAMES, TIME } from './shared-schemas.ts';

/** The document's eight states. */
export const STATUSES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'expired',
  'refunded',
  'partially_refunded',
] as const;

const TEXT = { type: 'string' } as const;
const MONEY = { type: 'integer' } as const;

export const customerData = {
  type: 'object',
  properties: { id: TEXT, name: TEXT, email: TEXT, phone: TEXT, country: TEXT },
  additionalProperties: false,
} as const satisfies JSONSchema;

const itemData = {
  type: 'object',
  required: ['name', 'price', 'quantity'],
  properties: {
    name: TEXT,
    price: MONEY,
    quantity: { type: 'integer' },
    description: TEXT,
    productId: TEXT,
    variantOf: TEXT,
    categoryIds: { type: 'array', items: TEXT },
    onSale: { type: 'boolean' },
    taxFree: { type: 'boolean' },
    imageUrl: TEXT,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

const couponData = {
  type: 'object',
  required: ['code', 'name', 'type', 'value', 'amount'],
  properties: {
    code: TEXT,
    name: TEXT,
    type: { enum: COUPON_TYPES },
    value: { type: 'number', description: 'as its merchant has written it: percent, or smallest units' },
    amount: { ...MONEY, description: 'what it takes off this order' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

/**
 * A session as the document shows it. What is not known (yet) is left out: `completedAt` is there once it is paid,
 * `paymentMethod` once the buyer has chosen.
 */
export const sessionData = {
  type: 'object',
  description:
    'Σ price × quantity of the items + shippingAmount + taxAmount − discountAmount is totalAmount, always. ' +
    'What is not known (yet) is left out.',
  required: [
    'sessionId',
    'status',
    'platform',
    'platformOrderId',
    'shopId',
    'items',
    'totalAmount',
    'originalAmount',
    'shippingAmount',
    'taxAmount',
    'discountAmount',
    'currency',
    'customer',
    'needsShipping',
    'createdAt',
    'expiresAt',
    'metadata',
    'coupons',
    'refundedAmount',
    'paymentId',
    'checkoutUrl',
  ],
  properties: {
    sessionId: { ...TEXT, description: 'cs_…' },
    status: {
      enum: STATUSES,
      description:
        'pending: made, nobody has begun to pay (or a try was declined); processing: the buyer is paying, or a ' +
        'transfer is waited for',
    },
    platform: TEXT,
    platformOrderId: TEXT,
    shopId: TEXT,
    totalAmount: { ...MONEY, description: 'what the buyer pays: after coupons' },
    originalAmount: { ...MONEY, description: 'without coupons: what totalAmount was when the order came' },
    shippingAmount: MONEY,
    taxAmount: MONEY,
    discountAmount: { ...MONEY, description: 'what the shop and coupons have taken off' },
    currency: CURRENCY_CODE,
    items: { type: 'array', items: itemData },
    customer: customerData,
    needsShipping: { type: 'boolean' },
    shippingAddress: {
      type: 'object',
      required: ['postcode', 'address', 'detail'],
      properties: { postcode: TEXT, address: TEXT, detail: TEXT },
      additionalProperties: false,
    },
    createdAt: TIME,
    expiresAt: TIME,
    completedAt: TIME,
    paymentMethod: { enum: METHOD_NAMES, description: 'free: coupons have paid it all' },
    gateway: TEXT,
    gatewayTransactionId: { ...TEXT, description: 'the try under which the gateway knows it' },
    installmentMonths: { type: 'integer' },
    failure: {
      type: 'object',
      description: 'why the last try was declined',
      required: ['code', 'message'],
      properties: { code: TEXT, message: TEXT },
      additionalProperties: false,
    },
    returnUrl: TEXT,
    cancelUrl: TEXT,
    webhookUrl: TEXT,
    language: { enum: ['ko', 'en'] },
    metadata: { type: 'object' },
    coupons: { type: 'array', items: couponData },
    refundedAmount: MONEY,
    paymentId: { ...TEXT, description: 'pay_…' },
    checkoutUrl: TEXT,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;
