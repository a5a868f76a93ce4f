import type { Cart, Coupon, CouponEvaluation } from '../coupons/coupon.ts';
import { writtenDiscountValue } from '../coupons/coupon-creation-rules.ts';
import { DomainError } from '../kernel/errors.ts';
import { DAY, SECOND } from '../kernel/time.ts';
import type { Payment } from '../payments/payment.ts';
import type { CheckoutSession, SessionCoupon } from './session.ts';

/** What a merchant sees of a session: read off its payment. */
export const SESSION_STATUSES = [
  'pending',
  'processing',
  'completed',
  'failed',
  'canceled',
  'expired',
  'refunded',
  'partially_refunded',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** How long a session is good unless it or its shop says otherwise. */
export const SESSION_LIFETIME_MS = DAY;
/** No session is good for longer. */
export const SESSION_LIFETIME_MAX_MS = 7 * DAY;
/** Nor for a shorter time. */
export const SESSION_LIFETIME_MIN_MS = SECOND;

/** The state of a session, which is that of its payment (SURFACES.md, Payment state machine). */
export function sessionStatus(payment: Payment): SessionStatus {
  switch (payment.status) {
    case 'requires_payment_method':
    case 'requires_confirmation':
      return 'pending';
    case 'requires_action':
    case 'processing':
    case 'requires_capture':
      return 'processing';
    case 'failed':
      return 'failed';
    case 'canceled':
      return payment.cancelReason === 'expired' ? 'expired' : 'canceled';
    case 'succeeded':
      return refundStatus(payment);
  }
}

function refundStatus({ amountRefunded, amountCaptured }: Payment): SessionStatus {
  if (amountRefunded === 0) return 'completed';
  return amountRefunded === amountCaptured ? 'refunded' : 'partially_refunded';
}

/**
 * Only while nobody has begun to pay, or after a decline, and not when its time is over may a session change. Refuses
 * with `session_not_pending`.
 */
export function assertOpen(
  { session, payment }: { readonly session: Pick<CheckoutSession, 'expiresAt'>; readonly payment: Payment },
  now: number,
): void {
  const status = sessionStatus(payment);
  if (status !== 'pending' || session.expiresAt <= now)
    throw new DomainError('session_not_pending', 'the session is not pending any more', {
      status: status === 'pending' ? 'expired' : status,
    });
}

type Amounts = Pick<CheckoutSession, 'items' | 'shippingAmount' | 'taxAmount' | 'discountAmount'>;

/** Σ price × quantity + shipping + tax − what the shop has taken off; may be negative or unsafe: `assertTotal`. */
export function orderAmount({ items, shippingAmount, taxAmount, discountAmount }: Amounts): number {
  const goods = items.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  return goods + shippingAmount + taxAmount - discountAmount;
}

/** No order is dearer, in smallest units: sums of many stay exact. */
export const ORDER_MAX = 1_000_000_000_000;

/**
 * Refuses amounts and quantities that are none (`invalid_amount`), and a total that is not what its parts come to
 * (`amount_mismatch`, with what they do come to).
 */
export function assertTotal(amounts: Amounts, totalAmount: number): void {
  const { items, shippingAmount, taxAmount, discountAmount } = amounts;
  for (const [field, amount] of Object.entries({ shippingAmount, taxAmount, discountAmount }))
    assertWithin(amount, 0, field);
  for (const { unitPrice, quantity } of items) {
    assertWithin(unitPrice, 0, 'items.price');
    assertWithin(quantity, 1, 'items.quantity');
  }
  const expected = orderAmount(amounts);
  if (expected !== totalAmount)
    throw new DomainError('amount_mismatch', 'the parts do not add up to the total', {
      field: 'totalAmount',
      expected,
    });
  // What the parts come to before anything is taken off: the coupon engine adds them up.
  assertWithin(totalAmount, 1, 'totalAmount');
  assertWithin(totalAmount + discountAmount, 1, 'totalAmount');
}

function assertWithin(amount: number, least: number, field: string): void {
  if (!Number.isSafeInteger(amount) || amount < least || amount > ORDER_MAX)
    throw new DomainError('invalid_amount', `${field} must be a whole number`, { field });
}

/** The session as the coupon engine reads it. */
export function cartOf(session: Amounts & Pick<CheckoutSession, 'currency' | 'shopId'>): Cart {
  return {
    currency: session.currency,
    shopId: session.shopId,
    lines: session.items,
    shippingFee: session.shippingAmount,
    taxAmount: session.taxAmount,
    discountAmount: session.discountAmount,
  };
}

/** The coupons that an evaluation has applied, as the session keeps them; those that it has refused are left out. */
export function sessionCoupons(evaluation: CouponEvaluation, coupons: readonly Coupon[]): SessionCoupon[] {
  return evaluation.coupons.flatMap((result) => {
    const coupon = coupons.find(({ id }) => id === result.couponId);
    if (result.kind === 'refused' || !coupon) return [];
    const { id: couponId, code, nameKo, nameEn, type } = coupon;
    return [
      { couponId, code, nameKo, nameEn, type, value: writtenDiscountValue(coupon), amount: result.amount },
    ];
  });
}

/** What coupons take off a session. */
export function couponDiscount({ coupons }: Pick<CheckoutSession, 'coupons'>): number {
  return coupons.reduce((sum, { amount }) => sum + amount, 0);
}

/** What is to pay: the order less its coupons, never below zero. */
export function amountDue(session: Pick<CheckoutSession, 'coupons' | 'orderAmount'>): number {
  return session.orderAmount - couponDiscount(session);
}

/**
 * Refuses an address to send buyers back to that is none: https (http as well in test mode), without a user, at most
 * 2,048 characters. `javascript:`, `//evil.example` and `https://shop@evil.example` are none.
 */
export function assertRedirectUrl(url: string, mode: CheckoutSession['mode'], field: string): void {
  const parsed = url.length <= 2048 && URL.canParse(url) ? new URL(url) : null;
  const protocols = mode === 'live' ? ['https:'] : ['https:', 'http:'];
  if (!parsed || !protocols.includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    throw new DomainError('redirect_url_refused', 'buyers cannot be sent there', { field });
}

/** Until when a new session is good. Refuses what is over, or more than seven days away. */
export function expiryOf(asked: number | null, fallbackMs: number | null, now: number): number {
  const at = asked ?? now + (fallbackMs ?? SESSION_LIFETIME_MS);
  if (at < now + SESSION_LIFETIME_MIN_MS || at > now + SESSION_LIFETIME_MAX_MS)
    throw new DomainError('invalid_request', 'a session is good for at most seven days', {
      field: 'expiresAt',
      rule: at > now ? 'maximum' : 'minimum',
      limit: at > now ? '7 days' : 'now',
    });
  return at;
}
