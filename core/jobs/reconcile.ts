import { type ErrorCode, isRefusal } from '../kernel/errors.ts';
import { askGateway } from '../payments/ask-gateway.ts';
import { gatewayOf } from '../payments/choose-gateway.ts';
import type { PaymentAttempt } from '../payments/payment-attempt.ts';
import { nextCheckAt } from '../payments/payment-attempt-rules.ts';
import { applyReversal } from '../payments/payment-outcome.ts';
import type { PaymentPorts, PaymentService } from '../payments/payment-service.ts';
import { nextRefundCheckAt } from '../refunds/refund-rules.ts';
import type { RefundService } from '../refunds/refund-service.ts';
import type { Repositories } from '../storage.ts';

/** A payment whose gateway does not answer is tried to be ended again after this. */
export const EXPIRE_LEASE_MS = 60 * 1000;

/** What the jobs need: the services whose rows they look after, and their ports. */
export interface ReconcileParts extends PaymentPorts {
  readonly payments: PaymentService;
  readonly refunds: RefundService;
}

/** How one kind of due row is worked off. */
interface Work<T> {
  readonly due: readonly T[];
  /** Leases the row; false when another process was faster. */
  readonly lease: (tx: Repositories, row: T) => Promise<boolean>;
  readonly act: (row: T) => Promise<unknown>;
  /** Refusals after which the row is right as it is, or comes round again. */
  readonly refusals: readonly ErrorCode[];
}

/** The jobs that find out what became of money: each row is leased first, so that processes share the work. */
export function createReconcile({ storage, clock, log, gateways, payments, refunds }: ReconcileParts) {
  async function workOff<T>({ due, lease, act, refusals }: Work<T>): Promise<number> {
    const one = async (row: T): Promise<void> => {
      if (!(await storage.transaction((tx) => lease(tx, row)))) return;
      await act(row).catch((error: unknown) => {
        if (!isRefusal(error, ...refusals)) throw error;
      });
    };
    const results = await Promise.allSettled(due.map(one));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return due.length;
  }

  /** Ends unpaid payments whose time is over. */
  async function expirePayments(limit: number): Promise<number> {
    return workOff({
      due: await storage.payments.listDueExpiry(clock.now(), limit),
      lease: (tx, payment) => tx.payments.postpone(payment, clock.now() + EXPIRE_LEASE_MS),
      act: (payment) => payments.expire(payment, payment.id),
      refusals: ['illegal_transition', 'gateway_unavailable', 'stale_write'],
    });
  }

  /** Asks gateways about attempts without an answer, and gives late approvals back. */
  async function checkAttempts(limit: number): Promise<number> {
    return workOff({
      due: await storage.paymentAttempts.listDueCheck(clock.now(), limit),
      lease: (tx, attempt) => {
        const next = nextCheckAt(attempt, clock.now());
        if (next === null) tellSomebody({ attemptId: attempt.id, gateway: attempt.gateway });
        return tx.paymentAttempts.postpone(attempt, next);
      },
      act: (attempt) =>
        attempt.status === 'reversing'
          ? reverse(attempt)
          : payments.check(attempt, attempt.id, attempt.gateway),
      refusals: ['gateway_unavailable', 'stale_write', 'illegal_transition'],
    });
  }

  async function reverse(attempt: PaymentAttempt): Promise<void> {
    const payment = await payments.get(attempt, attempt.paymentId);
    const gateway = gatewayOf(gateways, attempt.gateway);
    const amount = attempt.amountApproved ?? payment.amount;
    const refund = {
      refundId: `${attempt.id}_reversal`,
      attemptId: attempt.id,
      mode: attempt.mode,
      amount,
      currency: payment.currency,
      expectedRefundable: amount,
      refundAccount: null,
    };
    const outcome = await askGateway(log, () => gateway.refund(refund), { kind: 'unknown' });
    if (outcome.kind !== 'succeeded') return;
    await storage.transaction(async (tx) => {
      const was = await tx.paymentAttempts.find(attempt, attempt.id);
      if (was) await tx.paymentAttempts.update(was, { ...applyReversal(was), updatedAt: clock.now() });
    });
  }

  /** Asks gateways about refunds without an answer. */
  async function checkRefunds(limit: number): Promise<number> {
    return workOff({
      due: await storage.refunds.listDueCheck(clock.now(), limit),
      lease: (tx, refund) => {
        const next = nextRefundCheckAt(refund, clock.now());
        if (next === null) tellSomebody({ refundId: refund.id, paymentId: refund.paymentId });
        return tx.refunds.postpone(refund, next);
      },
      act: (refund) => refunds.check(refund),
      refusals: ['gateway_unavailable', 'stale_write', 'illegal_transition'],
    });
  }

  function tellSomebody(of: Readonly<Record<string, string>>): void {
    log.error(of, 'still without an answer after the last check: look at the gateway');
  }

  return { expirePayments, checkAttempts, checkRefunds };
}
