import * as assert from 'uvu/assert';
import type { Storage } from '../../core/index.ts';
import type { RiskAssessment } from '../../core/risk/risk.ts';
import type { RiskFilter } from '../../core/risk/risk-repository.ts';
import { sampleTally } from '../support/checkout-fixtures.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { sampleAssessment, sampleSignal } from '../support/risk-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const MINUTE = 60_000;

async function walk(storage: Storage, filter: RiskFilter): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const cursor = { limit: 2, startingAfter: ids.at(-1) };
    const page = await storage.risk.list(SCOPE, 'shop_1', filter, cursor);
    ids.push(...idsOf(page.items));
    if (!page.hasMore) return ids;
  }
}

function idsOf(assessments: readonly RiskAssessment[]): string[] {
  return assessments.map(({ id }) => id);
}

/** Assessments, the signals by which attempts are counted, and what a shop is usually paid. */
export const riskContract: Contract = (test, withStorage) => {
  test('an assessment comes back whole, full or empty, for its own scope alone', () =>
    withStorage(async ({ risk }) => {
      const full = sampleAssessment();
      const empty = sampleAssessment({
        shopId: null,
        sessionId: null,
        attemptId: null,
        replaces: null,
        reasons: [],
      });
      for (const assessment of [full, empty]) {
        assert.is(await risk.insert(assessment), true);
        assert.equal(await risk.listOfPayment(SCOPE, assessment.paymentId, 10), [assessment]);
      }
      assert.equal(await risk.findOfAttempt(SCOPE, full.attemptId ?? ''), full);
      assert.is(await risk.findOfAttempt(SCOPE, 'att_none'), null);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await risk.findOfAttempt(scope, full.attemptId ?? ''), null);
        assert.equal(await risk.listOfPayment(scope, full.paymentId, 10), []);
        assert.equal(await risk.list(scope, 'shop_1', {}, { limit: 10 }), { items: [], hasMore: false });
      }
    }));

  test('an attempt has one assessment, and an assessment is replaced once, also inside of a unit', () =>
    withStorage(async ({ risk, transaction }) => {
      const first = sampleAssessment();
      await risk.insert(first);
      await transaction(async (tx) => {
        assert.is(await tx.risk.insert(sampleAssessment({ attemptId: first.attemptId })), false);
        assert.is(await tx.risk.insert(sampleAssessment({ replaces: first.replaces })), false);
        assert.is(await tx.risk.insert(sampleAssessment()), true);
      });
      for (let n = 0; n < 2; n += 1)
        assert.is(await risk.insert(sampleAssessment({ attemptId: null, replaces: null })), true);
    }));

  test('of assessments of one attempt that come at once one is kept', () =>
    withStorage(async (storage) => {
      const tries = await Promise.all(
        Array.from({ length: 8 }, () =>
          storage.transaction((tx) => tx.risk.insert(sampleAssessment({ attemptId: 'att_same' }))),
        ),
      );
      assert.is(tries.filter(Boolean).length, 1);
    }));

  test('the assessments of a payment come newest first, and no more than are asked for', () =>
    withStorage(async ({ risk }) => {
      const of = [0, 1, 1, 2].map((ms) => sampleAssessment({ paymentId: 'pay_1', createdAt: NOW + ms }));
      for (const assessment of [...of, sampleAssessment()]) await risk.insert(assessment);
      assert.equal(idsOf(await risk.listOfPayment(SCOPE, 'pay_1', 10)), idsOf(of).reverse());
      assert.equal(idsOf(await risk.listOfPayment(SCOPE, 'pay_1', 2)), idsOf(of).reverse().slice(0, 2));
    }));

  test('the assessments of a shop are walked newest first, all of them or those of one decision', () =>
    withStorage(async (storage) => {
      const decisions = ['block', 'review', 'block', 'allow', 'block'] as const;
      const all = decisions.map((decision, n) =>
        sampleAssessment({ decision, createdAt: NOW + Math.trunc(n / 2) }),
      );
      const others = [
        sampleAssessment({ shopId: 'shop_2' }),
        sampleAssessment({ shopId: null }),
        sampleAssessment(OTHER_MODE),
      ];
      for (const assessment of [...all, ...others]) await storage.risk.insert(assessment);
      assert.equal(await walk(storage, {}), idsOf(all).reverse());
      const blocked = idsOf(all.filter(({ decision }) => decision === 'block')).reverse();
      assert.equal(await walk(storage, { decision: 'block' }), blocked);
      for (const { id } of others)
        await rejectsWith(
          'not_found',
          storage.risk.list(SCOPE, 'shop_1', {}, { limit: 2, startingAfter: id }),
        );
    }));

  test('signals are counted by hash, after the given moment, in their own scope', () =>
    withStorage(async ({ risk }) => {
      await risk.addSignals([
        ...[0, 1, 2].map((ms) => sampleSignal({ createdAt: NOW + ms })),
        sampleSignal({ hash: B, createdAt: NOW + 1 }),
        sampleSignal({ ...OTHER_MERCHANT, createdAt: NOW + 1 }),
        sampleSignal({ ...OTHER_MODE, createdAt: NOW + 1 }),
      ]);
      const counted = async (hashes: string[], since: number) =>
        [...(await risk.countSignals(SCOPE, hashes, since))].sort();
      assert.equal(await counted([A, B, 'c'.repeat(64)], NOW - 1), [
        [A, 3],
        [B, 1],
      ]);
      assert.equal(await counted([A], NOW), [[A, 2]]);
      assert.equal(await counted([A, B], NOW + 2), []);
      assert.equal(await counted([], 0), []);
      assert.equal([...(await risk.countSignals(OTHER_MODE, [A], 0))], [[A, 1]]);
    }));

  test('an attempt counts once under each hash, however often it is added', () =>
    withStorage(async ({ risk, transaction }) => {
      const signal = sampleSignal();
      await risk.addSignals([signal, { ...signal, hash: B }]);
      await transaction((tx) => tx.risk.addSignals([{ ...signal, createdAt: NOW + 5 }, sampleSignal()]));
      await risk.addSignals([]);
      const counts = await risk.countSignals(SCOPE, [A, B], 0);
      assert.equal([counts.get(A), counts.get(B)], [2, 1]);
    }));

  test('a unit counts what it has added itself, and one that fails has added nothing', () =>
    withStorage(async ({ risk, transaction }) => {
      await transaction(async (tx) => {
        await tx.risk.addSignals([sampleSignal()]);
        assert.is((await tx.risk.countSignals(SCOPE, [A], 0)).get(A), 1);
        throw new RangeError('no');
      }).catch((error: unknown) => assert.instance(error, RangeError));
      assert.is((await risk.countSignals(SCOPE, [A], 0)).size, 0);
    }));

  test('old signals are forgotten, oldest first, of all scopes, and of so many attempts at most', () =>
    withStorage(async ({ risk }) => {
      const old = [0, 1, 2].map((n) => sampleSignal({ createdAt: NOW + n * MINUTE }));
      const twin = { ...sampleSignal({ createdAt: NOW }), subjectId: old[0]?.subjectId ?? '', hash: B };
      const young = sampleSignal({ createdAt: NOW + 3 * MINUTE + 1 });
      const theirs = sampleSignal({ ...OTHER_MERCHANT, createdAt: NOW + 3 * MINUTE });
      await risk.addSignals([...old, twin, young, theirs]);
      const left = async () => {
        const own = await risk.countSignals(SCOPE, [A, B], 0);
        const others = await risk.countSignals(OTHER_MERCHANT, [A], 0);
        return [own.get(A) ?? 0, own.get(B) ?? 0, others.get(A) ?? 0];
      };
      assert.is(await risk.purgeSignals(NOW - 1, 10), 0);
      assert.equal(await left(), [4, 1, 1]);
      let rounds = 0;
      while ((await risk.purgeSignals(NOW + 3 * MINUTE, 2)) > 0) rounds += 1;
      assert.ok(rounds >= 2, `${rounds} rounds`);
      assert.equal(await left(), [1, 0, 0]);
    }));

  test('what a shop was paid comes by day and method, for the days, the currency and the scope asked for', () =>
    withStorage(async ({ risk, tallies }) => {
      const paid = { metric: 'payment.succeeded', subject: 'shop_1', currency: 'KRW' } as const;
      await tallies.add(SCOPE, [
        sampleTally({ ...paid, day: 1, detail: 'card', count: 2, amount: 50 }),
        sampleTally({ ...paid, day: 1, detail: 'kakao_pay', count: 1, amount: 7 }),
        sampleTally({ ...paid, day: 2, detail: 'card', count: 3, amount: 90 }),
        sampleTally({ ...paid, day: 2, detail: 'free', count: 9, amount: 0 }),
        sampleTally({ ...paid, day: 4, detail: 'card', count: 1, amount: 1 }),
        sampleTally({ ...paid, day: 1, currency: 'USD', count: 1, amount: 1 }),
        sampleTally({ ...paid, day: 1, metric: 'payment.failed', count: 1, amount: 1 }),
        sampleTally({ ...paid, day: 1, subject: 'shop_2', count: 1, amount: 1 }),
      ]);
      await tallies.add(SCOPE, [sampleTally({ ...paid, day: 1, detail: 'card', count: 1, amount: 40 })]);
      const query = { shopId: 'shop_1', currency: 'KRW', from: 1, to: 3 };
      const groups = (await risk.listPaid(SCOPE, query)).sort((a, b) => a.amount - b.amount);
      assert.equal(groups, [
        { count: 1, amount: 7 },
        { count: 3, amount: 90 },
        { count: 3, amount: 90 },
      ]);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) assert.equal(await risk.listPaid(scope, query), []);
    }));
};
