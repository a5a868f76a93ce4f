import * as assert from 'uvu/assert';
import { buildCore, type TestCore } from '../../support/build-core.ts';
import { openSession } from '../../support/checkout.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

async function withCore(work: (test: TestCore) => Promise<void>): Promise<void> {
  const test = await buildCore();
  try {
    await work(test);
  } finally {
    await test.close();
  }
}

suite('shops', (test) => {
  test('the first shop takes the sessions that name none, later ones only their own', () =>
    withCore(async (at) => {
      const { core, scope } = at;
      const { shop: first } = await core.shops.create(scope, { name: '첫 상점' });
      const { shop: second } = await core.shops.create(scope, { name: '둘째 상점' });
      assert.equal([first.isDefault, second.isDefault], [true, false]);
      assert.is((await openSession(at)).session.shopId, first.id);
      assert.is((await openSession(at, { shopId: second.id })).session.shopId, second.id);
    }));

  test('a merchant without a shop gets one under its name, and requests at once get the same', () =>
    withCore(async ({ core, scope, merchant }) => {
      const shops = await Promise.all(Array.from({ length: 10 }, () => core.shops.getDefault(scope)));
      assert.is(new Set(shops.map(({ id }) => id)).size, 1);
      assert.is(shops[0]?.name, merchant.name);
    }));

  test('shops of another merchant and of the other mode are not there', () =>
    withCore(async ({ core, scope }) => {
      const { shop } = await core.shops.create(scope, { name: '상점' });
      const stranger = await core.auth.createMerchant('다른 상점');
      for (const other of [{ ...scope, merchantId: stranger.id }, { ...scope, mode: 'live' } as const]) {
        await rejectsWith('not_found', core.shops.get(other, shop.id));
        await rejectsWith('not_found', core.shops.change(other, shop.id, { name: 'x' }));
        await rejectsWith('not_found', core.shops.rotateSecret(other, shop.id));
        assert.equal((await core.shops.list(other, { limit: 10 })).items, []);
      }
    }));

  test('what is left out of a change stays', () =>
    withCore(async ({ core, scope }) => {
      const { shop } = await core.shops.create(scope, { name: '상점', contactEmail: 'a@example.com' });
      const changed = await core.shops.change(scope, shop.id, { paymentTimeoutMs: 1_800_000 });
      assert.equal(changed, { ...shop, paymentTimeoutMs: 1_800_000, version: 2 });
    }));

  test('a closed shop takes no session', () =>
    withCore(async (at) => {
      const { shop } = await at.core.shops.create(at.scope, { name: '상점', status: 'inactive' });
      await rejectsWith('invalid_request', openSession(at, { shopId: shop.id }));
    }));

  test('a theme that is not safe, no method at all and a webhook to nowhere are refused', () =>
    withCore(async ({ core, scope }) => {
      const { shop } = await core.shops.create(scope, { name: '상점' });
      const theme = { ...shop.theme, cssVariables: { '--primary-color': 'url(//evil)' } };
      await rejectsWith('invalid_request', core.shops.change(scope, shop.id, { theme }));
      await rejectsWith('invalid_request', core.shops.change(scope, shop.id, { paymentMethods: [] }));
      await rejectsWith(
        'webhook_url_refused',
        core.shops.change(scope, shop.id, { webhookUrl: 'ftp://x.kr' }),
      );
      await rejectsWith(
        'webhook_url_refused',
        openSession({ core, scope } as TestCore, { webhookUrl: 'nope' }),
      );
    }));

  test('a shop has one endpoint for each origin that it tells, however many sessions name it at once', () =>
    withCore(async (at) => {
      const { core, scope, knex } = at;
      const { shop } = await core.shops.create(scope, {
        name: '상점',
        webhookUrl: 'http://127.0.0.1:9009/hook',
      });
      const urls = Array.from({ length: 8 }, (_, order) => `http://127.0.0.1:9008/hook?order=${order}`);
      await Promise.all(urls.map((webhookUrl) => openSession(at, { shopId: shop.id, webhookUrl })));
      const rows = (await knex('kc_webhook_endpoints').where({ shop_id: shop.id }).orderBy('created_at')) as {
        url: string;
      }[];
      assert.equal(rows.map(({ url }) => url).sort(), ['http://127.0.0.1:9008', 'http://127.0.0.1:9009']);
    }));
});
