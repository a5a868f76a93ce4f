import { DomainError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, Random } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { PaymentOutcome } from './gateway.ts';
import type { Payment } from './payment.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import { firstCheckAt } from './payment-attempt-rules.ts';
import { applyOutcome, type Told } from './payment-outcome.ts';
import { recordChange } from './record-payment.ts';

/** What it takes to write down what became of an attempt. */
export interface HearingPorts {
  readonly clock: Clock;
  readonly random: Random;
}

/** A payment and its attempt as they were before news, the payment after it, and the news as far as it was believed. */
export interface Heard {
  readonly was: Payment;
  readonly payment: Payment;
  readonly attempt: PaymentAttempt;
  readonly outcome: PaymentOutcome;
}

/**
 * News of an attempt, written down within a unit of work: applied once, and only to the payment that still follows
 * the attempt. `believed` may doubt the news when it sees the attempt. Answers what was believed, too.
 */
export async function hearOutcome(
  tx: Repositories,
  ports: HearingPorts,
  { scope, attemptId }: { readonly scope: Scope; readonly attemptId: string },
  believed: (attempt: PaymentAttempt) => PaymentOutcome,
): Promise<Heard> {
  const attempt = await findAttempt(tx, scope, attemptId);
  const told = { attempt, payment: await findPayment(tx, scope, attempt.paymentId) };
  const outcome = believed(attempt);
  const now = applyOutcome(told, outcome);
  const payment = await recordTold(tx, ports, { was: told, now }, outcome.kind);
  return { was: told.payment, payment, attempt, outcome };
}

/** Saves what has changed of an attempt and its payment, if anything has. */
export async function recordTold(
  tx: Repositories,
  { clock, random }: HearingPorts,
  { was, now }: { readonly was: Told; readonly now: Told },
  reason: string,
): Promise<Payment> {
  const at = clock.now();
  if (now.attempt !== was.attempt) {
    const checkAt = firstCheckAt(now.attempt, at);
    await tx.paymentAttempts.update(was.attempt, { ...now.attempt, checkAt, checks: 0, updatedAt: at });
  }
  if (now.payment === was.payment) return was.payment;
  return recordChange(tx, random, { was: was.payment, now: now.payment, reason, at });
}

/** `not_found` for every id that is not a payment of this merchant in this mode. */
export async function findPayment(from: Repositories, scope: Scope, id: string): Promise<Payment> {
  const payment = await from.payments.find(scope, id);
  if (!payment) throw notFound('payment', id);
  return payment;
}

/** `not_found` for every id that is not an attempt of this merchant in this mode. */
export async function findAttempt(from: Repositories, scope: Scope, id: string): Promise<PaymentAttempt> {
  const attempt = await from.paymentAttempts.find(scope, id);
  if (!attempt) throw notFound('payment attempt', id);
  return attempt;
}

/** The one refusal for what is not there and for what is somebody else's. */
export function notFound(what: string, id: string): DomainError {
  return new DomainError('not_found', `no such ${what}`, { id });
}
