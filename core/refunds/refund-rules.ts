import { DomainError } from '../kernel/errors.ts';
import { assertTransition } from '../kernel/machine.ts';
import { assertAmount } from '../kernel/money.ts';
import { DAY, HOUR, MINUTE } from '../kernel/time.ts';
import type { GatewayCapabilities, RefundAccount, RefundOutcome } from '../payments/gateway.ts';
import type { Payment } from '../payments/payment.ts';
import { REFUND_TRANSITIONS, type Refund } from './refund.ts';

/** What is asked: leave `amount` out to give back all that is left. */
export interface RefundAsked {
  readonly amount?: number | undefined;
  readonly reason?: string | null | undefined;
  readonly notifyCustomer?: boolean | undefined;
  readonly refundAccount?: RefundAccount | null | undefined;
}

/** captured − refunds that succeeded, wait or are unknown − disputes that are open or lost. Never below zero. */
export function refundable(payment: Payment): number {
  return Math.max(
    0,
    payment.amountCaptured - payment.amountRefunded - payment.amountRefunding - payment.amountDisputed,
  );
}

/** What a gateway must hold before this refund; null while other refunds of the payment are under way. */
export function expectedRefundable(payment: Payment, refund: Refund): number | null {
  const alone = payment.amountRefunding === refund.amount;
  return alone ? payment.amountCaptured - payment.amountRefunded : null;
}

/** Sets an amount aside for a refund, or says why this payment cannot give it back. */
export function reserveRefund(
  payment: Payment,
  asked: RefundAsked,
  can: Pick<GatewayCapabilities, 'partialRefund' | 'refundAccountFor'>,
): { payment: Payment; amount: number } {
  if (asked.amount !== undefined) assertAmount(asked.amount);
  assertRefundable(payment);
  const left = refundable(payment);
  const amount = asked.amount ?? left;
  if (amount > left)
    throw new DomainError('amount_exceeds_refundable', `at most ${left} can be refunded`, {
      field: 'amount',
      refundable: left,
    });
  if (amount < payment.amountCaptured && !can.partialRefund)
    throw new DomainError('partial_not_allowed', 'this payment can only be refunded whole', {
      field: 'amount',
    });
  if (payment.method && can.refundAccountFor.includes(payment.method) && !asked.refundAccount)
    throw new DomainError('refund_account_required', 'a refund of this method needs a bank account', {
      field: 'refund_account',
    });
  return { payment: { ...payment, amountRefunding: payment.amountRefunding + amount }, amount };
}

/** What the gateway's answer makes of a refund and its payment. The same news twice changes nothing. */
export function settleRefund(
  payment: Payment,
  refund: Refund,
  outcome: RefundOutcome,
): { payment: Payment; refund: Refund } {
  if (outcome.kind === 'unknown') return { payment, refund };
  const status = outcome.kind === 'succeeded' ? 'succeeded' : 'failed';
  if (refund.status === status) return { payment, refund };
  assertTransition(REFUND_TRANSITIONS, refund.status, status);
  const failure =
    outcome.kind === 'declined' ? { failureCode: outcome.code, failureMessage: outcome.message } : {};
  return {
    refund: { ...refund, ...failure, status, checkAt: null },
    payment: {
      ...payment,
      amountRefunding: payment.amountRefunding - refund.amount,
      amountRefunded: payment.amountRefunded + (status === 'succeeded' ? refund.amount : 0),
    },
  };
}

/**
 * What the gateway has given back beyond what we know of: a refund made in its console. Refunds of ours that are
 * still open may be part of its total, so they count as known.
 */
export function refundedElsewhere(payment: Payment, gatewayTotal: number): number {
  const known = payment.amountRefunded + payment.amountRefunding;
  return Math.max(0, Math.min(gatewayTotal, payment.amountCaptured) - known);
}

function assertRefundable(payment: Payment): void {
  if (payment.status === 'failed' || payment.status === 'canceled')
    throw new DomainError('not_refundable_state', `a ${payment.status} payment has nothing to refund`, {
      status: payment.status,
    });
  if (payment.status !== 'succeeded')
    throw new DomainError('not_captured', 'nothing was captured yet: cancel the payment instead', {
      status: payment.status,
    });
  if (refundable(payment) === 0)
    throw new DomainError('already_refunded', 'nothing is left to refund', { refundable: 0 });
}

/** The waits before a job asks again about a refund without an answer; after the last one a person must look. */
export const REFUND_CHECKS_MS: readonly number[] = [5 * MINUTE, HOUR, DAY, DAY, DAY, DAY, DAY, DAY, DAY];

/** A refund that is about to be asked for. */
export function newRefund(
  payment: Payment,
  id: string,
  asked: RefundAsked & { readonly amount: number },
  now: number,
): Refund {
  return {
    id,
    paymentId: payment.id,
    merchantId: payment.merchantId,
    mode: payment.mode,
    status: 'processing',
    amount: asked.amount,
    currency: payment.currency,
    reason: asked.reason ?? null,
    notifyCustomer: asked.notifyCustomer ?? false,
    origin: 'merchant',
    refundAccount: asked.refundAccount ?? null,
    failureCode: null,
    failureMessage: null,
    checkAt: now + (REFUND_CHECKS_MS[0] ?? 0),
    checks: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** When to ask again after another check without an answer; null when a person must look. */
export function nextRefundCheckAt(refund: Refund, now: number): number | null {
  const wait = REFUND_CHECKS_MS[refund.checks + 1];
  return wait === undefined ? null : now + wait;
}
