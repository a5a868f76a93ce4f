import type { CartLine, CouponType } from '../coupons/coupon.ts';
import type { Mode } from '../kernel/scope.ts';

/** One line of an order, as the shop has sent it and the buyer sees it. */
export interface SessionItem extends CartLine {
  readonly name: string;
  readonly description: string | null;
  /** An https address. */
  readonly imageUrl: string | null;
}

/** Who buys; what is not known is null. */
export interface SessionCustomer {
  /** The shop's own id of him. */
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166, two letters. */
  readonly country: string | null;
}

/** Where to send it. */
export interface ShippingAddress {
  /** Five digits in Korea. */
  readonly postcode: string;
  readonly address: string;
  readonly detail: string;
}

/** A coupon that a session holds a use of, and what it takes off. */
export interface SessionCoupon {
  readonly couponId: string;
  readonly code: string;
  readonly nameKo: string;
  readonly nameEn: string | null;
  readonly type: CouponType;
  /** As the merchant has written it: percent, or smallest units. */
  readonly value: number;
  readonly amount: number;
}

/**
 * An order that waits to be paid on the hosted page. Its state is that of its payment and is kept nowhere else
 * (`sessionStatus`). Amounts in the smallest unit of `currency`.
 */
export interface CheckoutSession {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly shopId: string;
  readonly paymentId: string;
  /** `custom`, `headless`, `woocommerce`, …: what the shop says of itself. */
  readonly platform: string;
  /** The shop's number of the order; at most one open session has it. */
  readonly platformOrderId: string;
  /** SHA-256 (hex) of what the shop has asked for: the very same request is answered whatever the buyer has done since. */
  readonly askedHash: string;
  readonly currency: string;
  readonly items: readonly SessionItem[];
  readonly shippingAmount: number;
  readonly taxAmount: number;
  /** What the shop itself has taken off, before coupons. */
  readonly discountAmount: number;
  /** Σ price × quantity + shipping + tax − discount: what is to pay without coupons. */
  readonly orderAmount: number;
  readonly coupons: readonly SessionCoupon[];
  readonly customer: SessionCustomer;
  readonly shippingAddress: ShippingAddress | null;
  /** Whether the page asks for an address. */
  readonly needsShipping: boolean;
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  /** Where its events go; null: where the shop's go. */
  readonly webhookUrl: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly language: 'ko' | 'en' | null;
  readonly expiresAt: number;
  /** When it was paid. */
  readonly completedAt: number | null;
  /** When its payment came to an end, paid or not. */
  readonly endedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
