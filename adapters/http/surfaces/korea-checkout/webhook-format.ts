import {
  amountDue,
  CHECKOUT_FAMILY,
  type CheckoutSession,
  type Event,
  type EventType,
  type Payment,
  type Refund,
  type WebhookFormat,
} from '../../../../core/index.ts';
import { isoUtc } from '../../times.ts';
import { couponsOf, customerBody, failureOf, known, methodOf, statusOf } from './present.ts';

/** The family's name among the core's webhook formats. */
export const KOREA_CHECKOUT = CHECKOUT_FAMILY;

/** Our event → the document's name for it. It has none for a session that was cancelled. */
const NAMES = {
  'session.completed': 'payment.completed',
  'session.failed': 'payment.failed',
  'session.refunded': 'payment.refunded',
  'session.expired': 'session.expired',
} as const satisfies Partial<Record<EventType, string>>;

/** A session's events in the document's words, signed in `x-korea-checkout-signature`. */
export const koreaCheckoutWebhookFormat: WebhookFormat = {
  names: NAMES,
  signatureHeader: 'x-korea-checkout-signature',
  render: ({ fact }: Event) => {
    if (!('session' in fact) || fact.type === 'session.canceled') return null;
    const refund = 'refund' in fact ? refundData(fact.payment, fact.refund) : {};
    return JSON.stringify({ event: NAMES[fact.type], data: { ...dataOf(fact), ...refund } });
  },
  renderTest: () => ({
    type: 'webhook.test',
    body: JSON.stringify({
      event: 'webhook.test',
      data: { message: '웹훅이 연결되었습니다. The webhook works.' },
    }),
  }),
};

/** In the order of the document's example, then ours. */
function dataOf({ session, payment }: { session: CheckoutSession; payment: Payment }) {
  const { completedAt } = session;
  return {
    sessionId: session.id,
    platformOrderId: session.platformOrderId,
    totalAmount: amountDue(session),
    currency: session.currency,
    ...known({ paymentMethod: methodOf(payment) }),
    customer: customerBody(session.customer),
    ...(completedAt === null ? {} : { completedAt: isoUtc(completedAt) }),
    status: statusOf(payment),
    platform: session.platform,
    shopId: session.shopId,
    paymentId: payment.id,
    ...known({ gateway: payment.gateway, gatewayTransactionId: payment.attemptId }),
    ...failureOf(payment),
    coupons: couponsOf(session),
    metadata: session.metadata,
  };
}

function refundData(payment: Payment, refund: Refund) {
  const { id: refundId, amount, reason, notifyCustomer } = refund;
  return { refundedAmount: payment.amountRefunded, refund: { refundId, amount, reason, notifyCustomer } };
}
