import { isRefusal } from '../kernel/errors.ts';
import { askGateway } from '../payments/ask-gateway.ts';
import { gatewayOf } from '../payments/choose-gateway.ts';
import type { PaymentAttempt } from '../payments/payment-attempt.ts';
import { nextCheckAt } from '../payments/payment-attempt-rules.ts';
import { applyReversal } from '../payments/payment-outcome.ts';
import type { PaymentPorts, PaymentService } from '../payments/payment-service.ts';
import { nextRefundCheckAt } from '../refunds/refund-rules.ts';
import type { RefundService } from '../refunds/refund-service.ts';

/** A payment whose gateway does not answer is tried to be ended again after this. */
export const EXPIRE_LEASE_MS = 60 * 1000;

export interface ReconcileParts extends PaymentPorts {
  readonly payments: PaymentService;
  readonly refunds: RefundService;
}

/** The jobs that find out what became of money: each row is leased first, so that processes share the work. */
export function createReconcile({ storage, clock, log, gateways, payments, refunds }: ReconcileParts) {
  /** Ends unpaid payments whose time is over. */
  async function expirePayments(limit: number): Promise<number> {
    const due = await storage.payments.listDueExpiry(clock.now(), limit);
    for (const payment of due) {
      if (!(await storage.transaction((tx) => tx.payments.postpone(payment, clock.now() + EXPIRE_LEASE_MS))))
        continue;
      // Paid meanwhile, or not to be called off now: the payment is right as it is, or comes round again.
      await payments
        .expire(payment, payment.id)
        .catch(ignore('illegal_transition', 'gateway_unavailable', 'stale_write'));
    }
    return due.length;
  }

  /** Asks gateways about attempts without an answer, and gives late approvals back. */
  async function checkAttempts(limit: number): Promise<number> {
    const due = await storage.paymentAttempts.listDueCheck(clock.now(), limit);
    for (const attempt of due) {
      const next = nextCheckAt(attempt, clock.now());
      if (!(await storage.transaction((tx) => tx.paymentAttempts.postpone(attempt, next)))) continue;
      if (next === null)
        log.error({ attemptId: attempt.id }, 'an attempt stays without an answer: look at the gateway');
      await (
        attempt.status === 'reversing'
          ? reverse(attempt)
          : payments.check(attempt, attempt.id, attempt.gateway)
      ).catch(ignore('gateway_unavailable'));
    }
    return due.length;
  }

  async function reverse(attempt: PaymentAttempt): Promise<void> {
    const payment = await payments.get(attempt, attempt.paymentId);
    const gateway = gatewayOf(gateways, attempt.gateway);
    const refund = {
      refundId: `${attempt.id}_reversal`,
      attemptId: attempt.id,
      mode: attempt.mode,
      amount: payment.amount,
      currency: payment.currency,
      expectedRefundable: payment.amount,
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
    const due = await storage.refunds.listDueCheck(clock.now(), limit);
    for (const refund of due) {
      const next = nextRefundCheckAt(refund, clock.now());
      if (!(await storage.transaction((tx) => tx.refunds.postpone(refund, next)))) continue;
      if (next === null)
        log.error({ refundId: refund.id }, 'a refund stays without an answer: look at the gateway');
      await refunds.check(refund).catch(ignore('gateway_unavailable'));
    }
    return due.length;
  }

  return { expirePayments, checkAttempts, checkRefunds };
}

function ignore(...codes: Parameters<typeof isRefusal>[1][]): (error: unknown) => undefined {
  return (error) => {
    if (!isRefusal(error, ...codes)) throw error;
  };
}
