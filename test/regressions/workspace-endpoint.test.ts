import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { type Shop, withShop } from '../surfaces/lunepay/shop.ts';

const FIRST = 'http://127.0.0.1:8099/first';
const SECOND = 'http://127.0.0.1:8099/second';

/** The endpoint of the workspace once it has this address. */
async function listenAt(shop: Shop, url: string): Promise<string> {
  assert.is((await shop.within('PATCH', '', { webhook_url: url })).body.webhook_url, url);
  const workspace = await shop.app.storage.workspaces.find(shop.actor, shop.workspaceId);
  return workspace?.webhookEndpointId ?? '';
}

suite('the webhook endpoint of a workspace', (test) => {
  test('when it is gone the workspace can be read, renamed and given a new address', () =>
    withShop(async (shop) => {
      const gone = await listenAt(shop, FIRST);
      await shop.app.core.webhooks.remove(shop.actor, gone);
      const read = await shop.within('GET', '');
      assert.equal([read.status, read.body.webhook_url], [200, null]);
      const renamed = await shop.within('PATCH', '', { name: '새 이름' });
      assert.equal([renamed.status, renamed.body.webhook_url], [200, null]);
      const moved = await shop.within('PATCH', '', { webhook_url: SECOND });
      assert.equal([moved.status, moved.body.webhook_url], [200, SECOND]);
      assert.match(moved.body.webhook_secret, /^whsec_/);
      assert.is((await shop.within('GET', '')).body.webhook_url, SECOND);
    }));

  test('when it is gone the address can be taken away once more', () =>
    withShop(async (shop) => {
      await shop.app.core.webhooks.remove(shop.actor, await listenAt(shop, FIRST));
      const ended = await shop.within('PATCH', '', { webhook_url: null });
      assert.equal([ended.status, ended.body.webhook_url], [200, null]);
    }));

  test('is as if it were not there for the keys of the LifeOS API', () =>
    withShop(async (shop) => {
      const id = await listenAt(shop, FIRST);
      const statuses = [
        await shop.app.call('GET', `/v2/webhooks/${id}`),
        await shop.app.call('DELETE', `/v2/webhooks/${id}`),
      ].map(({ status }) => status);
      assert.equal(statuses, [404, 404]);
      assert.is((await shop.within('GET', '')).body.webhook_url, FIRST);
    }));

  test('is one, though three addresses are set at once, and none is left when it is taken away', () =>
    withShop(async (shop) => {
      const urls = ['a', 'b', 'c'].map((name) => `http://127.0.0.1:8099/${name}`);
      const answers = await Promise.all(urls.map((webhook_url) => shop.within('PATCH', '', { webhook_url })));
      assert.ok(answers.every(({ status }) => status === 200 || status === 409));
      const active = async () => (await shop.app.storage.webhookEndpoints.list(shop.actor, 'lunepay')).length;
      assert.is(await active(), 1);
      await shop.within('PATCH', '', { webhook_url: null });
      assert.is(await active(), 0);
    }));

  test('that loses to another address set at the same moment loses nothing else of what was asked', () =>
    withShop(async (shop) => {
      const answers = await Promise.all([
        shop.within('PATCH', '', { webhook_url: FIRST, name: '새 이름' }),
        shop.within('PATCH', '', { webhook_url: SECOND, policy: { grace_minutes: 7 } }),
      ]);
      const { name, policy } = (await shop.within('GET', '')).body;
      for (const [answer, isDone] of [
        [answers[0], name === '새 이름'],
        [answers[1], policy.grace_minutes === 7],
      ] as const)
        assert.is(answer.status === 200, isDone, `${answer.status}, but written down: ${isDone}`);
    }));
});
