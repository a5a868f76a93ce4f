import { readFileSync } from 'node:fs';
import { type Answer, type TestApp, withApp } from '../../support/test-app.ts';

type Json = Record<string, unknown>;

/** What the Korea Checkout document prints. */
export const EXAMPLES = JSON.parse(
  readFileSync(new URL('../examples/korea-checkout.json', import.meta.url), 'utf8'),
) as Record<string, { body: Json; response: Json & { data: Json } }> & {
  webhook: { event: string; data: Json };
  error: { error: { code: string; message: string; details: Json } };
};

/** 2024-01-01 10:00 UTC, when the document's session is made. */
export const START = Date.UTC(2024, 0, 1, 10);

/** How a call differs from one with the shop's test key. */
interface With {
  readonly body?: unknown;
  /** null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A merchant's developer who calls the API. */
export interface Store {
  readonly app: TestApp;
  /** With `x-api-key`. */
  call(method: string, path: string, given?: With): Promise<Answer>;
  /** A session for a new order; of the document's example unless said otherwise. Answers its id. */
  session(change?: Json): Promise<string>;
  /** What `GET` tells of a session. */
  read(id: string): Promise<Json>;
  /** What the buyer does. */
  helper(id: string, name: 'complete' | 'fail' | 'cancel' | 'expire' | 'deposit'): Promise<Answer>;
  /** A session that has been paid. */
  paid(change?: Json): Promise<string>;
  /** A coupon of ten percent, unless said otherwise. */
  coupon(change?: Json): Promise<Answer>;
  apply(sessionId: string, couponCode: string, given?: With): Promise<Answer>;
}

let orders = 0;

/** The document's session for another order, without a webhook. */
export function newSession(change: Json = {}): Json {
  const { webhookUrl: _, ...body } = EXAMPLES['createSession']?.body ?? {};
  return { ...body, platformOrderId: `order_${(orders += 1)}`, ...change };
}

/** A developer's calls. */
export function storeOf(app: TestApp): Store {
  const call: Store['call'] = (method, path, { body, key = app.keys.test, headers = {} } = {}) =>
    app.call(method, path, {
      key: null,
      headers: { ...(key === null ? {} : { 'x-api-key': key }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const session: Store['session'] = async (change) =>
    (await call('POST', '/api/checkout/create-session', { body: newSession(change) })).body
      .sessionId as string;
  const helper: Store['helper'] = (id, name) => call('POST', `/test_helpers/sessions/${id}/${name}`);
  return {
    app,
    call,
    session,
    read: async (id) => (await call('GET', `/api/checkout/session/${id}`)).body.data as Json,
    helper,
    paid: async (change) => {
      const id = await session(change);
      await helper(id, 'complete');
      return id;
    },
    coupon: (change = {}) =>
      call('POST', '/api/coupons/create', {
        body: { code: 'WELCOME10', type: 'percentage', discount_value: 10, ...change },
      }),
    apply: (sessionId, couponCode, given = {}) =>
      call('POST', '/api/coupons/apply', { body: { sessionId, couponCode }, ...given }),
  };
}

/** Runs a test for a merchant in test mode, at the document's time. */
export async function withStore(
  work: (store: Store) => Promise<void>,
  options: Parameters<typeof withApp>[1] = {},
): Promise<void> {
  await withApp(async (app) => {
    app.clock.set(START);
    await work(storeOf(app));
  }, options);
}

/** The status and the code of a refusal. */
export function refusal({ status, body }: Answer): [number, string] {
  return [status, body.error.code as string];
}

/** These fields of each entry of a list. */
export function columns(list: unknown, ...names: string[]): unknown[][] {
  return (list as Json[]).map((entry) => names.map((name) => entry[name]));
}
