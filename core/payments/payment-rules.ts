import { DomainError } from '../kernel/errors.ts';
import { assertTransition, isFinal, type Transitions } from '../kernel/machine.ts';
import { money } from '../kernel/money.ts';
import type { RateLimit } from '../rate-limits/rate-limit-rules.ts';
import type { Scope } from '../kernel/scope.ts';
import type { SecretBox } from '../ports.ts';
import type { CancelReason, NextAction, Payment, PaymentMethod, PaymentStatus } from './payment.ts';
import type { PaymentAttempt } from './payment-attempt.ts';

/** Steps may be skipped forward. A declined attempt sends the payment back to `requires_payment_method`. */
export const PAYMENT_TRANSITIONS: Transitions<PaymentStatus> = {
  requires_payment_method: ['requires_confirmation', 'requires_action', 'processing', 'failed', 'canceled'],
  requires_confirmation: ['requires_payment_method', 'requires_action', 'processing', 'failed', 'canceled'],
  requires_action: [
    'requires_payment_method',
    'processing',
    'requires_capture',
    'succeeded',
    'failed',
    'canceled',
  ],
  processing: [
    'requires_payment_method',
    'requires_action',
    'requires_capture',
    'succeeded',
    'failed',
    'canceled',
  ],
  requires_capture: ['succeeded', 'failed', 'canceled'],
  succeeded: [],
  failed: [],
  canceled: [],
};

/** After this many declined attempts a payment fails for good. */
export const MAX_ATTEMPTS = 5;

/** How fast a buyer may try to pay one payment. */
export const ATTEMPT_RATE: RateLimit = { limit: 10, windowMs: 60 * 1000 };

/** How long a buyer has to pay unless the caller says otherwise. */
export const PAYMENT_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Over how many months a card may be paid off. */
export const INSTALMENT_MONTHS: readonly number[] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** From how many won on. */
export const INSTALMENT_MINIMUM = 50_000;

/** What instalments ask too much of. */
export type InstalmentFault = 'method' | 'currency' | 'amount' | 'months';

/** Why this cannot be paid in instalments; null when it can, or is paid at once (`months` null). */
export function instalmentFault(
  months: number | null,
  { method, currency, amount }: Pick<Payment, 'method' | 'currency' | 'amount'>,
): InstalmentFault | null {
  if (months === null) return null;
  if (method !== 'card') return 'method';
  if (currency !== 'KRW') return 'currency';
  if (amount < INSTALMENT_MINIMUM) return 'amount';
  return INSTALMENT_MONTHS.includes(months) ? null : 'months';
}

/** Refuses instalments that no card company gives: `invalid_request` of the field `instalment_months`. */
export function assertInstalments(
  months: number | null,
  of: Pick<Payment, 'method' | 'currency' | 'amount'>,
): void {
  const reason = instalmentFault(months, of);
  if (reason)
    throw new DomainError('invalid_request', 'this cannot be paid in such instalments', {
      field: 'instalment_months',
      reason,
    });
}

