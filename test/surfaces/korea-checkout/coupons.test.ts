import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { withFolder } from '../../support/storage.ts';
import { suite } from '../../support/suite.ts';
import { columns, newSession, refusal, type Store, withStore } from './store.ts';

const DAY = 24 * 60 * 60_000;

const pathOf = (code: string, rest = ''): string => `/api/coupons/${encodeURIComponent(code)}${rest}`;

/** Used and held. */
const countsOf = async ({ call }: Store, code = 'WELCOME10'): Promise<number[]> => {
  const { coupon } = (await call('GET', pathOf(code))).body;
  return [coupon.used_count, coupon.held_count];
};

const remove = ({ call }: Store, sessionId: string, couponCode: string) =>
  call('POST', '/api/coupons/remove', { body: { sessionId, couponCode } });

suite('Korea Checkout coupons', (test) => {
  test('a coupon is found however its code is typed, changed, switched off and removed', () =>
    withStore(async (store) => {
      const { call, coupon, session, apply } = store;
      const made = await coupon({ code: ' 여름-세일.10% ', valid_until: '2024-12-31' });
      const code = made.body.coupon.code as string;
      // A day alone is that whole day in Korea.
      assert.equal([code, made.body.coupon.valid_until], ['여름-세일.10%', '2024-12-31T14:59:59Z']);
      const found = await call('GET', pathOf(' 여름-세일.10％ '));
      assert.equal([found.status, found.body], [200, { ...made.body }]);
      const change = { discount_value: 33.33, usage_limit: 5, valid_until: null, is_active: false };
      const { body } = await call('PATCH', pathOf(code), { body: change });
      for (const [key, value] of Object.entries(change)) assert.equal(body.coupon[key], value, key);
      assert.equal(refusal(await apply(await session(), code)), [400, 'coupon_inactive']);
      assert.equal((await call('DELETE', pathOf(code))).body, { success: true });
      assert.equal(refusal(await call('GET', pathOf(code))), [404, 'coupon_not_found']);
      assert.equal(refusal(await call('DELETE', pathOf(code))), [404, 'coupon_not_found']);
      assert.is((await coupon({ code })).status, 201);
    }));

  test('a code is taken once, also under one Idempotency-Key', () =>
    withStore(async ({ call, coupon }) => {
      await coupon();
      assert.equal(refusal(await coupon({ code: 'welcome10' })), [409, 'already_exists']);
      const headers = { 'idempotency-key': 'coupon-1' };
      const body = { code: 'OTHER', type: 'free_shipping' };
      const first = await call('POST', '/api/coupons/create', { body, headers });
      const replay = await call('POST', '/api/coupons/create', { body, headers });
      assert.equal([first.status, replay.text], [201, first.text]);
    }));

  test('lists are newest first and come in pages', () =>
    withStore(async ({ call, coupon }) => {
      for (const code of ['A', 'B', 'C']) await coupon({ code, is_active: code !== 'B' });
      const first = await call('GET', '/api/coupons?limit=2');
      const codesOf = ({ body }: typeof first): unknown[] => columns(body.data, 'code').flat();
      assert.equal([codesOf(first), first.body.has_more], [['C', 'B'], true]);
      const next = await call('GET', `/api/coupons?limit=2&starting_after=${first.body.data[1].id}`);
      assert.equal([codesOf(next), next.body.has_more], [['A'], false]);
      assert.equal(codesOf(await call('GET', '/api/coupons?is_active=false')), ['B']);
      assert.is((await call('GET', '/api/coupons?limit=101')).status, 400);
    }));

  test('the four types take off what they say, together', () =>
    withStore(async ({ coupon, session, apply, read }) => {
      await coupon({ code: 'TEN' });
      await coupon({ code: 'WON', type: 'fixed_amount', discount_value: 5_000 });
      await coupon({ code: 'SHIP', type: 'free_shipping' });
      await coupon({
        code: 'PROD',
        type: 'product_specific',
        discount_kind: 'fixed_amount',
        discount_value: 1_000,
        applies_to: ['prod_123'],
      });
      const id = await session({ shippingAmount: 3_000, totalAmount: 32_000 });
      const discounts: unknown[] = [];
      for (const code of ['TEN', 'WON', 'SHIP', 'PROD']) discounts.push((await apply(id, code)).body);
      assert.equal(discounts, [
        { success: true, discount: { type: 'percentage', value: 10, amount: 2_900 }, newTotal: 29_100 },
        { success: true, discount: { type: 'fixed_amount', value: 5_000, amount: 5_000 }, newTotal: 24_100 },
        { success: true, discount: { type: 'free_shipping', value: 0, amount: 3_000 }, newTotal: 21_100 },
        {
          success: true,
          discount: { type: 'product_specific', value: 1_000, amount: 1_000 },
          newTotal: 20_100,
        },
      ]);
      const data = await read(id);
      assert.equal([data['totalAmount'], data['discountAmount']], [20_100, 11_900]);
      assert.is((data['coupons'] as unknown[]).length, 4);
    }));

  test('a use is held when applied, free when taken off or the session ends, and used when it is paid', () =>
    withStore(async (store) => {
      const { coupon, session, apply, helper, paid } = store;
      await coupon({ usage_limit: 1 });
      const one = await session();
      await apply(one, 'WELCOME10');
      assert.equal(await countsOf(store), [0, 1]);
      const taken = await apply(await session(), 'WELCOME10');
      assert.equal(refusal(taken), [409, 'coupon_usage_limit_reached']);
      const off = await remove(store, one, ' welcome10 ');
      assert.equal(off.body, {
        success: true,
        discount: { type: 'percentage', value: 10, amount: 0 },
        newTotal: 29_000,
      });
      assert.equal(refusal(await remove(store, one, 'WELCOME10')), [404, 'coupon_not_found']);
      assert.equal(await countsOf(store), [0, 0]);
      await apply(one, 'WELCOME10');
      await helper(one, 'expire');
      assert.equal(await countsOf(store), [0, 0]);
      const two = await session();
      await apply(two, 'WELCOME10');
      const done = await helper(two, 'complete');
      assert.equal([done.body.data.status, done.body.data.totalAmount], ['completed', 26_100]);
      assert.equal(await countsOf(store), [1, 0]);
      assert.equal(refusal(await apply(await paid(), 'WELCOME10')), [409, 'session_not_pending']);
    }));

  const refused: [string, object, string, number][] = [
    ['nobody has', { code: 'OTHER' }, 'coupon_not_found', 404],
    ['begins tomorrow', { valid_from: '2024-01-02' }, 'coupon_not_yet_valid', 400],
    ['ended yesterday', { valid_until: '2023-12-31' }, 'coupon_expired', 400],
    ['wants a larger order', { minimum_order_amount: 29_001 }, 'coupon_minimum_not_met', 400],
    ['wants a smaller order', { maximum_order_amount: 28_999 }, 'coupon_maximum_exceeded', 400],
    ['is for other goods', { product_ids: ['prod_9'] }, 'coupon_not_applicable_to_cart', 400],
    ['is in dollars', { currency: 'USD' }, 'coupon_currency_mismatch', 400],
  ];
  for (const [what, change, code, status] of refused)
    test(`a coupon that ${what} is ${status} ${code}, and validate says the same`, () =>
      withStore(async ({ call, coupon, session, apply }) => {
        await coupon(change as never);
        const sessionId = await session();
        assert.equal(refusal(await apply(sessionId, 'WELCOME10')), [status, code]);
        const body = { code: 'WELCOME10', sessionId };
        const verdict = (await call('POST', '/api/coupons/validate', { body })).body;
        assert.equal([verdict.success, verdict.valid, `coupon_${verdict.reason}`], [true, false, code]);
        assert.ok(verdict.message.length > 5);
      }));

  test('validate tells what a code would do, of a session or an order, and holds nothing', () =>
    withStore(async (store) => {
      const { call, coupon, session } = store;
      await coupon({ usage_limit_per_customer: 1 });
      const validate = (body: object) => call('POST', '/api/coupons/validate', { body });
      const good = {
        success: true,
        valid: true,
        discount: { type: 'percentage', value: 10, amount: 2_900 },
        newTotal: 26_100,
      };
      const { items } = newSession() as { items: object[] };
      assert.equal((await validate({ couponCode: 'WELCOME10', sessionId: await session() })).body, good);
      assert.equal((await validate({ code: 'WELCOME10', items })).body, good);
      assert.equal((await validate({ code: 'WELCOME10', totalAmount: 29_000 })).body, good);
      const delivered = { items, shippingAmount: 3_000, totalAmount: 32_000 };
      assert.is((await validate({ code: 'WELCOME10', ...delivered })).body.newTotal, 29_100);
      const wrong = await validate({ code: 'WELCOME10', items, totalAmount: 1 });
      assert.equal(refusal(wrong), [400, 'amount_mismatch']);
      for (const [body, field] of [
        [{ sessionId: 'cs_none' }, 'code'],
        [{ code: 'WELCOME10' }, 'items'],
      ] as const)
        assert.is((await validate(body)).body.error.details.field, field);
      const none = await validate({ code: 'WELCOME10', sessionId: 'cs_none' });
      assert.equal(refusal(none), [404, 'invalid_session']);
      assert.equal(await countsOf(store), [0, 0]);
    }));

  test('coupons that have paid it all complete the session without a gateway', () =>
    withStore(async ({ coupon, session, apply, helper }) => {
      await coupon({ code: 'FREE', discount_value: 100 });
      const id = await session();
      assert.is((await apply(id, 'FREE')).body.newTotal, 0);
      const { status, body } = await helper(id, 'complete');
      assert.equal(
        [status, body.data.status, body.data.totalAmount, body.data.paymentMethod, body.data.gateway],
        [200, 'completed', 0, 'free', undefined],
      );
    }));

  test('of sixty who apply the last twenty uses at once, twenty have them', () =>
    withFolder((folder) =>
      withStore(
        async (store) => {
          await store.coupon({ usage_limit: 20 });
          const ids = await Promise.all(Array.from({ length: 60 }, () => store.session()));
          const answers = await Promise.all(ids.map((id) => store.apply(id, 'WELCOME10', { key: null })));
          const good = answers.filter(({ status }) => status === 200).length;
          const usedUp = answers.filter(({ status }) => status === 409);
          assert.equal([good, usedUp.length], [20, 40]);
          for (const answer of usedUp) assert.equal(refusal(answer), [409, 'coupon_usage_limit_reached']);
          assert.equal(await countsOf(store), [0, 20]);
        },
        { database: `sqlite:${join(folder, 'race.sqlite')}` },
      ),
    ));

  test('its figures are those of the paid orders, by day in Korea', () =>
    withStore(async (store) => {
      const { app, call, coupon, session, apply, helper } = store;
      await coupon();
      const buy = async (): Promise<void> => {
        const id = await session();
        await apply(id, 'WELCOME10');
        await helper(id, 'complete');
      };
      await buy();
      app.clock.set(Date.UTC(2024, 0, 1, 15)); // midnight in Korea
      await buy();
      await buy();
      await apply(await session(), 'WELCOME10');
      const { body } = await call('GET', pathOf('WELCOME10', '/analytics'));
      const two = { currency: 'KRW', uses: 2, revenue: 52_200, discount: 5_800 };
      const one = { currency: 'KRW', uses: 1, revenue: 26_100, discount: 2_900 };
      const all = { currency: 'KRW', uses: 3, revenue: 78_300, discount: 8_700 };
      assert.equal(body.data, {
        code: 'WELCOME10',
        from: '2023-12-04',
        to: '2024-01-02',
        ...all,
        used_count: 3,
        held_count: 1,
        by_currency: [all],
        by_day: [
          { date: '2024-01-01', ...one },
          { date: '2024-01-02', ...two },
        ],
      });
      const day = await call('GET', pathOf('WELCOME10', '/analytics?from=2024-01-02&to=2024-01-02'));
      assert.equal([day.body.data.uses, day.body.data.by_day.length], [2, 1]);
      app.clock.advance(60 * DAY);
      assert.is((await call('GET', pathOf('WELCOME10', '/analytics'))).body.data.uses, 0);
    }));
});
