import { nameOf } from '../kernel/errors.ts';
import type { WebhookAnswer } from '../ports.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import { DELIVERY_LEASE_MS, isSuccess, recordHealth, recordTry, signedHeaders } from './webhook-rules.ts';
import type { WebhookPorts } from './webhook-service.ts';

/** What one process sends at once to one endpoint. A slow endpoint fills its own places and nobody else's. */
export const DELIVERIES_PER_ENDPOINT = 32;
/** What one process sends at once to all endpoints together. */
export const DELIVERIES_IN_FLIGHT = 256;

/** What signs: an endpoint, or the shop whose endpoint it is. */
type Signer = Pick<WebhookEndpoint, 'sealedSecret' | 'sealedPreviousSecret' | 'previousSecretUntil'>;

/** A try that could not be signed: a failure like any other, so that it is visible and in the end dead. */
const UNSIGNED: WebhookAnswer = {
  status: null,
  error: 'secret unreadable',
  retryAfterMs: null,
  durationMs: 0,
};

/** Sends claimed deliveries. It remembers only what is under way in this process; all else is in the storage. */
export function createWebhookDeliverer(ports: WebhookPorts) {
  const { storage, clock, random, secretBox, sender, formats, log } = ports;
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let claiming: Promise<number> | null = null;
  /** Whether the last look found something: then every place that becomes free is filled at once. */
  let more = false;
  /** Somebody waits for the end: nothing new is started meanwhile. */
  let draining = 0;

  /** Starts what is due and answers how many, without waiting for the receivers. */
  function deliverDue(): Promise<number> {
    claiming ??= startDue().finally(() => {
      claiming = null;
    });
    return claiming;
  }

  async function startDue(): Promise<number> {
    const limit = DELIVERIES_IN_FLIGHT - underWay.size;
    if (limit <= 0) return 0;
    const now = clock.now();
    const room = { limit, perEndpoint: DELIVERIES_PER_ENDPOINT, busy };
    const due = await storage.webhookDeliveries.listDue(now, room);
    more = due.length > 0;
    if (!more) return 0;
    const lease = { token: random.id('lease'), now, until: clock.now() + DELIVERY_LEASE_MS };
    const claimed = await storage.transaction((tx) => tx.webhookDeliveries.claim(due, lease));
    const endpoints = new Map<string, Promise<WebhookEndpoint | null>>();
    for (const delivery of claimed) {
      const id = delivery.endpointId;
      const endpoint = endpoints.get(id) ?? storage.webhookEndpoints.find(delivery, id);
      endpoints.set(id, endpoint);
      start(delivery, endpoint);
    }
    return claimed.length;
  }

  function start(delivery: WebhookDelivery, found: Promise<WebhookEndpoint | null>): void {
    const id = delivery.endpointId;
    busy.set(id, (busy.get(id) ?? 0) + 1);
    const done = found
      .then((endpoint) => endpoint && send(endpoint, delivery).then((answer) => ({ endpoint, answer })))
      // The receiver's place is free as soon as it has answered, not when we have written that down.
      .finally(() => free(id))
      .then(async (sent) => {
        if (!sent) return;
        const tried = recordTry(delivery, sent.answer, clock.now(), random.fraction());
        await record(sent.endpoint, delivery, tried, sent.answer);
      })
      // What went wrong on our side leaves the delivery on lease: it is tried again when the lease runs out.
      .catch((error: unknown) =>
        log.error({ deliveryId: delivery.id, error: nameOf(error) }, 'a delivery was not recorded'),
      )
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  function free(endpointId: string): void {
    const left = (busy.get(endpointId) ?? 1) - 1;
    if (left > 0) busy.set(endpointId, left);
    else busy.delete(endpointId);
    if (more && draining === 0) void deliverDue().catch(() => undefined);
  }

  async function send(endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<WebhookAnswer> {
    const secrets = secretsOf(endpoint, await signerOf(endpoint));
    if (!secrets) return UNSIGNED;
    const headers = signedHeaders({
      delivery,
      secrets,
      signatureHeader: formats[endpoint.family]?.signatureHeader ?? null,
      now: clock.now(),
    });
    return sender.send({ url: delivery.url ?? endpoint.url, headers, body: delivery.body });
  }

  /** One try now, recorded, without a retry. */
  async function deliverOnce(endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const answer = await send(endpoint, delivery);
    const tried = recordTry(delivery, answer, clock.now(), 0);
    const ended: WebhookDelivery = isSuccess(answer) ? tried : { ...tried, status: 'failed', dueAt: null };
    await record(endpoint, delivery, ended, answer);
    return ended;
  }

  /** Writes a try down, unless the delivery was taken up by somebody else meanwhile. */
  function record(
    seen: WebhookEndpoint,
    was: WebhookDelivery,
    now: WebhookDelivery,
    answer: WebhookAnswer,
  ): Promise<void> {
    return storage.transaction(async (tx) => {
      await tx.webhookDeliveries.update(was, now);
      if (recordHealth(seen, answer, clock.now()) === seen) return;
      const endpoint = await tx.webhookEndpoints.find(seen, seen.id);
      const changed = endpoint && recordHealth(endpoint, answer, clock.now());
      if (endpoint && changed && changed !== endpoint)
        await tx.webhookEndpoints.update(endpoint, { ...changed, updatedAt: clock.now() });
    });
  }

  /** A shop's endpoints sign with what their shop has now, so that a rotation leaves none behind. */
  async function signerOf(endpoint: WebhookEndpoint): Promise<Signer | null> {
    if (endpoint.shopId === null) return endpoint;
    const shop = await storage.shops.find(endpoint, endpoint.shopId);
    return shop && { ...shop, sealedSecret: shop.sealedWebhookSecret };
  }

  /** Null when the secret cannot be opened: the key that sealed it is gone. */
  function secretsOf({ id }: WebhookEndpoint, signer: Signer | null): [string, ...string[]] | null {
    if (!signer) return null;
    const previous = (signer.previousSecretUntil ?? 0) > clock.now() ? signer.sealedPreviousSecret : null;
    try {
      const secret = secretBox.open(signer.sealedSecret);
      return previous ? [secret, secretBox.open(previous)] : [secret];
    } catch (error) {
      log.error({ endpointId: id, error: nameOf(error) }, 'a webhook secret cannot be opened');
      return null;
    }
  }

  /** Resolves when nothing is under way any more. What is due stays for the next `deliverDue`. */
  async function settled(): Promise<void> {
    draining += 1;
    while (underWay.size > 0 || claiming) await Promise.allSettled([...underWay, claiming]);
    draining -= 1;
  }

  return { deliverDue, deliverOnce, settled };
}
