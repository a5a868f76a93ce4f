import * as assert from 'uvu/assert';
import type { Storage } from '../../core/index.ts';
import { sampleSession, sampleShop, sampleTally } from '../support/checkout-fixtures.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

const SPAN = { subject: 'shop_1', from: 0, to: 99_999 };

async function walk(storage: Storage, shopId: string): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const cursor = { limit: 2, startingAfter: ids.at(-1) };
    const page = await storage.sessions.list(SCOPE, shopId, cursor);
    ids.push(...page.items.map(({ id }) => id));
    if (!page.hasMore) return ids;
  }
}

/** Shops, checkout sessions and tallies. */
export const checkoutContract: Contract = (test, withStorage) => {
  test('a shop comes back with every field, for its own scope alone', () =>
    withStorage(async (storage) => {
      const shop = sampleShop();
      await storage.shops.insert(shop);
      assert.equal(await storage.shops.find(SCOPE, shop.id), shop);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE])
        assert.is(await storage.shops.find(scope, shop.id), null);
      const now = await storage.shops.update(shop, {
        ...shop,
        name: '새 이름',
        theme: { ...shop.theme, radius: 4 },
      });
      assert.equal(await storage.shops.find(SCOPE, shop.id), now);
      await rejectsWith('stale_write', storage.shops.update(shop, shop));
    }));

  test('a merchant has one default shop in each mode, and no second one', () =>
    withStorage(async (storage) => {
      const shop = sampleShop({ isDefault: true });
      await storage.shops.insert(shop);
      await storage.shops.insert(sampleShop({ isDefault: true, ...OTHER_MODE }));
      await rejectsWith('already_exists', storage.shops.insert(sampleShop({ isDefault: true })));
      assert.is((await storage.shops.findDefault(SCOPE))?.id, shop.id);
      assert.is(await storage.shops.findDefault(OTHER_MERCHANT), null);
    }));

  test('shops are listed newest first, of one scope', () =>
    withStorage(async (storage) => {
      const shops = [0, 1, 2].map((ms) => sampleShop({ createdAt: NOW + ms }));
      for (const shop of [...shops, sampleShop(OTHER_MERCHANT)]) await storage.shops.insert(shop);
      const first = await storage.shops.list(SCOPE, { limit: 2 });
      assert.equal(
        first.items.map(({ id }) => id),
        [shops[2]?.id, shops[1]?.id],
      );
      assert.is(first.hasMore, true);
    }));

  test('a session comes back with every field, for its own scope alone', () =>
    withStorage(async (storage) => {
      const session = sampleSession();
      await storage.sessions.insert(session);
      assert.equal(await storage.sessions.find(SCOPE, session.id), session);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE])
        assert.is(await storage.sessions.find(scope, session.id), null);
      assert.equal(await storage.sessions.findScope(session.id), SCOPE);
      assert.is(await storage.sessions.findScope('cs_none'), null);
    }));

  test('an order has one open session in a shop, and another one once that has ended', () =>
    withStorage(async (storage) => {
      const open = sampleSession({ platformOrderId: 'order_123' });
      await storage.sessions.insert(open);
      const again = () => sampleSession({ platformOrderId: 'order_123' });
      await rejectsWith('already_exists', storage.sessions.insert(again()));
      await storage.sessions.insert({ ...again(), shopId: 'shop_2' });
      assert.is((await storage.sessions.findOpen(SCOPE, 'shop_1', 'order_123'))?.id, open.id);
      assert.is(await storage.sessions.findOpen(OTHER_MERCHANT, 'shop_1', 'order_123'), null);
      assert.is(await storage.sessions.findOpen(SCOPE, 'shop_1', 'ORDER_123'), null);
      await storage.sessions.update(open, { ...open, endedAt: NOW });
      assert.is(await storage.sessions.findOpen(SCOPE, 'shop_1', 'order_123'), null);
      await storage.sessions.insert(again());
    }));

  test('of sessions for one order that come at once one is kept', () =>
    withStorage(async (storage) => {
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, () =>
          storage.transaction((tx) => tx.sessions.insert(sampleSession({ platformOrderId: 'same' }))),
        ),
      );
      assert.is(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    }));

  test('the sessions of a shop are walked newest first, without gaps', () =>
    withStorage(async (storage) => {
      const sessions = [0, 0, 1, 2, 2].map((ms) => sampleSession({ createdAt: NOW + ms }));
      for (const session of [...sessions, sampleSession({ shopId: 'shop_2' })])
        await storage.sessions.insert(session);
      assert.equal(await walk(storage, 'shop_1'), sessions.map(({ id }) => id).reverse());
    }));

  test('tallies add up by day, metric, detail and currency, also from many units at once', () =>
    withStorage(async (storage) => {
      const one = sampleTally();
      const usd = sampleTally({ currency: 'USD', amount: 5 });
      await Promise.all(
        Array.from({ length: 12 }, () => storage.transaction((tx) => tx.tallies.add(SCOPE, [one, usd, one]))),
      );
      await storage.tallies.add(SCOPE, [sampleTally({ day: 19_001, amount: -29_000, count: -1 })]);
      assert.equal(await storage.tallies.list(SCOPE, SPAN), [
        { ...one, count: 24, amount: 24 * 29_000 },
        { ...usd, count: 12, amount: 60 },
        { ...one, day: 19_001, count: -1, amount: -29_000 },
      ]);
    }));

  test('tallies are read for the days and the scope that are asked for', () =>
    withStorage(async (storage) => {
      for (const day of [1, 2, 3, 4]) await storage.tallies.add(SCOPE, [sampleTally({ day })]);
      const days = await storage.tallies.list(SCOPE, { subject: 'shop_1', from: 2, to: 3 });
      assert.equal(
        days.map(({ day }) => day),
        [2, 3],
      );
      assert.equal(await storage.tallies.list(OTHER_MERCHANT, SPAN), []);
      assert.equal(await storage.tallies.list(SCOPE, { ...SPAN, subject: 'shop_2' }), []);
    }));
};
