import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, type TestApp, withApp } from '../../support/test-app.ts';

/** One of each thing that a path can name, owned by the merchant in test mode. */
async function things(app: TestApp): Promise<Record<string, string>> {
  const payment = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body.id as string;
  const webhook = (
    await app.call('POST', '/v2/webhooks', {
      body: { url: 'http://127.0.0.1:9/hook', events: ['payment.created'] },
    })
  ).body.id as string;
  const delivery = (await app.call('POST', `/v2/webhooks/${webhook}/test`)).body.id as string;
  return { payments: payment, webhooks: webhook, deliveries: delivery };
}

/** A body that the route would take. */
const BODIES: Readonly<Record<string, object>> = {
  createPayment: NEW_PAYMENT,
  refundPayment: {},
  createWebhook: { url: 'http://127.0.0.1:9/hook', events: ['payment.created'] },
  changeWebhook: { active: false },
};

const ROUTES = ['LifeOS', 'test helpers'];

/** The surfaces that take API keys. */
const lifeosOf = (app: TestApp) =>
  app.surfaces.filter(({ name }) => name === 'lifeos' || name === 'test-helpers');

suite('LifeOS credentials', (test) => {
  test('no key, an unknown key, half a key and another scheme are 401, on every route', () =>
    withApp(async (app) => {
      for (const { basePath, routes } of lifeosOf(app))
        for (const { id, method, path } of routes) {
          const url = (basePath + path).replaceAll(/:\w+/g, 'x');
          for (const authorization of [
            undefined,
            'Bearer sk_test_abcd1234',
            `Bearer ${app.keys.test.slice(0, -1)}`,
            `Bearer ${app.keys.test}x`,
            `Basic ${Buffer.from(app.keys.test).toString('base64')}`,
            'Bearer',
            "Bearer ' OR 1=1 --",
          ]) {
            const headers: Record<string, string> = authorization ? { authorization } : {};
            const { status, body } = await app.call(method, url, {
              key: null,
              headers,
              body: method === 'GET' ? undefined : BODIES[id],
            });
            assert.equal(
              [status, typeof body.error.code],
              [401, 'string'],
              `${method} ${url} ${authorization}`,
            );
          }
        }
    }));

  test('a publishable key is refused where a secret key is asked for', () =>
    withApp(async (app) => {
      assert.is((await app.call('GET', '/v2/payments', { key: app.keys.publishable })).status, 401);
    }));

  test('a revoked key is refused at once, a rotated one after a day', () =>
    withApp(async (app) => {
      const { key, apiKey } = await app.core.auth.issue(app.scope, { kind: 'secret', name: 'old' });
      const next = await app.core.auth.rotate(app.scope, apiKey.id);
      assert.is((await app.call('GET', '/v2/payments', { key })).status, 200);
      assert.is((await app.call('GET', '/v2/payments', { key: next.key })).status, 200);
      app.clock.advance(24 * 60 * 60 * 1000);
      assert.is((await app.call('GET', '/v2/payments', { key })).status, 401);
      await app.core.auth.revoke(app.scope, next.apiKey.id);
      assert.is((await app.call('GET', '/v2/payments', { key: next.key })).status, 401);
    }));

  test('no key is stored, only its hash; and its last use is noted', () =>
    withApp(async (app) => {
      await app.call('GET', '/v2/payments');
      await app.core.jobs.runDue();
      const keys = await app.core.auth.list(app.scope);
      assert.not.match(JSON.stringify(keys), app.keys.test);
      assert.ok(keys.some(({ lastUsedAt }) => lastUsedAt === app.clock.now()));
    }));

  for (const who of ['another merchant', 'the live key of the same merchant'] as const)
    test(`on every route ${who} gets the same answer for what is there as for what is not`, () =>
      withApp(async (app) => {
        const key = who === 'another merchant' ? app.stranger : app.keys.live;
        const ids = await things(app);
        let walked = 0;
        for (const { basePath, routes } of lifeosOf(app))
          for (const { id, method, path } of routes.filter((route) => route.path.includes(':'))) {
            const there = (basePath + path).replaceAll(/(\w+)\/:\w+/g, (_, of: string) => `${of}/${ids[of]}`);
            const body = method === 'GET' ? undefined : BODIES[id];
            const mine = await app.call(method, there, { key, body });
            const none = await app.call(method, there.replace(/(pay|wh|dlv)_\w+/g, '$1_none'), { key, body });
            assert.is(mine.status, 404, `${method} ${there}`);
            assert.is(mine.text, none.text, `${method} ${there}`);
            walked += 1;
          }
        assert.ok(walked >= 12, ROUTES.join());
        const list = await app.call('GET', '/v2/payments', { key });
        assert.equal([list.body.total, list.body.data], [0, []]);
        assert.equal((await app.call('GET', '/v2/webhooks', { key })).body.data, []);
        const after = await app.call('GET', `/v2/payments/${ids['payments']}`);
        assert.equal([after.status, after.body.status], [200, 'pending']);
      }));
});

suite('LifeOS ids', (test) => {
  test('a stranger hears 404 however often, and does not use up the tries of the buyer', () =>
    withApp(async (app) => {
      const { payments } = await things(app);
      const path = `/test_helpers/payments/${payments}/complete`;
      for (let n = 0; n < 12; n += 1)
        assert.is((await app.call('POST', path, { key: app.stranger })).status, 404);
      assert.is((await app.call('POST', path)).status, 200);
    }));

  for (const id of ['%00', '%EA%B0%80', 'x'.repeat(300), '..%2f..', "'%20or%201=1"])
    test(`what cannot be an id, such as ${id.slice(0, 12)}, is 404 on every route`, () =>
      withApp(async (app) => {
        for (const { basePath, routes } of lifeosOf(app))
          for (const { id: name, method, path } of routes.filter((route) => route.path.includes(':'))) {
            const url = basePath + path.replaceAll(/:\w+/g, id);
            const body = method === 'GET' ? undefined : BODIES[name];
            assert.is((await app.call(method, url, { body })).status, 404, `${method} ${url}`);
          }
        assert.is((await app.call('GET', `/v2/payments?starting_after=${id}`)).status, 400);
      }));
});

suite('LifeOS rate limit', (test) => {
  test('the limit is exact, told in headers, and comes back with time', () =>
    withApp(
      async (app) => {
        for (let left = 4; left >= 0; left -= 1) {
          const { status, headers } = await app.call('GET', '/v2/payments');
          assert.is(status, 200);
          assert.equal(
            ['ratelimit-limit', 'ratelimit-remaining', 'x-ratelimit-remaining'].map((name) =>
              headers.get(name),
            ),
            ['5', String(left), String(left)],
          );
        }
        const refused = await app.call('GET', '/v2/payments');
        assert.equal([refused.status, refused.body.error.code], [429, 'rate_limited']);
        assert.is(refused.headers.get('retry-after'), '12');
        assert.is((await app.call('GET', '/v2/payments', { key: app.stranger })).status, 200);
        app.clock.advance(12_000);
        assert.is((await app.call('GET', '/v2/payments')).status, 200);
      },
      { ratePerMinute: 5 },
    ));
});
