import { HOUR, MINUTE, SECOND } from '../kernel/time.ts';
import type { GatewayPayment } from './gateway.ts';
import type { Payment, PaymentMethod } from './payment.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import { assertInstalments } from './payment-rules.ts';

/** The waits before a job asks again about an attempt without an answer; after the last one a person must look. */
export const ATTEMPT_CHECKS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  24 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

/** A buyer at work on the gateway's page is not asked about every few seconds. */
export const ACTION_CHECK_MS = 10 * MINUTE;

/** Where and how to try. */
export interface NewAttempt {
  readonly gateway: string;
  readonly method: PaymentMethod;
  /** Of a card, 2 to 12; null or left out: at once. */
  readonly instalmentMonths?: number | null;
  readonly returnUrl: string | null;
}

/** A try at a gateway that the payment will follow. Refuses instalments that no card company gives. */
export function newAttempt(payment: Payment, id: string, input: NewAttempt, now: number): PaymentAttempt {
  const instalmentMonths = input.instalmentMonths ?? null;
  assertInstalments(instalmentMonths, { ...payment, method: input.method });
  return {
    id,
    paymentId: payment.id,
    merchantId: payment.merchantId,
    mode: payment.mode,
    gateway: input.gateway,
    method: input.method,
    instalmentMonths,
    status: 'processing',
    returnUrl: input.returnUrl,
    nextAction: null,
    amountApproved: null,
    failureCode: null,
    failureMessage: null,
    checkAt: now + (ATTEMPT_CHECKS_MS[0] ?? 0),
    checks: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** The payment and its attempt as a gateway is asked for them. */
export function askedOf(
  payment: Payment,
  attempt: Pick<PaymentAttempt, 'id' | 'method' | 'returnUrl' | 'instalmentMonths'>,
): GatewayPayment {
  return {
    attemptId: attempt.id,
    paymentId: payment.id,
    merchantId: payment.merchantId,
    mode: payment.mode,
    amount: payment.amount,
    currency: payment.currency,
    method: attempt.method,
    instalmentMonths: attempt.instalmentMonths,
    description: payment.description,
    returnUrl: attempt.returnUrl,
    deadline: payment.expiresAt,
  };
}

/** When a job first looks at an attempt that has just reached its state; null when nothing is open. */
export function firstCheckAt(attempt: Pick<PaymentAttempt, 'status'>, now: number): number | null {
  switch (attempt.status) {
    case 'reversing':
      return now;
    case 'requires_action':
      return now + ACTION_CHECK_MS;
    case 'processing':
      return now + (ATTEMPT_CHECKS_MS[0] ?? 0);
    default:
      return null;
  }
}

/** When to ask again after another check without an answer; null when a person must look. */
export function nextCheckAt(attempt: PaymentAttempt, now: number): number | null {
  if (attempt.status === 'requires_action') return now + ACTION_CHECK_MS;
  const wait = ATTEMPT_CHECKS_MS[attempt.checks + 1];
  return wait === undefined ? null : now + wait;
}
