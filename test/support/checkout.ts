import {
  type NewCoupon,
  type NewSession,
  NOBODY,
  type SessionItem,
  type SessionView,
} from '../../core/index.ts';
import type { TestCore } from './build-core.ts';

/** One line of the document's example. */
export function item(change: Partial<SessionItem> = {}): SessionItem {
  return {
    productId: 'prod_123',
    name: 'Sample Product',
    description: null,
    imageUrl: null,
    unitPrice: 29_000,
    quantity: 1,
    ...change,
  };
}

let orders = 0;

/** The document's example, as core takes it: another order each time unless it is named. */
export function newSessionInput(change: Partial<NewSession> = {}): NewSession {
  orders += 1;
  return {
    platform: 'headless',
    platformOrderId: `order_${orders}`,
    items: [item()],
    shippingAmount: 0,
    taxAmount: 0,
    discountAmount: 0,
    totalAmount: 29_000,
    customer: { ...NOBODY, name: '홍길동', email: 'customer@example.com', phone: '+82-10-1234-5678' },
    shippingAddress: null,
    needsShipping: false,
    returnUrl: 'https://yourstore.com/success',
    cancelUrl: 'https://yourstore.com/cancel',
    webhookUrl: null,
    metadata: {},
    language: null,
    expiresAt: null,
    ...change,
  };
}

export function openSession(
  { core, scope }: TestCore,
  change: Partial<NewSession> = {},
): Promise<SessionView> {
  return core.sessions.create(scope, newSessionInput(change));
}

/** The buyer chooses a method and goes to the gateway. */
export function setOut({ core, scope }: TestCore, id: string, change: object = {}): Promise<SessionView> {
  const input = { method: 'card', address: '203.0.113.7', returnUrl: 'https://pay.lifeos.dev/back' } as const;
  return core.pay.pay(scope, id, { ...input, ...change });
}

/** The buyer pays by card. */
export async function payByCard(test: TestCore, id: string): Promise<SessionView> {
  const { payment } = await setOut(test, id);
  const outcome = await test.sandbox.settle({ attemptId: payment.attemptId ?? '' }, 'approve');
  await test.core.payments.hear(test.scope, payment.attemptId ?? '', outcome);
  return test.core.sessions.get(test.scope, id);
}

/** A coupon of ten percent, unless said otherwise. */
export function makeCoupon({ core, scope }: TestCore, change: Partial<NewCoupon> = {}) {
  return core.coupons.create(scope, { code: 'WELCOME10', type: 'percentage', discountValue: 10, ...change });
}
