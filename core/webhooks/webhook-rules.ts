import { createHmac } from 'node:crypto';
import { DomainError } from '../kernel/errors.ts';
import type { Mode, Scope } from '../kernel/scope.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import type { WebhookAnswer } from '../ports.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** The wait before each retry (SURFACES.md, Webhooks): ten tries over about three days. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Each wait is up to a tenth longer or shorter, so that receivers are not hit by a whole backlog at once. */
export const RETRY_JITTER = 0.1;

/** An endpoint that has answered nothing but failures for this long is disabled. */
export const FAILING_LIMIT_MS = 5 * DAY;

/** How long the old secret still signs beside the new one. */
export const SECRET_OVERLAP_MS = DAY;

/** How long a deliverer may take for one try (15 s, and time to write it down) before another may take it over. */
export const DELIVERY_LEASE_MS = 30 * SECOND;

/** What a try made of a delivery. `jitter` is in [0, 1). */
export function recordTry(
  delivery: WebhookDelivery,
  answer: WebhookAnswer,
  now: number,
  jitter: number,
): WebhookDelivery {
  const tried = {
    ...delivery,
    attempts: delivery.attempts + 1,
    lastAttemptAt: now,
    responseStatus: answer.status,
    error: answer.error,
  };
  if (isSuccess(answer)) return { ...tried, status: 'succeeded', dueAt: null };
  const delay = RETRY_DELAYS_MS[delivery.attempts];
  if (delay === undefined || answer.status === 410) return { ...tried, status: 'failed', dueAt: null };
  const wait = delay * (1 - RETRY_JITTER + 2 * RETRY_JITTER * jitter);
  return { ...tried, dueAt: now + Math.round(Math.max(wait, Math.min(answer.retryAfterMs ?? 0, DAY))) };
}

/** What a try made of its endpoint: the same one when nothing changed. */
export function recordHealth(endpoint: WebhookEndpoint, answer: WebhookAnswer, now: number): WebhookEndpoint {
  if (!endpoint.active) return endpoint;
  if (isSuccess(answer))
    return endpoint.failingSince === null ? endpoint : { ...endpoint, failingSince: null };
  if (answer.status === 410) return { ...endpoint, active: false, disabledReason: 'gone' };
  if (endpoint.failingSince === null) return { ...endpoint, failingSince: now };
  if (now - endpoint.failingSince < FAILING_LIMIT_MS) return endpoint;
  return { ...endpoint, active: false, disabledReason: 'failing' };
}

/** Any 2xx. Redirects are not followed and are failures. */
export function isSuccess(answer: WebhookAnswer): boolean {
  return answer.status !== null && answer.status >= 200 && answer.status < 300;
}

/** The signature that a family documents: hex HMAC-SHA256 of the raw body under the whole secret string. */
export function bodySignature(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** `v1,<base64>` as Standard Webhooks asks, under the base64-decoded part of the secret. `timestamp` in seconds. */
export function standardSignature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** The headers of one try. With two secrets (one being rotated out) both sign, as Standard Webhooks says. */
export function signedHeaders(input: {
  delivery: WebhookDelivery;
  secrets: readonly [string, ...string[]];
  /** The header that the endpoint's family documents, if it has one. */
  signatureHeader: string | null;
  now: number;
}): Record<string, string> {
  const { delivery, secrets, signatureHeader, now } = input;
  const timestamp = Math.floor(now / SECOND);
  return {
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets
      .map((secret) => standardSignature(secret, delivery.eventId, timestamp, delivery.body))
      .join(' '),
    ...(signatureHeader ? { [signatureHeader]: bodySignature(secrets[0], delivery.body) } : {}),
  };
}

/** Refuses what is no http(s) URL, and plain http in live mode. */
export function assertEndpointUrl(url: string, mode: Mode, field = 'url'): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : null;
  if (protocol === 'https:' || (protocol === 'http:' && mode === 'test')) return;
  throw new DomainError(
    'webhook_url_refused',
    mode === 'live' ? 'a live webhook needs an https URL' : 'a webhook needs an http or https URL',
    { field },
  );
}

/** The endpoint with a new (sealed) secret; the old one signs beside it for a day. */
export function rotatedSecret(was: WebhookEndpoint, sealedSecret: string, now: number): WebhookEndpoint {
  return {
    ...was,
    sealedSecret,
    sealedPreviousSecret: was.sealedSecret,
    previousSecretUntil: now + SECRET_OVERLAP_MS,
  };
}

/** What an endpoint is made of; the rest follows. */
export type NewEndpoint = Pick<
  WebhookEndpoint,
  'id' | 'family' | 'workspaceId' | 'shopId' | 'url' | 'events' | 'sealedSecret'
>;

/** An endpoint that hears from now on. */
export function newEndpoint({ merchantId, mode }: Scope, input: NewEndpoint, now: number): WebhookEndpoint {
  return {
    ...input,
    merchantId,
    mode,
    sealedPreviousSecret: null,
    previousSecretUntil: null,
    active: true,
    disabledReason: null,
    failingSince: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** A delivery that is due at once. */
export function newDelivery(
  endpoint: WebhookEndpoint,
  id: string,
  rendered: {
    readonly eventId: string;
    readonly type: string;
    readonly body: string;
    readonly url?: string | null;
  },
  now: number,
): WebhookDelivery {
  return {
    id,
    merchantId: endpoint.merchantId,
    mode: endpoint.mode,
    endpointId: endpoint.id,
    eventId: rendered.eventId,
    url: rendered.url ?? null,
    eventType: rendered.type,
    body: rendered.body,
    status: 'pending',
    attempts: 0,
    dueAt: now,
    lastAttemptAt: null,
    responseStatus: null,
    error: null,
    createdAt: now,
  };
}
