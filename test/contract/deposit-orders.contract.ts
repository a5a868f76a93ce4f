import * as assert from 'uvu/assert';
import { type DepositOrder, nameKey, orderCode, type Scope, type Storage } from '../../core/index.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { sampleOrder } from '../support/workspace-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const ALL = { limit: 100, offset: 0 };

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** By which of the lookups of matching an order is found. */
async function foundBy(
  { depositOrders }: Storage,
  scope: Scope,
  { id, workspaceId, amount, depositorName, orderNumber }: DepositOrder,
): Promise<string[]> {
  const [open, key] = [{ workspaceId, amount }, nameKey(depositorName)];
  const found = {
    named: await depositOrders.listOpenNamed(scope, open, key, 10),
    coded: await depositOrders.listOpenCoded(scope, open, ['NONE', orderCode(orderNumber)]),
    open: await depositOrders.listOpen(scope, open, 10),
    ofName: await depositOrders.listOpenOfName(scope, workspaceId, key, 10),
    between: await depositOrders.listOpenBetween(scope, workspaceId, { from: amount, to: amount }, 10),
  };
  return Object.entries(found).flatMap(([by, orders]) => (idsOf(orders).includes(id) ? [by] : []));
}

const EVERY_WAY = ['named', 'coded', 'open', 'ofName', 'between'];

