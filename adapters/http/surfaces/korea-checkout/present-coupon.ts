import {
  appliesTo,
  type Coupon,
  type CouponAnalytics,
  type CouponFigures,
  type CouponVerdict,
  type Page,
  writtenDiscountValue,
} from '../../../../core/index.ts';
import { couponText } from '../../coupon-texts.ts';
import type { Language } from '../../language.ts';
import type { Static } from '../../schema.ts';
import { isoUtc } from '../../times.ts';
import type { couponData } from './coupon-schemas.ts';
import { dateOf, type Days } from './requests.ts';

export function couponBody(found: Coupon) {
  return { success: true, coupon: dataOf(found) } as const;
}

export function couponsBody({ items, hasMore }: Page<Coupon>) {
  return { success: true, data: items.map(dataOf), has_more: hasMore } as const;
}

/** A verdict and the language of who asks. */
export interface ToldVerdict {
  readonly verdict: CouponVerdict;
  readonly language: Language;
}

export function verdictBody({ verdict: { coupon, evaluation, result }, language }: ToldVerdict) {
  if (result.kind === 'refused' || !coupon) {
    const reason = result.kind === 'refused' ? result.reason : 'not_found';
    return { success: true, valid: false, reason, message: couponText(reason, language) } as const;
  }
  const { type } = coupon;
  const discount = { type, value: writtenDiscountValue(coupon), amount: result.amount };
  return { success: true, valid: true, discount, newTotal: evaluation.newTotal } as const;
}

/** What a coupon did, and on which days. */
export type CouponReportOf = CouponAnalytics & { readonly days: Days };

export function couponAnalyticsBody({ coupon, used, held, totals, byDay, days }: CouponReportOf) {
  const [most] = [...totals].sort((a, b) => b.uses - a.uses);
  const none = { currency: coupon.currency ?? 'KRW', uses: 0, revenue: 0, discount: 0 };
  return {
    success: true,
    data: {
      code: coupon.code,
      from: dateOf(days.from),
      to: dateOf(days.to),
      ...figures(most ?? none),
      used_count: used,
      held_count: held,
      by_currency: totals.map(figures),
      by_day: byDay.map((one) => ({ date: dateOf(one.day), ...figures(one) })),
    },
  } as const;
}

function figures({ currency, uses, revenue, discount }: CouponFigures) {
  return { currency, uses, revenue, discount };
}

function dataOf(found: Coupon): Static<typeof couponData> {
  return {
    id: found.id,
    code: found.code,
    name_ko: found.nameKo,
    name_en: found.nameEn,
    type: found.type,
    discount_value: writtenDiscountValue(found),
    discount_kind: found.discountKind,
    per: found.per,
    currency: found.currency,
    valid_from: timeOrNull(found.validFrom),
    valid_until: timeOrNull(found.validUntil),
    usage_limit: found.usageLimit,
    usage_limit_per_customer: found.usageLimitPerCustomer,
    minimum_order_amount: found.minimumOrderAmount,
    maximum_order_amount: found.maximumOrderAmount,
    maximum_discount_amount: found.maximumDiscountAmount,
    applies_to: appliesTo(found),
    product_ids: [...found.productIds],
    category_ids: [...found.categoryIds],
    excluded_product_ids: [...found.excludedProductIds],
    excluded_category_ids: [...found.excludedCategoryIds],
    exclude_sale_items: found.excludesSaleItems,
    max_units: found.maximumUnits,
    one_unit: found.oneUnit,
    individual_use: found.isExclusive,
    returns_use_on_refund: found.givesUseBack,
    shop_id: found.shopId,
    used_count: found.usedCount,
    held_count: found.heldCount,
    is_active: found.isActive,
    created_at: isoUtc(found.createdAt),
    updated_at: isoUtc(found.updatedAt),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoUtc(ms);
}
