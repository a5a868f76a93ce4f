import { PAYMENT_METHODS } from '../../../../core/index.ts';
import { ID_PATTERN } from '../../ids.ts';
import type { JSONSchema } from '../../schema.ts';

// What the schemas of sessions, coupons and shops have in common.

/** An amount that may be nothing. */
export const AMOUNT = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
export const POSITIVE = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
export const TIME = { type: 'string', description: 'ISO 8601, UTC' } as const;
export const CURRENCY = { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217' } as const;
/** What is answered of a currency. */
export const CURRENCY_CODE = { type: 'string', description: 'ISO 4217' } as const;
export const LANGUAGE = { type: 'string', enum: ['ko', 'en'] } as const;
export const URL_MAX = 2048;

/** How it was paid; `free`: coupons have paid it all. */
export const METHOD_NAMES = [...PAYMENT_METHODS, 'free'] as const;

/** Ids of the shop's own: of products, categories, customers. */
export const FOREIGN_ID = { type: 'string', minLength: 1, maxLength: 200 } as const;

export const success = { const: true } as const satisfies JSONSchema;

export const pageQuery = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  starting_after: {
    type: 'string',
    pattern: ID_PATTERN,
    description: 'the id of the last entry of the page before',
  },
} as const;

export const daysQuery = {
  from: {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    description: 'the first day, in Korea; 29 days before the last one when it is left out',
  },
  to: {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    description: 'the last day, in Korea; today when it is left out. At most 366 days',
  },
} as const;

export const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: {
        code: { type: 'string', description: 'stable, for programs' },
        message: { type: 'string', description: 'for people, in the language of Accept-Language' },
        details: {
          type: 'object',
          properties: {
            field: { type: 'string', description: 'the field that is wrong' },
            sessionId: { type: 'string' },
            reason: { type: 'string', description: 'why a coupon was refused' },
            expected: { type: 'integer', description: 'what the parts of the order come to' },
            refundable: { type: 'integer', description: 'how much can be refunded still' },
          },
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

/** `{"success": true, "data": …}`. */
export function wrapped<const S extends JSONSchema>(data: S) {
  return {
    type: 'object',
    required: ['success', 'data'],
    properties: { success, data },
    additionalProperties: false,
  } as const;
}

/** `{"success": true, "data": […], "has_more": …}`, newest first. */
export function listOf<const S extends JSONSchema>(items: S) {
  return {
    type: 'object',
    required: ['success', 'data', 'has_more'],
    properties: { success, data: { type: 'array', items }, has_more: { type: 'boolean' } },
    additionalProperties: false,
  } as const;
}