/** What a payment is made of; `amount` in the smallest unit of `currency`. */
export interface NewPayment {
  readonly amount: number;
  readonly currency: string;
  readonly method: PaymentMethod | null;
  readonly description?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A payment that waits for its buyer. Refuses amounts and currencies that are none. */
export function newPayment(scope: Scope, id: string, input: NewPayment, now: number): Payment {
  return {
    id,
    merchantId: scope.merchantId,
    mode: scope.mode,
    status: 'requires_payment_method',
    ...money(input.amount, input.currency),
    amountCaptured: 0,
    amountRefunded: 0,
    amountRefunding: 0,
    amountDisputed: 0,
    method: input.method,
    instalmentMonths: null,
    sessionId: null,
    description: input.description ?? null,
    metadata: input.metadata ?? {},
    gateway: null,
    attemptId: null,
    attemptCount: 0,
    nextAction: null,
    instrument: null,
    cancelReason: null,
    failureCode: null,
    failureMessage: null,
    expiresAt: now + PAYMENT_LIFETIME_MS,
    dueAt: now + PAYMENT_LIFETIME_MS,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** Nothing can change the state of this payment any more. */
export function isEnded(payment: Payment): boolean {
  return isFinal(PAYMENT_TRANSITIONS, payment.status);
}

/** An attempt is under way: its gateway may still approve it. */
export function isWaiting(payment: Payment): boolean {
  return payment.status === 'processing' || payment.status === 'requires_action';
}

/** The same payment in another state; refuses a pair that is not in the table. */
export function moveTo(payment: Payment, status: PaymentStatus, change: Partial<Payment> = {}): Payment {
  assertTransition(PAYMENT_TRANSITIONS, payment.status, status);
  const dueAt = isFinal(PAYMENT_TRANSITIONS, status) ? null : payment.dueAt;
  return { ...payment, ...change, status, dueAt };
}

/** The payment follows a new attempt from now on. Refuses one that has ended or run out of time. */
export function startAttempt(payment: Payment, attempt: PaymentAttempt, now: number): Payment {
  if (payment.expiresAt <= now)
    throw new DomainError('illegal_transition', 'the time to pay is over', {
      from: payment.status,
      to: 'processing',
    });
  if (payment.amount === 0)
    throw new DomainError('illegal_transition', 'there is nothing to pay', {
      from: payment.status,
      to: 'processing',
    });
  return moveTo(payment, 'processing', {
    method: attempt.method,
    instalmentMonths: attempt.instalmentMonths,
    gateway: attempt.gateway,
    attemptId: attempt.id,
    attemptCount: payment.attemptCount + 1,
    nextAction: null,
    failureCode: null,
    failureMessage: null,
  });
}

/** The same payment at another price, from 0 on; refuses while an attempt is under way, and after the end. */
export function reprice(payment: Payment, amount: number): Payment {
  if (payment.status !== 'requires_payment_method')
    throw new DomainError('illegal_transition', 'the price of this payment is fixed', {
      from: payment.status,
      to: 'requires_payment_method',
    });
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw new DomainError('invalid_amount', 'the amount must be a whole number', { field: 'amount' });
  return { ...payment, amount };
}

/**
 * A payment of nothing succeeds without a gateway: coupons have paid it all. Two steps, for the table knows no way
 * past `processing`.
 */
export function completeFree(
  payment: Payment,
  now: number,
): readonly [processing: Payment, succeeded: Payment] {
  if (payment.amount !== 0 || payment.expiresAt <= now)
    throw new DomainError('illegal_transition', 'there is something to pay', {
      from: payment.status,
      to: 'succeeded',
    });
  const processing = moveTo(payment, 'processing', {
    // What was tried before has not paid it.
    method: null,
    gateway: null,
    attemptId: null,
    instalmentMonths: null,
    failureCode: null,
    failureMessage: null,
  });
  return [processing, moveTo(processing, 'succeeded')];
}

/** Ends a payment that was not paid. */
export function cancel(payment: Payment, reason: CancelReason): Payment {
  return moveTo(payment, 'canceled', { cancelReason: reason, nextAction: null });
}

/** Where a buyer must transfer to. */
export type TransferInstructions = Extract<NextAction, { type: 'bank_transfer' }>;

/** The instructions of a transfer that is waited for, as they are kept; null when nothing is. */
export function transferInstructions(payment: Payment): TransferInstructions | null {
  return payment.nextAction?.type === 'bank_transfer' ? payment.nextAction : null;
}

/** The same as people may read them. */
export function readableInstructions(
  payment: Payment,
  box: Pick<SecretBox, 'open'>,
): TransferInstructions | null {
  const kept = transferInstructions(payment);
  if (!kept?.accountSealed) return kept;
  const { accountSealed: _, ...readable } = kept;
  return { ...readable, accountNumber: box.open(kept.accountNumber) };
}

/** What a payment counts as in lists and totals; derived from its status and its refunds. */
export type PaymentStanding = 'open' | 'paid' | 'refunded' | 'failed' | 'canceled';

/** `refunded` means that all that was captured has been given back for certain. */
export function standingOf(payment: Payment): PaymentStanding {
  switch (payment.status) {
    case 'succeeded':
      return payment.amountRefunded > 0 && payment.amountRefunded === payment.amountCaptured
        ? 'refunded'
        : 'paid';
    case 'failed':
    case 'canceled':
      return payment.status;
    default:
      return 'open';
  }
}
