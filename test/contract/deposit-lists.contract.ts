import * as assert from 'uvu/assert';
import type { Deposit, DepositFilter } from '../../core/index.ts';
import { DAY, NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE, WILD_TEXT } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { sampleHash, sampleRefundTransfer } from '../support/workspace-fixtures.ts';
import { deposited, MATCHED } from './deposits.contract.ts';
import type { Contract } from './storage.contract.ts';

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** How deposits are found, when their texts are forgotten, and the transfers that give money back. */
export const depositListsContract: Contract = (test, withStorage) => {
  test('deposits are paged newest first and counted, by every filter and any two of them', () =>
    withStorage(async (storage) => {
      const made: Deposit[] = [];
      for (const bankAccountId of [3, 4])
        for (const status of ['open', 'matched', 'dismissed', 'matched', 'open', 'open'] as const)
          made.unshift(
            await deposited(storage, { bankAccountId, status, createdAt: NOW + Math.floor(made.length / 2) }),
          );
      await deposited(storage, { workspaceId: 2 });
      for (const status of [undefined, 'open', 'matched', 'dismissed'] as const)
        for (const isMatched of [undefined, true, false])
          for (const bankAccountId of [undefined, 3, 5]) {
            const filter: DepositFilter = { status, isMatched, bankAccountId };
            const expected = made.filter(
              (deposit) =>
                (status === undefined || deposit.status === status) &&
                (isMatched === undefined || (deposit.status === 'matched') === isMatched) &&
                (bankAccountId === undefined || deposit.bankAccountId === bankAccountId),
            );
            const what = JSON.stringify(filter);
            const total = expected.length;
            for (const offset of [0, 2, 100]) {
              const page = await storage.deposits.list(SCOPE, 1, filter, { limit: 2, offset });
              assert.equal(page, { items: expected.slice(offset, offset + 2), total }, what);
            }
          }
    }));

  test('deposits of one text are found by any of its hashes, oldest first', () =>
    withStorage(async (storage) => {
      const textHash = sampleHash();
      const old = await deposited(storage);
      const [first, second] = [
        await deposited(storage, { textHash }),
        await deposited(storage, { textHash }),
      ];
      await deposited(storage, { workspaceId: 2, textHash });
      await deposited(storage, { textHash: null });
      assert.equal(await storage.deposits.listOfText(SCOPE, 1, [textHash, old.textHash ?? '']), [
        old,
        first,
        second,
      ]);
      assert.equal(await storage.deposits.listOfText(SCOPE, 1, [textHash]), [first, second]);
      assert.equal(await storage.deposits.listOfText(SCOPE, 1, []), []);
    }));

  test('twins are deposits of one account and amount between two moments, both included', () =>
    withStorage(async (storage) => {
      const made: Deposit[] = [];
      for (const depositedAt of [NOW + 61, NOW + 60, NOW, NOW - 60, NOW - 61])
        made.push(await deposited(storage, { depositedAt, status: 'dismissed' }));
      await deposited(storage, { amount: 50_001, depositedAt: NOW });
      await deposited(storage, { bankAccountId: 4, depositedAt: NOW });
      const twin = { bankAccountId: 3, amount: 50_000, from: NOW - 60, to: NOW + 60 };
      assert.equal(idsOf(await storage.deposits.listTwins(SCOPE, twin)), idsOf(made.slice(1, 4).reverse()));
    }));

  test('a machine is offered open deposits of an amount that nothing holds, oldest first', () =>
    withStorage(async (storage) => {
      const late = await deposited(storage, { depositedAt: NOW + 5 });
      const early = await deposited(storage, { depositedAt: NOW });
      await deposited(storage, { depositedAt: NOW - 1 });
      await deposited(storage, { hold: 'unsigned' });
      await deposited(storage, { status: 'dismissed' });
      await deposited(storage, { amount: 50_001 });
      await deposited(storage, { workspaceId: 2 });
      const matched = await deposited(storage, { ...MATCHED, orderId: 9, depositedAt: NOW + 1 });
      const open = { workspaceId: 1, amount: 50_000, since: NOW };
      const offered = (limit = 10) => storage.deposits.listMatchable(SCOPE, open, limit);
      assert.equal(await offered(), [early, late]);
      assert.equal(await offered(1), [early]);
      const again = await storage.deposits.update(matched, { ...matched, status: 'open', orderId: null });
      const held = await storage.deposits.update(early, { ...early, hold: 'possible_duplicate' });
      assert.equal(await offered(), [again, late]);
      await storage.deposits.update(held, { ...held, hold: null });
      assert.equal(idsOf(await offered()), idsOf([early, again, late]));
    }));

  test('a sample of another year is offered from the moment on at which it came', () =>
    withStorage(async (storage) => {
      const sample = await deposited(storage, { depositedAt: NOW - 800 * DAY, createdAt: NOW });
      await deposited(storage, { depositedAt: NOW - 800 * DAY, createdAt: NOW, source: 'import' });
      const open = { workspaceId: 1, amount: 50_000, since: NOW };
      assert.equal(await storage.deposits.listMatchable(SCOPE, open, 10), [sample]);
    }));

  test('what is held on an account for one reason is listed by the moment of the deposit while it is open', () =>
    withStorage(async (storage) => {
      const hold = 'balance_gap';
      const late = await deposited(storage, { hold, depositedAt: NOW });
      const early = await deposited(storage, { hold, depositedAt: NOW - 1 });
      await deposited(storage, { hold: 'unsigned' });
      await deposited(storage, { hold, status: 'dismissed' });
      await deposited(storage, { hold, bankAccountId: 4 });
      await deposited(storage);
      assert.equal(await storage.deposits.listHeld(SCOPE, 3, hold), [early, late]);
    }));

  test('the last change of a workspace’s deposits is told, whichever deposit it was', () =>
    withStorage(async (storage) => {
      assert.is(await storage.deposits.lastChange(SCOPE, 1), null);
      const first = await deposited(storage, { updatedAt: NOW });
      await deposited(storage, { updatedAt: NOW + 1 });
      await deposited(storage, { workspaceId: 2, updatedAt: NOW + 9 });
      assert.is(await storage.deposits.lastChange(SCOPE, 1), NOW + 1);
      await storage.deposits.update(first, { ...first, updatedAt: NOW + 2 });
      assert.is(await storage.deposits.lastChange(SCOPE, 1), NOW + 2);
    }));

  test('texts whose time is over are forgotten up to the limit, across scopes, and nothing else', () =>
    withStorage(async (storage) => {
      const over = [
        await deposited(storage, { purgeAt: NOW }),
        await deposited(storage, { ...OTHER_MODE, purgeAt: NOW - 1 }),
        await deposited(storage, { ...OTHER_MERCHANT, purgeAt: NOW - 2 }),
      ];
      const kept = [
        await deposited(storage, { purgeAt: NOW + 1 }),
        await deposited(storage, { purgeAt: null }),
      ];
      for (const expected of [2, 1, 0]) assert.is(await storage.deposits.purgeTexts(NOW, 2), expected);
      for (const deposit of over) {
        const found = await storage.deposits.find(deposit, deposit.id);
        assert.equal(found, { ...deposit, sealedText: null, purgeAt: null });
      }
      for (const deposit of kept) assert.equal(await storage.deposits.find(SCOPE, deposit.id), deposit);
    }));

  test('a match that has seen a text before it was forgotten succeeds, and the text is forgotten after it', () =>
    withStorage(async (storage) => {
      const was = await deposited(storage, { purgeAt: NOW });
      assert.is(await storage.deposits.purgeTexts(NOW, 10), 1);
      const saved = await storage.deposits.update(was, { ...was, ...MATCHED, orderId: 1 });
      assert.is(await storage.deposits.purgeTexts(NOW, 10), 1);
      assert.equal(await storage.deposits.find(SCOPE, was.id), { ...saved, sealedText: null, purgeAt: null });
    }));

  test('of two that forget at once each text counts for one', () =>
    withStorage(async (storage) => {
      for (let n = 0; n < 6; n += 1) await deposited(storage, { purgeAt: NOW });
      const counts = await Promise.all([1, 2, 3].map(() => storage.deposits.purgeTexts(NOW, 10)));
      assert.is(
        counts.reduce((sum, count) => sum + count, 0),
        6,
      );
    }));

  test('a transfer back comes back whole, is found from anywhere, and is changed in its scope only', () =>
    withStorage(async (storage) => {
      const transfer = sampleRefundTransfer();
      const sent = sampleRefundTransfer({ attemptId: WILD_TEXT.slice(0, 10), sentAt: NOW, version: 3 });
      for (const each of [transfer, sent]) {
        await storage.refundTransfers.insert(each);
        assert.equal(await storage.refundTransfers.findByRefund(each.refundId), each);
      }
      assert.is(await storage.refundTransfers.findByRefund('ref_unknown'), null);
      await rejectsWith('already_exists', storage.refundTransfers.insert({ ...transfer, amount: 1 }));
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        const theirs = { ...transfer, ...scope };
        await rejectsWith('stale_write', storage.refundTransfers.update(theirs, theirs));
      }
      const saved = await storage.refundTransfers.update(transfer, { ...transfer, sentAt: NOW });
      assert.equal(saved, { ...transfer, sentAt: NOW, version: 2 });
      assert.equal(await storage.refundTransfers.findByRefund(transfer.refundId), saved);
      await rejectsWith('stale_write', storage.refundTransfers.update(transfer, transfer));
    }));

  test('transfers back are listed by attempt, and those of a workspace that wait, oldest first', () =>
    withStorage(async (storage) => {
      const late = sampleRefundTransfer({ createdAt: NOW + 1 });
      const early = sampleRefundTransfer({ createdAt: NOW });
      const sent = sampleRefundTransfer({ createdAt: NOW + 2, sentAt: NOW + 3 });
      const other = sampleRefundTransfer({ attemptId: 'att_2', createdAt: NOW + 4 });
      const foreign = sampleRefundTransfer({ ...OTHER_MODE, attemptId: 'att_3' });
      const elsewhere = sampleRefundTransfer({ workspaceId: 2, attemptId: 'att_4' });
      for (const each of [sent, late, early, other, foreign, elsewhere])
        await storage.refundTransfers.insert(each);
      assert.equal(await storage.refundTransfers.listOfAttempt('att_1'), [early, late, sent]);
      assert.equal(await storage.refundTransfers.listOfAttempt('att_3'), [foreign]);
      assert.equal(await storage.refundTransfers.listWaiting(SCOPE, 1), [early, late, other]);
      assert.equal(await storage.refundTransfers.listWaiting(OTHER_MODE, 1), [foreign]);
      assert.equal(await storage.refundTransfers.listWaiting(OTHER_MERCHANT, 1), []);
    }));
};
