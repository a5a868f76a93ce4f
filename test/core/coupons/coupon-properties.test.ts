import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Cart, CartLine, Coupon, CouponPolicy } from '../../../core/coupons/coupon.ts';
import { type NewCoupon, newCoupon } from '../../../core/coupons/coupon-creation-rules.ts';
import { evaluateCoupons } from '../../../core/coupons/coupon-rules.ts';
import { suite } from '../../support/suite.ts';
import { NOW, SCOPE } from '../examples.ts';

const RUNS = { numRuns: 1_000 };
const SMALL = { min: 1, max: 40_000 };

const prices = fc.oneof(
  fc.constantFrom(0, 1, 3_333, 10_000),
  fc.integer(SMALL),
  fc.integer({ min: 1, max: 1_000_000_000_000 }),
);
const products = fc.constantFrom('A', 'B', 'C');
const lines: fc.Arbitrary<CartLine> = fc.record({
  productId: fc.oneof(products, fc.constant(null)),
  parentId: fc.constantFrom(null, null, 'A'),
  categoryIds: fc.subarray(['tops', 'sale']),
  isOnSale: fc.boolean(),
  unitPrice: prices,
  quantity: fc.integer({ min: 1, max: 9 }),
});
const carts: fc.Arbitrary<Cart> = fc
  .record({
    currency: fc.constant('KRW'),
    lines: fc.array(lines, { minLength: 1, maxLength: 8 }),
    shippingFee: fc.constantFrom(0, 2_500, 3_000),
    taxAmount: fc.constantFrom(0, 0, 1_000),
    share: fc.constantFrom(0, 0, 0, 0.3, 1),
  })
  .map(({ share, ...cart }) => ({ ...cart, discountAmount: Math.floor(share * priceOf(cart)) }));

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { freq: 3, nil: null });
/** What every type of coupon may have. */
const limits = {
  maximumDiscountAmount: maybe(fc.integer(SMALL)),
  minimumOrderAmount: maybe(fc.integer(SMALL)),
  isExclusive: fc.constantFrom(false, false, false, true),
  isActive: fc.constantFrom(true, true, true, false),
};
const scopes = {
  productIds: fc.subarray(['A', 'B']),
  categoryIds: fc.subarray(['tops']),
  excludedProductIds: fc.constantFrom([], [], ['C']),
  excludesSaleItems: fc.boolean(),
  maximumUnits: maybe(fc.integer({ min: 1, max: 6 })),
  oneUnit: fc.constantFrom(null, null, 'cheapest' as const, 'dearest' as const),
};
const percents = fc.integer({ min: 1, max: 10_000 }).map((points) => points / 100);
const percentages = fc.record({
  ...limits,
  ...scopes,
  type: fc.constant('percentage' as const),
  discountValue: percents,
});
const amounts = fc.record({
  ...limits,
  ...scopes,
  type: fc.constant('fixed_amount' as const),
  discountValue: fc.integer(SMALL),
});
const shipping = fc.record({ ...limits, type: fc.constant('free_shipping' as const) });
const ofProducts = fc.record({
  ...limits,
  ...scopes,
  productIds: fc.constantFrom(['A'], ['A', 'B']),
  type: fc.constant('product_specific' as const),
  discountKind: fc.constant('fixed_amount' as const),
  per: fc.constantFrom('unit' as const, 'line' as const, 'order' as const),
  discountValue: fc.integer(SMALL),
});

function made(input: Omit<NewCoupon, 'code'>, at: number): Coupon {
  const code = `C${at}`;
  return newCoupon(SCOPE, code, { ...input, code }, NOW);
}

/** Codes are no order of types, so that sorting by one of them is not sorting by both. */
const sets = fc
  .array(fc.oneof(percentages, amounts, shipping, ofProducts), { minLength: 1, maxLength: 4 })
  .map((inputs) => inputs.map(made));
