import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { type CouponCaseInput, evaluateCouponCase } from '../../../core/coupons/coupon-case.ts';
import { suite } from '../../support/suite.ts';

interface Case {
  readonly id: string;
  readonly title: string;
  readonly input: CouponCaseInput;
  readonly expected: Readonly<Record<string, unknown>>;
}

const FILE = JSON.parse(readFileSync(new URL('../../data/coupon-cases.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

/** What only the title of a case says. */
const TITLES: Readonly<Record<string, CouponCaseInput>> = { 'CPN-091': { units: 6 } };

/** As much of an answer as the case expects. */
function expectedPart(answer: object, expected: Case['expected']): Record<string, unknown> {
  return Object.fromEntries(Object.keys(expected).map((field) => [field, Reflect.get(answer, field)]));
}

suite('the public coupon cases', (test) => {
  for (const { id, title, input, expected } of FILE.cases)
    test(`${id}: ${title}`, () => {
      const answer = evaluateCouponCase({ ...input, ...TITLES[id] });
      assert.equal(expectedPart(answer, expected), expected);
    });

  test('every answer has an outcome, a discount and a total', () => {
    for (const { input } of FILE.cases) {
      const answer = evaluateCouponCase(input);
      assert.type(answer.outcome, 'string');
      assert.ok(Number.isSafeInteger(answer.discount_total) && Number.isSafeInteger(answer.new_total));
      assert.ok(answer.line_discounts.every((discount) => Number.isSafeInteger(discount)));
    }
  });
});

const TEN = { code: 'TEN', type: 'percentage', discount_value: 10 } as const;
const SOLO = { code: 'SOLO', type: 'percentage', discount_value: 20, exclusive: true } as const;
const CART = { lines: [{ id: 'a', unit_price: 29_000 }], shipping_fee: 3_000 };

suite('cases of our own', (test) => {
  const rows: readonly (readonly [string, CouponCaseInput, string, number])[] = [
    ['one code twice', { cart: CART, coupons: [TEN, TEN] }, 'ALREADY_APPLIED', 2_900],
    [
      'a code beside itself',
      { cart: CART, coupons: [TEN], already_applied: ['ten'] },
      'ALREADY_APPLIED',
      2_900,
    ],
    [
      'a code beside one that stands alone',
      { cart: CART, coupons: [TEN], already_applied: ['SOLO'] },
      'NOT_COMBINABLE',
      5_800,
    ],
    ['both at once', { cart: CART, coupons: [SOLO, TEN] }, 'NOT_COMBINABLE', 2_900],
    [
      'no stacking at all',
      { cart: CART, coupons: [TEN, { ...TEN, code: 'B' }], stacking: 'none' },
      'NOT_COMBINABLE',
      2_900,
    ],
    ['a typed code among others', { cart: CART, coupons: [TEN], typed: ' solo ' }, 'NOT_FOUND', 0],
    ['a coupon switched off', { cart: CART, coupons: [{ ...TEN, is_active: false }] }, 'INACTIVE', 0],
    [
      'a coupon used up',
      { cart: CART, coupons: [{ ...TEN, usage_limit: 3, used: 2, held: 1 }] },
      'USAGE_LIMIT_REACHED',
      0,
    ],
    [
      'a guest without an address',
      { cart: CART, coupons: [{ ...TEN, usage_limit_per_customer: 1 }], email: null },
      'CUSTOMER_REQUIRED',
      0,
    ],
    [
      'won on a cart in dollars',
      { cart: { ...CART, currency: 'USD' }, coupons: [{ ...TEN, type: 'fixed_amount' }] },
      'CURRENCY_MISMATCH',
      0,
    ],
    [
      'an impossible coupon',
      { cart: CART, coupons: [{ ...TEN, discount_value: 101 }] },
      'INVALID_DISCOUNT_VALUE',
      0,
    ],
    ['an impossible cart', { cart: { lines: [{ unit_price: 0.5 }] }, coupons: [TEN] }, 'INVALID_AMOUNT', 0],
    ['a moment that is none', { cart: CART, coupons: [TEN], now: 'soon' }, 'INVALID_REQUEST', 0],
  ];
  for (const [title, input, reason, total] of rows)
    test(`${title}: ${reason}`, () => {
      const answer = evaluateCouponCase(input);
      assert.equal([answer.outcome, answer.reason, answer.discount_total], ['rejected', reason, total]);
    });

  test('a coupon for which others leave nothing does not make the case a refusal', () => {
    const all = { ...TEN, code: 'ALL', discount_value: 100 };
    const late = { code: 'K', type: 'fixed_amount', discount_value: 5_000 } as const;
    const answer = evaluateCouponCase({ cart: CART, coupons: [late, all] });
    assert.is(answer.outcome, 'applied');
    assert.equal(answer.per_coupon, { ALL: 29_000, K: 0 });
    assert.is(answer.new_total, 3_000);
  });
});

suite('uses and refunds of our own', (test) => {
  const usages: readonly (readonly [CouponCaseInput, Readonly<Record<string, unknown>>])[] = [
    [
      { usage_limit: 3, concurrent_orders: 200, used: 1 },
      { outcome: 'two_applied_198_rejected', usage_after: 3 },
    ],
    [
      { usage_limit: 1, calls: 2 },
      { outcome: 'one_applied_one_rejected', usage_held_after: 1 },
    ],
    [
      { usage_limit: 1, held: 1, event: 'payment.succeeded' },
      { outcome: 'consumed', usage_after: 1, usage_held_after_event: 0 },
    ],
    [
      { usage_limit: 1, held: 1, event: 'session.expired' },
      { outcome: 'released', usage_after: 0, usage_held_after_event: 0 },
    ],
    [
      { used: 1, event: 'payment.refunded' },
      { outcome: 'unchanged', usage_after: 1 },
    ],
    [
      { used: 1, event: 'payment.refunded', gives_use_back: true },
      { outcome: 'restored', usage_after: 0 },
    ],
    [{ usage_limit_per_customer: 1 }, { outcome: 'rejected', reason: 'CUSTOMER_REQUIRED' }],
    [
      { usage_limit_per_customer: 2, previous_phone: '010-1234-5678', phone: '+82 10 1234 5678' },
      { outcome: 'applied' },
    ],
    [
      { usage_limit_per_customer: 1, previous_phone: '010-1234-5678', phone: '+82 10 1234 5678' },
      { outcome: 'rejected' },
    ],
    [{ usage_limit_per_customer: 1, previous_email: 'a@x.kr', email: 'b@x.kr' }, { outcome: 'applied' }],
  ];
  for (const [input, expected] of usages)
    test(`${JSON.stringify(input)} is ${String(expected['outcome'])}`, () => {
      assert.equal(expectedPart(evaluateCouponCase(input), expected), expected);
    });

  const refunds: readonly (readonly [CouponCaseInput, number])[] = [
    [{ list: 6_000, paid: 5_400, cancel_list_amount: 2_000, policy: 'retain' }, 1_800],
    [{ list: 10_000, paid: 9_000, cancel_list_amount: 500, policy: 'retain' }, 450],
    [{ list: 300_000, paid: 270_000, cancel_list_amount: 250_000, policy: 'release' }, 220_000],
    [{ paid: 24_000, line_totals: [20_000, 10_000], line_discounts: [4_000, 2_000], refund_line: 1 }, 8_000],
  ];
  for (const [input, amount] of refunds)
    test(`${JSON.stringify(input)} gives ${amount} back`, () => {
      const answer = evaluateCouponCase(input);
      assert.is(answer.refund_amount, amount);
      assert.is((answer.remaining ?? 0) + amount, input.paid);
    });
});
