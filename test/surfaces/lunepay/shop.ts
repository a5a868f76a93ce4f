import { readFileSync } from 'node:fs';
import type { Actor } from '../../../core/index.ts';
import { type Answer, type Call, type TestApp, withApp } from '../../support/test-app.ts';

/** What the LunePay document prints. */
export const EXAMPLES = JSON.parse(
  readFileSync(new URL('../examples/lunepay.json', import.meta.url), 'utf8'),
) as Record<string, { body: Record<string, unknown>; response: Record<string, unknown>; message: string }>;

/** 2024-02-12 09:00 in Korea, when the document's workspace is made. */
export const START = Date.UTC(2024, 1, 12);

/** A workspace of somebody's with one account, and how its owner calls the API. */
export interface Shop {
  readonly app: TestApp;
  readonly actor: Actor;
  readonly token: string;
  readonly workspaceId: number;
  readonly accountId: number;
  /** Below `/api/v1`, with the owner's token unless another one is given; null sends none. */
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Below the workspace. */
  within(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A message at the public door. */
  sms(text: string, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  order(change?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

let orders = 0;

/** 국민 123-456-789012: the account of the document. */
export const ACCOUNT = EXAMPLES['createBankAccount']?.body ?? {};

/** A deposit message of 국민은행 for that account, now, unless said otherwise. */
export function kbText(change: {
  amount?: number;
  name?: string;
  at?: string;
  balance?: number | null;
  mask?: string;
}): string {
  const {
    amount = 14_510,
    name = '홍길동',
    at = '02/12 09:00',
    balance = null,
    mask = '123456***012',
  } = change;
  const lines = ['[Web발신]', `[KB]${at}`, mask, name, '입금', amount.toLocaleString('en-US')];
  return [...lines, ...(balance === null ? [] : [`잔액${balance.toLocaleString('en-US')}`])].join('\n');
}

/** Somebody else's or another shop on the same server. */
export async function openShop(
  app: TestApp,
  scope: { merchantId: string; mode: 'test' | 'live' },
  account: object = ACCOUNT,
): Promise<Shop> {
  const user = await app.core.users.create(scope, { name: '사장님' });
  const { token } = await app.core.users.issueToken(scope, user.id);
  const call: Shop['call'] = (method, path, given = {}) =>
    app.call(method, `/api/v1${path}`, { key: token, ...given });
  const workspace = await call('POST', '/workspaces', { body: { name: '쇼핑몰 운영팀' } });
  const workspaceId = workspace.body.id as number;
  const within: Shop['within'] = (method, path, body) =>
    call(method, `/workspaces/${workspaceId}${path}`, body === undefined ? {} : { body });
  const registered = await within('POST', '/bank-accounts', account);
  return {
    app,
    actor: { ...scope, userId: user.id },
    token,
    workspaceId,
    accountId: registered.body.id as number,
    call,
    within,
    sms: (text, more = {}) =>
      call('POST', '/webhooks/bank-sms', { key: null, body: { raw_sms: text, ...more } }),
    order: (change = {}) =>
      within('POST', '/orders', {
        order_number: `A-${(orders += 1)}`,
        amount: 14_510,
        depositor_name: '홍길동',
        ...change,
      }),
  };
}

/** Runs a test in a shop of the merchant's, in test mode unless said otherwise, at the document's time. */
export async function withShop(
  work: (shop: Shop) => Promise<void>,
  options: Parameters<typeof withApp>[1] & { mode?: 'test' | 'live' } = {},
): Promise<void> {
  await withApp(async (app) => {
    app.clock.set(START);
    await work(await openShop(app, { ...app.scope, mode: options.mode ?? 'test' }));
  }, options);
}

/** A registered phone: where it posts, and how it signs. */
export async function registerPhone(
  shop: Shop,
  body: object = { name: '매장 휴대폰' },
): Promise<{ id: number; path: string; token: string; secret: string }> {
  const { body: made } = await shop.within('POST', '/devices', body);
  const path = new URL(made.webhook_url as string).pathname.replace('/api/v1', '');
  return { id: made.id as number, path, token: made.token as string, secret: made.secret as string };
}
