import { currencyExponent } from '../kernel/currencies.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Coupon, CouponPer, CouponType } from './coupon.ts';
import { couponCode } from './coupon-code-rules.ts';
import { isPercentage } from './coupon-discount-rules.ts';

/** No code is longer: an index holds it. */
export const COUPON_CODE_MAX = 64;

/** Codes are read aloud, typed, and part of a path, where dots alone would mean another one. */
const CODE = /^[ ._%+-]*[\p{L}\p{N}][\p{L}\p{N}\p{M} ._%+-]*$/u;

/** A coupon as a merchant writes it. What is left out is not limited. */
export interface NewCoupon {
  readonly code: string;
  readonly type: CouponType;
  /** Percent with at most two decimals (10, 33.3), or smallest units; means nothing for free shipping. */
  readonly discountValue?: number | null;
  readonly discountKind?: 'percentage' | 'fixed_amount';
  /** A fixed amount is taken off the order, that of `product_specific` each unit, unless this says otherwise. */
  readonly per?: CouponPer;
  /** KRW unless this says otherwise, if there are amounts at all. */
  readonly currency?: string | null;
  readonly shopId?: string | null;
  readonly nameKo?: string;
  readonly nameEn?: string | null;
  readonly productIds?: readonly string[];
  readonly categoryIds?: readonly string[];
  readonly excludedProductIds?: readonly string[];
  readonly excludedCategoryIds?: readonly string[];
  readonly excludesSaleItems?: boolean;
  readonly minimumOrderAmount?: number | null;
  readonly maximumOrderAmount?: number | null;
  readonly maximumDiscountAmount?: number | null;
  readonly maximumUnits?: number | null;
  readonly oneUnit?: 'cheapest' | 'dearest' | null;
  readonly isExclusive?: boolean;
  readonly usageLimit?: number | null;
  readonly usageLimitPerCustomer?: number | null;
  readonly givesUseBack?: boolean;
  readonly validFrom?: number | null;
  readonly validUntil?: number | null;
  readonly isActive?: boolean;
}

/** What is wrong with a coupon that somebody wants to create. */
export interface CouponFault {
  readonly reason:
    | 'invalid_code'
    | 'invalid_discount_value'
    | 'invalid_amount'
    | 'invalid_limit'
    | 'invalid_window'
    | 'product_ids_required'
    | 'unsupported_currency';
  /** In the words of the document. */
  readonly field: string;
}

/** The first thing that is wrong with a new coupon, or null. */
export function couponFault(input: NewCoupon): CouponFault | null {
  if (!isCode(couponCode(input.code))) return { reason: 'invalid_code', field: 'code' };
  if (discountValueOf(input) === null) return { reason: 'invalid_discount_value', field: 'discount_value' };
  const { productIds = [], categoryIds = [] } = input;
  if (input.type === 'product_specific' && productIds.length + categoryIds.length === 0)
    return { reason: 'product_ids_required', field: 'product_ids' };
  return amountFault(input) ?? limitFault(input) ?? windowFault(input);
}

