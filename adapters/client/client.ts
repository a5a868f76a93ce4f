import {
  type Call,
  type CallOptions,
  createCall,
  REAL_WAITING,
  type Waiting,
  type WriteOptions,
} from './call.ts';
import type { Language } from './client-error.ts';
import { type Paged, paged } from './paged.ts';
import type { CreatePayment, CreateRefund, Payment, PaymentFilter, PaymentPage, Refund } from './payment.ts';
import type {
  ChangeWebhook,
  CreatedWebhook,
  CreateWebhook,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  Webhook,
} from './webhook.ts';

/** Where the server is, who is calling, and how patiently. */
export interface ClientOptions {
  /** `sk_test_…` or `sk_live_…`. It belongs on servers only, never in a browser. */
  readonly apiKey: string;
  /** Where the server is: `https://pay.example.com`, with or without `/v2`. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch | undefined;
  /** For each try, from connecting to the last byte; 30 seconds. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is tried again; 3. */
  readonly maxRetries?: number | undefined;
  /** Of error messages; Korean. */
  readonly language?: Language | undefined;
}

/** Everything that the LifeOS API can do. */
export interface Client {
  readonly payments: Payments;
  readonly webhooks: Webhooks;
}

/** `client.payments` */
export interface Payments {
  /** A new payment; send the buyer to its `checkoutUrl`. */
  create(input: CreatePayment, options?: WriteOptions): Promise<Payment>;
  get(id: string, options?: CallOptions): Promise<Payment>;
  /** Refunds what is left, or `amount`. */
  refund(id: string, input?: CreateRefund, options?: WriteOptions): Promise<Refund>;
  /** Cancels what is not paid yet. */
  cancel(id: string, options?: WriteOptions): Promise<Payment>;
  /** Newest first. */
  list(filter?: PaymentFilter, options?: CallOptions): Paged<Payment, PaymentPage>;
}

/** `client.webhooks` */
export interface Webhooks {
  /** A new endpoint. Keep its `secret`: it is shown this once. */
  create(input: CreateWebhook, options?: WriteOptions): Promise<CreatedWebhook>;
  list(options?: CallOptions): Promise<Webhook[]>;
  get(id: string, options?: CallOptions): Promise<Webhook>;
  /** A rotation whose answer is lost is not tried again, for that would end the old secret: do it anew yourself. */
  update(id: string, input: ChangeWebhook, options?: CallOptions): Promise<Webhook>;
  delete(id: string, options?: CallOptions): Promise<void>;
  /** Sends a test event now and says how it went. */
  test(id: string, options?: WriteOptions): Promise<Delivery>;
  /** Newest first. */
  deliveries(id: string, filter?: DeliveryFilter, options?: CallOptions): Paged<Delivery, DeliveryPage>;
  retryDelivery(id: string, deliveryId: string, options?: WriteOptions): Promise<Delivery>;
}

/**
 * A client of the LifeOS API. Calls reject with KoreaCheckoutError. 429, 5xx, lost connections and timeouts are
 * tried again, with growing waits and one idempotency key, so nothing is done twice.
 */
export function createClient(options: ClientOptions, waiting: Waiting = REAL_WAITING): Client {
  if (!/^[\x21-\x7e]+$/.test(options.apiKey ?? '')) throw new TypeError('apiKey: sk_test_… or sk_live_…');
  if (!/^https?:\/\//i.test(options.baseUrl ?? '') || !URL.canParse(options.baseUrl))
    throw new TypeError('baseUrl: the http(s) address of the server');
  const language = options.language ?? 'ko';
  const call = createCall({
    url: `${options.baseUrl.replace(/\/*$/, '').replace(/\/v2$/, '')}/v2`,
    headers: {
      authorization: `Bearer ${options.apiKey}`,
      accept: 'application/json',
      'accept-language': language,
      'user-agent': 'korea-checkout-client',
    },
    fetch: options.fetch ?? fetch,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 3,
    language,
    waiting,
  });
  return { payments: payments(call), webhooks: webhooks(call) };
}

function payments(call: Call): Payments {
  const path = (id: string, verb = ''): string => `/payments/${segment(id)}${verb}`;
  return {
    create: (body, options) => call({ ...options, method: 'POST', path: '/payments', body }),
    get: async (id, options) => call({ ...options, method: 'GET', path: path(id) }),
    refund: async (id, body = {}, options) =>
      call({ ...options, method: 'POST', path: path(id, '/refund'), body }),
    cancel: async (id, options) => call({ ...options, method: 'POST', path: path(id, '/cancel') }),
    list: (filter = {}, options) =>
      paged(filter, (query) => call({ ...options, method: 'GET', path: '/payments', query })),
  };
}

function webhooks(call: Call): Webhooks {
  const path = (id: string, verb = ''): string => `/webhooks/${segment(id)}${verb}`;
  return {
    create: (body, options) => call({ ...options, method: 'POST', path: '/webhooks', body }),
    list: async (options) =>
      (await call<{ data: Webhook[] }>({ ...options, method: 'GET', path: '/webhooks' })).data,
    get: async (id, options) => call({ ...options, method: 'GET', path: path(id) }),
    update: async (id, body, options) =>
      call({ ...options, method: 'PATCH', path: path(id), body, repeatable: !body.rotateSecret }),
    delete: async (id, options) => call({ ...options, method: 'DELETE', path: path(id) }),
    test: async (id, options) => call({ ...options, method: 'POST', path: path(id, '/test') }),
    deliveries: (id, filter = {}, options) =>
      paged(filter, async (query) =>
        call({ ...options, method: 'GET', path: path(id, '/deliveries'), query }),
      ),
    retryDelivery: async (id, deliveryId, options) =>
      call({ ...options, method: 'POST', path: path(id, `/deliveries/${segment(deliveryId)}/retry`) }),
  };
}

/** An id as a part of a path. An empty one or `..` would make it the path of something else. */
function segment(id: string): string {
  if (typeof id !== 'string' || !/^[\w-]+$/.test(id))
    throw new TypeError(`this is no id: ${JSON.stringify(id)}`);
  return id;
}
