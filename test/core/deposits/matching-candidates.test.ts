import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  CANDIDATES_MAX,
  type DepositToMatch,
  type OrderToMatch,
  rankCandidates,
  suggestAmount,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { aDeposit, anOrder, BY_AMOUNT, MINUTE, POLICY } from './matching-examples.ts';

suite('candidates for a person', (test) => {
  const rank = (orders: readonly OrderToMatch[], deposit = aDeposit(), policy = POLICY) =>
    rankCandidates(deposit, orders, policy);

  test('the one that a machine would match has 100 and no doubts', () => {
    assert.equal(rank([anOrder()]), [{ orderId: 1, score: 100, level: 'exact', difference: 0, doubts: [] }]);
    const byAmount = rank([anOrder({ depositorName: '김철수' })], aDeposit(), BY_AMOUNT);
    assert.equal(byAmount, [{ orderId: 1, score: 100, level: null, difference: 0, doubts: [] }]);
  });

  test('one won too little comes right after, before the right amount of another name', () => {
    const orders = [
      anOrder({ id: 1, depositorName: '김철수' }),
      anOrder({ id: 2, amount: 10_001 }),
      anOrder({ id: 3, amount: 20_000 }),
    ];
    const [first, second, third] = rank(orders);
    assert.equal(first, {
      orderId: 2,
      score: 94,
      level: 'exact',
      difference: -1,
      doubts: ['amount_too_low'],
    });
    assert.equal(second?.orderId, 3);
    assert.equal(third, { orderId: 1, score: 40, level: null, difference: 0, doubts: ['name_differs'] });
  });

  const doubts: readonly (readonly [string, Partial<DepositToMatch>, Partial<OrderToMatch>])[] = [
    ['amount_too_low', { amount: 9999 }, {}],
    ['amount_too_high', { amount: 10_001 }, {}],
    ['name_differs', { depositorName: '김철수' }, {}],
    ['name_missing', { depositorName: null }, {}],
    ['other_account', {}, { bankAccountId: 2 }],
    ['order_expired', {}, { expiresAt: NOW }],
    ['before_the_order', {}, { createdAt: NOW + 40 * MINUTE }],
  ];
  for (const [doubt, deposit, order] of doubts)
    test(`${doubt} is what speaks against it`, () => {
      const [candidate] = rank([anOrder(order)], aDeposit(deposit));
      assert.equal(candidate?.doubts, [doubt]);
      assert.ok(candidate && candidate.score < 100);
    });

  test('another account or another time counts against it', () => {
    const all = rank([
      anOrder({ id: 1, bankAccountId: 2, expiresAt: NOW }),
      anOrder({ id: 2, expiresAt: NOW }),
    ]);
    assert.equal(
      all.map(({ orderId, score }) => [orderId, score]),
      [
        [2, 76],
        [1, 56],
      ],
    );
  });

  test('two that are equally good say so, the older one first', () => {
    const orders = [anOrder({ id: 1 }), anOrder({ id: 2, createdAt: NOW - 61 * MINUTE }), anOrder({ id: 3 })];
    const all = rank(orders);
    assert.equal(
      all.map(({ orderId, score }) => [orderId, score]),
      [
        [2, 96],
        [1, 96],
        [3, 96],
      ],
    );
    assert.ok(all.every((candidate) => candidate.doubts.join() === 'ambiguous'));
  });

  test('at most twenty are shown', () => {
    assert.is(rank(Array.from({ length: 30 }, (_, id) => anOrder({ id }))).length, CANDIDATES_MAX);
  });
});

suite('an amount that no order has', (test) => {
  const rows: readonly (readonly [number, readonly number[], number | null])[] = [
    [10_000, [], 10_000],
    [10_000, [9999], 10_000],
    [10_000, [10_000], 9999],
    [10_000, [10_000, 9999, 9998], 9997],
    [1, [1], null],
    [2, [2], 1],
    [0, [], null],
    [Number.NaN, [], null],
  ];
  for (const [amount, taken, free] of rows)
    test(`for ${amount} with ${taken.join(' and ') || 'nothing'} taken it is ${free}`, () => {
      assert.is(suggestAmount(amount, new Set(taken)), free);
    });

  test('it is free, at most 99 won off, never above and the nearest such', () => {
    const taken = fc.uniqueArray(fc.integer({ min: 1, max: 250 }), { maxLength: 250 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250 }), taken, (amount, all) => {
        const set = new Set(all);
        const free = suggestAmount(amount, set);
        const below = Array.from({ length: 100 }, (_, off) => amount - off).filter((won) => won >= 1);
        assert.is(free, below.find((won) => !set.has(won)) ?? null);
      }),
    );
  });
});
