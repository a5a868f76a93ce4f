import { createHmac } from 'node:crypto';
import { camelCased } from './names.ts';
import { isSameText } from './same-text.ts';
import type { WebhookEvent } from './webhook.ts';

/** Why a request is not to be believed. */
export type WebhookRefusal = 'missing_header' | 'stale_timestamp' | 'wrong_signature' | 'malformed_body';

/** This request does not come from the server, or not now: answer 400 and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly code: WebhookRefusal;

  constructor(code: WebhookRefusal, message: string) {
    super(message);
    this.code = code;
  }
}

/** How strictly to look. */
export interface VerifyWebhookOptions {
  /** How far the request's time may be from ours, both ways; 5 minutes. */
  readonly toleranceMs?: number | undefined;
  /** Our time in epoch milliseconds; the clock's when left out. */
  readonly now?: number | undefined;
  /**
   * Whether the family's own signature (`lifeos-signature`, `x-korea-checkout-signature`) alone is enough; false. It signs no time: whoever got hold of one delivery could send
   * it again for ever, without its other headers. Our server sends them all.
   */
  readonly acceptUnstamped?: boolean | undefined;
}

/** A request's headers, as node:http, Koa, Express or fetch have them; letter case does not matter. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

const TOLERANCE_MS = 5 * 60_000;

/**
 * The event in a webhook request, once it is certain that the server sent it; else throws WebhookVerificationError.
 * `rawBody` is what came over the line, not what was parsed of it. `secret` is the endpoint's `whsec_…`.
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  options: VerifyWebhookOptions = {},
): WebhookEvent {
  return eventIn(signedBody({ rawBody, headers, secret, plain: 'lifeos-signature' }, options));
}

/** What Korea Checkout tells a shop: `{ event: 'payment.completed', data: { sessionId, … } }`, as it was sent. */
export interface CheckoutWebhookEvent {
  readonly event: 'payment.completed' | 'payment.failed' | 'payment.refunded' | 'session.expired';
  readonly data: Readonly<Record<string, unknown>> & {
    readonly sessionId: string;
    readonly platformOrderId: string;
    /** What the buyer pays, after coupons. */
    readonly totalAmount: number;
    readonly currency: string;
  };
}

/** The same for what a shop or a session of Korea Checkout is told. `secret` is the shop's `webhook_secret`. */
export function verifyCheckoutWebhook(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  options: VerifyWebhookOptions = {},
): CheckoutWebhookEvent {
  const plain = 'x-korea-checkout-signature';
  const body = parsed(
    signedBody({ rawBody, headers, secret, plain }, options),
  ) as CheckoutWebhookEvent | null;
  if (typeof body?.event === 'string' && typeof body.data === 'object') return body;
  throw noEvent();
}

interface Signed {
  readonly rawBody: string | Uint8Array;
  readonly headers: WebhookHeaders;
  readonly secret: string;
  /** The header that the family's document names. */
  readonly plain: string;
}

/** The body, once it is certain that the server has sent it. */
function signedBody({ rawBody, headers, secret, plain }: Signed, options: VerifyWebhookOptions): Buffer {
  if (typeof rawBody !== 'string' && !(rawBody instanceof Uint8Array))
    throw new TypeError('rawBody: the text or bytes of the request, before any parsing');
  const standardKey = Buffer.from(typeof secret === 'string' ? secret.replace(/^whsec_/, '') : '', 'base64');
  // With an empty key anyone could sign.
  if (standardKey.length === 0) throw new TypeError('secret: the whsec_… of the endpoint');
  const body = Buffer.from(rawBody);
  const header = (name: string): string | null => headerIn(headers, name);
  const stamped = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].some(
    (name) => header(name) !== null,
  );
  if (!stamped && header(plain) !== null && (options.acceptUnstamped ?? false))
    verifyPlain(body, header(plain) ?? '', secret);
  else verifyStandard(body, header, standardKey, options);
  return body;
}

/** Standard Webhooks: any one of the signatures is enough, for a secret that is being rotated signs beside the new one. */
function verifyStandard(
  body: Buffer,
  header: (name: string) => string | null,
  key: Buffer,
  { toleranceMs = TOLERANCE_MS, now = Date.now() }: VerifyWebhookOptions,
): void {
  const required = (name: string): string => {
    const value = header(name);
    if (!value) throw new WebhookVerificationError('missing_header', `the header ${name} is missing`);
    return value;
  };
  const [id, timestamp] = [required('webhook-id'), required('webhook-timestamp')];
  const signatures = required('webhook-signature').matchAll(/(?:^|[\s,])v1,([\w+/]+=*)/g);
  const distance = /^\d{1,12}$/.test(timestamp) ? Math.abs(now - Number(timestamp) * 1000) : Infinity;
  if (!(distance <= toleranceMs))
    throw new WebhookVerificationError('stale_timestamp', 'the request is too old or from the future');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  if (![...signatures].some(([, given = '']) => isSameText(given, expected))) throw wrongSignature();
}

/** The signature that the family's document names. */
function verifyPlain(body: Buffer, given: string, secret: string): void {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  if (!isSameText(given.toLowerCase(), expected)) throw wrongSignature();
}

function wrongSignature(): WebhookVerificationError {
  return new WebhookVerificationError('wrong_signature', 'no signature fits the body under this secret');
}

function eventIn(body: Buffer): WebhookEvent {
  const event = camelCased(parsed(body)) as WebhookEvent | null;
  if (typeof event?.id === 'string' && typeof event.type === 'string') return event;
  throw noEvent();
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw noEvent();
  }
}

function noEvent(): WebhookVerificationError {
  return new WebhookVerificationError('malformed_body', 'the body is no event');
}

function headerIn(headers: WebhookHeaders, name: string): string | null {
  if (isHeaders(headers)) return headers.get(name);
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'object' ? value.join(', ') : (value ?? null);
}

/** Whoever's Headers they are. */
function isHeaders(headers: WebhookHeaders): headers is Headers {
  return typeof headers['get' as keyof WebhookHeaders] === 'function';
}
