import type { Mode } from '../kernel/scope.ts';

/** The four types of the Korea Checkout document; `product_specific` is good for named products only. */
export const COUPON_TYPES = ['percentage', 'fixed_amount', 'free_shipping', 'product_specific'] as const;
export type CouponType = (typeof COUPON_TYPES)[number];

/** What a fixed amount is taken off once for: each unit, each line of the cart, or the order. */
export type CouponPer = 'unit' | 'line' | 'order';

/**
 * A discount that buyers claim with a code. Times in epoch milliseconds, amounts in the smallest unit of `currency`.
 * How it is reckoned: `coupon-rules.ts`.
 */
export interface Coupon {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  /** The one shop where it is good; null: all shops of the merchant. */
  readonly shopId: string | null;
  /** As `couponCode` writes it: what a buyer typed is compared after the same treatment. */
  readonly code: string;
  readonly nameKo: string;
  readonly nameEn: string | null;
  readonly type: CouponType;
  /** How `product_specific` counts; of the other types it follows from the type. */
  readonly discountKind: 'percentage' | 'fixed_amount';
  /** Basis points of a percentage (10% is 1000), an amount otherwise; 0 for free shipping. */
  readonly discountValue: number;
  readonly per: CouponPer;
  /** The currency of all its amounts; null when it names none and so is good in every currency. */
  readonly currency: string | null;
  /** Products, or parents of variants, that it is good for. With `categoryIds` empty as well: all of them. */
  readonly productIds: readonly string[];
  readonly categoryIds: readonly string[];
  /** What is excluded is so even when it is included as well. */
  readonly excludedProductIds: readonly string[];
  readonly excludedCategoryIds: readonly string[];
  readonly excludesSaleItems: boolean;
  /** Least and most that the goods may come to, both inclusive: before discounts, without delivery. */
  readonly minimumOrderAmount: number | null;
  readonly maximumOrderAmount: number | null;
  readonly maximumDiscountAmount: number | null;
  /** How many units of the cart it is good for, the dearest first; null: all. */
  readonly maximumUnits: number | null;
  /** Good for one single unit of the cart: the cheapest that costs anything, or the dearest. */
  readonly oneUnit: 'cheapest' | 'dearest' | null;
  /** Stands alone ("individual use"); others stack. */
  readonly isExclusive: boolean;
  readonly usageLimit: number | null;
  readonly usageLimitPerCustomer: number | null;
  /** Paid orders that used it, and open ones that hold a use (`coupon-usage-rules.ts`). */
  readonly usedCount: number;
  readonly heldCount: number;
  /** A full refund of its order gives the use back. */
  readonly givesUseBack: boolean;
  /** Both moments are inside the window; null: no bound. */
  readonly validFrom: number | null;
  readonly validUntil: number | null;
  readonly isActive: boolean;
  /** When the merchant has removed it: nobody finds it by its code any more, which another coupon may have. */
  readonly removedAt: number | null;
  readonly createdAt: number;
  /** When the merchant has last changed it; uses do not count as changes. */
  readonly updatedAt: number;
  readonly version: number;
}

/** One line of a cart. What is left out: no parent, no category, not on sale, taxed. */
export interface CartLine {
  /** What lists of products name; null when the shop's line has none, which no list ever names. */
  readonly productId: string | null;
  /** The product of which this is a variant. */
  readonly parentId?: string | null;
  readonly categoryIds?: readonly string[];
  readonly isOnSale?: boolean;
  readonly isTaxFree?: boolean;
  /** Whole smallest units from 0 on; 0 is a gift. */
  readonly unitPrice: number;
  /** A whole number from 1 on. */
  readonly quantity: number;
}

/** What a buyer is about to pay for, before coupons; amounts in the smallest unit of `currency`. */
export interface Cart {
  readonly currency: string;
  readonly shopId?: string | null;
  readonly lines: readonly CartLine[];
  readonly shippingFee: number;
  /** Asked beside the goods' prices; coupons leave it alone. */
  readonly taxAmount?: number;
  /** What the shop itself has taken off: goods first, then delivery, then tax. Coupons share what is left. */
  readonly discountAmount?: number;
}

/**
 * `parallel`: every coupon is reckoned from the original prices and capped at what is left. `sequential`: each is
 * reckoned from what those before it have left.
 */
export type CouponStacking = 'parallel' | 'sequential';

/** How coupons stand together. */
export interface CouponPolicy {
  /** `parallel` unless the shop says otherwise. */
  readonly stacking?: CouponStacking;
  /** Ids of coupons that the session has already: a new one must fit beside them, not they beside it. */
  readonly kept?: readonly string[];
}

/** Why a coupon gives nothing; the first one of these that holds. */
export type CouponRefusal =
  /** No such code, a coupon that was removed, or one of another shop, which is none here. */
  | 'not_found'
  /** The merchant has switched it off. */
  | 'inactive'
  | 'not_yet_valid'
  | 'expired'
  /** Its amounts are in another currency than the cart's. */
  | 'currency_mismatch'
  | 'minimum_not_met'
  | 'maximum_exceeded'
  /** Nothing in the cart is what it is good for. */
  | 'not_applicable_to_cart'
  /** It would take off nothing: delivery is free already, or other coupons have left nothing. */
  | 'no_effect'
  /** The same coupon twice. */
  | 'already_applied'
  /** It stands alone, or another one does. */
  | 'not_combinable'
  /** All its uses are used or held. */
  | 'usage_limit_reached'
  | 'customer_limit_reached'
  /** It counts uses per customer, and nobody knows who this one is. */
  | 'customer_required';

/** What became of one coupon. */
export type CouponResult =
  | {
      readonly kind: 'applied';
      readonly couponId: string;
      readonly code: string;
      /** All that it takes off: its line discounts and its shipping discount. */
      readonly amount: number;
      /** In the order of the cart's lines. */
      readonly lineDiscounts: readonly number[];
      readonly shippingDiscount: number;
    }
  | {
      readonly kind: 'refused';
      readonly couponId: string;
      readonly code: string;
      readonly reason: CouponRefusal;
    };

/**
 * What a cart costs with coupons: `discountTotal` = Σ `lineDiscounts` + `shippingDiscount`, and no part of it is ever
 * more than what it is taken off.
 */
export interface CouponEvaluation {
  /** Σ price × quantity. */
  readonly goodsTotal: number;
  readonly discountTotal: number;
  /** In the order of the cart's lines. */
  readonly lineDiscounts: readonly number[];
  readonly shippingDiscount: number;
  /** What is left to pay; 0 completes without a gateway. */
  readonly newTotal: number;
  /** One for each coupon, in the order in which they are applied, whatever the order in which they were typed. */
  readonly coupons: readonly CouponResult[];
}
