import * as assert from 'uvu/assert';
import { type Deposit, isRefusal, type Storage } from '../../core/index.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { sampleDeposit, sampleOrder } from '../support/workspace-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const ALL = { limit: 100, offset: 0 };

/** A deposit that is new for certain. */
export async function deposited(
  storage: Pick<Storage, 'deposits'>,
  change: Partial<Deposit> = {},
): Promise<Deposit> {
  const deposit = await storage.deposits.insert(sampleDeposit(change));
  assert.ok(deposit);
  return deposit;
}

/** What a match changes of a deposit, but for its order. */
export const MATCHED = { status: 'matched', hold: null, matchedBy: 'exact', matchedAt: NOW } as const;

/** Deposits one by one: what is kept, for whom, and what can be there only once. */
export const depositsContract: Contract = (test, withStorage) => {
  test('a deposit gets its id from the database and comes back whole, full or empty', () =>
    withStorage(async (storage) => {
      const full = await deposited(storage, {
        ...MATCHED,
        hold: 'unsigned',
        orderId: 5,
        matchedBy: 'manual',
        firstOrderId: 6,
      });
      const empty = await deposited(storage, {
        depositorName: null,
        balance: null,
        method: null,
        source: 'manual',
        deviceId: null,
        sealedText: null,
        purgeAt: null,
        textHash: null,
        fingerprint: null,
        messageKey: null,
      });
      assert.ok(empty.id > full.id);
      for (const deposit of [full, empty])
        assert.equal(await storage.deposits.find(SCOPE, deposit.id), deposit);
    }));

  test('an update of a deposit saves every field, and a stale one is refused', () =>
    withStorage(async (storage) => {
      const was = await deposited(storage);
      const now: Deposit = {
        ...was,
        workspaceId: 2,
        bankAccountId: 4,
        amount: 1,
        depositorName: null,
        depositedAt: NOW - 5,
        balance: null,
        method: null,
        source: 'import',
        deviceId: null,
        ...MATCHED,
        hold: 'balance_gap',
        orderId: 8,
        sealedText: null,
        purgeAt: null,
        textHash: null,
        fingerprint: null,
        messageKey: null,
        firstOrderId: 8,
        updatedAt: NOW + 1,
      };
      const saved = await storage.deposits.update(was, now);
      assert.equal(saved, { ...now, version: 2 });
      assert.equal(await storage.deposits.find(SCOPE, was.id), saved);
      await rejectsWith('stale_write', storage.deposits.update(was, was));
      assert.equal(await storage.deposits.find(SCOPE, was.id), saved);
    }));

  test('nobody else sees or changes a deposit', () =>
    withStorage(async (storage) => {
      const own = await deposited(storage, { hold: 'balance_gap' });
      const free = await deposited(storage);
      const { bankAccountId, amount, textHash } = own;
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.deposits.find(scope, own.id), null);
        const theirs = { ...own, ...scope };
        await rejectsWith('stale_write', storage.deposits.update(theirs, theirs));
        assert.equal(await storage.deposits.list(scope, 1, {}, ALL), { items: [], total: 0 });
        assert.equal(await storage.deposits.listOfText(scope, 1, [textHash ?? '']), []);
        const twin = { bankAccountId, amount, from: 0, to: NOW };
        assert.equal(await storage.deposits.listTwins(scope, twin), []);
        const open = { workspaceId: 1, amount, since: 0 };
        assert.equal(await storage.deposits.listMatchable(scope, open, 10), []);
        assert.equal(await storage.deposits.listHeld(scope, bankAccountId, 'balance_gap'), []);
        assert.is(await storage.deposits.lastChange(scope, 1), null);
      }
      assert.equal(await storage.deposits.find(SCOPE, own.id), own);
      assert.equal((await storage.deposits.list(SCOPE, 1, {}, ALL)).items, [free, own]);
    }));

  test('a workspace has a fingerprint once, and a transaction that finds it taken goes on', () =>
    withStorage(async (storage) => {
      const first = await deposited(storage);
      const { fingerprint } = first;
      await storage.transaction(async (tx) => {
        assert.is(await tx.deposits.insert(sampleDeposit({ fingerprint })), null);
        await deposited(tx);
      });
      await deposited(storage, { workspaceId: 2, fingerprint });
      for (const _ of [1, 2]) await deposited(storage, { fingerprint: null });
      assert.is((await storage.deposits.list(SCOPE, 1, {}, ALL)).total, 4);
      const other = await deposited(storage, { workspaceId: 3 });
      await rejectsWith(
        'already_exists',
        storage.deposits.update(other, { ...other, workspaceId: 1, fingerprint }),
      );
      assert.equal(await storage.deposits.find(SCOPE, other.id), other);
    }));

  test('of many that store one message at once exactly one does, and the others hear so', () =>
    withStorage(async (storage) => {
      const { fingerprint } = sampleDeposit();
      const stored = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          storage.transaction(async (tx) => {
            const other = await deposited(tx, { workspaceId: 2 });
            const deposit = await tx.deposits.insert(sampleDeposit({ fingerprint, amount: n + 1 }));
            return { deposit, other };
          }),
        ),
      );
      const won = stored.flatMap(({ deposit }) => (deposit ? [deposit] : []));
      assert.is(won.length, 1);
      assert.equal((await storage.deposits.list(SCOPE, 1, {}, ALL)).items, won);
      assert.is((await storage.deposits.list(SCOPE, 2, {}, ALL)).total, 12);
    }));

  test('one order never has two deposits, and the second match is a refusal that changes nothing', () =>
    withStorage(async (storage) => {
      const [first, second] = [await deposited(storage), await deposited(storage)];
      const saved = await storage.deposits.update(first, { ...first, ...MATCHED, orderId: 1 });
      const again = { ...second, ...MATCHED, orderId: 1 };
      await rejectsWith('already_exists', storage.deposits.update(second, again));
      const order = await storage.depositOrders.insert(sampleOrder());
      await rejectsWith(
        'already_exists',
        storage.transaction(async (tx) => {
          await tx.depositOrders.update(order, { ...order, status: 'matched', depositId: second.id });
          await tx.deposits.update(second, again);
        }),
      );
      assert.equal(await storage.deposits.find(SCOPE, second.id), second);
      assert.equal(await storage.depositOrders.find(SCOPE, order.id), order);
      await storage.deposits.update(saved, { ...saved, status: 'open', orderId: null });
      await storage.deposits.update(second, again);
    }));

  test('of many that match different deposits to one order at once exactly one does', () =>
    withStorage(async (storage) => {
      const deposits = await Promise.all(Array.from({ length: 8 }, () => deposited(storage)));
      const settled = await Promise.allSettled(
        deposits.map((was) =>
          storage.transaction(async (tx) => {
            await tx.depositOrders.insert(sampleOrder());
            return tx.deposits.update(was, { ...was, ...MATCHED, orderId: 1 });
          }),
        ),
      );
      const lost = settled.filter((each) => each.status === 'rejected');
      assert.is(lost.length, deposits.length - 1);
      for (const { reason } of lost) assert.ok(isRefusal(reason, 'already_exists'), String(reason));
      const { items } = await storage.deposits.list(SCOPE, 1, { isMatched: true }, ALL);
      assert.is(items.length, 1);
      assert.is((await storage.depositOrders.list(SCOPE, 1, {}, ALL)).total, 1);
    }));
};
