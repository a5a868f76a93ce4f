import { PAYMENT_METHODS, RISK_RULES, RISK_SIGNALS } from '../../../../core/index.ts';
import type { JSONSchema } from '../../schema.ts';
import { CURRENCY, LANGUAGE, pageQuery, success, TIME, URL_MAX } from './shared-schemas.ts';

// The contract: the document's chapters on shops and custom domains, and what SURFACES.md adds to them.

const TEXT = { type: ['string', 'null'], maxLength: 255 } as const;
/** An http(s) address without a user. */
const WEB = {
  type: ['string', 'null'],
  pattern: '^(https?://[^\\s/?#@]+([/?#]\\S*)?)?$',
  maxLength: URL_MAX,
} as const;
const EMAIL = { type: ['string', 'null'], pattern: '^([^\\s@]+@[^\\s@]+)?$', maxLength: 254 } as const;
const STATUSES = ['active', 'inactive'] as const;
const TIMEOUT = { minimum: 60, maximum: 604_800 } as const;

const business = {
  business_number: { ...TEXT, description: '123-45-67890; a wrong one is 400 in live mode' },
  business_name: TEXT,
  ceo_name: TEXT,
  address: TEXT,
  mail_order_number: { ...TEXT, description: '통신판매업 신고번호' },
} as const;

const settings = {
  currency: CURRENCY,
  timezone: { type: 'string', maxLength: 64, description: 'of the IANA list: Asia/Seoul' },
  language: LANGUAGE,
  webhook_url: {
    type: ['string', 'null'],
    maxLength: URL_MAX,
    description: "where its sessions' events go unless a session says otherwise",
  },
  notification_email: EMAIL,
  auto_refund_enabled: {
    type: 'boolean',
    description: 'gives back at once what the fraud rules would have refused, had they known the card',
  },
  payment_timeout: {
    type: ['integer', 'null'],
    ...TIMEOUT,
    description: 'how long buyers have to pay, in seconds; a day when it is null',
  },
} as const;

const COLOR = { type: ['string', 'null'], maxLength: 7, description: '#rrggbb' } as const;

const theme = {
  logo_url: { type: ['string', 'null'], maxLength: URL_MAX, description: 'an https address' },
  primary_color: COLOR,
  background_color: COLOR,
  text_color: COLOR,
  radius: { type: ['integer', 'null'], minimum: 0, maximum: 40, description: 'of corners, in pixels' },
  css_vars: {
    type: 'object',
    maxProperties: 20,
    additionalProperties: { type: 'string', maxLength: 64 },
    description: '--button-radius: 8px, …; names and values of a closed list. Replaces those that were there',
  },
} as const;

const policy = {
  is_enabled: { type: 'boolean' },
  review_score: { type: 'integer', description: 'from this score on a person should look' },
  block_score: { type: ['integer', 'null'], description: 'from this score on a try is refused; null: never' },
  weights: {
    type: 'object',
    properties: Object.fromEntries(RISK_RULES.map((rule) => [rule, { type: 'integer' }])) as Record<
      (typeof RISK_RULES)[number],
      { readonly type: 'integer' }
    >,
    additionalProperties: false,
    description: 'what each rule adds to the score; 0 silences it',
  },
  velocity_limit: {
    type: 'object',
    properties: Object.fromEntries(RISK_SIGNALS.map((signal) => [signal, { type: 'integer' }])) as Record<
      (typeof RISK_SIGNALS)[number],
      { readonly type: 'integer' }
    >,
    additionalProperties: false,
    description: 'how many tries within the window are usual',
  },
  velocity_window_ms: { type: 'integer' },
  amount_maximum: { type: ['integer', 'null'] },
  amount_factor: { type: 'integer', description: "so many times the shop's usual amount is an outlier" },
  countries: { type: 'array', maxItems: 300, items: { type: 'string' } },
} as const;

