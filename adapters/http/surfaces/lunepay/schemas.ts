import type { JSONSchema } from '../../schema.ts';

// The contract: the LunePay document and what SURFACES.md adds to it. What the document does not print comes only where
// there is something to say, so that its own examples come back as they are printed.

export const ORDER_STATUSES = ['PENDING', 'MATCHED', 'CANCELLED', 'EXPIRED'] as const;

/** What a page of a list holds unless somebody asks for more or less. */
export const PAGE_LIMIT = 50;

const ID = { type: 'integer' } as const;
const TIME = { type: 'string', description: 'ISO 8601, Korean time' } as const;
const TIME_OR_NULL = { type: ['string', 'null'], description: 'ISO 8601, Korean time' } as const;
const TEXT_OR_NULL = { type: ['string', 'null'] } as const;
const WON = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
const NAME = { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' } as const;

const page = {
  limit: { type: 'integer', minimum: 1, maximum: 200, description: `${PAGE_LIMIT} when left out` },
  offset: { type: 'integer', minimum: 0, maximum: 10_000_000 },
} as const;

export const listQuery = { type: 'object', properties: page } as const;

export const workspace = {
  type: 'object',
  required: ['id', 'name', 'owner_id', 'is_active', 'created_at'],
  properties: {
    id: ID,
    name: { type: 'string' },
    owner_id: ID,
    is_active: { type: 'boolean' },
    created_at: TIME,
  },
  additionalProperties: false,
} as const;

const POLICY = {
  allow_unsigned_sms: {
    type: 'boolean',
    description: 'whether messages that no phone has signed may be matched by machine',
  },
  match_amount_only: {
    type: 'boolean',
    description: 'whether an amount that one pending order alone has is enough when the message names nobody',
  },
  grace_minutes: {
    type: 'integer',
    minimum: 0,
    maximum: 10_080,
    description: 'how long before its order a transfer may have been made',
  },
  keep_sms_days: { type: 'integer', minimum: 0, maximum: 3650, description: '0 keeps no text' },
} as const;

export const workspaceDetail = {
  type: 'object',
  required: [...workspace.required, 'role', 'policy', 'webhook_url'],
  properties: {
    ...workspace.properties,
    role: { enum: ['owner', 'member'] },
    policy: {
      type: 'object',
      required: ['allow_unsigned_sms', 'match_amount_only', 'grace_minutes', 'keep_sms_days'],
      properties: POLICY,
      additionalProperties: false,
    },
    webhook_url: TEXT_OR_NULL,
    webhook_secret: { type: 'string', description: 'shown once, when an address is new' },
  },
  additionalProperties: false,
} as const;

export const createWorkspace = { type: 'object', required: ['name'], properties: { name: NAME } } as const;

export const changeWorkspace = {
  type: 'object',
  properties: {
    name: NAME,
    is_active: { type: 'boolean' },
    policy: { type: 'object', properties: POLICY, additionalProperties: false },
    webhook_url: { type: ['string', 'null'], maxLength: 2048 },
  },
} as const;

export const member = {
  type: 'object',
  required: ['user_id', 'name', 'email', 'role'],
  properties: {
    user_id: ID,
    name: { type: 'string' },
    email: TEXT_OR_NULL,
    role: { enum: ['owner', 'member'] },
    token: { type: 'string', description: 'of somebody new; shown once' },
  },
  additionalProperties: false,
} as const;

export const addMember = {
  type: 'object',
  required: ['name', 'email'],
  properties: { name: NAME, email: { type: 'string', maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' } },
} as const;

export const me = {
  type: 'object',
  required: ['id', 'name', 'email', 'mode'],
  properties: {
    id: ID,
    name: { type: 'string' },
    email: TEXT_OR_NULL,
    mode: { enum: ['test', 'live'] },
  },
  additionalProperties: false,
} as const;

export const token = {
  type: 'object',
  required: ['token', 'expires_at'],
  properties: { token: { type: 'string' }, expires_at: TIME },
  additionalProperties: false,
} as const;

export const bankAccount = {
  type: 'object',
  required: [
    'id',
    'workspace_id',
    'bank_code',
    'bank_name',
    'account_number',
    'account_holder',
    'is_active',
    'phone_number_id',
    'created_at',
  ],
  properties: {
    id: ID,
    workspace_id: ID,
    bank_code: { type: 'string', description: 'three-digit KFTC code' },
    bank_name: { type: 'string' },
    account_number: { type: 'string', description: 'whole for the owner, its end for members' },
    account_holder: { type: 'string' },
    is_active: { type: 'boolean' },
    phone_number_id: { type: ['integer', 'null'], description: 'the phone (device) that gets its messages' },
    created_at: TIME,
  },
  additionalProperties: false,
} as const;

export const listBankAccounts = {
  type: 'object',
  properties: { ...page, is_active: { type: 'boolean' } },
} as const;

export const createBankAccount = {
  type: 'object',
  required: ['bank_code', 'bank_name', 'account_number', 'account_holder'],
  properties: {
    bank_code: { type: 'string', pattern: '^\\d{3}$' },
    bank_name: NAME,
    account_number: { type: 'string', maxLength: 40 },
    account_holder: NAME,
  },
} as const;

export const changeBankAccount = {
  type: 'object',
  properties: {
    account_holder: NAME,
    is_active: { type: 'boolean' },
    phone_number_id: { type: ['integer', 'null'] },
  },
} as const;

export const order = {
  type: 'object',
  required: [
    'id',
    'workspace_id',
    'order_number',
    'amount',
    'depositor_name',
    'status',
    'customer_email',
    'customer_phone',
    'memo',
    'expires_at',
    'matched_at',
    'created_at',
    'updated_at',
  ],
  properties: {
    id: ID,
    workspace_id: ID,
    order_number: { type: 'string' },
    amount: { type: 'integer', description: 'in won' },
    depositor_name: { type: 'string' },
    status: { enum: ORDER_STATUSES },
    customer_email: TEXT_OR_NULL,
    customer_phone: TEXT_OR_NULL,
    memo: TEXT_OR_NULL,
    expires_at: TIME_OR_NULL,
    matched_at: TIME_OR_NULL,
    created_at: TIME,
    updated_at: TIME,
    deposit_id: { type: 'integer', description: 'of a matched order' },
    payment_id: { type: 'string', description: 'of an order that completes a payment' },
  },
  additionalProperties: false,
} as const;

export const listOrders = {
  type: 'object',
  properties: { ...page, status: { enum: ORDER_STATUSES } },
} as const;

const ORDER_FACTS = {
  amount: WON,
  depositor_name: NAME,
  customer_email: { type: ['string', 'null'], maxLength: 254 },
  customer_phone: { type: ['string', 'null'], maxLength: 40 },
  memo: { type: ['string', 'null'], maxLength: 1000 },
  expires_at: { type: ['string', 'null'], format: 'iso-8601' },
} as const;

export const createOrder = {
  type: 'object',
  required: ['order_number', 'amount', 'depositor_name'],
  properties: { order_number: { ...NAME, maxLength: 64 }, ...ORDER_FACTS },
} as const;

export const changeOrder = {
  type: 'object',
  properties: { ...ORDER_FACTS, status: { enum: ['CANCELLED'] } },
} as const;

export const suggestQuery = { type: 'object', required: ['amount'], properties: { amount: WON } } as const;

export const suggestion = {
  type: 'object',
  required: ['amount'],
  properties: { amount: { type: ['integer', 'null'], description: 'null when none is free within 99 won' } },
  additionalProperties: false,
} as const;

/** The shape of every refusal. */
export const error = {
  type: 'object',
  required: ['error', 'detail'],
  properties: {
    error: { type: 'string', description: 'the name of the status: Bad Request' },
    detail: { type: 'string', description: 'for people, in Korean unless Accept-Language prefers English' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;
