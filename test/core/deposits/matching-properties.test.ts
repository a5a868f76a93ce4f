import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  decideForOrder,
  type DepositToMatch,
  matchDeposit,
  type OrderToMatch,
  rankCandidates,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { MINUTE } from './matching-examples.ts';

const names = fc.constantFrom(
  ...['홍길동', '홍길동님', '홍길', '홍갈동', '엄마홍길동', '김철수', '김철호', '(주)대성건설', '대성건설주'],
  ...['ACME INC', 'acme', '48291357', '48291358', '홍길동A1001', 'A1002 김철수', '-'],
);
const orders = fc.record({
  id: fc.integer({ min: 1, max: 1000 }),
  amount: fc.constantFrom(10_000, 10_000, 10_000, 9999, 10_001),
  depositorName: names,
  orderNumber: fc.constantFrom('A1001', 'A-1002', '48291357', '48291358', 'Z9'),
  bankAccountId: fc.constantFrom(null, null, 1, 2),
  createdAt: fc.integer({ min: -60, max: 45 }).map((minutes) => NOW + minutes * MINUTE),
  expiresAt: fc.option(fc.integer({ min: -5, max: 60 }).map((minutes) => NOW + minutes * MINUTE)),
});
const pending = fc.uniqueArray(orders, { selector: ({ id }) => id, maxLength: 6 });
const deposits = fc.record({
  amount: fc.constantFrom(10_000, 10_000, 9999),
  depositorName: fc.option(names),
  depositedAt: fc.constantFrom(NOW, NOW + MINUTE),
  bankAccountId: fc.constantFrom(1, 1, 2),
});
const policies = fc.record({ graceMinutes: fc.constantFrom(0, 30), matchAmountOnly: fc.boolean() });
const RUNS = { numRuns: 1000 };

suite('whatever orders wait', (test) => {
  test('a matched order has just the amount, takes the account and was open', () => {
    fc.assert(
      fc.property(deposits, pending, policies, (deposit, all, policy) => {
        const decision = matchDeposit(deposit, all, policy);
        if (decision.kind === 'none') return;
        const ids = decision.kind === 'matched' ? [decision.orderId] : decision.orderIds;
        for (const order of all.filter(({ id }) => ids.includes(id))) {
          assert.is(order.amount, deposit.amount);
          assert.ok([null, deposit.bankAccountId].includes(order.bankAccountId));
          assert.ok(order.expiresAt === null || order.expiresAt > deposit.depositedAt);
          assert.ok(order.createdAt < deposit.depositedAt + (policy.graceMinutes + 1) * MINUTE);
        }
      }),
      RUNS,
    );
  });

  test('a tie is never broken: a second order like the best one ends the match at that level', () => {
    fc.assert(
      fc.property(deposits, pending, policies, (deposit, all, policy) => {
        const decision = matchDeposit(deposit, all, policy);
        const best = decision.kind === 'matched' && all.find(({ id }) => id === decision.orderId);
        if (!best) return;
        const again = matchDeposit(deposit, [...all, { ...best, id: 2000 }], policy);
        if (decision.level === 'amount') assert.is(again.kind, 'none');
        else assert.equal(again, { kind: 'ambiguous', orderIds: [best.id, 2000], level: decision.level });
      }),
      RUNS,
    );
  });

  test('their order does not matter', () => {
    const shuffled = pending.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(deposits, shuffled, policies, (deposit, [all, other], policy) => {
        assert.equal(matchDeposit(deposit, all, policy), matchDeposit(deposit, other, policy));
        assert.equal(rankCandidates(deposit, all, policy), rankCandidates(deposit, other, policy));
      }),
      RUNS,
    );
  });

  test('one of another amount, account or time changes no decision', () => {
    const ways: readonly ((order: OrderToMatch, deposit: DepositToMatch) => OrderToMatch)[] = [
      (order, { amount }) => ({ ...order, amount: amount + 1 }),
      (order, { amount }) => ({ ...order, amount: amount - 1 }),
      (order, { bankAccountId }) => ({ ...order, bankAccountId: bankAccountId + 1 }),
      (order, { depositedAt }) => ({ ...order, expiresAt: depositedAt }),
      (order, { depositedAt }) => ({ ...order, createdAt: depositedAt + 31 * MINUTE }),
    ];
    fc.assert(
      fc.property(
        deposits,
        pending,
        policies,
        fc.tuple(fc.constantFrom(...ways), orders),
        (deposit, all, policy, [way, more]) => {
          const was = matchDeposit(deposit, all, policy);
          const now = matchDeposit(deposit, [...all, way({ ...more, id: 2000 }, deposit)], policy);
          // Only why there is none may become clearer.
          if (was.kind === 'none') assert.is(now.kind, 'none');
          else assert.equal(now, was);
        },
      ),
      RUNS,
    );
  });

  test('a deposit is taken for one order at most, the one that it would be matched to', () => {
    fc.assert(
      fc.property(deposits, pending, policies, (deposit, all, policy) => {
        const decision = matchDeposit(deposit, all, policy);
        const takers = all.filter((order) => {
          const others = all.filter((other) => other !== order);
          return decideForOrder(order, [{ ...deposit, id: 1 }], others, policy).kind === 'matched';
        });
        assert.equal(
          takers.map(({ id }) => id),
          decision.kind === 'matched' ? [decision.orderId] : [],
        );
      }),
      RUNS,
    );
  });

  test('an order is not paid by one of two deposits that are alike', () => {
    fc.assert(
      fc.property(deposits, orders, pending, policies, (deposit, order, others, policy) => {
        const two = [1, 2].map((id) => ({ ...deposit, id }));
        assert.is.not(decideForOrder(order, two, others, policy).kind, 'matched');
      }),
      RUNS,
    );
  });

  test('100 points has the one that a machine would match, and nobody else', () => {
    fc.assert(
      fc.property(deposits, pending, policies, (deposit, all, policy) => {
        const decision = matchDeposit(deposit, all, policy);
        const ranked = rankCandidates(deposit, all, policy);
        assert.is(ranked.length, all.length);
        const sure = ranked.filter(({ score }) => score === 100).map(({ orderId }) => orderId);
        assert.equal(sure, decision.kind === 'matched' ? [decision.orderId] : []);
        for (const { score, difference, orderId } of ranked) {
          assert.ok(Number.isInteger(score) && score >= 0 && score <= 100);
          assert.is(difference, deposit.amount - (all.find(({ id }) => id === orderId)?.amount ?? 0));
        }
      }),
      RUNS,
    );
  });
});
