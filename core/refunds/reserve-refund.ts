import { event } from '../events/record-event.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import type { Scope } from '../kernel/scope.ts';
import { gatewayOf } from '../payments/choose-gateway.ts';
import type { Gateway } from '../payments/gateway.ts';
import { findPayment } from '../payments/hear-outcome.ts';
import type { Payment } from '../payments/payment.ts';
import { recordChange } from '../payments/record-payment.ts';
import type { Clock, Random } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { Refund } from './refund.ts';
import { newRefund, type RefundAsked, reserveRefund } from './refund-rules.ts';

/** What it takes to set a refund's amount aside. */
export interface ReservingPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly gateways: readonly Gateway[];
}

/** Which payment to refund, how much of it and why. */
export interface CreateRefund extends RefundAsked {
  readonly paymentId: string;
}

/** A payment that no gateway has carried can give nothing back; the rules say why. */
const NOTHING = { partialRefund: false, refundAccountFor: [] };

/**
 * Writes a refund down and sets its amount aside, within a unit of work: the gateway is asked afterwards, by whoever
 * called or, when he cannot, by the job that asks about refunds without an answer.
 */
export async function reserve(
  tx: Repositories,
  { clock, random, gateways }: ReservingPorts,
  { scope, asked }: { readonly scope: Scope; readonly asked: CreateRefund },
  once: Once<Refund> = UNKEYED,
): Promise<{ payment: Payment; refund: Refund }> {
  const id = random.id('ref');
  // First of all: a repeat of a request that is under way must not hear that nothing is left.
  await once.begin(tx, id);
  const was = await findPayment(tx, scope, asked.paymentId);
  const can = was.gateway ? gatewayOf(gateways, was.gateway).capabilities : NOTHING;
  const reserved = reserveRefund(was, asked, can);
  const at = clock.now();
  const refund = newRefund(was, id, { ...asked, amount: reserved.amount }, at);
  const payment = await recordChange(tx, random, {
    was,
    now: reserved.payment,
    reason: 'refund started',
    at,
  });
  await tx.refunds.insert(refund);
  await tx.events.append(event(random, payment, { type: 'refund.created', payment, refund }, at));
  return { payment, refund };
}
