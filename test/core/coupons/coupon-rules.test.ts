import * as assert from 'uvu/assert';
import type { Cart, CouponRefusal } from '../../../core/coupons/coupon.ts';
import type { NewCoupon } from '../../../core/coupons/coupon-creation-rules.ts';
import { evaluateCoupons } from '../../../core/coupons/coupon-rules.ts';
import { DomainError } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { aCart, aCoupon, aLine, told } from './coupon-examples.ts';

const K5000 = { code: 'K', type: 'fixed_amount', discountValue: 5_000 } as const;
const SHIPPING = { code: 'FS', type: 'free_shipping' } as const;
const OF_A = { code: 'P', type: 'product_specific', productIds: ['A'] } as const;

/** The line discounts of one coupon. */
function lineDiscounts(cart: Cart, change: Partial<NewCoupon>): readonly number[] {
  return evaluateCoupons(cart, [aCoupon(change)], NOW).lineDiscounts;
}

suite('a coupon that is refused', (test) => {
  const cart = aCart([aLine(10_000, { productId: 'A' })], { shippingFee: 3_000, shopId: 'shop_1' });
  const rows: readonly (readonly [CouponRefusal | 'applied', Partial<NewCoupon>])[] = [
    ['not_found', { shopId: 'shop_2', isActive: false }],
    ['applied', { shopId: 'shop_1' }],
    ['inactive', { isActive: false, validUntil: NOW - 1 }],
    ['not_yet_valid', { validFrom: NOW + 1, currency: 'USD' }],
    ['applied', { validFrom: NOW, validUntil: NOW }],
    ['expired', { validUntil: NOW - 1, currency: 'USD' }],
    ['currency_mismatch', { currency: 'USD', minimumOrderAmount: 99_999 }],
    ['minimum_not_met', { minimumOrderAmount: 10_001 }],
    ['applied', { minimumOrderAmount: 10_000, maximumOrderAmount: 10_000 }],
    ['maximum_exceeded', { maximumOrderAmount: 9_999 }],
    ['not_applicable_to_cart', { ...OF_A, productIds: ['B'] }],
    ['not_applicable_to_cart', { ...SHIPPING, productIds: ['B'] }],
    ['applied', { ...SHIPPING, productIds: ['A'] }],
  ];
  for (const [verdict, change] of rows)
    test(`${verdict}: ${JSON.stringify(change)}`, () => {
      const [result] = evaluateCoupons(cart, [aCoupon(change)], NOW).coupons;
      assert.is(result?.kind === 'refused' ? result.reason : result?.kind, verdict);
    });

  const idle: readonly (readonly [string, Cart, Partial<NewCoupon>])[] = [
    ['free shipping where delivery is free', aCart([1_000]), SHIPPING],
    ['a percentage of gifts', aCart([0, 0]), {}],
    ['a tenth of five won', aCart([5]), {}],
    ['a percentage of goods that the shop gave away', aCart([1_000], { discountAmount: 1_000 }), {}],
  ];
  for (const [title, here, change] of idle)
    test(`${title} has no effect`, () => {
      assert.equal(Object.values(told(evaluateCoupons(here, [aCoupon(change)], NOW).coupons)), ['no_effect']);
    });

  test('leaves the cart at its price', () => {
    const {
      discountTotal,
      newTotal,
      lineDiscounts: lines,
    } = evaluateCoupons(cart, [aCoupon({ isActive: false })], NOW);
    assert.equal([discountTotal, newTotal, lines], [0, 13_000, [0]]);
  });
});

suite('the goods that a coupon is good for', (test) => {
  const cart = aCart([
    aLine(10_000, { productId: 'A-red', parentId: 'A', categoryIds: ['tops'] }),
    aLine(20_000, { productId: 'B', categoryIds: ['tops', 'sale'], isOnSale: true }),
    aLine(30_000),
  ]);
  const rows: readonly (readonly [Partial<NewCoupon>, readonly number[]])[] = [
    [{}, [1_000, 2_000, 3_000]],
    [{ productIds: ['A-red'] }, [1_000, 0, 0]],
    [{ productIds: ['A'] }, [1_000, 0, 0]],
    [{ categoryIds: ['tops'] }, [1_000, 2_000, 0]],
    [{ productIds: ['A'], categoryIds: ['sale'] }, [1_000, 2_000, 0]],
    [{ categoryIds: ['tops'], excludedProductIds: ['A'] }, [0, 2_000, 0]],
    [{ excludedCategoryIds: ['sale'] }, [1_000, 0, 3_000]],
    [{ productIds: ['B'], excludedProductIds: ['B'] }, [0, 0, 0]],
    [{ excludesSaleItems: true }, [1_000, 0, 3_000]],
    [{ oneUnit: 'cheapest' }, [1_000, 0, 0]],
    [{ oneUnit: 'dearest', categoryIds: ['tops'] }, [0, 2_000, 0]],
    [{ maximumUnits: 2 }, [0, 2_000, 3_000]],
    [{ maximumDiscountAmount: 100 }, [17, 33, 50]],
  ];
  for (const [change, expected] of rows)
    test(`${JSON.stringify(change)} takes ${expected.join(', ')}`, () => {
      assert.equal(lineDiscounts(cart, change), expected);
    });

  test('the cheapest unit is the cheapest that costs anything', () => {
    assert.equal(
      lineDiscounts(aCart([0, aLine(9_000, { quantity: 3 }), 20_000]), { oneUnit: 'cheapest' }),
      [0, 900, 0],
    );
  });

  test('a coupon for products whose list is lost is good for nothing', () => {
    const lost = { ...aCoupon(OF_A), productIds: [] };
    assert.equal(told(evaluateCoupons(cart, [lost], NOW).coupons), { P: 'not_applicable_to_cart' });
  });
});

