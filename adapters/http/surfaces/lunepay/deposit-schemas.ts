import { listQuery } from './schemas.ts';

const ID = { type: 'integer' } as const;
const TIME = { type: 'string', description: 'ISO 8601, Korean time' } as const;

export const HOLD_REASONS = [
  'unsigned',
  'balance_gap',
  'possible_duplicate',
  'foreign_routed',
  'personal_sender',
  'inactive_account',
  'odd_date',
  'unmatched',
] as const;

export const deposit = {
  type: 'object',
  required: [
    'id',
    'bank_account_id',
    'amount',
    'depositor_name',
    'deposited_at',
    'matched_order_id',
    'is_matched',
    'raw_sms',
    'created_at',
  ],
  properties: {
    id: ID,
    bank_account_id: ID,
    amount: { type: 'integer', description: 'in won' },
    depositor_name: { type: ['string', 'null'] },
    deposited_at: TIME,
    matched_order_id: { type: ['integer', 'null'] },
    is_matched: { type: 'boolean' },
    raw_sms: { type: ['string', 'null'], description: 'null for none, and once its time is over' },
    created_at: TIME,
    matched_by: {
      enum: ['order_code', 'exact', 'prefix', 'contains', 'edit_distance', 'amount', 'manual'],
    },
    matched_at: TIME,
    hold_reason: { enum: HOLD_REASONS, description: 'why no machine matches it' },
    is_dismissed: { type: 'boolean' },
    balance: { type: 'integer' },
    method: { type: 'string' },
    source: { enum: ['sms', 'import'] },
  },
  additionalProperties: false,
} as const;

export const listDeposits = {
  type: 'object',
  properties: {
    ...listQuery.properties,
    is_matched: { type: 'boolean' },
    bank_account_id: ID,
  },
} as const;

export const createDeposit = {
  type: 'object',
  required: ['bank_account_id', 'amount', 'deposited_at'],
  properties: {
    bank_account_id: ID,
    amount: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    depositor_name: { type: ['string', 'null'], maxLength: 100 },
    deposited_at: { type: 'string', format: 'iso-8601' },
    raw_sms: { type: ['string', 'null'], maxLength: 4096 },
  },
} as const;

export const candidate = {
  type: 'object',
  required: [
    'order_id',
    'order_number',
    'amount',
    'depositor_name',
    'difference',
    'score',
    'reason',
    'doubts',
  ],
  properties: {
    order_id: ID,
    order_number: { type: 'string' },
    amount: { type: 'integer' },
    depositor_name: { type: 'string' },
    difference: { type: 'integer', description: 'paid minus asked, in won' },
    score: { type: 'integer', description: '0 to 100' },
    reason: {
      enum: ['order_code', 'exact', 'prefix', 'contains', 'edit_distance', null],
      description: 'how the name fits',
    },
    doubts: {
      type: 'array',
      items: {
        enum: [
          'amount_too_low',
          'amount_too_high',
          'name_differs',
          'name_missing',
          'other_account',
          'order_expired',
          'before_the_order',
          'ambiguous',
        ],
      },
    },
  },
  additionalProperties: false,
} as const;

export const matchByHand = {
  type: 'object',
  required: ['deposit_id', 'order_id'],
  properties: { deposit_id: ID, order_id: ID },
} as const;

export const matched = {
  type: 'object',
  required: ['success', 'message', 'deposit_id', 'order_id'],
  properties: {
    success: { const: true },
    message: { type: 'string' },
    deposit_id: ID,
    order_id: ID,
  },
  additionalProperties: false,
} as const;

export const bankSms = {
  type: 'object',
  description: 'what LunePay documents; the bodies of other forwarders are read as well',
  required: ['raw_sms'],
  properties: {
    raw_sms: { type: 'string' },
    sender: { type: 'string' },
    received_at: { type: 'string' },
  },
} as const;

export const smsAnswer = {
  type: 'object',
  required: ['success', 'message'],
  properties: {
    success: { type: 'boolean' },
    message: { type: 'string' },
    deposit_id: ID,
    deposit_ids: { type: 'array', items: ID, description: 'of a body that holds several messages' },
    reason: {
      type: 'string',
      description: 'why a message is no deposit; only where a phone has proved itself',
    },
  },
  additionalProperties: false,
} as const;

export const device = {
  type: 'object',
  required: [
    'id',
    'name',
    'requires_signature',
    'heartbeat_minutes',
    'last_seen_at',
    'is_silent',
    'is_active',
    'created_at',
  ],
  properties: {
    id: ID,
    name: { type: 'string' },
    requires_signature: { type: 'boolean' },
    heartbeat_minutes: { type: 'integer' },
    last_seen_at: { type: ['string', 'null'] },
    is_silent: { type: 'boolean' },
    is_active: { type: 'boolean' },
    created_at: TIME,
    last_refusal: {
      type: 'object',
      description: 'why the last message that was no deposit of yours was not taken',
      required: ['reason', 'at'],
      properties: { reason: { type: 'string' }, at: TIME },
      additionalProperties: false,
    },
    webhook_url: { type: 'string', description: 'holds the token; for the owner' },
    token: { type: 'string', description: 'for the owner' },
    secret: { type: 'string', description: 'the key of X-Signature; for the owner' },
  },
  additionalProperties: false,
} as const;

const HEARTBEAT = { type: 'integer', minimum: 1, maximum: 43_200 } as const;
const DEVICE_NAME = { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' } as const;

export const createDevice = {
  type: 'object',
  required: ['name'],
  properties: {
    name: DEVICE_NAME,
    requires_signature: { type: 'boolean' },
    heartbeat_minutes: HEARTBEAT,
  },
} as const;

export const changeDevice = {
  type: 'object',
  properties: {
    name: DEVICE_NAME,
    requires_signature: { type: 'boolean' },
    heartbeat_minutes: HEARTBEAT,
    is_active: { type: 'boolean' },
    rotate: { type: 'boolean', description: 'true makes a new token and a new secret' },
  },
} as const;

export const refundTransfer = {
  type: 'object',
  description: 'money that a person must transfer back',
  required: ['refund_id', 'order_id', 'amount', 'sent_at', 'created_at'],
  properties: {
    refund_id: { type: 'string' },
    order_id: ID,
    amount: { type: 'integer' },
    sent_at: { type: ['string', 'null'] },
    created_at: TIME,
  },
  additionalProperties: false,
} as const;