const policies: fc.Arbitrary<CouponPolicy> = fc.record({
  stacking: fc.constantFrom('parallel' as const, 'sequential' as const),
  kept: fc.subarray(['C0', 'C1']),
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function goodsOf(cart: Pick<Cart, 'lines'>): number {
  return sum(cart.lines.map(({ unitPrice, quantity }) => unitPrice * quantity));
}

/** What a cart costs before the shop's discount. */
function priceOf(cart: Pick<Cart, 'lines' | 'shippingFee' | 'taxAmount'>): number {
  return goodsOf(cart) + cart.shippingFee + (cart.taxAmount ?? 0);
}

/** The same cart with one line of several units written as two. */
function splitLine(cart: Cart, at: number): Cart {
  const { quantity } = cart.lines[at] ?? { quantity: 1 };
  const written = cart.lines.flatMap((line, index) =>
    index === at && quantity > 1
      ? [
          { ...line, quantity: 1 },
          { ...line, quantity: quantity - 1 },
        ]
      : [line],
  );
  return { ...cart, lines: written };
}

suite('whatever the cart and its coupons', (test) => {
  test('discounts are whole, nothing is below zero, and the parts add up to the won', () => {
    fc.assert(
      fc.property(carts, sets, policies, (cart, coupons, policy) => {
        const told = evaluateCoupons(cart, coupons, NOW, policy);
        const { lineDiscounts, shippingDiscount, discountTotal, newTotal } = told;
        for (const [at, discount] of lineDiscounts.entries()) {
          const { unitPrice, quantity } = cart.lines[at] ?? { unitPrice: 0, quantity: 0 };
          assert.ok(Number.isSafeInteger(discount) && discount >= 0 && discount <= unitPrice * quantity);
        }
        assert.ok(Number.isSafeInteger(shippingDiscount));
        assert.ok(shippingDiscount >= 0 && shippingDiscount <= cart.shippingFee);
        assert.is(sum(lineDiscounts) + shippingDiscount, discountTotal);
        assert.is(newTotal, priceOf(cart) - (cart.discountAmount ?? 0) - discountTotal);
        assert.ok(newTotal >= 0);
      }),
      RUNS,
    );
  });

  test('what coupons take adds up to what the cart loses, of each line and in all', () => {
    fc.assert(
      fc.property(carts, sets, policies, (cart, coupons, policy) => {
        const told = evaluateCoupons(cart, coupons, NOW, policy);
        const applied = told.coupons.flatMap((result) => (result.kind === 'applied' ? [result] : []));
        for (const result of applied)
          assert.is(sum(result.lineDiscounts) + result.shippingDiscount, result.amount);
        const perLine = cart.lines.map((_, at) =>
          sum(applied.map((result) => result.lineDiscounts[at] ?? 0)),
        );
        assert.equal(perLine, told.lineDiscounts);
        assert.is(sum(applied.map(({ amount }) => amount)), told.discountTotal);
      }),
      RUNS,
    );
  });

  test('no coupon takes nothing, more than its maximum, or more than it is worth', () => {
    fc.assert(
      fc.property(carts, sets, policies, (cart, coupons, policy) => {
        for (const result of evaluateCoupons(cart, coupons, NOW, policy).coupons) {
          if (result.kind === 'refused') continue;
          const coupon = coupons.find(({ id }) => id === result.couponId);
          assert.ok(coupon && result.amount > 0);
          assert.ok(result.amount <= (coupon.maximumDiscountAmount ?? Infinity));
          if (coupon.type === 'fixed_amount') assert.ok(result.amount <= coupon.discountValue);
          if (coupon.type === 'percentage')
            assert.ok(
              BigInt(result.amount) * 10_000n < BigInt(goodsOf(cart)) * BigInt(coupon.discountValue) + 5_001n,
            );
        }
      }),
      RUNS,
    );
  });

  test('the order in which codes were typed does not matter', () => {
    const shuffled = sets.chain((coupons) =>
      fc.tuple(
        fc.constant(coupons),
        fc.shuffledSubarray([...coupons], { minLength: coupons.length, maxLength: coupons.length }),
      ),
    );
    fc.assert(
      fc.property(carts, shuffled, policies, (cart, [coupons, typed], policy) => {
        assert.equal(evaluateCoupons(cart, typed, NOW, policy), evaluateCoupons(cart, coupons, NOW, policy));
      }),
      RUNS,
    );
  });

  test('a coupon that is refused changes nothing for the others', () => {
    fc.assert(
      fc.property(carts, sets, policies, (cart, coupons, policy) => {
        const told = evaluateCoupons(cart, coupons, NOW, policy);
        for (const { kind, couponId } of told.coupons) {
          if (kind === 'applied') continue;
          const others = coupons.filter(({ id }) => id !== couponId);
          const without = evaluateCoupons(cart, others, NOW, policy);
          assert.equal(without, {
            ...told,
            coupons: told.coupons.filter((other) => other.couponId !== couponId),
          });
        }
      }),
      RUNS,
    );
  });

  test('at most one coupon is applied where one stands alone', () => {
    fc.assert(
      fc.property(carts, sets, policies, (cart, coupons, policy) => {
        const { coupons: results } = evaluateCoupons(cart, coupons, NOW, policy);
        const applied = results.filter(({ kind }) => kind === 'applied').map(({ couponId }) => couponId);
        const isAlone = coupons.some(({ id, isExclusive }) => isExclusive && applied.includes(id));
        assert.ok(!isAlone || applied.length === 1);
      }),
      RUNS,
    );
  });
});

suite('one line or two of the same product', (test) => {
  const at = fc.nat({ max: 7 });

  test('one coupon takes just as much, unless it counts per line', () => {
    const perOther = sets.map(([first]) =>
      first?.per === 'line' ? { ...first, per: 'unit' as const } : first,
    );
    fc.assert(
      fc.property(carts, perOther, policies, at, (cart, coupon, policy, line) => {
        if (!coupon) return;
        // What the shop itself took off is split over lines, and so by the won it is.
        const whole = { ...cart, discountAmount: 0 };
        const told = evaluateCoupons(whole, [coupon], NOW, policy);
        assert.is(
          evaluateCoupons(splitLine(whole, line), [coupon], NOW, policy).discountTotal,
          told.discountTotal,
        );
      }),
      RUNS,
    );
  });

  test('any number of coupons for the whole cart takes just as much', () => {
    const wide = sets.map((coupons) =>
      coupons.map((coupon) => ({
        ...coupon,
        ...{
          type: coupon.type === 'product_specific' ? ('fixed_amount' as const) : coupon.type,
          per: 'order' as const,
        },
        ...{ productIds: [], categoryIds: [], excludedProductIds: [], excludesSaleItems: false },
        ...{ maximumUnits: null, oneUnit: null },
      })),
    );
    fc.assert(
      fc.property(carts, wide, policies, at, (cart, coupons, policy, line) => {
        const told = evaluateCoupons(cart, coupons, NOW, policy);
        assert.is(evaluateCoupons(splitLine(cart, line), coupons, NOW, policy).newTotal, told.newTotal);
      }),
      RUNS,
    );
  });
});
