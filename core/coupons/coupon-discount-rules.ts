import { percentOf } from '../kernel/money.ts';
import { allocate, sumOf } from './allocation-rules.ts';
import type { Cart, Coupon, CouponStacking } from './coupon.ts';

/** What coupons have left of a cart so far. */
export interface Left {
  /** Of each line's total. */
  readonly lines: readonly number[];
  readonly shipping: number;
}

/** A coupon that is good here, and for how many units of each line. */
export interface Candidate {
  readonly coupon: Coupon;
  readonly units: readonly number[];
  /** What it asks for when no other coupon is there. */
  readonly claim: Claim;
}

/** What a coupon asks for, whatever others leave of it. */
export interface Claim {
  readonly target: number;
  /** What its eligible units cost, of each line: the proportion in which the target is split. */
  readonly weights: readonly number[];
  /** The most that it may take off each line. */
  readonly limits: readonly number[];
}

/** What one coupon takes off: `amount` = Σ `lines` + `shipping`. */
export interface Discount {
  readonly amount: number;
  readonly lines: readonly number[];
  readonly shipping: number;
}

/** The coupon takes off a share of the price, not an amount. */
export function isPercentage({ type, discountKind }: Pick<Coupon, 'type' | 'discountKind'>): boolean {
  return type === 'percentage' || (type === 'product_specific' && discountKind === 'percentage');
}

/**
 * What the shop's own discount leaves of a cart: it is taken off the goods in proportion, then off delivery, before any
 * coupon is.
 */
export function beforeCoupons(cart: Cart): Left {
  const totals = cart.lines.map(({ unitPrice, quantity }) => unitPrice * quantity);
  const off = cart.discountAmount ?? 0;
  if (off === 0) return { lines: totals, shipping: cart.shippingFee };
  const goods = sumOf(totals);
  const shares = allocate({ amount: Math.min(off, goods), weights: totals, rooms: totals });
  return {
    lines: totals.map((total, line) => total - (shares[line] ?? 0)),
    shipping: Math.max(0, cart.shippingFee - Math.max(0, off - goods)),
  };
}

/**
 * What a coupon asks for: of the original prices, or of what is `left` when coupons are reckoned one after another. The
 * total is reckoned first and split afterwards, so that it is right to the won.
 */
export function claimOf(coupon: Coupon, units: readonly number[], cart: Cart, left: Left | null): Claim {
  if (coupon.type === 'free_shipping') return { target: Infinity, weights: [], limits: [] };
  const weights = units.map((count, line) => (count === 0 ? 0 : eligibleTotal(count, cart, line, left)));
  const isPercent = isPercentage(coupon);
  if (isPercent || coupon.per === 'order') {
    const target = isPercent ? percentOf(sumOf(weights), coupon.discountValue) : coupon.discountValue;
    return { target, weights, limits: weights };
  }
  const limits = weights.map((weight, line) => {
    const times = coupon.per === 'unit' ? (units[line] ?? 0) : 1;
    return Math.min(weight, coupon.discountValue * times);
  });
  return { target: Infinity, weights, limits };
}

/** What a coupon takes off of what is left: never more than that, than its claim, or than its own maximum. */
export function discount(candidate: Candidate, cart: Cart, left: Left, stacking: CouponStacking): Discount {
  const { coupon, units, claim } = candidate;
  if (coupon.type === 'free_shipping') {
    const shipping = Math.min(left.shipping, cap(coupon));
    return { amount: shipping, lines: left.lines.map(() => 0), shipping };
  }
  const { target, weights, limits } = stacking === 'parallel' ? claim : claimOf(coupon, units, cart, left);
  const rooms = limits.map((limit, line) => Math.min(limit, left.lines[line] ?? 0));
  const amount = Math.min(target, sumOf(rooms), cap(coupon));
  return { amount, lines: allocate({ amount, weights, rooms }), shipping: 0 };
}

/** Whether a coupon takes off anything when no other one is there. */
export function hasEffect({ coupon, claim }: Candidate, left: Left): boolean {
  if (coupon.type === 'free_shipping') return left.shipping > 0;
  return claim.target > 0 && claim.limits.some((limit, line) => limit > 0 && (left.lines[line] ?? 0) > 0);
}

function cap({ maximumDiscountAmount }: Coupon): number {
  return maximumDiscountAmount ?? Infinity;
}

/** What the eligible units of a line cost: at their price, or their part of what is left of the line. */
function eligibleTotal(units: number, cart: Cart, at: number, left: Left | null): number {
  const line = cart.lines[at];
  if (!line) return 0;
  if (!left) return line.unitPrice * units;
  const of = left.lines[at] ?? 0;
  // Less than a won of the part is dropped, never rounded up: units cannot cost more than their line.
  return units === line.quantity ? of : Number((BigInt(of) * BigInt(units)) / BigInt(line.quantity));
}
