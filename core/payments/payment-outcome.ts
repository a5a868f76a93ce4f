import { assertTransition } from '../kernel/machine.ts';
import type { PaymentOutcome } from './gateway.ts';
import type { CancelReason, Payment } from './payment.ts';
import { ATTEMPT_TRANSITIONS, type AttemptStatus, type PaymentAttempt } from './payment-attempt.ts';
import { cancel, isEnded, MAX_ATTEMPTS, moveTo } from './payment-rules.ts';

/** A payment and one of its attempts, before and after news from the gateway. */
export interface Told {
  readonly payment: Payment;
  readonly attempt: PaymentAttempt;
}

/** How long a request to a gateway may be on its way. */
export const ARRIVAL_MS = 60 * 1000;

const ATTEMPT_STATUS: Readonly<Record<Exclude<PaymentOutcome['kind'], 'unknown'>, AttemptStatus>> = {
  succeeded: 'succeeded',
  declined: 'declined',
  requires_action: 'requires_action',
  canceled: 'canceled',
};

/**
 * What a gateway's answer makes of a payment and the attempt that it names. Idempotent: the same news twice
 * changes nothing. News of an attempt that the payment no longer follows never touches the payment; an approval
 * of such an attempt, or of one of a payment that has ended, turns the attempt to `reversing`.
 */
export function applyOutcome(told: Told, outcome: PaymentOutcome): Told {
  if (outcome.kind === 'unknown' || isOldNews(told.attempt, outcome)) return told;
  const follows = isFollowed(told);
  if (outcome.kind === 'succeeded') return follows ? approve(told, outcome) : reverse(told, outcome, false);
  // A gateway that contradicts what it has said before is not believed: only a late approval matters then.
  if (!ATTEMPT_TRANSITIONS[told.attempt.status].includes(ATTEMPT_STATUS[outcome.kind])) return told;
  const attempt = moveAttempt(told.attempt, ATTEMPT_STATUS[outcome.kind], {
    nextAction: outcome.kind === 'requires_action' ? outcome.nextAction : null,
    ...(outcome.kind === 'declined' ? { failureCode: outcome.code, failureMessage: outcome.message } : {}),
  });
  return { attempt, payment: follows ? follow(told.payment, outcome) : told.payment };
}

/**
 * What may be believed of an answer to "what became of it?". A gateway that has not heard of an attempt may only not
 * have heard of it yet, so while a request can still be on its way that is no answer.
 */
export function believable(attempt: PaymentAttempt, outcome: PaymentOutcome, now: number): PaymentOutcome {
  const young = attempt.status === 'processing' && now - attempt.createdAt < ARRIVAL_MS;
  return outcome.kind === 'canceled' && young ? { kind: 'unknown' } : outcome;
}

/** The payment ends because the buyer, the merchant or the clock said so and the gateway has agreed. */
export function applyCancellation(told: Told, reason: CancelReason): Told {
  return {
    payment: cancel(told.payment, reason),
    attempt: moveAttempt(told.attempt, 'canceled', { nextAction: null }),
  };
}

/** The money of a late approval has been given back. */
export function applyReversal(attempt: PaymentAttempt): PaymentAttempt {
  return attempt.status === 'reversed' ? attempt : moveAttempt(attempt, 'reversed', {});
}

/** Whether the payment still waits for this very attempt. */
export function isFollowed({ payment, attempt }: Told): boolean {
  return payment.attemptId === attempt.id && !isEnded(payment) && isOpen(attempt.status);
}

function isOpen(status: AttemptStatus): boolean {
  return status === 'processing' || status === 'requires_action';
}

function isOldNews(attempt: PaymentAttempt, outcome: PaymentOutcome): boolean {
  if (outcome.kind === 'succeeded') return ['succeeded', 'reversing', 'reversed'].includes(attempt.status);
  return outcome.kind !== 'unknown' && attempt.status === ATTEMPT_STATUS[outcome.kind];
}

type Approval = Extract<PaymentOutcome, { kind: 'succeeded' }>;

function approve(told: Told, outcome: Approval): Told {
  // Money of another amount than asked is nobody's payment: it goes back.
  if (outcome.amount !== told.payment.amount) return reverse(told, outcome, true);
  return {
    attempt: moveAttempt(told.attempt, 'succeeded', { nextAction: null, amountApproved: outcome.amount }),
    payment: moveTo(told.payment, 'succeeded', {
      amountCaptured: outcome.amount,
      instrument: outcome.instrument,
      nextAction: null,
      failureCode: null,
      failureMessage: null,
    }),
  };
}

function reverse({ payment, attempt }: Told, { amount }: Approval, follows: boolean): Told {
  return {
    attempt: moveAttempt(attempt, 'reversing', { nextAction: null, amountApproved: amount }),
    payment: follows ? moveTo(payment, 'requires_payment_method', { nextAction: null }) : payment,
  };
}

function follow(payment: Payment, outcome: PaymentOutcome): Payment {
  switch (outcome.kind) {
    case 'requires_action':
      return moveTo(payment, 'requires_action', { nextAction: outcome.nextAction });
    case 'declined':
      return moveTo(payment, payment.attemptCount < MAX_ATTEMPTS ? 'requires_payment_method' : 'failed', {
        nextAction: null,
        failureCode: outcome.code,
        failureMessage: outcome.message,
      });
    case 'canceled':
      return moveTo(payment, 'requires_payment_method', { nextAction: null });
    default:
      return payment;
  }
}

function moveAttempt(
  attempt: PaymentAttempt,
  status: AttemptStatus,
  change: Partial<PaymentAttempt>,
): PaymentAttempt {
  assertTransition(ATTEMPT_TRANSITIONS, attempt.status, status);
  const settled = !isOpen(status) && status !== 'reversing';
  return { ...attempt, ...change, status, ...(settled ? { checkAt: null } : {}) };
}
