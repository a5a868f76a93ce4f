import {
  type GatewayRefund,
  newAttempt,
  newPayment,
  newRefund,
  type Payment,
  type PaymentAttempt,
  type Refund,
  type Scope,
  startAttempt,
} from '../../core/index.ts';

/** The moment at which the examples begin: 2025-01-01T00:00:00Z. */
export const NOW = 1_735_689_600_000;

export const SCOPE: Scope = { merchantId: 'mer_1', mode: 'test' };

export const BUYERS_ACCOUNT: NonNullable<GatewayRefund['refundAccount']> = {
  bankCode: '088',
  accountNumber: '110123456789',
  holder: '홍길동',
};

/** ₩29,900 by card, as it was just made. */
export function aPayment(change: Partial<Payment> = {}): Payment {
  return {
    ...newPayment(SCOPE, 'pay_1', { amount: 29_900, currency: 'KRW', method: 'card' }, NOW),
    ...change,
  };
}

/** A payment of which all was captured. */
export function aPaidPayment(change: Partial<Payment> = {}): Payment {
  return aPayment({
    status: 'succeeded',
    amountCaptured: 29_900,
    gateway: 'sandbox',
    attemptId: 'att_1',
    attemptCount: 1,
    dueAt: null,
    ...change,
  });
}

export function anAttempt(change: Partial<PaymentAttempt> = {}): PaymentAttempt {
  const chosen = { gateway: 'sandbox', method: 'card', returnUrl: null } as const;
  return { ...newAttempt(aPayment(), 'att_1', chosen, NOW), ...change };
}

/** A payment and the attempt that it has just started. */
export function aStarted(): { payment: Payment; attempt: PaymentAttempt } {
  const attempt = anAttempt();
  return { payment: startAttempt(aPayment(), attempt, NOW), attempt };
}

/** A refund of ₩10,000 that was just asked for. */
export function aRefund(change: Partial<Refund> = {}): Refund {
  return { ...newRefund(aPaidPayment(), 'ref_1', { amount: 10_000 }, NOW), ...change };
}
