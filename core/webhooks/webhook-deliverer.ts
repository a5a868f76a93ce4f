import type { WebhookAnswer } from '../ports.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import { DELIVERY_LEASE_MS, isSuccess, recordHealth, recordTry, signedHeaders } from './webhook-rules.ts';
import type { WebhookPorts } from './webhook-service.ts';

/** What one process sends at once to one endpoint. A slow endpoint fills its own places and nobody else's. */
export const DELIVERIES_PER_ENDPOINT = 32;
/** What one process sends at once to all endpoints together. */
export const DELIVERIES_IN_FLIGHT = 256;

/** Sends claimed deliveries. It remembers only what is under way in this process; all else is in the storage. */
export function createWebhookDeliverer({ storage, clock, random, secretBox, sender, formats }: WebhookPorts) {
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
    const lease = { token: random.id('lease'), now, until: now + DELIVERY_LEASE_MS };
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
      .then(async (endpoint) => {
        if (!endpoint) return free(id);
        // The receiver's place is free as soon as it has answered, not when we have written that down.
        const answer = await send(endpoint, delivery).finally(() => free(id));
        await record(endpoint, recordTry(delivery, answer, clock.now(), random.fraction()), answer);
      })
      // A storage that is down leaves the delivery on lease: it is tried again when the lease runs out.
      .catch(() => undefined)
      .finally(() => underWay.delete(done));
    underWay.add(done);
  }

  function free(endpointId: string): void {
    const left = (busy.get(endpointId) ?? 1) - 1;
    if (left > 0) busy.set(endpointId, left);
    else busy.delete(endpointId);
    if (more && draining === 0) void deliverDue().catch(() => undefined);
  }

  function send(endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<WebhookAnswer> {
    const headers = signedHeaders({
      delivery,
      secrets: secretsOf(endpoint),
      signatureHeader: formats[endpoint.family]?.signatureHeader ?? null,
      now: clock.now(),
    });
    return sender.send({ url: endpoint.url, headers, body: delivery.body });
  }

  /** One try now, recorded, without a retry. */
  async function deliverOnce(endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const answer = await send(endpoint, delivery);
    const tried = recordTry(delivery, answer, clock.now(), 0);
    const ended: WebhookDelivery = isSuccess(answer) ? tried : { ...tried, status: 'failed', dueAt: null };
    await record(endpoint, ended, answer);
    return ended;
  }

  function record(seen: WebhookEndpoint, delivery: WebhookDelivery, answer: WebhookAnswer): Promise<void> {
    return storage.transaction(async (tx) => {
      await tx.webhookDeliveries.update(delivery);
      if (recordHealth(seen, answer, clock.now()) === seen) return;
      const was = await tx.webhookEndpoints.find(seen, seen.id);
      const now = was && recordHealth(was, answer, clock.now());
      if (was && now && now !== was)
        await tx.webhookEndpoints.update(was, { ...now, updatedAt: clock.now() });
    });
  }

  function secretsOf(endpoint: WebhookEndpoint): [string, ...string[]] {
    const secret = secretBox.open(endpoint.sealedSecret);
    const previous = endpoint.sealedPreviousSecret;
    if (!previous || (endpoint.previousSecretUntil ?? 0) <= clock.now()) return [secret];
    return [secret, secretBox.open(previous)];
  }

  /** Resolves when nothing is under way any more. What is due stays for the next `deliverDue`. */
  async function settled(): Promise<void> {
    draining += 1;
    while (underWay.size > 0 || claiming) await Promise.allSettled([...underWay, claiming]);
    draining -= 1;
  }

  return { deliverDue, deliverOnce, settled };
}
