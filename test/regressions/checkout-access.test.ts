import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { bodySignature } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { makeCoupon, openSession, payByCard, setOut } from '../support/checkout.ts';
import { receiver } from '../support/receiver.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { MYSQL, POSTGRES, withFolder, withServerDatabase } from '../support/storage.ts';
import { suite, type Test } from '../support/suite.ts';

async function withCore(database: string, work: (at: TestCore) => Promise<void>): Promise<void> {
  const at = await buildCore({ database });
  try {
    await work(at);
  } finally {
    await at.close();
  }
}

function declare(test: Test, withUrl: (work: (url: string) => Promise<void>) => Promise<void>): void {
  const inCore = (work: (at: TestCore) => Promise<void>) => withUrl((url) => withCore(url, work));

  test('of several first shops at once one is the default, and all are made', () =>
    inCore(async ({ core, scope }) => {
      const made = await Promise.all(
        Array.from({ length: 6 }, (_, n) => core.shops.create(scope, { name: `상점 ${n}` })),
      );
      assert.is(made.filter(({ shop }) => shop.isDefault).length, 1);
    }));

  test('a coupon that its merchant changes all the while can still be applied', () =>
    inCore(async (at) => {
      const { core, scope } = at;
      await makeCoupon(at);
      const sessions = await Promise.all(Array.from({ length: 12 }, () => openSession(at)));
      const changes = (async () => {
        for (let n = 0; n < 12; n += 1)
          await core.coupons.change(scope, 'WELCOME10', { nameKo: `이름 ${n}` });
      })();
      const applied = await Promise.allSettled(
        sessions.map(({ session }) => core.sessionCoupons.apply(scope, session.id, 'WELCOME10')),
      );
      await changes;
      assert.equal(
        applied.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
        [],
      );
    }));

  test('changes and removals at once wait for each other in no circle', () =>
    inCore(async (at) => {
      const { core, scope } = at;
      await makeCoupon(at);
      const { session } = await openSession(at);
      for (let round = 0; round < 4; round += 1) {
        await core.sessionCoupons.apply(scope, session.id, 'WELCOME10');
        await Promise.all([
          core.sessionCoupons.remove(scope, session.id, 'WELCOME10'),
          core.sessions.change(scope, session.id, { metadata: { round } }),
        ]);
      }
      const { heldCount } = await core.coupons.get(scope, 'WELCOME10');
      assert.is(heldCount, 0);
    }));
}

suite('checkout races: sqlite', (test) =>
  declare(test, (work) => withFolder((folder) => work(`sqlite:${join(folder, 'shop.sqlite')}`))),
);
for (const server of [POSTGRES, MYSQL])
  suite(`checkout races: ${server.name}`, (test) => {
    if (server.url) declare(test, (work) => withServerDatabase(server, work));
    else test.skip('all of it', server.missing);
  });

suite('checkout access', (test) => {
  const inMemory = (work: (at: TestCore) => Promise<void>) => withCore('sqlite::memory:', work);

  test('a session cannot be changed to send its buyer to what is no address', () =>
    inMemory(async (at) => {
      const { session } = await openSession(at);
      for (const field of ['returnUrl', 'cancelUrl'])
        for (const url of ['javascript:alert(1)', 'https://shop@evil.example', '//evil.example'])
          await rejectsWith(
            'redirect_url_refused',
            at.core.sessions.change(at.scope, session.id, { [field]: url }),
          );
    }));

  test('what a shop tells is signed with its secret of that moment, and for a day with the one before', () =>
    inMemory(async (at) => {
      const { core, scope } = at;
      const heard = await receiver();
      try {
        const { shop } = await core.shops.create(scope, { name: '상점', webhookUrl: heard.url });
        const { session } = await openSession(at, { shopId: shop.id });
        const { secret } = await core.shops.rotateSecret(scope, shop.id);
        await payByCard(at, session.id);
        await core.webhooks.dispatch(10);
        await core.webhooks.deliverDue();
        const [told] = await heard.until(1);
        await core.webhooks.settled();
        assert.is(String(told?.headers['webhook-signature']).split(' ').length, 2);
        const own = bodySignature(secret, told?.body ?? '');
        assert.is(told?.headers['x-korea-checkout-signature'], own);
      } finally {
        heard.close();
      }
    }));

  test('where nobody wants to hear any more nothing is piled up', () =>
    inMemory(async (at) => {
      const { core, scope, storage, knex } = at;
      const { shop } = await core.shops.create(scope, { name: '상점', webhookUrl: 'http://127.0.0.1:9009/' });
      const { session } = await openSession(at, { shopId: shop.id });
      const endpoint = await storage.webhookEndpoints.findOfShop(scope, shop.id, 'http://127.0.0.1:9009');
      if (!endpoint) throw new Error('the shop has an endpoint');
      await storage.webhookEndpoints.update(endpoint, { ...endpoint, active: false, disabledReason: 'gone' });
      await core.sessions.cancel(scope, session.id);
      await core.jobs.runDue();
      assert.equal(await knex('kc_webhook_deliveries'), []);
    }));

  test('four clicks on one button are one try to the fraud rules', () =>
    inMemory(async (at) => {
      const { core, scope } = at;
      const { session, payment } = await openSession(at);
      await Promise.all(Array.from({ length: 4 }, () => setOut(at, session.id)));
      const [last] = await core.risk.ofPayment(scope, payment.id);
      assert.equal(last?.facts.attempts, { card: 0, email: 1, phone: 1, address: 1 });
    }));
});
