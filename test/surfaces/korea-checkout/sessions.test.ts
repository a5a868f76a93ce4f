import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { columns, newSession, refusal, type Store, withStore } from './store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CREATE = '/api/checkout/create-session';

const pathOf = (id: string, rest = ''): string => `/api/checkout/session/${id}${rest}`;

/** Pays in the shop's own way and stops before the money comes. */
async function begin({ app }: Store, id: string, method: 'card' | 'virtual_account' = 'card') {
  await app.core.pay.pay(app.scope, id, { method, address: null, returnUrl: 'https://pay.lifeos.dev/back' });
}

/** Σ price × quantity + shipping + tax − discount. */
function partsOf(data: Record<string, unknown>): number {
  const items = data['items'] as { price: number; quantity: number }[];
  const goods = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  const [shipping, tax, discount] = ['shippingAmount', 'taxAmount', 'discountAmount'].map((key) =>
    Number(data[key]),
  ) as [number, number, number];
  return goods + shipping + tax - discount;
}

suite('Korea Checkout sessions', (test) => {
  test('all eight statuses are reached, and shown', () =>
    withStore(async (store) => {
      const { call, session, paid, helper, read } = store;
      const seen: unknown[] = [];
      const see = async (id: string): Promise<void> => void seen.push((await read(id))['status']);
      const one = await session();
      await see(one);
      await begin(store, one);
      await see(one);
      assert.is((await helper(one, 'complete')).body.data.status, 'completed');
      await see(one);
      await call('POST', pathOf(one, '/refund'), { body: { amount: 1 } });
      await see(one);
      await call('POST', pathOf(one, '/refund'));
      await see(one);
      for (const end of ['fail', 'cancel', 'expire'] as const) {
        const id = await session();
        assert.is((await helper(id, end)).status, 200);
        await see(id);
      }
      assert.is((await read(await paid()))['status'], 'completed');
      assert.equal(seen, [
        'pending',
        'processing',
        'completed',
        'partially_refunded',
        'refunded',
        'failed',
        'cancelled',
        'expired',
      ]);
    }));

  test('every field that was sent comes back, and the parts add up', () =>
    withStore(async ({ call, read }) => {
      const sent = {
        platform: 'woocommerce',
        platformOrderId: 'wc_1001',
        items: [
          {
            name: '티셔츠',
            price: 15_000,
            quantity: 2,
            description: '면 100%',
            productId: 'p1',
            variantOf: 'p0',
            categoryIds: ['tops'],
            onSale: true,
            taxFree: true,
            imageUrl: 'https://cdn.example/a.png',
          },
          { name: '사은품', price: 0, quantity: 1 },
        ],
        shippingAmount: 3_000,
        taxAmount: 500,
        discountAmount: 1_500,
        totalAmount: 32_000,
        currency: 'KRW',
        customer: { id: 'c1', name: '홍길동', email: 'a@b.kr', phone: '010-1234-5678', country: 'KR' },
        shippingAddress: { postcode: '06236', address: '서울 강남구 테헤란로 123', detail: '101호' },
        returnUrl: 'https://yourstore.com/success?a=1',
        cancelUrl: 'https://yourstore.com/cancel',
        webhookUrl: 'http://127.0.0.1:9099/hook',
        metadata: { text: 'x', number: 1, flag: true, list: [1], nested: { a: null } },
        language: 'en',
      };
      const { body } = await call('POST', CREATE, { body: sent });
      const data = await read(body.sessionId);
      const shown = Object.fromEntries(Object.keys(sent).map((key) => [key, data[key]]));
      assert.equal(shown, sent);
      assert.equal([data['needsShipping'], data['originalAmount'], partsOf(data)], [true, 32_000, 32_000]);
    }));

  test('the same order again has the same session with the new cart, until the payment has begun', () =>
    withStore(async (store) => {
      const { call, read } = store;
      const order = newSession();
      const first = await call('POST', CREATE, { body: order });
      const again = await call('POST', CREATE, { body: order });
      assert.equal([again.status, again.body], [201, first.body]);
      const items = [{ name: 'Sample Product', price: 29_000, quantity: 2 }];
      const more = { ...order, items, totalAmount: 58_000 };
      assert.is((await call('POST', CREATE, { body: more })).body.sessionId, first.body.sessionId);
      assert.is((await read(first.body.sessionId))['totalAmount'], 58_000);
      await begin(store, first.body.sessionId);
      assert.is((await call('POST', CREATE, { body: more })).status, 201);
      assert.equal(refusal(await call('POST', CREATE, { body: order })), [409, 'session_not_pending']);
      await store.helper(first.body.sessionId, 'complete');
      const next = await call('POST', CREATE, { body: order });
      assert.is.not(next.body.sessionId, first.body.sessionId);
    }));

  test('one Idempotency-Key makes one session, and another request under it is refused', () =>
    withStore(async ({ call }) => {
      const headers = { 'idempotency-key': 'order-1' };
      const body = newSession();
      const first = await call('POST', CREATE, { body, headers });
      const replay = await call('POST', CREATE, { body, headers });
      assert.equal([replay.status, replay.text], [201, first.text]);
      assert.is(replay.headers.get('idempotent-replayed'), 'true');
      const other = await call('POST', CREATE, { body: newSession(), headers });
      assert.equal(refusal(other), [409, 'idempotency_key_reuse']);
    }));

  test('a change reckons anew: items, delivery and what is to pay', () =>
    withStore(async ({ call, session }) => {
      const id = await session({ metadata: { keep: 'a', go: 'b' } });
      const change = {
        items: [{ name: '새 상품', price: 10_000, quantity: 3 }],
        shippingAmount: 2_500,
        metadata: { go: null, come: 'c' },
        customer: { phone: '' },
        returnUrl: null,
      };
      const { body } = await call('PATCH', pathOf(id), { body: change });
      assert.is(body.data.totalAmount, 32_500);
      assert.equal(body.data.metadata, { keep: 'a', come: 'c' });
      assert.equal(body.data.customer, { name: '홍길동', email: 'customer@example.com' });
      assert.is(body.data.returnUrl, undefined);
      const wrong = await call('PATCH', pathOf(id), { body: { totalAmount: 1 } });
      assert.equal(refusal(wrong), [400, 'amount_mismatch']);
      assert.is(wrong.body.error.details.expected, 32_500);
    }));

  test('a change is 409 once the buyer has begun, and after the end', () =>
    withStore(async (store) => {
      const id = await store.session();
      const change = () => store.call('PATCH', pathOf(id), { body: { metadata: { a: 'b' } } });
      await begin(store, id);
      assert.equal(refusal(await change()), [409, 'session_not_pending']);
      await store.helper(id, 'complete');
      assert.equal(refusal(await change()), [409, 'session_not_pending']);
    }));

  test('a session ends by expire once, and a paid one does not', () =>
    withStore(async ({ call, session, paid }) => {
      const id = await session();
      const ended = await call('POST', pathOf(id, '/expire'));
      assert.equal([ended.status, ended.body.data.status], [200, 'expired']);
      assert.equal(refusal(await call('POST', pathOf(id, '/expire'))), [409, 'session_not_pending']);
      assert.equal(refusal(await call('POST', pathOf(await paid(), '/expire'))), [
        409,
        'session_not_pending',
      ]);
    }));

  const lifetimes: [object, string | number][] = [
    [{}, '2024-01-02T10:00:00Z'],
    [{ expiresIn: 600 }, '2024-01-01T10:10:00Z'],
    [{ expiresAt: '2024-01-01T21:00:00+09:00' }, '2024-01-01T12:00:00Z'],
    [{ expiresIn: 604_800 }, '2024-01-08T10:00:00Z'],
    [{ expiresIn: 604_801 }, 400],
    [{ expiresIn: 0 }, 400],
    [{ expiresAt: '2024-01-08T10:00:01Z' }, 400],
    [{ expiresAt: '2024-01-01T09:59:59Z' }, 400],
    [{ expiresAt: 'tomorrow' }, 400],
  ];
  for (const [asked, expected] of lifetimes)
    test(`a session with ${JSON.stringify(asked)} is ${typeof expected === 'number' ? 'refused' : `good until ${expected}`}`, () =>
      withStore(async ({ call }) => {
        const { status, body } = await call('POST', CREATE, { body: newSession(asked as never) });
        assert.is(typeof expected === 'number' ? status : body.expiresAt, expected);
      }));

  test("its shop's payment_timeout is the default", () =>
    withStore(async ({ call, session, read }) => {
      const shop = await call('POST', '/api/shops', {
        body: { name: '빠른 상점', settings: { payment_timeout: 1800 } },
      });
      const id = await session({ shopId: shop.body.id });
      const data = await read(id);
      assert.equal([data['shopId'], data['expiresAt']], [shop.body.id, '2024-01-01T10:30:00Z']);
    }));

  test('an expired session is so before any job has run, and takes no payment', () =>
    withStore(async ({ app, session, read, helper }) => {
      const id = await session({ expiresIn: 600 });
      app.clock.advance(10 * MINUTE);
      assert.is((await read(id))['status'], 'expired');
      assert.is((await helper(id, 'complete')).status, 409);
    }));

  test('the buyer of a virtual account waits as processing, and the deposit completes it', () =>
    withStore(async (store) => {
      const id = await store.session();
      assert.is((await store.helper(id, 'deposit')).status, 400);
      await begin(store, id, 'virtual_account');
      const waiting = await store.read(id);
      assert.equal([waiting['status'], waiting['paymentMethod']], ['processing', 'virtual_account']);
      const done = await store.helper(id, 'deposit');
      assert.equal([done.status, done.body.data.status], [200, 'completed']);
      assert.is((await store.helper(id, 'deposit')).status, 409);
    }));

  test('a decline is shown, and the buyer may try again', () =>
    withStore(async (store) => {
      const { core, scope, sandbox } = store.app;
      const id = await store.session();
      await begin(store, id);
      const { payment } = await core.sessions.get(scope, id);
      const attemptId = payment.attemptId ?? '';
      await core.payments.hear(
        scope,
        attemptId,
        await sandbox.settle({ attemptId }, { decline: 'card_declined' }),
      );
      const data = await store.read(id);
      assert.is(data['status'], 'pending');
      assert.is((data['failure'] as { code: string }).code, 'card_declined');
      await store.helper(id, 'complete');
      assert.is((await store.read(id))['failure'], undefined);
    }));

  test('refunds are refused as they must be, and listed', () =>
    withStore(async ({ app, call, session, paid, helper }) => {
      const refund = (id: string, body?: object) => call('POST', pathOf(id, '/refund'), { body });
      assert.equal(refusal(await refund(await session())), [400, 'not_captured']);
      const failed = await session();
      await helper(failed, 'fail');
      assert.equal(refusal(await refund(failed)), [400, 'not_refundable_state']);
      const id = await paid();
      const more = await refund(id, { amount: 29_001 });
      assert.equal(refusal(more), [400, 'amount_exceeds_refundable']);
      assert.is(more.body.error.details.refundable, 29_000);
      for (const amount of [0, -1, 1.5, '10000'])
        assert.equal(refusal(await refund(id, { amount })), [400, 'invalid_request']);
      app.clock.advance(HOUR);
      const headers = { 'idempotency-key': 'refund-1' };
      const first = await call('POST', pathOf(id, '/refund'), { body: { amount: 9_000 }, headers });
      const replay = await call('POST', pathOf(id, '/refund'), { body: { amount: 9_000 }, headers });
      assert.is(replay.text, first.text);
      assert.is((await refund(id, { reason: '전액' })).body.amount, 20_000);
      assert.equal(refusal(await refund(id)), [409, 'already_refunded']);
      const { body } = await call('GET', pathOf(id, '/refunds'));
      assert.equal(columns(body.data, 'amount', 'reason', 'status'), [
        [9_000, null, 'completed'],
        [20_000, '전액', 'completed'],
      ]);
    }));
});
