import * as assert from 'uvu/assert';
import { assertInvariants } from '../support/assert-invariants.ts';
import { type Answer, type Api, api } from './api.ts';
import { type Books, withBooks } from './books.ts';
import { runCli, startServe } from './cli-process.ts';
import { onEachDatabase, type Place } from './databases.ts';

const LIMIT = { limitMs: 60_000 };
const WORKSPACE = '/api/v1/workspaces/1';

interface Pair {
  readonly apis: readonly [Api, Api];
  readonly keys: { readonly test: string };
  readonly urls: readonly [string, string];
  readonly books: Books;
}

/** Two server processes on one new database, with the demo's workspace and an account in it. */
async function withPair(
  { databaseUrl, ...options }: Place,
  use: (pair: Pair) => Promise<void>,
): Promise<void> {
  const servers = await Promise.all([startServe(['--demo'], options), startServe(['--demo'], options)]);
  try {
    const demo = JSON.parse((await runCli(['demo', '--json'], options)).stdout);
    assert.is(demo.lunepay.workspaceId, 1);
    const [one, two] = servers;
    const apis = [
      api(one.url, demo.lunepay.token as string),
      api(two.url, demo.lunepay.token as string),
    ] as const;
    const account = {
      bank_code: '004',
      bank_name: '국민은행',
      account_number: '123-456-789012',
      account_holder: '홍길동',
    };
    assert.is((await apis[0].post(`${WORKSPACE}/bank-accounts`, account)).status, 201);
    await withBooks(databaseUrl, (books) =>
      use({ apis, keys: demo.apiKeys, urls: [one.url, two.url], books }),
    );
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
  }
}

/** A message of now, in the bank's time. */
function smsText(name: string, { amount = 14_510, minutesAgo = 0, balance = '' } = {}): string {
  const at = new Date(Date.now() + 9 * 3_600_000 - minutesAgo * 60_000).toISOString();
  const moment = `${at.slice(5, 10).replace('-', '/')} ${at.slice(11, 16)}`;
  return `[Web발신]\n[KB]${moment}\n123456***012\n${name}\n입금\n${amount.toLocaleString('en-US')}${balance}`;
}

async function order({ apis }: Pair, change: object = {}): Promise<number> {
  const body = { order_number: `A-${Math.random()}`, amount: 14_510, depositor_name: '홍길동', ...change };
  const made = await apis[0].post(`${WORKSPACE}/orders`, body);
  assert.is(made.status, 201);
  return made.body.id as number;
}

const sms = (caller: Api, raw_sms: string): Promise<Answer> =>
  caller.post('/api/v1/webhooks/bank-sms', { raw_sms }, { authorization: '' });

async function copies(pair: Pair): Promise<void> {
  await order(pair);
  const text = smsText('홍길동', { balance: '\n잔액500,000' });
  const answers = await Promise.all(
    Array.from({ length: 26 }, (_, n) => sms(pair.apis[n % 2 === 0 ? 0 : 1], text)),
  );
  assert.equal(
    new Set(answers.map(({ status }) => status)),
    new Set([200]),
    JSON.stringify(answers[0]?.body),
  );
  assert.is(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  assert.match(answers[0]?.body.message, /자동 매칭/);
  assert.is(await pair.books.count('kc_deposits'), 1);
}

async function oneOrder(pair: Pair): Promise<void> {
  await order(pair);
  // Sixty messages of one name and amount, minutes apart: only one can be the order's.
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      sms(pair.apis[n % 2 === 0 ? 0 : 1], smsText('홍길동', { minutesAgo: n % 25 })),
    ),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.is(await pair.books.count('kc_deposits', { status: 'matched' }), 1);
  assert.is(await pair.books.count('kc_deposit_orders', { status: 'matched' }), 1);
}

async function everythingAtOnce(pair: Pair): Promise<void> {
  const names = Array.from({ length: 12 }, (_, n) => `손님${String.fromCharCode(0xac00 + n * 28)}`);
  const ids: number[] = [];
  for (const [n, depositor_name] of names.entries())
    ids.push(await order(pair, { depositor_name, amount: 1_000 + n }));
  const [one, two] = pair.apis;
  const answers = await Promise.all(
    names.flatMap((name, n) => [
      sms(one, smsText(name, { amount: 1_000 + n })),
      sms(two, smsText(name, { amount: 1_000 + n })),
      two.patch(`${WORKSPACE}/orders/${ids[n]}`, { status: 'CANCELLED' }),
      one.post(`${WORKSPACE}/matches/manual`, { deposit_id: n + 1, order_id: ids[n] }),
      two.post(`${WORKSPACE}/matches/${n + 1}/unmatch`),
    ]),
  );
  const broken = answers.filter(({ status }) => status >= 500);
  assert.equal(
    broken.map(({ status, body }) => [status, body]),
    [],
  );
}

async function payments(pair: Pair): Promise<void> {
  const [one, two] = pair.urls.map((url) => api(url, pair.keys.test)) as [Api, Api];
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      (n % 2 === 0 ? one : two).post('/v2/payments', { amount: 14_510, currency: 'KRW', method: 'bank' }),
    ),
  );
  const answers = await Promise.all(
    made.flatMap(({ body }) => [
      sms(pair.apis[0], smsText(String(body.bank.depositor_name))),
      two.post(`/v2/payments/${body.id}/cancel`),
      sms(pair.apis[1], smsText(String(body.bank.depositor_name))),
    ]),
  );
  assert.equal(
    answers.filter(({ status }) => status >= 500).map(({ body }) => body as unknown),
    [],
  );
}

onEachDatabase('deposits in two processes', (test, withPlace) => {
  const told = (story: (pair: Pair) => Promise<void>) => () =>
    withPlace((place) =>
      withPair(place, async (pair) => {
        await story(pair);
        await assertInvariants(pair.books.knex);
      }),
    );
  test('copies of one message at both doors are one deposit and get one answer', told(copies), LIMIT);
  test('one order never gets two deposits, whichever process is faster', told(oneOrder), LIMIT);
  test(
    'matching, canceling, matching by hand and undoing at once leave no half match',
    told(everythingAtOnce),
    LIMIT,
  );
  test('a payment is completed or canceled, and its order and deposit agree', told(payments), LIMIT);
});
