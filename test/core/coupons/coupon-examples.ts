import type { Cart, CartLine, Coupon, CouponRefusal, CouponResult } from '../../../core/coupons/coupon.ts';
import { type NewCoupon, newCoupon } from '../../../core/coupons/coupon-creation-rules.ts';
import { NOW, SCOPE } from '../examples.ts';

/** 10% off everything, without a limit; its id is its code. */
export function aCoupon(change: Partial<NewCoupon> = {}): Coupon {
  const input: NewCoupon = { code: 'TEN', type: 'percentage', discountValue: 10, ...change };
  return newCoupon(SCOPE, input.code, input, NOW);
}

export function aLine(unitPrice: number, change: Partial<CartLine> = {}): CartLine {
  return { productId: null, unitPrice, quantity: 1, ...change };
}

/** Lines of these prices, or these lines; delivery is free unless `change` says otherwise. */
export function aCart(lines: readonly (number | CartLine)[], change: Partial<Cart> = {}): Cart {
  return {
    currency: 'KRW',
    lines: lines.map((line) => (typeof line === 'number' ? aLine(line) : line)),
    shippingFee: 0,
    ...change,
  };
}

/** What became of each coupon, by its code: the amount, or why there is none. */
export function told(coupons: readonly CouponResult[]): Record<string, number | CouponRefusal> {
  return Object.fromEntries(
    coupons.map((result) => [result.code, result.kind === 'applied' ? result.amount : result.reason]),
  );
}
