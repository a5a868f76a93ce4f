import { type Event, workspaceOf } from '../events/event.ts';
import { webhookOrigin } from '../shops/shop-endpoints.ts';
import type { Repositories } from '../storage.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** An endpoint that must hear of an event. */
export interface Receiver {
  readonly endpoint: WebhookEndpoint;
  /** Where this event goes; null: to the endpoint's own address. */
  readonly url: string | null;
}

/** Who must hear of each event of one batch; what they have in common is read once. */
export function receiversOf(from: Repositories): (event: Event) => Promise<Receiver[]> {
  const known = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const reading = (known.get(key) as Promise<T> | undefined) ?? read();
    known.set(key, reading);
    return reading;
  };

  /** Endpoints that the merchant has subscribed to this type. */
  async function subscribers(event: Event): Promise<Receiver[]> {
    const { type } = event.fact;
    const key = `${event.merchantId} ${event.mode} ${type}`;
    const endpoints = await once(key, () => from.webhookEndpoints.listSubscribed(event, type));
    return endpoints
      .filter(({ workspaceId }) => workspaceId === workspaceOf(event.fact))
      .map((endpoint) => ({ endpoint, url: null }));
  }

  /** A session's events go to its own URL, else to its shop's. */
  async function ofSession(event: Event, session: SessionOfFact): Promise<Receiver[]> {
    const url = session.webhookUrl ?? (await shopOf(session))?.webhookUrl ?? null;
    if (url === null) return [];
    const key = `${session.shopId} ${webhookOrigin(url)}`;
    const endpoint = await once(key, () =>
      from.webhookEndpoints.findOfShop(event, session.shopId, webhookOrigin(url)),
    );
    return endpoint?.active ? [{ endpoint, url }] : [];
  }

  const shopOf = (session: SessionOfFact) =>
    once(session.shopId, () => from.shops.find(session, session.shopId));

  return async (event) => {
    const { fact } = event;
    const subscribed = await subscribers(event);
    return 'session' in fact ? [...subscribed, ...(await ofSession(event, fact.session))] : subscribed;
  };
}

type SessionOfFact = Extract<Event['fact'], { session: unknown }>['session'];