/** A coupon that nobody has used yet. Refuses what `couponFault` finds, with the field and its reason as details. */
export function newCoupon(scope: Scope, id: string, input: NewCoupon, now: number): Coupon {
  const fault = couponFault(input);
  if (fault)
    throw new DomainError('invalid_request', `${fault.field} is not what a coupon can have`, {
      field: fault.field,
      rule: fault.reason,
    });
  const isPercent = isPercentage(withKind(input));
  return {
    id,
    merchantId: scope.merchantId,
    mode: scope.mode,
    shopId: input.shopId ?? null,
    code: couponCode(input.code),
    nameKo: input.nameKo ?? '',
    nameEn: input.nameEn ?? null,
    type: input.type,
    discountKind: isPercent ? 'percentage' : 'fixed_amount',
    discountValue: discountValueOf(input) ?? 0,
    per: input.per ?? (input.type === 'product_specific' ? 'unit' : 'order'),
    currency: currencyOf(input),
    productIds: input.productIds ?? [],
    categoryIds: input.categoryIds ?? [],
    excludedProductIds: input.excludedProductIds ?? [],
    excludedCategoryIds: input.excludedCategoryIds ?? [],
    excludesSaleItems: input.excludesSaleItems ?? false,
    minimumOrderAmount: input.minimumOrderAmount ?? null,
    maximumOrderAmount: input.maximumOrderAmount ?? null,
    maximumDiscountAmount: input.maximumDiscountAmount ?? null,
    maximumUnits: input.maximumUnits ?? null,
    oneUnit: input.oneUnit ?? null,
    isExclusive: input.isExclusive ?? false,
    usageLimit: input.usageLimit ?? null,
    usageLimitPerCustomer: input.usageLimitPerCustomer ?? null,
    usedCount: 0,
    heldCount: 0,
    givesUseBack: input.givesUseBack ?? false,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? null,
    isActive: input.isActive ?? true,
    removedAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** The discount as its merchant wrote it: percent, or smallest units. */
export function writtenDiscountValue(coupon: Coupon): number {
  return isPercentage(coupon) ? coupon.discountValue / 100 : coupon.discountValue;
}

/** What the document calls `applies_to`; it follows from the type and the lists. */
export function appliesTo(coupon: Coupon): 'cart_total' | 'products' | 'shipping' {
  if (coupon.type === 'free_shipping') return 'shipping';
  return coupon.productIds.length + coupon.categoryIds.length > 0 ? 'products' : 'cart_total';
}

function isCode(code: string): boolean {
  return code.length <= COUPON_CODE_MAX && CODE.test(code);
}

function withKind({ type, discountKind = 'percentage' }: NewCoupon): Pick<Coupon, 'type' | 'discountKind'> {
  return { type, discountKind };
}

/** Basis points or smallest units; null when it is no discount. */
function discountValueOf(input: NewCoupon): number | null {
  if (input.type === 'free_shipping') return 0;
  const value = input.discountValue ?? 0;
  if (!isPercentage(withKind(input))) return isCount(value) ? value : null;
  const points = Math.round(value * 100);
  // Both sides are the nearest number to the same decimal, so that they are equal or there was a third decimal.
  return isCount(points) && points <= 10_000 && points / 100 === value ? points : null;
}

/** A coupon that names an amount is good in one currency. */
function currencyOf(input: NewCoupon): string | null {
  if (input.currency) return input.currency;
  const amounts = [input.minimumOrderAmount, input.maximumOrderAmount, input.maximumDiscountAmount];
  const isFixed = input.type !== 'free_shipping' && !isPercentage(withKind(input));
  return isFixed || amounts.some((amount) => typeof amount === 'number') ? 'KRW' : null;
}

function amountFault(input: NewCoupon): CouponFault | null {
  const { minimumOrderAmount: minimum, maximumOrderAmount: maximum, maximumDiscountAmount: cap } = input;
  const currency = currencyOf(input);
  if (currency !== null && currencyExponent(currency) === null)
    return { reason: 'unsupported_currency', field: 'currency' };
  if (typeof minimum === 'number' && !isCount(minimum) && minimum !== 0)
    return { reason: 'invalid_amount', field: 'minimum_order_amount' };
  if (typeof maximum === 'number' && (!isCount(maximum) || maximum < (minimum ?? 0)))
    return { reason: 'invalid_amount', field: 'maximum_order_amount' };
  return typeof cap === 'number' && !isCount(cap)
    ? { reason: 'invalid_amount', field: 'max_discount_amount' }
    : null;
}

function limitFault(input: NewCoupon): CouponFault | null {
  const limits = [
    ['usage_limit', input.usageLimit],
    ['usage_limit_per_customer', input.usageLimitPerCustomer],
    ['max_units', input.maximumUnits],
  ] as const;
  const wrong = limits.find(([, limit]) => typeof limit === 'number' && !isCount(limit));
  return wrong ? { reason: 'invalid_limit', field: wrong[0] } : null;
}

function windowFault({ validFrom, validUntil }: NewCoupon): CouponFault | null {
  const ends = [validFrom ?? -Infinity, validUntil ?? Infinity] as const;
  if (Number.isNaN(ends[0])) return { reason: 'invalid_window', field: 'valid_from' };
  return ends[0] <= ends[1] ? null : { reason: 'invalid_window', field: 'valid_until' };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