/** What may be said of a shop; what is left out stays, or is as it is for new shops. */
const changeable = {
  name: { type: 'string', minLength: 1, maxLength: 100 },
  description: { ...TEXT, maxLength: 1000 },
  website: WEB,
  status: { type: 'string', enum: STATUSES, description: 'an inactive shop takes no sessions' },
  business_info: { type: 'object', properties: business },
  contact: { type: 'object', properties: { email: EMAIL, phone: { ...TEXT, maxLength: 32 } } },
  settings: { type: 'object', properties: settings },
  payment_methods: { type: 'array', maxItems: 20, items: { type: 'string', enum: PAYMENT_METHODS } },
  theme: { type: ['object', 'null'], properties: theme, description: 'null: plain' },
  terms_url: WEB,
  privacy_url: WEB,
  risk_policy: { type: ['object', 'null'], properties: policy, description: 'null: the default rules' },
} as const;

export const createShop = {
  type: 'object',
  required: ['name'],
  properties: changeable,
} as const satisfies JSONSchema;

export const changeShop = { type: 'object', properties: changeable } as const satisfies JSONSchema;

const REQUIRED = [
  'id',
  'name',
  'status',
  'business_info',
  'contact',
  'settings',
  'payment_methods',
  'theme',
  'custom_domain',
  'domain_verification_status',
  'domain_configuration_status',
  'created_at',
] as const;

const SHOWN_TEXT = { type: ['string', 'null'] } as const;

export const shopData = {
  type: 'object',
  required: REQUIRED,
  properties: {
    id: { type: 'string', description: 'shop_…' },
    name: { type: 'string' },
    description: SHOWN_TEXT,
    website: SHOWN_TEXT,
    status: { enum: STATUSES },
    is_default: { type: 'boolean', description: 'takes the sessions that name no shop' },
    business_info: {
      type: 'object',
      required: [...(['business_number', 'verified'] as const)],
      properties: {
        business_number: SHOWN_TEXT,
        business_name: SHOWN_TEXT,
        ceo_name: SHOWN_TEXT,
        address: SHOWN_TEXT,
        mail_order_number: SHOWN_TEXT,
        verified: { type: 'boolean', description: 'the number passes its checksum' },
      },
      additionalProperties: false,
    },
    contact: {
      type: 'object',
      properties: { email: SHOWN_TEXT, phone: SHOWN_TEXT },
      additionalProperties: false,
    },
    settings: { type: 'object', properties: settings, additionalProperties: false },
    payment_methods: { type: 'array', items: { enum: PAYMENT_METHODS } },
    theme: { type: 'object', properties: theme, additionalProperties: false },
    terms_url: SHOWN_TEXT,
    privacy_url: SHOWN_TEXT,
    risk_policy: { type: ['object', 'null'], properties: policy, additionalProperties: false },
    custom_domain: SHOWN_TEXT,
    domain_verification_status: { enum: ['pending', 'verified', 'failed', null] },
    domain_configuration_status: { enum: ['pending', 'configured', 'failed', null] },
    webhook_secret: { type: 'string', description: 'signs its webhooks; shown this once' },
    created_at: TIME,
    updated_at: TIME,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const listShops = { type: 'object', properties: pageQuery } as const satisfies JSONSchema;

export const webhookSecret = {
  type: 'object',
  required: ['success', 'webhook_secret'],
  properties: {
    success,
    webhook_secret: { type: 'string', description: 'the old one signs beside it for a day' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const changeDomain = {
  type: 'object',
  required: ['domain'],
  properties: {
    domain: {
      type: ['string', 'null'],
      maxLength: 1000,
      description: 'a sub-domain of your own: checkout.yourstore.com; null takes it away',
    },
  },
} as const satisfies JSONSchema;

const record = {
  type: 'object',
  required: ['type', 'name', 'value'],
  properties: {
    type: { enum: ['TXT', 'CNAME', 'A', 'AAAA'] },
    name: { type: 'string' },
    value: { type: 'string' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export const domain = {
  type: 'object',
  required: ['success', 'domain', 'verification_records'],
  properties: {
    success,
    domain: SHOWN_TEXT,
    verification_records: {
      type: 'array',
      items: record,
      description:
        'what shows that the domain is yours; names are relative to the domain that you registered',
    },
    dns_records: { type: 'array', items: record, description: 'what leads the name to this server' },
    domain_verification_status: { enum: ['pending', 'verified', 'failed'] },
    domain_configuration_status: { enum: ['pending', 'configured', 'failed'] },
    verify_before: TIME,
  },
  additionalProperties: false,
} as const satisfies JSONSchema;
