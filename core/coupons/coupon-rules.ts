import { DomainError } from '../kernel/errors.ts';
import type {
  Cart,
  Coupon,
  CouponEvaluation,
  CouponPolicy,
  CouponRefusal,
  CouponResult,
  CouponStacking,
  CouponType,
} from './coupon.ts';
import { sumOf } from './allocation-rules.ts';
import {
  beforeCoupons,
  type Candidate,
  claimOf,
  discount,
  type Discount,
  hasEffect,
  type Left,
} from './coupon-discount-rules.ts';
import { eligibleUnits, hindrance, type Occasion } from './coupon-eligibility-rules.ts';

/** In what order coupons are applied, whatever the order in which they were typed (GATEWAYS.md). */
export const COUPON_ORDER: readonly CouponType[] = [
  'product_specific',
  'percentage',
  'fixed_amount',
  'free_shipping',
];

/**
 * What a cart costs with these coupons at this moment: each one applied, or refused and why. The order of the coupons
 * does not matter: they are applied by type, then by code. A coupon that is refused changes nothing for the others.
 * Limits of use are not looked at here: an order that holds a use must not be told that the use is taken
 * (`coupon-usage-rules.ts`).
 */
export function evaluateCoupons(
  cart: Cart,
  coupons: readonly Coupon[],
  now: number,
  policy: CouponPolicy = {},
): CouponEvaluation {
  const { stacking = 'parallel', kept = [] } = policy;
  const occasion: Occasion = { cart, goodsTotal: goodsTotal(cart), now };
  const start = beforeCoupons(cart);
  const judged: Judged[] = [];
  const good: Coupon[] = [];
  for (const coupon of inOrder(coupons)) {
    const isKnown = judged.some((other) => other.coupon.id === coupon.id);
    const verdict = isKnown ? 'already_applied' : judge(coupon, occasion, start, stacking);
    judged.push({ coupon, verdict });
    if (typeof verdict !== 'string') good.push(coupon);
  }
  const together = combinable(good, kept);
  const results: CouponResult[] = [];
  let left = start;
  for (const { coupon, verdict } of judged) {
    const isApart = typeof verdict !== 'string' && !together.includes(coupon);
    const off = isApart ? 'not_combinable' : take(verdict, cart, left, stacking);
    results.push(resultOf(coupon, off));
    if (typeof off !== 'string') left = without(left, off);
  }
  return summary(occasion, start, left, results);
}

/** What a coupon takes off of what is left, or why nothing. */
function take(
  verdict: CouponRefusal | Candidate,
  cart: Cart,
  left: Left,
  stacking: CouponStacking,
): CouponRefusal | Discount {
  if (typeof verdict === 'string') return verdict;
  const off = discount(verdict, cart, left, stacking);
  return off.amount > 0 ? off : 'no_effect';
}

function without(left: Left, off: Discount): Left {
  const lines = off.shipping > 0 ? left.lines : left.lines.map((of, line) => of - (off.lines[line] ?? 0));
  return { lines, shipping: left.shipping - off.shipping };
}

function resultOf({ id: couponId, code }: Coupon, off: CouponRefusal | Discount): CouponResult {
  if (typeof off === 'string') return { kind: 'refused', couponId, code, reason: off };
  const { amount, lines, shipping } = off;
  return { kind: 'applied', couponId, code, amount, lineDiscounts: lines, shippingDiscount: shipping };
}

interface Judged {
  readonly coupon: Coupon;
  /** Why it is not good by itself; what it is good for when it is. */
  readonly verdict: CouponRefusal | Candidate;
}

/** Whether a coupon is good for this cart when no other one is there. */
function judge(
  coupon: Coupon,
  occasion: Occasion,
  left: Left,
  stacking: CouponStacking,
): CouponRefusal | Candidate {
  const reason = hindrance(coupon, occasion);
  if (reason) return reason;
  const { cart } = occasion;
  const units = eligibleUnits(coupon, cart.lines);
  // Delivery is there to be paid even for a cart of which no line is known.
  if (!units && (coupon.type !== 'free_shipping' || cart.lines.length > 0)) return 'not_applicable_to_cart';
  // Whoever has no effect alone must not keep an exclusive coupon out: it is reckoned just as it will be.
  const claim = claimOf(coupon, units ?? [], cart, stacking === 'parallel' ? null : left);
  const candidate = { coupon, units: units ?? [], claim };
  return hasEffect(candidate, left) ? candidate : 'no_effect';
}

/**
 * Which of these stand together. An exclusive coupon gives way to every other one, unless the session has it already:
 * then all others give way.
 */
function combinable(good: readonly Coupon[], kept: readonly string[]): readonly Coupon[] {
  const exclusive = good.filter(({ isExclusive }) => isExclusive);
  if (exclusive.length === 0) return good;
  const keptOne = exclusive.find(({ id }) => kept.includes(id));
  if (keptOne) return [keptOne];
  return exclusive.length < good.length ? good.filter(({ isExclusive }) => !isExclusive) : good.slice(0, 1);
}

function inOrder(coupons: readonly Coupon[]): readonly Coupon[] {
  return [...coupons].sort(
    (a, b) =>
      COUPON_ORDER.indexOf(a.type) - COUPON_ORDER.indexOf(b.type) ||
      compare(a.code, b.code) ||
      compare(a.id, b.id),
  );
}

/** By code units: a locale would make the discount depend on the machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function summary(
  { cart, goodsTotal }: Occasion,
  start: Left,
  left: Left,
  coupons: readonly CouponResult[],
): CouponEvaluation {
  const lineDiscounts = start.lines.map((of, line) => of - (left.lines[line] ?? 0));
  const shippingDiscount = start.shipping - left.shipping;
  const discountTotal = sumOf(lineDiscounts) + shippingDiscount;
  const total = goodsTotal + cart.shippingFee + (cart.taxAmount ?? 0) - (cart.discountAmount ?? 0);
  return {
    goodsTotal,
    discountTotal,
    lineDiscounts,
    shippingDiscount,
    newTotal: total - discountTotal,
    coupons,
  };
}

/** Refuses carts of which no discount could be right: parts of a won, negative prices, more than a number can hold. */
function goodsTotal({ lines, shippingFee, taxAmount = 0, discountAmount = 0 }: Cart): number {
  let goods = 0;
  for (const { unitPrice, quantity } of lines) {
    if (!isAmount(unitPrice)) throw refuse('unit_price');
    if (!isAmount(quantity) || quantity === 0) throw refuse('quantity');
    goods += unitPrice * quantity;
  }
  if (!isAmount(shippingFee)) throw refuse('shipping_fee');
  if (!isAmount(taxAmount)) throw refuse('tax_amount');
  const total = goods + shippingFee + taxAmount;
  if (!Number.isSafeInteger(total)) throw refuse('total_amount');
  if (!isAmount(discountAmount) || discountAmount > total) throw refuse('discount_amount');
  return goods;
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function refuse(field: string): DomainError {
  return new DomainError('invalid_amount', `${field} must be a whole number and not negative`, { field });
}
