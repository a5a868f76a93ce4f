import { followRefund } from '../checkout/follow-payment.ts';
import { event } from '../events/record-event.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Scope } from '../kernel/scope.ts';
import { askGateway } from '../payments/ask-gateway.ts';
import { gatewayOf } from '../payments/choose-gateway.ts';
import type { Gateway, RefundOutcome } from '../payments/gateway.ts';
import { findPayment } from '../payments/hear-outcome.ts';
import type { Payment } from '../payments/payment.ts';
import { recordChange } from '../payments/record-payment.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { Refund } from './refund.ts';
import { type CreateRefund, reserve } from './reserve-refund.ts';
import { expectedRefundable, newRefund, refundedElsewhere, settleRefund } from './refund-rules.ts';

/** What the service needs from outside. */
export interface RefundPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly gateways: readonly Gateway[];
}

/** How often a refund is sent again to a gateway whose balance has moved meanwhile. */
const BALANCE_TRIES = 3;

const UNKNOWN: RefundOutcome = { kind: 'unknown' };

/** The gateway held another balance than we believed: a refund was made elsewhere, so its total is read again. */
export const BALANCE_MISMATCH = 'cancellable_amount_mismatch';

export type RefundService = ReturnType<typeof createRefundService>;

/** Giving money back: reserve, ask, settle; and booking what was given back elsewhere. */
export function createRefundService(ports: RefundPorts) {
  const { storage, clock, random, log, gateways } = ports;

  /** Refunds a payment. Without an answer from the gateway the refund stays `processing` and a job asks again. */
  async function create(scope: Scope, input: CreateRefund, once: Once<Refund> = UNKEYED): Promise<Refund> {
    const reserved = await storage.transaction((tx) => reserve(tx, ports, { scope, asked: input }, once));
    const outcome = await send(reserved.payment, reserved.refund);
    return settle(reserved.refund, outcome, once);
  }

  /** `not_found` for every id that is not a refund of this merchant in this mode. */
  async function get(scope: Scope, id: string): Promise<Refund> {
    return find(storage, scope, id);
  }

  /** All refunds of a payment, oldest first. */
  const list = (scope: Scope, paymentId: string): Promise<Refund[]> => storage.refunds.list(scope, paymentId);

  /**
   * Asks the gateway. One that compares balances may refuse because another refund came between: then its own total
   * is read, and this one is sent again under its id while it still fits.
   */
  async function send(payment: Payment, refund: Refund): Promise<RefundOutcome> {
    const gateway = gatewayOf(gateways, payment.gateway);
    let expected = expectedRefundable(payment, refund);
    for (let left = BALANCE_TRIES; ; left -= 1) {
      const outcome = await ask(gateway, payment, refund, expected);
      if (outcome.kind !== 'declined' || outcome.code !== BALANCE_MISMATCH || left === 0) return outcome;
      const total = await askGateway(log, () => gateway.refundedTotal(attemptOf(payment)), null);
      if (total === null || total + refund.amount > payment.amountCaptured) return outcome;
      expected = left > 1 ? payment.amountCaptured - total : null;
    }
  }

  function ask(
    gateway: Gateway,
    payment: Payment,
    refund: Refund,
    expected: number | null,
  ): Promise<RefundOutcome> {
    const asked = {
      refundId: refund.id,
      attemptId: attemptOf(payment),
      mode: refund.mode,
      amount: refund.amount,
      currency: refund.currency,
      expectedRefundable: expected,
      refundAccount: refund.refundAccount,
    };
    return askGateway(log, () => gateway.refund(asked), UNKNOWN);
  }

  async function settle(seen: Refund, outcome: RefundOutcome, once: Once<Refund> = UNKEYED): Promise<Refund> {
    const settled = await storage.transaction(async (tx) => {
      const refund = await find(tx, seen, seen.id);
      const payment = await findPayment(tx, seen, seen.paymentId);
      const saved = await recordSettled(tx, { payment, refund }, outcome);
      await once.finish(tx, saved.id, saved);
      return saved;
    });
    if (outcome.kind === 'declined' && outcome.code === BALANCE_MISMATCH) await resync(seen, seen.paymentId);
    return settled;
  }

  async function recordSettled(
    tx: Repositories,
    was: { payment: Payment; refund: Refund },
    outcome: RefundOutcome,
  ): Promise<Refund> {
    const now = settleRefund(was.payment, was.refund, outcome);
    if (now.refund === was.refund) return was.refund;
    const at = clock.now();
    const refund = await tx.refunds.update(was.refund, { ...now.refund, updatedAt: at });
    const type = refund.status === 'succeeded' ? 'refund.succeeded' : 'refund.failed';
    const payment = await recordChange(tx, random, { was: was.payment, now: now.payment, reason: type, at });
    await tx.events.append(event(random, payment, { type, payment, refund }, at));
    if (type === 'refund.succeeded') await followRefund(tx, random, { payment, refund, at });
    return refund;
  }

  /** News of a refund, from whomever. The same news twice changes nothing. */
  async function hear(scope: Scope, id: string, outcome: RefundOutcome): Promise<Refund> {
    return settle(await find(storage, scope, id), outcome);
  }

  /** Asks the gateway about an open refund; one that never arrived is sent again under its own id. */
  async function check(refund: Refund): Promise<Refund> {
    const payment = await findPayment(storage, refund, refund.paymentId);
    const gateway = gatewayOf(gateways, payment.gateway);
    const asked = { refundId: refund.id, attemptId: attemptOf(payment) };
    const found = await askGateway(log, () => gateway.findRefund(asked), UNKNOWN);
    return settle(refund, found.kind === 'absent' ? await send(payment, refund) : found);
  }

  /** Books what the gateway has given back without us, for instance in its console. Answers that amount. */
  async function resync(scope: Scope, paymentId: string): Promise<number> {
    const seen = await findPayment(storage, scope, paymentId);
    const gateway = gatewayOf(gateways, seen.gateway);
    const total = await askGateway(log, () => gateway.refundedTotal(attemptOf(seen)), null);
    return total === null ? 0 : hearTotal(scope, paymentId, total);
  }

  /** News of how much the gateway has given back in all. What is ours already is not booked twice. */
  async function hearTotal(scope: Scope, paymentId: string, total: number): Promise<number> {
    return storage.transaction(async (tx) => {
      const payment = await findPayment(tx, scope, paymentId);
      const amount = refundedElsewhere(payment, total);
      if (amount > 0) await recordElsewhere(tx, payment, amount);
      return amount;
    });
  }

  async function recordElsewhere(tx: Repositories, was: Payment, amount: number): Promise<void> {
    const at = clock.now();
    const refund: Refund = {
      ...newRefund(was, random.id('ref'), { amount }, at),
      origin: 'gateway',
      status: 'succeeded',
      checkAt: null,
    };
    await tx.refunds.insert(refund);
    const now = { ...was, amountRefunded: was.amountRefunded + amount };
    const payment = await recordChange(tx, random, { was, now, reason: 'refunded at the gateway', at });
    await tx.events.append(event(random, payment, { type: 'refund.created', payment, refund }, at));
    await tx.events.append(event(random, payment, { type: 'refund.succeeded', payment, refund }, at));
    await followRefund(tx, random, { payment, refund, at });
  }

  return { create, get, list, hear, check, resync, hearTotal };
}

function attemptOf(payment: Payment): string {
  if (!payment.attemptId)
    throw new DomainError('not_captured', 'no attempt has paid this payment', { id: payment.id });
  return payment.attemptId;
}

async function find(from: Repositories, scope: Scope, id: string): Promise<Refund> {
  const refund = await from.refunds.find(scope, id);
  if (!refund) throw new DomainError('not_found', 'no such refund', { id });
  return refund;
}
