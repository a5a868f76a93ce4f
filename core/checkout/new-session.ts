import { createHash } from 'node:crypto';
import { money } from '../kernel/money.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Payment } from '../payments/payment.ts';
import { newPayment } from '../payments/payment-rules.ts';
import type { Shop } from '../shops/shop.ts';
import type { CheckoutSession, SessionCustomer, SessionItem } from './session.ts';
import { amountDue, assertRedirectUrl, assertTotal, expiryOf } from './session-rules.ts';

/** What a shop says of a session as it is kept; the rest follows. */
type Said = Pick<
  CheckoutSession,
  | 'platform'
  | 'platformOrderId'
  | 'items'
  | 'shippingAmount'
  | 'taxAmount'
  | 'discountAmount'
  | 'customer'
  | 'shippingAddress'
  | 'needsShipping'
  | 'returnUrl'
  | 'cancelUrl'
  | 'webhookUrl'
  | 'metadata'
  | 'language'
>;

/** What a session is made of; amounts in the smallest unit of `currency`. */
export interface NewSession extends Said {
  /** The merchant's default shop when left out. */
  readonly shopId?: string | null;
  /** The shop's when left out. */
  readonly currency?: string | undefined;
  /** Must be what the parts come to. */
  readonly totalAmount: number;
  /** Epoch milliseconds; as the shop says, or a day from now. */
  readonly expiresAt: number | null;
}

/** A buyer of whom nothing is known. */
export const NOBODY: SessionCustomer = { id: null, name: null, email: null, phone: null, country: null };

/** A session for a shop, and its payment. Refuses what does not add up and addresses that are none. */
export function newSession(
  { shop, sessionId, paymentId, now }: { shop: Shop; sessionId: string; paymentId: string; now: number },
  input: NewSession,
): { session: CheckoutSession; payment: Payment } {
  const currency = input.currency ?? shop.currency;
  money(input.totalAmount, currency);
  assertTotal(input, input.totalAmount);
  assertRedirects({ ...input, mode: shop.mode });
  const scope: Scope = { merchantId: shop.merchantId, mode: shop.mode };
  const expiresAt = expiryOf(input.expiresAt, shop.paymentTimeoutMs, now);
  const { shopId: _, totalAmount, ...rest } = input;
  const session: CheckoutSession = {
    ...rest,
    ...scope,
    id: sessionId,
    shopId: shop.id,
    paymentId,
    currency,
    askedHash: hashOf(input),
    orderAmount: totalAmount,
    coupons: [],
    expiresAt,
    completedAt: null,
    endedAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  return { session, payment: paymentOf(scope, session, now) };
}

/** Refuses addresses to send the buyer back to that are none (`redirect_url_refused`). */
export function assertRedirects(of: Pick<CheckoutSession, 'returnUrl' | 'cancelUrl' | 'mode'>): void {
  for (const field of ['returnUrl', 'cancelUrl'] as const)
    if (of[field] !== null) assertRedirectUrl(of[field], of.mode, field);
}

/** The moment of the request is no part of it: `expiresIn` asked for twice means two moments. */
function hashOf({ expiresAt: _, ...asked }: NewSession): string {
  const named = Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
}

/** `이어폰 외 2건`: what a gateway and a receipt say of the order. */
export function describeItems(items: readonly Pick<SessionItem, 'name'>[]): string {
  const [first] = items;
  const name = first?.name.slice(0, 80) ?? '';
  return items.length > 1 ? `${name} 외 ${items.length - 1}건` : name;
}

function paymentOf(scope: Scope, session: CheckoutSession, now: number): Payment {
  const { currency, platformOrderId, items, expiresAt } = session;
  const amount = amountDue(session);
  const input = { amount, currency, method: null, description: describeItems(items) };
  return {
    ...newPayment(scope, session.paymentId, input, now),
    metadata: { platform_order_id: platformOrderId },
    sessionId: session.id,
    expiresAt,
    dueAt: expiresAt,
  };
}
