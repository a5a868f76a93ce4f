import type { Event, EventType } from '../events/event.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, Log, Random, SecretBox, WebhookFormats, WebhookSender } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import { createWebhookDeliverer } from './webhook-deliverer.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import { receiversOf } from './webhook-receivers.ts';
import { assertEndpointUrl, newDelivery, newEndpoint, rotatedSecret } from './webhook-rules.ts';

/** What the service needs from outside. */
export interface WebhookPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly sender: WebhookSender;
  readonly formats: WebhookFormats;
  readonly log: Log;
}

/** A new endpoint: whose words, where to, what about. */
export interface RegisterWebhook {
  readonly family: string;
  readonly url: string;
  /** For events of one workspace. */
  readonly workspaceId?: number | undefined;
  readonly events: readonly EventType[];
}

/** An endpoint with its secret, which is shown this once. */
export interface WithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string | null;
}

/** What to change of an endpoint; what is left out stays. */
export interface ChangeWebhook {
  readonly url?: string | undefined;
  readonly events?: readonly EventType[] | undefined;
  /** True turns a disabled endpoint on again and forgets its failures. */
  readonly active?: boolean | undefined;
  /** True makes a new secret; the old one signs beside it for a day. */
  readonly rotateSecret?: boolean | undefined;
}

/** Whose endpoints; of one API family where it is named: the others are as if they were not there. */
export interface WebhookScope extends Scope {
  readonly family?: string | undefined;
}

export type WebhookService = ReturnType<typeof createWebhookService>;

