import * as assert from 'uvu/assert';
import type { Payment, PaymentFilter, Storage } from '../../core/index.ts';
import {
  DAY,
  NOW,
  OTHER_MERCHANT,
  OTHER_MODE,
  paidPayment,
  SCOPE,
  sampleAttempt,
  samplePayment,
  sampleRefund,
} from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

async function insertAll(storage: Storage, payments: readonly Payment[]): Promise<void> {
  await storage.transaction(async (tx) => {
    for (const payment of payments) await tx.payments.insert(payment);
  });
}

/** The ids of a whole list, page by page. */
async function walk(storage: Storage, filter: PaymentFilter, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const startingAfter = ids.at(-1);
    const page = await storage.payments.list(SCOPE, filter, { limit, startingAfter });
    ids.push(...page.items.map(({ id }) => id));
    if (!page.hasMore) return ids;
  }
}

const STANDINGS = ['open', 'paid', 'refunded'] as const;

async function counts(storage: Storage): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const standing of STANDINGS) found[standing] = await storage.payments.count(SCOPE, { standing });
  return found;
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Pages, counts and what is due. */
export const listContract: Contract = (test, withStorage) => {
  test('pages go newest first, without gaps or repeats, also within one millisecond', () =>
    withStorage(async (storage) => {
      const payments = [0, 0, 0, 1, 1, 2, 3, 3].map((ms) => samplePayment({ createdAt: NOW + ms }));
      await insertAll(storage, [...payments].reverse());
      const newestFirst = idsOf(payments).reverse();
      for (const limit of [1, 2, 3, 8, 100]) assert.equal(await walk(storage, {}, limit), newestFirst);
      const all = await storage.payments.list(SCOPE, {}, { limit: 8 });
      assert.is(all.hasMore, false);
      assert.equal(all.items[0], payments.at(-1));
    }));

  test('the last row starts an empty page, and an unknown cursor is not found', () =>
    withStorage(async (storage) => {
      const payment = samplePayment();
      await storage.payments.insert(payment);
      const page = await storage.payments.list(SCOPE, {}, { limit: 5, startingAfter: payment.id });
      assert.equal(page, { items: [], hasMore: false });
      await rejectsWith('not_found', storage.payments.list(SCOPE, {}, { limit: 5, startingAfter: 'pay_no' }));
    }));

  test('lists and counts know nothing of other merchants and the other mode', () =>
    withStorage(async (storage) => {
      const own = samplePayment();
      await insertAll(storage, [own, samplePayment(OTHER_MERCHANT), samplePayment(OTHER_MODE)]);
      assert.equal(await walk(storage, {}, 10), [own.id]);
      assert.is(await storage.payments.count(SCOPE, {}), 1);
      assert.is(await storage.payments.count({ merchantId: 'mer_none', mode: 'test' }, {}), 0);
    }));

  test('filters by standing and time apply to pages and counts alike', () =>
    withStorage(async (storage) => {
      const times = [NOW - DAY, NOW - 1, NOW, NOW + 1, NOW + DAY - 1, NOW + DAY, NOW + 2 * DAY];
      const payments = times.flatMap((createdAt) => [
        samplePayment({ createdAt }),
        paidPayment({ createdAt }),
        paidPayment({ createdAt, amountRefunded: 29_900 }),
      ]);
      await insertAll(storage, payments);
      for (const createdAfter of [undefined, 0, ...times, NOW + 3 * DAY])
        for (const standing of [undefined, 'open', 'paid', 'refunded', 'failed'] as const) {
          const expected = payments.filter(
            (payment, index) =>
              payment.createdAt > (createdAfter ?? 0) &&
              (standing === undefined || STANDINGS[index % 3] === standing),
          ).length;
          const what = `${standing} after ${createdAfter}`;
          assert.is(await storage.payments.count(SCOPE, { standing, createdAfter }), expected, what);
          assert.is((await walk(storage, { standing, createdAfter }, 4)).length, expected, what);
        }
    }));

  test('counts follow a payment from standing to standing and back out of nothing', () =>
    withStorage(async (storage) => {
      const open = samplePayment({ createdAt: NOW + 5 });
      await storage.payments.insert(open);
      const paid = await storage.payments.update(open, {
        ...open,
        status: 'succeeded',
        amountCaptured: 29_900,
      });
      const part = await storage.payments.update(paid, { ...paid, amountRefunded: 100 });
      assert.equal(await counts(storage), { open: 0, paid: 1, refunded: 0 });
      await storage.payments.update(part, { ...part, amountRefunded: 29_900 });
      assert.equal(await counts(storage), { open: 0, paid: 0, refunded: 1 });
      assert.is(await storage.payments.count(SCOPE, {}), 1);
      assert.is(await storage.payments.count(SCOPE, { standing: 'refunded', createdAfter: NOW - DAY }), 1);
      assert.equal(await walk(storage, { standing: 'refunded' }, 10), [open.id]);
      assert.equal(await walk(storage, { standing: 'open' }, 10), []);
    }));

  test('a unit that fails is not counted', () =>
    withStorage(async (storage) => {
      const failing = storage.transaction(async (tx) => {
        await tx.payments.insert(samplePayment());
        throw new RangeError('no');
      });
      await failing.catch(() => {});
      assert.is(await storage.payments.count(SCOPE, {}), 0);
    }));

  test('payments are due from their moment on, the oldest first, and those without one never', () =>
    withStorage(async (storage) => {
      const [late, early, never] = [NOW, NOW - 1, null].map((dueAt) => samplePayment({ dueAt }));
      const foreign = samplePayment({ ...OTHER_MODE, dueAt: NOW - 2 });
      await insertAll(storage, [late, early, never, foreign, samplePayment({ dueAt: NOW + 1 })] as Payment[]);
      const due = await storage.payments.listDueExpiry(NOW, 10);
      assert.equal(idsOf(due), [foreign.id, early?.id, late?.id]);
      assert.equal(idsOf(await storage.payments.listDueExpiry(NOW, 1)), [foreign.id]);
    }));

  test('only one of many gets the lease of a due payment', () =>
    withStorage(async (storage) => {
      const payment = samplePayment({ dueAt: NOW });
      await storage.payments.insert(payment);
      const wins = await Promise.all([1, 2, 3, 4].map((n) => storage.payments.postpone(payment, NOW + n)));
      assert.is(wins.filter(Boolean).length, 1);
      assert.equal(await storage.payments.listDueExpiry(NOW, 10), []);
      const found = await storage.payments.find(SCOPE, payment.id);
      assert.is(found?.version, payment.version);
      assert.is(await storage.payments.postpone({ ...payment, dueAt: null }, NOW), false);
    }));

  test('attempts and refunds are leased like payments, and each lease counts a check', () =>
    withStorage(async (storage) => {
      const attempt = sampleAttempt({ checkAt: NOW, checks: 2 });
      const refund = sampleRefund({ checkAt: NOW, checks: 2 });
      await storage.paymentAttempts.insert(attempt);
      await storage.paymentAttempts.insert(sampleAttempt({ checkAt: NOW + 1 }));
      await storage.refunds.insert(refund);
      await storage.refunds.insert(sampleRefund({ checkAt: null }));
      assert.equal(await storage.paymentAttempts.listDueCheck(NOW, 10), [attempt]);
      assert.equal(await storage.refunds.listDueCheck(NOW, 10), [refund]);
      const wins = await Promise.all([
        storage.paymentAttempts.postpone(attempt, null),
        storage.paymentAttempts.postpone(attempt, null),
        storage.refunds.postpone(refund, NOW + 5),
        storage.refunds.postpone(refund, NOW + 6),
      ]);
      assert.is(wins.filter(Boolean).length, 2);
      assert.equal(await storage.paymentAttempts.find(SCOPE, attempt.id), {
        ...attempt,
        checkAt: null,
        checks: 3,
      });
      assert.is((await storage.refunds.find(SCOPE, refund.id))?.checks, 3);
      assert.equal(await storage.paymentAttempts.listDueCheck(NOW, 10), []);
      assert.is(await storage.paymentAttempts.postpone({ ...attempt, checkAt: null }, NOW), false);
      assert.is(
        await storage.refunds.postpone({ ...refund, ...OTHER_MERCHANT, checkAt: NOW + 5 }, NOW),
        false,
      );
    }));
};
