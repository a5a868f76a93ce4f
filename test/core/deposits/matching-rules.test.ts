import * as assert from 'uvu/assert';
import {
  decideForOrder,
  type DepositToMatch,
  matchDeposit,
  type MatchDecision,
  type MatchLevel,
  type MatchPolicy,
  type OrderToMatch,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { aDeposit, anOrder, BY_AMOUNT, MINUTE, POLICY } from './matching-examples.ts';

const matched = (orderId: number, level: MatchLevel): MatchDecision => ({ kind: 'matched', orderId, level });

suite('the order that a deposit pays', (test) => {
  const other = anOrder({ id: 2, depositorName: '이영희', orderNumber: 'A-2024-0002' });
  const levels: readonly (readonly [string, MatchLevel])[] = [
    ['홍길동A20240001', 'order_code'],
    ['이영희 A-2024-0001', 'order_code'],
    ['088-홍길동(', 'exact'],
    ['홍길', 'prefix'],
    ['엄마홍길동', 'contains'],
    ['홍갈동', 'edit_distance'],
  ];
  for (const [depositorName, level] of levels)
    test(`${depositorName} tells 홍길동's by ${level}`, () => {
      assert.equal(matchDeposit(aDeposit({ depositorName }), [other, anOrder()], POLICY), matched(1, level));
    });

  test('a better name beats a worse one', () => {
    const names = ['김철수', '홍갈동', '엄마홍길동', '홍길동네', '홍길동', '아무개'];
    const orders = names.map((depositorName, at) =>
      anOrder({ id: at + 1, depositorName, orderNumber: `B${1000 + at}` }),
    );
    const deposit = aDeposit({ depositorName: '홍길동' });
    const left = [...orders];
    const seen: (string | null)[] = [];
    for (;;) {
      const decision = matchDeposit(deposit, left, POLICY);
      seen.push(decision.kind === 'matched' ? decision.level : null);
      if (decision.kind !== 'matched') break;
      left.splice(
        left.findIndex(({ id }) => id === decision.orderId),
        1,
      );
    }
    assert.equal(seen, ['exact', 'prefix', 'contains', 'edit_distance', null]);
    assert.equal(
      matchDeposit(aDeposit({ depositorName: '홍길동B1005' }), orders, POLICY),
      matched(6, 'order_code'),
    );
  });

  test('two that are equally good are ambiguous, whoever else is worse', () => {
    const orders = [anOrder({ id: 7 }), anOrder({ id: 3 }), anOrder({ id: 1, depositorName: '홍길동네' })];
    assert.equal(matchDeposit(aDeposit(), orders, POLICY), {
      kind: 'ambiguous',
      orderIds: [3, 7],
      level: 'exact',
    });
  });

  test('two names that are one letter off are ambiguous', () => {
    const orders = [anOrder({ depositorName: '홍갈동' }), anOrder({ id: 2, depositorName: '홍길둥' })];
    assert.equal(matchDeposit(aDeposit(), orders, POLICY), {
      kind: 'ambiguous',
      orderIds: [1, 2],
      level: 'edit_distance',
    });
  });

  test('an order that is listed twice is one order', () => {
    assert.equal(matchDeposit(aDeposit(), [anOrder(), anOrder()], POLICY), matched(1, 'exact'));
  });

  const reasons: readonly (readonly [string, Partial<DepositToMatch>, Partial<OrderToMatch>])[] = [
    ['no_order_of_this_amount', { amount: 10_001 }, {}],
    ['no_order_of_this_amount', { amount: 9999, depositorName: null }, { bankAccountId: 2 }],
    ['other_account', {}, { bankAccountId: 2, expiresAt: NOW }],
    ['order_expired', {}, { expiresAt: NOW, createdAt: NOW + 99 * MINUTE }],
    ['before_the_order', { depositorName: null }, { createdAt: NOW + 31 * MINUTE }],
    ['no_depositor_name', { depositorName: null }, {}],
    ['no_depositor_name', { depositorName: ' ** ' }, {}],
    ['name_differs', { depositorName: '김철수' }, {}],
  ];
  for (const [reason, deposit, order] of reasons)
    test(`${reason}: ${JSON.stringify(deposit)} and ${JSON.stringify(order)}`, () => {
      assert.equal(matchDeposit(aDeposit(deposit), [anOrder(order)], POLICY), { kind: 'none', reason });
    });

  test('with no order there is none of this amount', () => {
    assert.equal(matchDeposit(aDeposit(), [], POLICY), { kind: 'none', reason: 'no_order_of_this_amount' });
  });
});

suite('the moment of a deposit', (test) => {
  const strict: MatchPolicy = { ...POLICY, graceMinutes: 0 };
  /** What is matched when the bank says NOW, which is a whole minute. */
  const isMatched = (order: Partial<OrderToMatch>, policy: MatchPolicy): boolean =>
    matchDeposit(aDeposit(), [anOrder(order)], policy).kind === 'matched';

  test('an order of the same minute was there in time: banks print no seconds', () => {
    assert.ok(isMatched({ createdAt: NOW + 40_000 }, strict));
    assert.ok(isMatched({ createdAt: NOW + MINUTE - 1 }, strict));
    assert.not.ok(isMatched({ createdAt: NOW + MINUTE }, strict));
  });

  test('who pays first has the grace of the workspace', () => {
    assert.ok(isMatched({ createdAt: NOW + 31 * MINUTE - 1 }, POLICY));
    assert.not.ok(isMatched({ createdAt: NOW + 31 * MINUTE }, POLICY));
  });

  test('an order is open until it expires, and for ever when it does not', () => {
    assert.ok(isMatched({ expiresAt: NOW + 1 }, strict));
    assert.not.ok(isMatched({ expiresAt: NOW }, strict));
    assert.ok(isMatched({ expiresAt: null }, strict));
  });

  test('an order for one account is not paid on another', () => {
    assert.ok(isMatched({ bankAccountId: 1 }, strict));
    assert.not.ok(isMatched({ bankAccountId: 2 }, strict));
  });
});

suite('matching by the amount alone', (test) => {
  const order = anOrder({ depositorName: '김철수' });

  test('it needs the word of the workspace', () => {
    assert.is(matchDeposit(aDeposit(), [order], POLICY).kind, 'none');
    assert.equal(matchDeposit(aDeposit(), [order], BY_AMOUNT), matched(1, 'amount'));
    assert.equal(matchDeposit(aDeposit({ depositorName: null }), [order], BY_AMOUNT), matched(1, 'amount'));
  });

  test('it needs an amount that one order alone has', () => {
    const two = [order, anOrder({ id: 2, depositorName: '이영희' })];
    assert.equal(matchDeposit(aDeposit(), two, BY_AMOUNT), { kind: 'none', reason: 'name_differs' });
    assert.equal(matchDeposit(aDeposit({ depositorName: null }), two, BY_AMOUNT), {
      kind: 'none',
      reason: 'no_depositor_name',
    });
  });

  test('orders that cannot be meant leave the amount unique', () => {
    const elsewhere = [
      anOrder({ id: 2, bankAccountId: 2 }),
      anOrder({ id: 3, expiresAt: NOW }),
      anOrder({ id: 4, createdAt: NOW + 40 * MINUTE }),
      anOrder({ id: 5, amount: 10_001 }),
    ];
    assert.equal(matchDeposit(aDeposit(), [order, ...elsewhere], BY_AMOUNT), matched(1, 'amount'));
  });

  test('a name that fits decides before it', () => {
    const two = [order, anOrder({ id: 2 })];
    assert.equal(matchDeposit(aDeposit(), two, BY_AMOUNT), matched(2, 'exact'));
  });

  test('a number in the name means an order that is not here', () => {
    for (const depositorName of ['48291357', '홍길동A20240009', '주노9013'])
      assert.equal(matchDeposit(aDeposit({ depositorName }), [order], BY_AMOUNT), {
        kind: 'none',
        reason: 'name_differs',
      });
  });
});

suite('a new order and the deposits that wait', (test) => {
  const waiting = (id: number, change: Partial<DepositToMatch> = {}) => ({ id, ...aDeposit(change) });

  test('it is paid by the deposit that tells it best', () => {
    const deposits = [
      waiting(1, { depositorName: '홍길' }),
      waiting(2),
      waiting(3, { depositorName: '김철수' }),
    ];
    assert.equal(decideForOrder(anOrder(), deposits, [], POLICY), {
      kind: 'matched',
      depositId: 2,
      level: 'exact',
    });
  });

  test('two deposits that tell it equally well are left to a person', () => {
    const deposits = [waiting(9), waiting(2), waiting(3, { depositorName: '홍길' })];
    assert.equal(decideForOrder(anOrder(), deposits, [], POLICY), { kind: 'ambiguous', depositIds: [2, 9] });
  });

  test('a deposit that another order has a better claim to does not count', () => {
    const others = [anOrder({ id: 2, depositorName: '홍길' })];
    const deposits = [waiting(1, { depositorName: '홍길' })];
    assert.equal(decideForOrder(anOrder(), deposits, others, POLICY), { kind: 'none' });
  });

  test('a deposit that another order has the same claim to does not count', () => {
    assert.equal(decideForOrder(anOrder(), [waiting(1)], [anOrder({ id: 2 })], POLICY), { kind: 'none' });
  });

  test('itself among the others, or a deposit twice, makes no difference', () => {
    const decision = decideForOrder(anOrder(), [waiting(1), waiting(1)], [anOrder()], POLICY);
    assert.equal(decision, { kind: 'matched', depositId: 1, level: 'exact' });
  });

  test('no deposits are none', () => {
    assert.equal(decideForOrder(anOrder(), [], [], BY_AMOUNT), { kind: 'none' });
  });

  test('a hundred deposits and a thousand orders of one amount are gone through in a second', () => {
    const deposits = Array.from({ length: 100 }, (_, at) =>
      waiting(at, { depositorName: `김철수${at}가나다라` }),
    );
    const others = Array.from({ length: 1000 }, (_, at) =>
      anOrder({ id: at + 2, depositorName: `이영희${at}마바` }),
    );
    const from = performance.now();
    assert.equal(decideForOrder(anOrder(), deposits, others, POLICY), { kind: 'none' });
    assert.ok(performance.now() - from < 1000);
  });
});
