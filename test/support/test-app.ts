import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../adapters/http/app.ts';
import type { Surface } from '../../adapters/http/route.ts';
import {
  type KoreaCheckoutRates,
  koreaCheckoutSurface,
} from '../../adapters/http/surfaces/korea-checkout/index.ts';
import { lifeosSurface } from '../../adapters/http/surfaces/lifeos/index.ts';
import { lunepaySurface } from '../../adapters/http/surfaces/lunepay/index.ts';
import { testHelpersSurface } from '../../adapters/http/surfaces/test-helpers/index.ts';
import type { Mode, RateLimit } from '../../core/index.ts';
import { answerChecker } from './check-answers.ts';
import { buildCore, type TestCore } from './build-core.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `null` when there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface Call {
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly body?: unknown;
  /** The merchant's test key when left out; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApp extends TestCore {
  readonly url: string;
  readonly surfaces: readonly Surface[];
  readonly keys: { readonly test: string; readonly live: string; readonly publishable: string };
  /** Another merchant's. */
  readonly stranger: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
}

/** The whole HTTP application on loopback, with a merchant, its keys and a stranger. */
export async function withApp(
  work: (app: TestApp) => Promise<void>,
  options: Parameters<typeof buildCore>[0] & {
    ratePerMinute?: number;
    smsRate?: RateLimit;
    checkoutRates?: KoreaCheckoutRates;
  } = {},
): Promise<void> {
  const built = await buildCore(options);
  const { core, scope, sandbox } = built;
  const rate = { limit: options.ratePerMinute ?? 100_000, windowMs: 60_000 };
  const surfaces = [
    lifeosSurface(rate),
    lunepaySurface({ perUser: rate, perAddress: options.smsRate ?? rate, perPhone: rate }),
    koreaCheckoutSurface(options.checkoutRates ?? { live: rate, test: rate, perAddress: rate }),
    testHelpersSurface(sandbox, rate),
  ];
  const server = createApp(core, { surfaces, publicUrl: 'https://pay.lifeos.dev' }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const issue = async (merchantId: string, mode: Mode, kind: 'secret' | 'publishable') =>
      (await core.auth.issue({ merchantId, mode }, { kind, name: 'test' })).key;
    const check = answerChecker(surfaces);
    const other = await core.auth.createMerchant('다른 상점');
    const keys = {
      test: await issue(scope.merchantId, 'test', 'secret'),
      live: await issue(scope.merchantId, 'live', 'secret'),
      publishable: await issue(scope.merchantId, 'test', 'publishable'),
    };
    const stranger = await issue(other.id, 'test', 'secret');
    await work({
      ...built,
      url,
      surfaces,
      keys,
      stranger,
      call: async (method, path, call = {}) => {
        const answer = await send(url + path, method, { key: keys.test, ...call });
        check(method, path, answer);
        return answer;
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
    await built.close();
  }
}

async function send(url: string, method: string, { body, key, headers }: Call): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null };
}

/** What the document's example creates. */
export const NEW_PAYMENT = { amount: 29900, currency: 'KRW', method: 'card' } as const;

/** A payment that has been paid. */
export async function paid(app: TestApp, input: object = {}): Promise<string> {
  const created = await app.call('POST', '/v2/payments', { body: { ...NEW_PAYMENT, ...input } });
  const id = String(created.body.id);
  await app.call('POST', `/test_helpers/payments/${id}/complete`);
  return id;
}
