import type { Cart, CartLine, Coupon, CouponRefusal } from './coupon.ts';

/** What is asked of every coupon before its discount is reckoned; `goodsTotal` is the cart's, before any discount. */
export interface Occasion {
  readonly cart: Cart;
  readonly goodsTotal: number;
  readonly now: number;
}

type Hinders = (coupon: Coupon, occasion: Occasion) => boolean;

/** In the order of `CouponRefusal`: the first that holds is told. */
const HINDRANCES: readonly (readonly [CouponRefusal, Hinders])[] = [
  ['not_found', (coupon) => coupon.removedAt !== null],
  ['not_found', (coupon, { cart }) => coupon.shopId !== null && coupon.shopId !== (cart.shopId ?? null)],
  ['inactive', (coupon) => !coupon.isActive],
  ['not_yet_valid', (coupon, { now }) => coupon.validFrom !== null && now < coupon.validFrom],
  ['expired', (coupon, { now }) => coupon.validUntil !== null && now > coupon.validUntil],
  ['currency_mismatch', (coupon, { cart }) => coupon.currency !== null && coupon.currency !== cart.currency],
  ['minimum_not_met', (coupon, { goodsTotal }) => goodsTotal < (coupon.minimumOrderAmount ?? 0)],
  ['maximum_exceeded', (coupon, { goodsTotal }) => goodsTotal > (coupon.maximumOrderAmount ?? Infinity)],
];

/** Why a coupon is not good on this occasion, whatever is in the cart; null when it is. */
export function hindrance(coupon: Coupon, occasion: Occasion): CouponRefusal | null {
  for (const [reason, hinders] of HINDRANCES) if (hinders(coupon, occasion)) return reason;
  return null;
}

/** The coupon is good for goods of this line: one of its lists names it, or it has none, and nothing excludes it. */
export function isEligible(coupon: Coupon, line: CartLine): boolean {
  if (coupon.excludesSaleItems && line.isOnSale) return false;
  if (names(coupon.excludedProductIds, coupon.excludedCategoryIds, line)) return false;
  const isOpen = coupon.productIds.length === 0 && coupon.categoryIds.length === 0;
  // A coupon for named products that has lost its list is good for nothing, never for everything.
  if (isOpen) return coupon.type !== 'product_specific';
  return names(coupon.productIds, coupon.categoryIds, line);
}

function names(products: readonly string[], categories: readonly string[], line: CartLine): boolean {
  const { productId, parentId, categoryIds } = line;
  return (
    (productId !== null && products.includes(productId)) ||
    (typeof parentId === 'string' && products.includes(parentId)) ||
    (categories.length > 0 && categoryIds !== undefined && categoryIds.some((id) => categories.includes(id)))
  );
}

/** How many units of each line the coupon is good for; null when of none. */
export function eligibleUnits(coupon: Coupon, lines: readonly CartLine[]): readonly number[] | null {
  const units = lines.map((line) => (isEligible(coupon, line) ? line.quantity : 0));
  if (!units.some((count) => count > 0)) return null;
  if (coupon.oneUnit) return onlyOne(coupon.oneUnit, units, lines);
  if (coupon.maximumUnits !== null) return dearest(coupon.maximumUnits, units, lines);
  return units;
}

function onlyOne(
  which: 'cheapest' | 'dearest',
  units: readonly number[],
  lines: readonly CartLine[],
): number[] {
  // A gift is no bargain: the cheapest unit is the cheapest that costs anything.
  const prices = lines.map(({ unitPrice }, line) => (units[line] ? unitPrice : 0));
  const wanted = which === 'dearest' ? Math.max(...prices) : Math.min(...prices.filter((price) => price > 0));
  const chosen = prices.indexOf(wanted);
  return lines.map((_, line) => (line === chosen && units[line] ? 1 : 0));
}

/** The dearest units first, as WooCommerce does; of two lines at one price the earlier. */
function dearest(maximum: number, units: readonly number[], lines: readonly CartLine[]): number[] {
  const price = (line: number): number => lines[line]?.unitPrice ?? 0;
  const chosen = units.map(() => 0);
  let left = maximum;
  for (const line of units.map((_, at) => at).sort((a, b) => price(b) - price(a) || a - b)) {
    const count = Math.min(left, units[line] ?? 0);
    chosen[line] = count;
    left -= count;
  }
  return chosen;
}
