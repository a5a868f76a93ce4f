import {
  amountDue,
  type CheckoutSession,
  type CouponApplied,
  couponDiscount,
  type Page,
  type Payment,
  type Refund,
  type RefundStatus,
  type SessionCustomer,
  type SessionItem,
  sessionStatus,
  type SessionView,
} from '../../../../core/index.ts';
import type { View } from '../../route.ts';
import type { Static } from '../../schema.ts';
import { isoUtc } from '../../times.ts';
import type { sessionData, STATUSES, customerData } from './session-data-schema.ts';
import { STATUS_WORDS } from '../../status-words.ts';
import type { refund } from './session-schemas.ts';
import type { METHOD_NAMES } from './shared-schemas.ts';

type Status = (typeof STATUSES)[number];
type SessionData = Static<typeof sessionData>;

/** A session and where its page is shown: a host of the shop's own, or (null) this server's. */
export type HostedSession = SessionView & { readonly host: string | null };

const REFUND_STATUS: Readonly<Record<RefundStatus, Static<typeof refund>['status']>> = {
  processing: 'processing',
  succeeded: 'completed',
  failed: 'failed',
};

export function createdBody({ session, host }: HostedSession, view: View) {
  return {
    success: true,
    sessionId: session.id,
    checkoutUrl: checkoutUrl(session.id, host, view),
    expiresAt: isoUtc(session.expiresAt),
  } as const;
}

export function sessionBody(found: HostedSession, view: View) {
  return { success: true, data: dataOf(found, view) } as const;
}

export function sessionsBody({ items, hasMore }: Page<HostedSession>, view: View) {
  return { success: true, data: items.map((item) => dataOf(item, view)), has_more: hasMore } as const;
}

/** In the order of the document's examples, then ours. */
export function dataOf({ session, payment, host }: HostedSession, view: View): SessionData {
  return {
    sessionId: session.id,
    status: statusOf(payment),
    platform: session.platform,
    platformOrderId: session.platformOrderId,
    shopId: session.shopId,
    ...amountsOf(session),
    customer: customerBody(session.customer),
    ...timesOf(session),
    ...paidWith(payment),
    ...wishesOf(session),
    items: session.items.map(itemBody),
    needsShipping: session.needsShipping,
    metadata: { ...session.metadata },
    coupons: couponsOf(session),
    refundedAmount: payment.amountRefunded,
    paymentId: payment.id,
    checkoutUrl: checkoutUrl(session.id, host, view),
  };
}

/** The document's word for the state of a session. */
export function statusOf(payment: Payment): Status {
  return STATUS_WORDS[sessionStatus(payment)];
}

/** Σ price × quantity + shipping + tax − discount = total, with coupons as well as without. */
export function amountsOf(session: CheckoutSession) {
  return {
    totalAmount: amountDue(session),
    currency: session.currency,
    originalAmount: session.orderAmount,
    shippingAmount: session.shippingAmount,
    taxAmount: session.taxAmount,
    discountAmount: session.discountAmount + couponDiscount(session),
  };
}

export function customerBody(customer: SessionCustomer): Static<typeof customerData> {
  const { id, name, email, phone, country } = customer;
  return known({ id, name, email, phone, country });
}

export function couponsOf({ coupons }: CheckoutSession) {
  return coupons.map(({ code, nameKo, type, value, amount }) => ({
    code,
    name: nameKo,
    type,
    value,
    amount,
  }));
}

/** How it was, or is to be, paid. */
export function methodOf({ method, status, amount }: Payment): (typeof METHOD_NAMES)[number] | null {
  return method ?? (status === 'succeeded' && amount === 0 ? 'free' : null);
}

/** Why the last try was declined; nothing when it was not. */
export function failureOf(of: Pick<Payment, 'failureCode' | 'failureMessage'>) {
  return of.failureCode === null
    ? {}
    : { failure: { code: of.failureCode, message: of.failureMessage ?? '' } };
}

export function refundBody(found: Refund): Static<typeof refund> {
  return {
    refundId: found.id,
    status: REFUND_STATUS[found.status],
    amount: found.amount,
    reason: found.reason,
    processedAt: isoUtc(found.updatedAt),
    ...failureOf(found),
  };
}

export function refundsBody(found: readonly Refund[]) {
  return { success: true, data: found.map(refundBody) } as const;
}

/** A coupon on a session, or (`amount` 0) off it again, and what is to pay now. */
export function appliedBody({ coupon, session }: CouponApplied) {
  const { type, value, amount } = coupon;
  return { success: true, discount: { type, value, amount }, newTotal: amountDue(session) } as const;
}

function checkoutUrl(sessionId: string, host: string | null, { publicUrl }: View): string {
  return `${host === null ? publicUrl : `https://${host}`}/checkout/${sessionId}`;
}

function timesOf({ createdAt, expiresAt, completedAt }: CheckoutSession) {
  return {
    createdAt: isoUtc(createdAt),
    expiresAt: isoUtc(expiresAt),
    ...(completedAt === null ? {} : { completedAt: isoUtc(completedAt) }),
  };
}

function paidWith(payment: Payment) {
  return {
    ...known({
      paymentMethod: methodOf(payment),
      gateway: payment.gateway,
      gatewayTransactionId: payment.attemptId,
      installmentMonths: payment.instalmentMonths,
    }),
    ...failureOf(payment),
  };
}

function wishesOf({ shippingAddress, returnUrl, cancelUrl, webhookUrl, language }: CheckoutSession) {
  return known({ shippingAddress, returnUrl, cancelUrl, webhookUrl, language });
}

function itemBody(item: SessionItem) {
  const { name, unitPrice: price, quantity, description, productId, imageUrl, categoryIds = [] } = item;
  return {
    name,
    price,
    quantity,
    ...known({ description, productId, variantOf: item.parentId ?? null, imageUrl }),
    ...(categoryIds.length > 0 ? { categoryIds: [...categoryIds] } : {}),
    ...(item.isOnSale ? { onSale: true } : {}),
    ...(item.isTaxFree ? { taxFree: true } : {}),
  };
}

/** Without what is not known. */
export function known<T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
