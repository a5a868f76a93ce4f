import { ID_PATTERN } from '../../ids.ts';
import type { JSONSchema } from '../../schema.ts';

// The contract: the LifeOS document v2.1 and what SURFACES.md adds to it. These schemas validate requests, type
// the handlers and the Node client, and are the OpenAPI document.

export const METHODS = ['card', 'bank', 'kakao'] as const;
/** How payments are paid that another API of ours has made: they can be read here, and refunded. */
export const OTHER_METHODS = ['naver', 'samsung', 'realtime_transfer', 'virtual_account'] as const;
export const STATUSES = ['pending', 'completed', 'refunded', 'failed', 'canceled'] as const;
export const EVENT_NAMES = [
  'payment.created',
  'payment.completed',
  'payment.failed',
  'payment.canceled',
  'refund.created',
  'refund.completed',
  'refund.failed',
] as const;

const TIME = { type: 'string', description: 'ISO 8601, UTC' } as const;
const METADATA = {
  type: 'object',
  maxProperties: 50,
  propertyNames: { maxLength: 100 },
  additionalProperties: { type: 'string', maxLength: 500 },
} as const;

export const payment = {
  type: 'object',
  required: [
    'id',
    'amount',
    'currency',
    'status',
    'method',
    'description',
    'metadata',
    'amount_refunded',
    'refundable',
    'checkout_url',
    'created_at',
  ],
  properties: {
    id: { type: 'string', description: 'pay_…' },
    amount: { type: 'integer', description: 'in the smallest unit of the currency: 29900 is ₩29,900' },
    currency: { type: 'string' },
    status: { enum: STATUSES },
    method: {
      enum: [...METHODS, ...OTHER_METHODS, null],
      description:
        'card, bank or kakao; of payments that were made through another API also naver, samsung, ' +
        'realtime_transfer or virtual_account, and null while the buyer has not chosen',
    },
    description: { type: ['string', 'null'] },
    metadata: METADATA,
    amount_refunded: { type: 'integer' },
    refundable: { type: 'boolean', description: 'whether money is left that can be refunded' },
    checkout_url: { type: 'string', description: 'the page on which the buyer pays' },
    created_at: TIME,
    expires_at: TIME,
    card: {
      type: 'object',
      description: 'of a paid card payment',
      required: ['last4', 'brand'],
      properties: { last4: { type: 'string' }, brand: { type: 'string' } },
      additionalProperties: false,
    },
    bank: {
      type: 'object',
      description: 'where to transfer to, of a bank or virtual account payment that is not paid yet',
      required: ['code', 'name', 'account_number', 'account_holder', 'depositor_name', 'amount', 'deadline'],
      properties: {
        code: { type: 'string', description: 'three-digit KFTC code' },
        name: { type: 'string' },
        account_number: { type: 'string' },
        account_holder: { type: 'string' },
        depositor_name: { type: 'string', description: 'the name to send the money under' },
        amount: { type: 'integer' },
        deadline: TIME,
      },
      additionalProperties: false,
    },
    failure: {
      type: 'object',
      description: 'why the last attempt was declined',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const paymentList = {
  type: 'object',
  required: ['data', 'has_more', 'total'],
  properties: {
    data: { type: 'array', items: payment },
    has_more: { type: 'boolean' },
    total: { type: 'integer', description: 'all payments that match the filter' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const listPayments = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    status: { type: 'string', enum: STATUSES },
    created_after: {
      type: 'string',
      format: 'iso-8601',
      description: 'only payments made after this moment',
    },
    starting_after: {
      type: 'string',
      pattern: ID_PATTERN,
      description: 'the id of the last payment of the page before',
    },
  },
} as const satisfies JSONSchema;

export const createPayment = {
  type: 'object',
  required: ['amount', 'currency', 'method'],
  properties: {
    amount: {
      type: 'integer',
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'at least 100 for KRW, 50 (cents) for USD',
    },
    currency: { type: 'string', enum: ['KRW', 'USD'] },
    method: { type: 'string', enum: METHODS },
    description: { type: ['string', 'null'], maxLength: 255 },
    metadata: METADATA,
  },
  allOf: [
    {
      if: { type: 'object', properties: { currency: { const: 'KRW' } } },
      then: { type: 'object', properties: { amount: { type: 'integer', minimum: 100 } } },
      else: { type: 'object', properties: { amount: { type: 'integer', minimum: 50 } } },
    },
  ],
} as const satisfies JSONSchema;

export const createRefund = {
  type: 'object',
  properties: {
    amount: {
      type: 'integer',
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'all that is left when it is left out',
    },
    reason: { type: ['string', 'null'], maxLength: 255 },
  },
} as const satisfies JSONSchema;

export const refund = {
  type: 'object',
  required: ['id', 'payment_id', 'amount', 'currency', 'status', 'reason', 'created_at'],
  properties: {
    id: { type: 'string', description: 'ref_…' },
    payment_id: { type: 'string' },
    amount: { type: 'integer' },
    currency: { type: 'string' },
    status: { enum: ['pending', 'completed', 'failed'] },
    reason: { type: ['string', 'null'] },
    created_at: TIME,
    failure: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', description: 'stable, for programs' },
        message: { type: 'string', description: 'for people, in the language of Accept-Language' },
        param: { type: 'string', description: 'the field that is wrong' },
      },
    },
  },
} as const satisfies JSONSchema;
