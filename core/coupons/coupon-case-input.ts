import type { Scope } from '../kernel/scope.ts';
import type { Cart, Coupon, CouponPer, CouponStacking, CouponType } from './coupon.ts';
import { windowBound } from './coupon-code-rules.ts';
import { type NewCoupon, newCoupon } from './coupon-creation-rules.ts';
import type { CouponCustomer } from './coupon-usage-rules.ts';

type Ids = string | readonly string[];

/** A coupon as a case of `coupon-cases.json` writes it; several words for one thing are all read. */
export interface CaseCoupon {
  readonly code?: string;
  readonly type?: CouponType;
  readonly discount_value?: number | null;
  readonly discount_kind?: 'percentage' | 'fixed_amount';
  readonly per?: CouponPer;
  readonly currency?: string | null;
  /** `'cart_total'`, or ids of products. */
  readonly applies_to?: Ids;
  readonly product_ids?: Ids;
  readonly category_ids?: Ids;
  readonly excluded_product_ids?: Ids;
  readonly excluded_products?: Ids;
  readonly excluded_category_ids?: Ids;
  readonly excluded_categories?: Ids;
  readonly exclude_sale_items?: boolean;
  readonly minimum_order_amount?: number | null;
  readonly maximum_order_amount?: number | null;
  readonly max_discount_amount?: number | null;
  readonly maximum_discount_amount?: number | null;
  readonly max_units?: number | null;
  readonly once_per_order?: boolean | 'cheapest' | 'most_expensive' | 'dearest';
  readonly exclusive?: boolean;
  readonly individual_use?: boolean;
  readonly stackable?: boolean;
  readonly usage_limit?: number | null;
  readonly usage_limit_per_customer?: number | null;
  readonly used?: number;
  readonly held?: number;
  readonly valid_from?: string | null;
  readonly valid_until?: string | null;
  readonly is_active?: boolean;
  readonly active?: boolean;
}

/** A line of a case's cart; its `id` is its product unless `product_id` says otherwise. */
export interface CaseLine {
  readonly id?: string;
  readonly product_id?: string;
  readonly parent_id?: string;
  readonly category_id?: string;
  readonly category_ids?: Ids;
  readonly categories?: Ids;
  readonly on_sale?: boolean;
  readonly tax_free?: boolean;
  readonly unit_price: number;
  readonly quantity?: number;
}

/** A case's cart; won unless it says otherwise. */
export interface CaseCart {
  readonly lines: readonly CaseLine[];
  readonly shipping_fee?: number;
  readonly tax_amount?: number;
  readonly discount_amount?: number;
  readonly currency?: string;
}

/** Who is asking, and who has used the coupon before, in a case. */
export interface CaseCustomer {
  readonly customer_id?: string | null;
  readonly email?: string | null;
  readonly guest_email?: string | null;
  readonly phone?: string | null;
  readonly guest_phone?: string | null;
  readonly previous_customer_id?: string | null;
  /** The address of the account that used it before. */
  readonly account_email?: string | null;
  readonly account_phone?: string | null;
  readonly previous_email?: string | null;
  readonly previous_phone?: string | null;
  readonly previous_uses?: number;
}

/** How the coupons of a case stand together. */
export interface CaseStacking {
  readonly stacking?: CouponStacking | 'none';
  readonly already_applied?: readonly string[];
}

const SCOPE: Scope = { merchantId: 'mer_case', mode: 'test' };

/** Coupons that cases name without writing them out; everywhere else in the file they are these. */
const KNOWN: ReadonlyMap<string, CaseCoupon> = new Map([
  ['TEN', { code: 'TEN', type: 'percentage', discount_value: 10 }],
  ['WELCOME10', { code: 'WELCOME10', type: 'percentage', discount_value: 10, minimum_order_amount: 50_000 }],
  ['SOLO', { code: 'SOLO', type: 'percentage', discount_value: 20, exclusive: true }],
]);

/** The coupon of a code that a case names and does not write out; undefined when the file does not know it either. */
export function knownCoupon(code: string): CaseCoupon | undefined {
  return KNOWN.get(code);
}