suite('a fixed amount', (test) => {
  const cart = aCart([aLine(3_000, { productId: 'A', quantity: 3 }), aLine(1_000, { productId: 'A' })]);
  const fixed = { ...OF_A, discountKind: 'fixed_amount', discountValue: 1_500 } as const;
  const rows: readonly (readonly [Partial<NewCoupon>, readonly number[]])[] = [
    [{ ...fixed }, [4_500, 1_000]],
    [{ ...fixed, per: 'line' }, [1_500, 1_000]],
    [{ ...fixed, per: 'order' }, [1_350, 150]],
    [{ ...fixed, maximumUnits: 2 }, [3_000, 0]],
    [{ ...fixed, maximumUnits: 4, discountValue: 4_000 }, [9_000, 1_000]],
    [{ ...fixed, maximumDiscountAmount: 1_000 }, [900, 100]],
    [{ ...fixed, maximumDiscountAmount: 5_400 }, [4_500, 900]],
    [{ ...K5000 }, [4_500, 500]],
    [{ ...K5000, discountValue: 99_999 }, [9_000, 1_000]],
    [{ ...K5000, oneUnit: 'dearest' }, [3_000, 0]],
  ];
  for (const [change, expected] of rows)
    test(`${JSON.stringify(change)} takes ${expected.join(' and ')}`, () => {
      assert.equal(lineDiscounts(cart, change), expected);
    });

  test('is never taken off delivery', () => {
    const { newTotal } = evaluateCoupons(
      aCart([29_000], { shippingFee: 3_000 }),
      [aCoupon({ ...K5000, discountValue: 50_000 })],
      NOW,
    );
    assert.is(newTotal, 3_000);
  });

  test('stays exact where products are no safe integers', () => {
    const price = 3_000_000_000_000;
    const { lineDiscounts: lines } = evaluateCoupons(
      aCart([price, price, price]),
      [aCoupon({ ...K5000, discountValue: price + 1 })],
      NOW,
    );
    assert.equal(lines, [1_000_000_000_001, 1_000_000_000_000, 1_000_000_000_000]);
  });
});

suite('coupons together', (test) => {
  const all = [aCoupon(), aCoupon(K5000), aCoupon(SHIPPING), aCoupon({ ...OF_A, discountValue: 50 })];
  const cart = aCart([aLine(10_000, { productId: 'A' }), 20_000], { shippingFee: 3_000 });

  test('are applied by type: product, percentage, fixed amount, shipping', () => {
    const { coupons } = evaluateCoupons(cart, [...all].reverse(), NOW);
    assert.equal(
      coupons.map(({ code }) => code),
      ['P', 'TEN', 'K', 'FS'],
    );
  });

  test('count from the original prices unless the shop says otherwise', () => {
    assert.equal(told(evaluateCoupons(cart, all, NOW).coupons), {
      P: 5_000,
      TEN: 3_000,
      K: 5_000,
      FS: 3_000,
    });
    const one = evaluateCoupons(cart, all, NOW, { stacking: 'sequential' });
    assert.equal(told(one.coupons), { P: 5_000, TEN: 2_500, K: 5_000, FS: 3_000 });
  });

  test('take no more than is left: what one line has no room for, the others give', () => {
    const { coupons, lineDiscounts: lines } = evaluateCoupons(
      cart,
      [aCoupon({ ...OF_A, discountValue: 100 }), aCoupon({ ...K5000, discountValue: 9_000 })],
      NOW,
    );
    assert.equal(told(coupons), { P: 10_000, K: 9_000 });
    assert.equal(lines, [10_000, 9_000]);
  });

  test('the last one finds nothing left', () => {
    const { coupons } = evaluateCoupons(cart, [aCoupon({ discountValue: 100 }), aCoupon(K5000)], NOW);
    assert.equal(told(coupons), { TEN: 30_000, K: 'no_effect' });
  });

  test('one coupon twice is applied once', () => {
    const { coupons, discountTotal } = evaluateCoupons(cart, [aCoupon(), aCoupon()], NOW);
    assert.equal(
      coupons.map((result) => (result.kind === 'refused' ? result.reason : 'applied')),
      ['applied', 'already_applied'],
    );
    assert.is(discountTotal, 3_000);
  });

  test('one that is nothing alone keeps no exclusive coupon out', () => {
    // A quarter of the three won that the shop's discount leaves is less than a won.
    const four = aCart([aLine(1, { quantity: 4 })], { discountAmount: 1 });
    const pair = [aCoupon({ ...K5000, maximumUnits: 1 }), aCoupon({ discountValue: 100, isExclusive: true })];
    const { coupons } = evaluateCoupons(four, pair, NOW, { stacking: 'sequential' });
    assert.equal(told(coupons), { TEN: 3, K: 'no_effect' });
  });

  test('a part of a line is reckoned from its part of what is left', () => {
    const three = aCart([aLine(1_000, { quantity: 3 })]);
    const pair = [aCoupon({ discountValue: 10 }), aCoupon({ ...K5000, maximumUnits: 1 })];
    assert.equal(told(evaluateCoupons(three, pair, NOW, { stacking: 'sequential' }).coupons), {
      TEN: 300,
      K: 900,
    });
    assert.equal(told(evaluateCoupons(three, pair, NOW).coupons), { TEN: 300, K: 1_000 });
  });
});

