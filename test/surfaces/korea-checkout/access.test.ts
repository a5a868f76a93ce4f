import * as assert from 'uvu/assert';
import type { Route } from '../../../adapters/http/route.ts';
import { KOREA_CHECKOUT_RATES } from '../../../adapters/http/surfaces/korea-checkout/index.ts';
import { suite } from '../../support/suite.ts';
import { newSession, refusal, type Store, withStore } from './store.ts';

/** Bodies that the routes would take. */
const BODIES: Readonly<Record<string, object>> = {
  createSession: newSession(),
  changeSession: { metadata: { a: 'b' } },
  refundSession: {},
  createCoupon: { code: 'NEW', type: 'percentage', discount_value: 10 },
  changeCoupon: { is_active: false },
  validateCoupon: { code: 'WELCOME10', totalAmount: 1_000 },
  createShop: { name: '상점' },
  changeShop: { name: '남의 상점' },
  changeCustomDomain: { domain: 'checkout.yourstore.com' },
};

const routesOf = ({ app }: Store): readonly Route[] =>
  app.surfaces.find(({ name }) => name === 'korea-checkout')?.routes ?? [];

const isOptional = ({ access }: Route): boolean => access?.kind === 'optional';

/** One of each thing that a path can name. */
async function things({ call, session, coupon }: Store) {
  const id = await session();
  await coupon();
  const shop = await call('POST', '/api/shops', { body: { name: '내 상점' } });
  return { session: id, coupons: 'WELCOME10', shops: shop.body.id as string };
}

suite('Korea Checkout credentials', (test) => {
  test('no key, an unknown key, half a key and a publishable key are 401, on every route that wants one', () =>
    withStore(async (store) => {
      const { app, call } = store;
      const { test: key, publishable } = app.keys;
      let walked = 0;
      for (const route of routesOf(store).filter((one) => !isOptional(one))) {
        const url = `/api${route.path.replaceAll(/:\w+/g, 'x')}`;
        for (const sent of [
          null,
          '',
          'sk_test_abcd',
          key.slice(0, -1),
          `${key}x`,
          publishable,
          "' OR 1=1 --",
        ]) {
          const body = route.method === 'GET' ? undefined : BODIES[route.id];
          const answer = await call(route.method, url, { key: sent, body });
          const code = sent === null || sent === '' ? 'unauthenticated' : 'invalid_api_key';
          assert.equal(refusal(answer), [401, code], `${route.method} ${url} ${sent}`);
          walked += 1;
        }
      }
      assert.ok(walked > 100);
    }));

  test('a bearer token is as good as x-api-key', () =>
    withStore(async ({ app, session }) => {
      const id = await session();
      const answer = await app.call('GET', `/api/checkout/session/${id}`);
      assert.is(answer.status, 200);
    }));

  for (const who of ['another merchant', 'the live key of the same merchant'] as const)
    test(`on every route ${who} gets the same answer for what is there as for what is not`, () =>
      withStore(async (store) => {
        const { app, call } = store;
        const key = who === 'another merchant' ? app.stranger : app.keys.live;
        const ids = await things(store);
        const fill = (path: string, of: Readonly<Record<string, string>>): string =>
          path.replace(/(\w+)\/:\w+/, (_, kind: string) => `${kind}/${of[kind]}`);
        const none = { session: 'cs_none', coupons: 'NOBODYS', shops: 'shop_none' };
        let walked = 0;
        for (const { id, method, path } of routesOf(store).filter((route) => route.path.includes(':'))) {
          const body = method === 'GET' ? undefined : BODIES[id];
          const [mine, nothing] = [
            await call(method, `/api${fill(path, ids)}`, { key, body }),
            await call(method, `/api${fill(path, none)}`, { key, body }),
          ];
          const text = Object.entries(ids).reduce(
            (all, [kind, real]) => all.replace(real, none[kind as keyof typeof none]),
            mine.text,
          );
          assert.equal([mine.status, text], [404, nothing.text], `${method} ${path}`);
          walked += 1;
        }
        assert.ok(walked >= 17);
        for (const list of ['/api/coupons', '/api/shops'])
          assert.equal((await call('GET', list, { key })).body.data, [], list);
        const after = await call('GET', `/api/shops/${ids.shops}`);
        assert.is(after.body.name, '내 상점');
      }));

  test("a coupon is not applied to another merchant's session, nor taken off it", () =>
    withStore(async (store) => {
      const { app, call } = store;
      const { session: sessionId } = await things(store);
      await store.apply(sessionId, 'WELCOME10');
      for (const key of [app.stranger, app.keys.live])
        for (const deed of ['apply', 'remove']) {
          const body = { sessionId, couponCode: 'WELCOME10' };
          const answer = await call('POST', `/api/coupons/${deed}`, { body, key });
          assert.equal(refusal(answer), [404, 'invalid_session'], deed);
        }
      assert.is((await store.read(sessionId))['totalAmount'], 26_100);
    }));

  test('whoever knows a session needs no key for its coupons, but a key that is sent must be good', () =>
    withStore(async (store) => {
      const { session: sessionId } = await things(store);
      const body = { sessionId, couponCode: 'WELCOME10' };
      const bad = await store.call('POST', '/api/coupons/apply', { body, key: 'sk_test_nobody' });
      assert.equal(refusal(bad), [401, 'invalid_api_key']);
      assert.is((await store.apply(sessionId, 'WELCOME10', { key: null })).status, 200);
      assert.is((await store.call('POST', '/api/coupons/remove', { body, key: null })).status, 200);
      const none = { ...body, sessionId: 'cs_none' };
      const unknown = await store.call('POST', '/api/coupons/apply', { body: none, key: null });
      assert.equal(refusal(unknown), [404, 'invalid_session']);
      assert.equal(unknown.body.error.details, { sessionId: 'cs_none', field: 'sessionId' });
    }));

  for (const id of ['%00', '%EA%B0%80', 'x'.repeat(300), '..%2f..', "'%20or%201=1", '%F0%9F%92%B3'])
    test(`what cannot be an id, such as ${id.slice(0, 12)}, is 404 on every route`, () =>
      withStore(async (store) => {
        for (const { id: name, method, path } of routesOf(store).filter((route) =>
          route.path.includes(':'),
        )) {
          const url = `/api${path.replaceAll(/:\w+/g, id)}`;
          const body = method === 'GET' ? undefined : BODIES[name];
          assert.is((await store.call(method, url, { body })).status, 404, `${method} ${url}`);
        }
      }));

  test('what no family has is told by the one that it is nearest to', () =>
    withStore(async ({ app, call }) => {
      const ours = await call('GET', '/api/checkout/none');
      assert.is(ours.body.error.code, 'route_not_found');
      const lunepay = await app.call('GET', '/api/v1/none');
      assert.equal(Object.keys(lunepay.body), ['error', 'detail']);
    }));
});