/** What a case asks to create. A window that cannot be read is one that cannot be kept: NaN. */
export function caseForm(coupon: CaseCoupon): NewCoupon {
  const appliesTo = coupon.applies_to === 'cart_total' ? [] : ids(coupon.applies_to);
  const isActive = coupon.is_active ?? coupon.active;
  return {
    code: coupon.code ?? 'CODE',
    type: coupon.type ?? 'percentage',
    discountValue: coupon.discount_value ?? null,
    ...(coupon.discount_kind && { discountKind: coupon.discount_kind }),
    ...(coupon.per && { per: coupon.per }),
    currency: coupon.currency ?? null,
    productIds: [...ids(coupon.product_ids), ...appliesTo],
    categoryIds: ids(coupon.category_ids),
    excludedProductIds: [...ids(coupon.excluded_product_ids), ...ids(coupon.excluded_products)],
    excludedCategoryIds: [...ids(coupon.excluded_category_ids), ...ids(coupon.excluded_categories)],
    excludesSaleItems: coupon.exclude_sale_items ?? false,
    minimumOrderAmount: coupon.minimum_order_amount ?? null,
    maximumOrderAmount: coupon.maximum_order_amount ?? null,
    maximumDiscountAmount: coupon.max_discount_amount ?? coupon.maximum_discount_amount ?? null,
    maximumUnits: coupon.max_units ?? null,
    oneUnit: oneUnit(coupon),
    isExclusive: coupon.exclusive ?? coupon.individual_use ?? coupon.stackable === false,
    usageLimit: coupon.usage_limit ?? null,
    usageLimitPerCustomer: coupon.usage_limit_per_customer ?? null,
    validFrom: bound(coupon.valid_from, 'from'),
    validUntil: bound(coupon.valid_until, 'until'),
    ...(isActive !== undefined && { isActive }),
  };
}

/** The coupon of a case, as if it had been created; its id is its code. Throws a DomainError where that is refused. */
export function caseCoupon(coupon: CaseCoupon): Coupon {
  const made = newCoupon(SCOPE, '', caseForm(coupon), 0);
  return { ...made, id: made.code, usedCount: coupon.used ?? 0, heldCount: coupon.held ?? 0 };
}

/** The cart of a case. */
export function caseCart(cart: CaseCart): Cart {
  return {
    currency: cart.currency ?? 'KRW',
    lines: cart.lines.map((line) => ({
      productId: line.product_id ?? line.id ?? null,
      parentId: line.parent_id ?? null,
      categoryIds: [...ids(line.category_id), ...ids(line.category_ids), ...ids(line.categories)],
      isOnSale: line.on_sale ?? false,
      isTaxFree: line.tax_free ?? false,
      unitPrice: line.unit_price,
      quantity: line.quantity ?? 1,
    })),
    shippingFee: cart.shipping_fee ?? 0,
    taxAmount: cart.tax_amount ?? 0,
    discountAmount: cart.discount_amount ?? 0,
  };
}

/** Whoever is asking in a case. */
export function caseCustomer(input: CaseCustomer): CouponCustomer {
  return {
    customerId: input.customer_id ?? null,
    email: input.guest_email ?? input.email ?? null,
    phone: input.guest_phone ?? input.phone ?? null,
  };
}

/** Whoever has used the coupon before in a case. */
export function previousCustomer(input: CaseCustomer): CouponCustomer {
  return {
    customerId: input.previous_customer_id ?? null,
    email: input.previous_email ?? input.account_email ?? null,
    phone: input.previous_phone ?? input.account_phone ?? null,
  };
}

/** A moment that a case writes; null when it names none. */
export function bound(written: string | null | undefined, end: 'from' | 'until'): number | null {
  return typeof written === 'string' ? (windowBound(written, end) ?? NaN) : null;
}

function oneUnit({ once_per_order: once }: CaseCoupon): 'cheapest' | 'dearest' | null {
  if (!once) return null;
  return once === true || once === 'cheapest' ? 'cheapest' : 'dearest';
}

function ids(value: Ids | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
