import { allocate } from './allocation-rules.ts';
import { beforeCoupons } from './coupon-discount-rules.ts';
import type { Cart, CouponEvaluation } from './coupon.ts';

/** One line of an order that was paid with coupons; `discount` is all that they took off the line. */
export interface PaidLine {
  readonly unitPrice: number;
  readonly quantity: number;
  readonly discount: number;
}

/**
 * What the first `units` units of a line are worth in a refund: their price less their part of the line's discount,
 * to the nearest won. All units together are worth exactly what was paid for the line.
 */
export function unitsWorth({ unitPrice, quantity, discount }: PaidLine, units: number): number {
  const rest = quantity - units;
  const [share = 0] = allocate({
    amount: discount,
    weights: [units, rest],
    rooms: [unitPrice * units, unitPrice * rest],
  });
  return unitPrice * units - share;
}

/** What goes back for `units` more units of a line of which `before` have come back already. */
export function lineRefund(line: PaidLine, units: number, before = 0): number {
  return unitsWorth(line, before + units) - unitsWorth(line, before);
}

/** Goods of an order before and after its discount, and the part of them at list price that comes back. */
export interface PartialReturn {
  readonly list: number;
  readonly paid: number;
  readonly returned: number;
}

/** The coupon stays: what comes back takes its own share of the discount with it. */
export function retainRefund({ list, paid, returned }: PartialReturn): number {
  const parts = [returned, list - returned];
  const [share = 0] = allocate({ amount: list - paid, weights: parts, rooms: parts });
  return returned - share;
}

/**
 * The coupon goes: what is kept is charged at list price. Negative when that is more than was paid, and then the
 * refund is refused: nobody is asked for money by a refund.
 */
export function releaseRefund({ list, paid, returned }: PartialReturn): number {
  return paid - (list - returned);
}

/** The parts of an amount that gateways and receipts ask for: they add up to `total`. */
export interface TaxParts {
  readonly total: number;
  readonly taxFree: number;
  /** What is taxed, without its tax. */
  readonly supply: number;
  readonly vat: number;
}

/** VAT is an eleventh of what is taxed, rounded; there is no tie, for eleven is odd (GATEWAYS.md, refunds). */
export function taxParts(total: number, taxFree: number): TaxParts {
  const taxed = total - taxFree;
  const vat = Number((BigInt(taxed) * 2n + 11n) / 22n);
  return { total, taxFree, supply: taxed - vat, vat };
}

/** What a cart with coupons costs, in the parts that gateways ask for. Delivery is taxed. */
export function taxPartsOf(cart: Cart, { newTotal, lineDiscounts }: CouponEvaluation): TaxParts {
  const left = beforeCoupons(cart).lines;
  const taxFree = cart.lines.reduce(
    (sum, { isTaxFree }, line) => sum + (isTaxFree ? (left[line] ?? 0) - (lineDiscounts[line] ?? 0) : 0),
    0,
  );
  return taxParts(newTotal, taxFree);
}