suite('Korea Checkout rate limits', (test) => {
  const few = { limit: 3, windowMs: 60_000 };
  const many = { limit: 1_000, windowMs: 60_000 };

  for (const [mode, checkoutRates] of [
    ['test', { live: many, test: few }],
    ['live', { live: few, test: many }],
  ] as const)
    test(`a ${mode} key has the limit of its mode, told in headers of every answer`, () =>
      withStore(
        async ({ app, call }) => {
          const key = app.keys[mode];
          for (let left = 2; left >= 0; left -= 1) {
            const { status, headers } = await call('GET', '/api/checkout/session/cs_none', { key });
            const names = [
              'ratelimit-limit',
              'ratelimit-remaining',
              'x-ratelimit-limit',
              'x-ratelimit-remaining',
            ];
            const told = names.map((name) => headers.get(name));
            assert.equal([status, ...told], [404, '3', String(left), '3', String(left)]);
          }
          const refused = await call('GET', '/api/shops', { key });
          assert.equal(refusal(refused), [429, 'rate_limited']);
          assert.is(refused.headers.get('retry-after'), '20');
          const other = mode === 'test' ? app.keys.live : app.keys.test;
          assert.is((await call('GET', '/api/shops', { key: other })).headers.get('ratelimit-limit'), '1000');
          app.clock.advance(20_000);
          assert.is((await call('GET', '/api/shops', { key })).status, 200);
        },
        { checkoutRates },
      ));

  test('the limits are those of the document when nobody says otherwise', () =>
    withStore(
      async ({ app, call }) => {
        const limits = await Promise.all(
          [app.keys.test, app.keys.live].map(async (key) =>
            (await call('GET', '/api/shops', { key })).headers.get('x-ratelimit-limit'),
          ),
        );
        assert.equal(limits, ['100', '1000']);
      },
      { checkoutRates: KOREA_CHECKOUT_RATES },
    ));

  test('who has no key is counted by address, apart from the keys', () =>
    withStore(
      async ({ apply, call }) => {
        for (let count = 0; count < 3; count += 1)
          assert.is((await apply('cs_none', 'X', { key: null })).status, 404);
        assert.equal(refusal(await apply('cs_none', 'X', { key: null })), [429, 'rate_limited']);
        assert.is((await call('GET', '/api/shops')).status, 200);
      },
      { checkoutRates: { live: many, test: many, perAddress: few } },
    ));
});