suite('a coupon that stands alone', (test) => {
  const cart = aCart([10_000]);
  const [ten, solo] = [aCoupon(), aCoupon({ code: 'SOLO', discountValue: 20, isExclusive: true })];
  const rows: readonly (readonly [
    string,
    Parameters<typeof evaluateCoupons>[1],
    readonly string[],
    object,
  ])[] = [
    ['is applied alone', [solo], [], { SOLO: 2_000 }],
    ['gives way to others', [solo, ten], [], { SOLO: 'not_combinable', TEN: 1_000 }],
    [
      'keeps others out when it was there first',
      [solo, ten],
      ['SOLO'],
      { SOLO: 2_000, TEN: 'not_combinable' },
    ],
    ['stays out when another was there first', [solo, ten], ['TEN'], { SOLO: 'not_combinable', TEN: 1_000 }],
    [
      'does not give way to one that is refused',
      [solo, { ...ten, isActive: false }],
      [],
      { SOLO: 2_000, TEN: 'inactive' },
    ],
    [
      'does not give way to one that was removed',
      [solo, { ...ten, removedAt: NOW }],
      [],
      { SOLO: 2_000, TEN: 'not_found' },
    ],
    [
      'is the first of its kind by code',
      [solo, { ...solo, id: 'Z', code: 'B' }],
      [],
      { B: 2_000, SOLO: 'not_combinable' },
    ],
  ];
  for (const [title, coupons, kept, expected] of rows)
    test(title, () => {
      assert.equal(told(evaluateCoupons(cart, coupons, NOW, { kept }).coupons), expected);
      assert.equal(told(evaluateCoupons(cart, [...coupons].reverse(), NOW, { kept }).coupons), expected);
    });
});

suite("a shop's own discount", (test) => {
  test('is taken off first: goods, then delivery, then tax', () => {
    const cart = aCart([10_000, 20_000], { shippingFee: 3_000, taxAmount: 500, discountAmount: 27_000 });
    const { lineDiscounts: lines, newTotal } = evaluateCoupons(cart, [aCoupon({ discountValue: 50 })], NOW);
    assert.equal([lines, newTotal], [[1_000, 2_000], 3_500]);
    const whole = { ...cart, discountAmount: 32_000 };
    assert.equal(told(evaluateCoupons(whole, [aCoupon(SHIPPING)], NOW).coupons), { FS: 1_000 });
    assert.is(evaluateCoupons({ ...cart, discountAmount: 33_500 }, [], NOW).newTotal, 0);
  });
});

suite('a cart that cannot be', (test) => {
  const rows: readonly (readonly [string, Cart])[] = [
    ['unit_price', aCart([-1])],
    ['unit_price', aCart([10.5])],
    ['unit_price', aCart([NaN])],
    ['quantity', aCart([aLine(1, { quantity: 0 })])],
    ['shipping_fee', aCart([1], { shippingFee: -1 })],
    ['tax_amount', aCart([1], { taxAmount: 0.1 })],
    ['discount_amount', aCart([1], { discountAmount: 2 })],
    ['total_amount', aCart([aLine(Number.MAX_SAFE_INTEGER, { quantity: 2 })])],
  ];
  for (const [index, [field, cart]] of rows.entries())
    test(`${field} is refused (${index})`, () => {
      assert.throws(
        () => evaluateCoupons(cart, [aCoupon()], NOW),
        (error: unknown) => error instanceof DomainError && error.details['field'] === field,
      );
    });

  test('an empty cart has nothing that a coupon is good for', () => {
    assert.equal(told(evaluateCoupons(aCart([]), [aCoupon()], NOW).coupons), {
      TEN: 'not_applicable_to_cart',
    });
  });
});
