import { RISK_DECISIONS, RISK_RULES } from '../../../../core/index.ts';
import type { JSONSchema } from '../../schema.ts';
import { CURRENCY_CODE, daysQuery, METHOD_NAMES, pageQuery, TIME } from './shared-schemas.ts';

// How a shop does: what SURFACES.md and the document's "상점별 분석 및 리포팅" ask for.

export const analyticsQuery = { type: 'object', properties: daysQuery } as const satisfies JSONSchema;

export const listAssessments = {
  type: 'object',
  properties: { ...pageQuery, decision: { type: 'string', enum: RISK_DECISIONS } },
} as const satisfies JSONSchema;

const COUNT = { type: 'integer' } as const;
const MONEY = { type: 'integer', description: 'in the smallest unit of the currency' } as const;

const FIGURES = {
  currency: CURRENCY_CODE,
  sessions: COUNT,
  payments: { ...COUNT, description: 'sessions that were paid' },
  failed: COUNT,
  cancelled: COUNT,
  expired: COUNT,
  conversion: { type: 'number', description: 'payments ÷ sessions, four decimals; 0 without sessions' },
  amount: { ...MONEY, description: 'what was paid, before refunds' },
  refunds: COUNT,
  refunded_amount: MONEY,
  discount: { ...MONEY, description: 'what coupons took off orders that were paid' },
} as const;

const REQUIRED = [
  'currency',
  'sessions',
  'payments',
  'failed',
  'cancelled',
  'expired',
  'conversion',
  'amount',
  'refunds',
  'refunded_amount',
  'discount',
] as const;

const figures = {
  type: 'object',
  required: REQUIRED,
  properties: FIGURES,
  additionalProperties: false,
} as const satisfies JSONSchema;

const reason = {
  type: 'object',
  required: ['rule', 'weight', 'observed', 'limit'],
  properties: {
    rule: { enum: RISK_RULES },
    weight: { ...COUNT, description: 'what it adds to the score' },
    observed: { type: ['number', 'string'] },
    limit: { type: ['number', 'string', 'null'], description: 'the most that would have been usual' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const assessment = {
  type: 'object',
  required: ['id', 'decision', 'score', 'reasons', 'payment_id', 'amount', 'currency', 'created_at'],
  properties: {
    id: { type: 'string', description: 'rsk_…' },
    decision: { enum: RISK_DECISIONS },
    score: COUNT,
    reasons: { type: 'array', items: reason },
    session_id: { type: ['string', 'null'] },
    payment_id: { type: 'string' },
    attempt_id: { type: ['string', 'null'], description: 'null: judged before a try began' },
    amount: MONEY,
    currency: CURRENCY_CODE,
    created_at: TIME,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const shopAnalytics = {
  type: 'object',
  description:
    'By days in Korea, of what happened on them. `totals` are those of the currency with most sessions; ' +
    '`by_currency` has them all.',
  required: ['shop_id', 'from', 'to', 'timezone', 'totals', 'by_currency', 'by_method', 'by_day', 'risk'],
  properties: {
    shop_id: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    timezone: { const: 'Asia/Seoul' },
    totals: figures,
    by_currency: { type: 'array', items: figures },
    by_method: {
      type: 'array',
      items: {
        type: 'object',
        required: ['method', 'currency', 'payments', 'amount'],
        properties: {
          method: { enum: METHOD_NAMES },
          currency: CURRENCY_CODE,
          payments: COUNT,
          amount: MONEY,
        },
        additionalProperties: false,
      },
    },
    by_day: {
      type: 'array',
      description: 'days on which nothing happened are left out',
      items: {
        type: 'object',
        required: ['date', ...REQUIRED],
        properties: { date: { type: 'string' }, ...FIGURES },
        additionalProperties: false,
      },
    },
    risk: {
      type: 'object',
      required: ['decisions', 'reasons', 'recent_reviews'],
      properties: {
        decisions: {
          type: 'object',
          required: ['allow', 'review', 'block'],
          properties: { allow: COUNT, review: COUNT, block: COUNT },
          additionalProperties: false,
        },
        reasons: {
          type: 'array',
          description: 'how often each rule has spoken',
          items: {
            type: 'object',
            required: ['rule', 'count'],
            properties: { rule: { enum: RISK_RULES }, count: COUNT },
            additionalProperties: false,
          },
        },
        recent_reviews: { type: 'array', description: 'that a person should look at', items: assessment },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;
