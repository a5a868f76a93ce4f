import { ID_PATTERN } from '../../ids.ts';
import type { JSONSchema } from '../../schema.ts';
import { EVENT_NAMES } from './schemas.ts';

const TIME = { type: 'string', description: 'ISO 8601, UTC' } as const;
const EVENTS = {
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: { type: 'string', enum: EVENT_NAMES },
} as const;

export const webhook = {
  type: 'object',
  required: ['id', 'url', 'events', 'active', 'disabled_reason', 'created_at'],
  properties: {
    id: { type: 'string', description: 'wh_…' },
    url: { type: 'string' },
    events: { type: 'array', items: { type: 'string' } },
    active: { type: 'boolean' },
    disabled_reason: { enum: ['requested', 'gone', 'failing', null] },
    created_at: TIME,
    secret: { type: 'string', description: 'whsec_…, shown at creation and at rotation only' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const webhookList = {
  type: 'object',
  required: ['data'],
  properties: { data: { type: 'array', items: webhook } },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const createWebhook = {
  type: 'object',
  required: ['url', 'events'],
  properties: { url: { type: 'string', maxLength: 2048 }, events: EVENTS },
} as const satisfies JSONSchema;

export const changeWebhook = {
  type: 'object',
  properties: {
    url: { type: 'string', maxLength: 2048 },
    events: EVENTS,
    active: { type: 'boolean' },
    rotate_secret: {
      type: 'boolean',
      description:
        'makes a new secret and shows it; for 24 hours webhook-signature carries both, lifeos-signature the new one at once',
    },
  },
} as const satisfies JSONSchema;

export const delivery = {
  type: 'object',
  required: [
    'id',
    'event_id',
    'event_type',
    'status',
    'attempts',
    'response_status',
    'error',
    'created_at',
    'last_attempt_at',
    'next_attempt_at',
  ],
  properties: {
    id: { type: 'string', description: 'dlv_…' },
    event_id: { type: 'string', description: 'evt_…; goes out as webhook-id' },
    event_type: { type: 'string' },
    status: { enum: ['pending', 'succeeded', 'failed'] },
    attempts: { type: 'integer' },
    response_status: { type: ['integer', 'null'] },
    error: { type: ['string', 'null'] },
    created_at: TIME,
    last_attempt_at: { type: ['string', 'null'] },
    next_attempt_at: { type: ['string', 'null'] },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const listDeliveries = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    starting_after: { type: 'string', pattern: ID_PATTERN },
  },
} as const satisfies JSONSchema;

export const deliveryList = {
  type: 'object',
  required: ['data', 'has_more'],
  properties: { data: { type: 'array', items: delivery }, has_more: { type: 'boolean' } },
  additionalProperties: false,
} as const satisfies JSONSchema;