/** Orders that wait for a transfer. */
export const depositOrdersContract: Contract = (test, withStorage) => {
  test('an order gets its id from the database and comes back whole, full or empty', () =>
    withStorage(async (storage) => {
      const full = await storage.depositOrders.insert(
        sampleOrder({ status: 'matched', depositId: 4, matchedAt: NOW }),
      );
      const empty = await storage.depositOrders.insert(
        sampleOrder({
          bankAccountId: null,
          customerEmail: null,
          customerPhone: null,
          memo: null,
          expiresAt: null,
          dueAt: null,
          paymentId: null,
          attemptId: null,
        }),
      );
      assert.ok(empty.id > full.id);
      for (const order of [full, empty])
        assert.equal(await storage.depositOrders.find(SCOPE, order.id), order);
    }));

  test('an update of an order saves every field, and a stale one is refused', () =>
    withStorage(async (storage) => {
      const was = await storage.depositOrders.insert(sampleOrder());
      const now: DepositOrder = {
        ...was,
        workspaceId: 2,
        bankAccountId: null,
        orderNumber: 'other',
        amount: 1,
        depositorName: '',
        status: 'matched',
        customerEmail: null,
        customerPhone: null,
        memo: null,
        expiresAt: null,
        dueAt: null,
        matchedAt: NOW,
        depositId: 3,
        paymentId: null,
        attemptId: null,
        updatedAt: NOW + 1,
      };
      const saved = await storage.depositOrders.update(was, now);
      assert.equal(saved, { ...now, version: 2 });
      assert.equal(await storage.depositOrders.find(SCOPE, was.id), saved);
      await rejectsWith('stale_write', storage.depositOrders.update(was, was));
      assert.equal(await storage.depositOrders.find(SCOPE, was.id), saved);
    }));

  test('nobody else sees or changes an order', () =>
    withStorage(async (storage) => {
      const own = await storage.depositOrders.insert(sampleOrder());
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.depositOrders.find(scope, own.id), null);
        assert.is(await storage.depositOrders.findByNumber(scope, 1, own.orderNumber), null);
        assert.equal(await storage.depositOrders.list(scope, 1, {}, ALL), { items: [], total: 0 });
        assert.equal(await foundBy(storage, scope, own), []);
        const theirs = { ...own, ...scope };
        await rejectsWith('stale_write', storage.depositOrders.update(theirs, theirs));
      }
      assert.equal(await storage.depositOrders.find(SCOPE, own.id), own);
      assert.equal(await storage.depositOrders.findByNumber(SCOPE, 1, own.orderNumber), own);
    }));

  test('a workspace has a number once, and a transaction that finds it taken goes on', () =>
    withStorage(async (storage) => {
      const own = await storage.depositOrders.insert(sampleOrder());
      const { orderNumber } = own;
      const next = await storage.transaction(async (tx) => {
        await rejectsWith('already_exists', tx.depositOrders.insert(sampleOrder({ orderNumber })));
        return tx.depositOrders.insert(sampleOrder());
      });
      const elsewhere = await storage.depositOrders.insert(sampleOrder({ workspaceId: 2, orderNumber }));
      await rejectsWith('already_exists', storage.depositOrders.update(next, { ...next, orderNumber }));
      assert.equal(await storage.depositOrders.findByNumber(SCOPE, 1, orderNumber), own);
      assert.equal(await storage.depositOrders.findByNumber(SCOPE, 2, orderNumber), elsewhere);
      assert.is(await storage.depositOrders.findByNumber(SCOPE, 1, orderNumber.toLowerCase()), null);
    }));

  test('of many that take one number at once exactly one gets it', () =>
    withStorage(async (storage) => {
      const { orderNumber } = sampleOrder();
      const settled = await Promise.allSettled(
        Array.from({ length: 8 }, () => storage.depositOrders.insert(sampleOrder({ orderNumber }))),
      );
      assert.is(settled.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.is((await storage.depositOrders.list(SCOPE, 1, {}, ALL)).total, 1);
    }));

  test('an attempt has one order, found from anywhere; any number of orders have none', () =>
    withStorage(async (storage) => {
      const own = await storage.depositOrders.insert(sampleOrder(OTHER_MODE));
      const { attemptId } = own;
      assert.equal(await storage.depositOrders.findByAttempt(attemptId ?? ''), own);
      assert.is(await storage.depositOrders.findByAttempt('att_unknown'), null);
      await rejectsWith('already_exists', storage.depositOrders.insert(sampleOrder({ attemptId })));
      for (const _ of [1, 2]) await storage.depositOrders.insert(sampleOrder({ attemptId: null }));
    }));

  test('orders are paged newest first and counted, all of them or those in one state', () =>
    withStorage(async (storage) => {
      const made: DepositOrder[] = [];
      for (const status of ['pending', 'matched', 'pending', 'canceled', 'pending'] as const)
        made.unshift(
          await storage.depositOrders.insert(
            sampleOrder({ status, createdAt: NOW + Math.floor(made.length / 2) }),
          ),
        );
      await storage.depositOrders.insert(sampleOrder({ workspaceId: 2 }));
      for (const status of [undefined, 'pending', 'matched', 'canceled', 'expired'] as const) {
        const expected = made.filter((order) => status === undefined || order.status === status);
        for (const offset of [0, 1, 2, 100]) {
          const page = await storage.depositOrders.list(SCOPE, 1, { status }, { limit: 2, offset });
          const items = expected.slice(offset, offset + 2);
          assert.equal(page, { items, total: expected.length }, `${status} after ${offset}`);
        }
      }
    }));

  test('an order is found by its amount, name and code while it is pending, and as they are now', () =>
    withStorage(async (storage) => {
      const made = await storage.depositOrders.insert(sampleOrder({ depositorName: '(주) 홍길동 님' }));
      assert.equal(await foundBy(storage, SCOPE, made), EVERY_WAY);
      const changed = await storage.depositOrders.update(made, {
        ...made,
        amount: 60_000,
        depositorName: 'KIM',
        orderNumber: 'b-77-c99',
      });
      assert.equal(await foundBy(storage, SCOPE, { ...made, id: changed.id }), []);
      assert.equal(await foundBy(storage, SCOPE, changed), EVERY_WAY);
      let order = changed;
      for (const status of ['matched', 'pending', 'expired'] as const) {
        order = await storage.depositOrders.update(order, { ...order, status });
        assert.equal(await foundBy(storage, SCOPE, order), status === 'pending' ? EVERY_WAY : [], status);
      }
      const closed = await storage.depositOrders.insert(sampleOrder({ status: 'canceled' }));
      assert.equal(await foundBy(storage, SCOPE, closed), []);
    }));

  test('only orders of just this name, code, amount and workspace are found', () =>
    withStorage(async (storage) => {
      const { depositOrders } = storage;
      const own = await depositOrders.insert(sampleOrder({ orderNumber: 'AB-1234' }));
      const [near, dear, other] = [
        await depositOrders.insert(sampleOrder({ depositorName: '홍길순' })),
        await depositOrders.insert(sampleOrder({ amount: 50_001 })),
        await depositOrders.insert(sampleOrder({ workspaceId: 2, orderNumber: 'AB-1234' })),
      ];
      const open = { workspaceId: 1, amount: 50_000 };
      assert.equal(await depositOrders.listOpenNamed(SCOPE, open, '홍길동', 10), [own]);
      assert.equal(await depositOrders.listOpenCoded(SCOPE, open, ['AB1234', 'X1', 'Y2']), [own]);
      assert.equal(await depositOrders.listOpenCoded(SCOPE, open, ['AB123']), []);
      assert.equal(await depositOrders.listOpenCoded(SCOPE, open, []), []);
      assert.equal(await depositOrders.listOpen(SCOPE, open, 10), [own, near]);
      assert.equal(await depositOrders.listOpen(SCOPE, open, 1), [own]);
      assert.equal(await depositOrders.listOpenOfName(SCOPE, 1, '홍길동', 10), [dear, own]);
      assert.equal(await depositOrders.listOpenOfName(SCOPE, 1, '홍길동', 1), [dear]);
      assert.equal(await depositOrders.listOpenNamed(SCOPE, { ...open, workspaceId: 2 }, '홍길동', 10), [
        other,
      ]);
    }));

  test('two orders whose numbers have one code are both found by it', () =>
    withStorage(async (storage) => {
      const both = [
        await storage.depositOrders.insert(sampleOrder({ orderNumber: 'ab-12 34' })),
        await storage.depositOrders.insert(sampleOrder({ orderNumber: 'AB1234' })),
      ];
      const open = { workspaceId: 1, amount: 50_000 };
      const found = await storage.depositOrders.listOpenCoded(SCOPE, open, ['AB1234']);
      assert.equal(idsOf(found).sort(), idsOf(both));
    }));

  test('orders between two amounts are found, both included, up to the limit', () =>
    withStorage(async (storage) => {
      const made: DepositOrder[] = [];
      for (const amount of [49_998, 49_999, 50_000, 50_001, 50_002])
        made.push(await storage.depositOrders.insert(sampleOrder({ amount })));
      const between = (limit: number) =>
        storage.depositOrders.listOpenBetween(SCOPE, 1, { from: 49_999, to: 50_001 }, limit);
      assert.equal(await between(10), made.slice(1, 4));
      assert.is((await between(2)).length, 2);
    }));

  test('orders are due from their moment on, oldest first, across scopes, and those without one never', () =>
    withStorage(async (storage) => {
      const late = await storage.depositOrders.insert(sampleOrder({ dueAt: NOW }));
      const early = await storage.depositOrders.insert(sampleOrder({ ...OTHER_MODE, dueAt: NOW - 1 }));
      for (const dueAt of [null, NOW + 1]) await storage.depositOrders.insert(sampleOrder({ dueAt }));
      assert.equal(await storage.depositOrders.listDueExpiry(NOW, 10), [early, late]);
      assert.equal(await storage.depositOrders.listDueExpiry(NOW, 1), [early]);
    }));
};