/** Webhook endpoints and their deliveries: register, fan out, send, look, send again. */
export function createWebhookService(ports: WebhookPorts) {
  const { storage, clock, random, secretBox, sender, formats, log } = ports;
  const deliverer = createWebhookDeliverer(ports);

  /** Registers an endpoint. Refuses addresses that must not be called, and plain http in live mode. */
  async function register(
    scope: Scope,
    input: RegisterWebhook,
    once: Once<WithSecret> = UNKEYED,
  ): Promise<WithSecret> {
    await assertCallable(scope, input.url);
    const secret = random.secret('whsec_', 'base64');
    const made = {
      id: random.id('wh'),
      family: input.family,
      workspaceId: input.workspaceId ?? null,
      shopId: null,
      url: input.url,
      events: [...new Set(input.events)],
      sealedSecret: secretBox.seal(secret),
    };
    const endpoint = newEndpoint(scope, made, clock.now());
    return storage.transaction(async (tx) => {
      await tx.webhookEndpoints.insert(endpoint);
      await once.finish(tx, endpoint.id, { endpoint, secret });
      return { endpoint, secret };
    });
  }

  /** `not_found` for every id that is not an endpoint of this merchant in this mode. */
  const get = (scope: WebhookScope, id: string): Promise<WebhookEndpoint> => find(storage, scope, id);

  /** All endpoints of one API family, oldest first. */
  const list = (scope: Scope, family: string): Promise<WebhookEndpoint[]> =>
    storage.webhookEndpoints.list(scope, family);

  async function change(scope: WebhookScope, id: string, input: ChangeWebhook): Promise<WithSecret> {
    if (input.url !== undefined) await assertCallable(scope, input.url);
    const secret = input.rotateSecret ? random.secret('whsec_', 'base64') : null;
    return storage.transaction(async (tx) => {
      const was = await find(tx, scope, id);
      const kept = secret ? rotatedSecret(was, secretBox.seal(secret), clock.now()) : was;
      const now = { ...kept, ...changed(input) };
      return { endpoint: await tx.webhookEndpoints.update(was, { ...now, updatedAt: clock.now() }), secret };
    });
  }

  function changed({ url, events, active }: ChangeWebhook): Partial<WebhookEndpoint> {
    return {
      ...(url === undefined ? {} : { url }),
      ...(events === undefined ? {} : { events: [...new Set(events)] }),
      ...(active === undefined
        ? {}
        : { active, disabledReason: active ? null : ('requested' as const), failingSince: null }),
    };
  }

  async function remove(scope: WebhookScope, id: string): Promise<void> {
    await storage.transaction(async (tx) => {
      await find(tx, scope, id);
      await tx.webhookEndpoints.remove(scope, id);
    });
  }

  /** Sends a test event to this endpoint now, whatever it has subscribed to, and says how it went. */
  async function test(scope: WebhookScope, id: string): Promise<WebhookDelivery> {
    const endpoint = await get(scope, id);
    const now = clock.now();
    const eventId = random.id('evt');
    const rendered = formatOf(endpoint).renderTest(eventId, now);
    const delivery = newDelivery(endpoint, random.id('dlv'), { eventId, ...rendered }, now);
    // Until it has answered it counts as failed, so that a test whose process dies waits for nobody.
    const leased: WebhookDelivery = { ...delivery, status: 'failed', dueAt: null, error: 'not answered' };
    await storage.transaction((tx) => tx.webhookDeliveries.insert([leased]));
    return deliverer.deliverOnce(endpoint, leased);
  }

  /** The deliveries of an endpoint, newest first. */
  async function listDeliveries(
    scope: WebhookScope,
    id: string,
    cursor: Cursor,
  ): Promise<Page<WebhookDelivery>> {
    await get(scope, id);
    return storage.webhookDeliveries.list(scope, id, cursor);
  }

  /** Makes a delivery due now, with a new round of retries, whatever became of it before. */
  async function retry(scope: WebhookScope, id: string, deliveryId: string): Promise<WebhookDelivery> {
    return storage.transaction(async (tx) => {
      const { active } = await find(tx, scope, id);
      const was = await tx.webhookDeliveries.find(scope, id, deliveryId);
      if (!was) throw new DomainError('not_found', 'no such delivery', { id: deliveryId });
      if (!active)
        throw new DomainError('illegal_transition', 'turn the endpoint on first', {
          from: 'disabled',
          to: 'pending',
        });
      const due: WebhookDelivery = { ...was, status: 'pending', attempts: 0, dueAt: clock.now() };
      await tx.webhookDeliveries.update(was, due);
      return due;
    });
  }

  /** Turns events of the outbox into deliveries, one per subscribed endpoint, rendered once. Answers how many events. */
  async function dispatch(limit: number): Promise<number> {
    const events = await storage.events.listDueDispatch(limit);
    if (events.length === 0) return 0;
    const now = clock.now();
    const deliveries: WebhookDelivery[] = [];
    const receivers = receiversOf(storage);
    for (const event of events) {
      for (const { endpoint, url } of await receivers(event)) {
        const rendered = renderFor(endpoint, event);
        if (rendered) deliveries.push(newDelivery(endpoint, random.id('dlv'), { ...rendered, url }, now));
      }
    }
    await storage.transaction(async (tx) => {
      if (deliveries.length > 0) await tx.webhookDeliveries.insert(deliveries);
      await tx.events.markDispatched(
        events.map((event) => event.id),
        now,
      );
    });
    return events.length;
  }

  /** Null for an endpoint of a family that this process does not speak: that must not hold up the others. */
  function renderFor(endpoint: WebhookEndpoint, event: Event) {
    const format = formats[endpoint.family];
    if (!format) {
      log.error({ endpointId: endpoint.id, eventId: event.id }, 'no format for the family of this endpoint');
      return null;
    }
    const { type } = event.fact;
    const body = format.render(event);
    return body === null ? null : { eventId: event.id, type: format.names[type] ?? type, body };
  }

  async function assertCallable(scope: Scope, url: string): Promise<void> {
    assertEndpointUrl(url, scope.mode);
    const refusal = await sender.refusal(url);
    if (refusal) throw new DomainError('webhook_url_refused', refusal, { field: 'url' });
  }

  function formatOf(endpoint: WebhookEndpoint) {
    const format = formats[endpoint.family];
    if (!format) throw new TypeError(`no webhook format for the family ${endpoint.family}`);
    return format;
  }

  return {
    register,
    get,
    list,
    change,
    remove,
    test,
    listDeliveries,
    retry,
    dispatch,
    deliverDue: deliverer.deliverDue,
    settled: deliverer.settled,
  };
}

async function find(from: Repositories, scope: WebhookScope, id: string): Promise<WebhookEndpoint> {
  const endpoint = await from.webhookEndpoints.find(scope, id);
  const isOther = scope.family !== undefined && endpoint?.family !== scope.family;
  if (!endpoint || isOther) throw noEndpoint(id);
  return endpoint;
}

function noEndpoint(id: string): DomainError {
  return new DomainError('not_found', 'no such webhook endpoint', { id });
}
