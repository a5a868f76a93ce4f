import { giveBackCoupons, redeemCoupons, releaseCoupons } from '../coupons/use-coupons.ts';
import { event } from '../events/record-event.ts';
import { seoulDay } from '../kernel/time.ts';
import type { Payment } from '../payments/payment.ts';
import { isEnded, standingOf } from '../payments/payment-rules.ts';
import type { Random } from '../ports.ts';
import type { Refund } from '../refunds/refund.ts';
import type { Repositories } from '../storage.ts';
import type { Tally, TallyMetric } from '../tallies/tally.ts';
import type { CheckoutSession } from './session.ts';
import { couponDiscount, type SessionStatus, sessionStatus } from './session-rules.ts';

/** A payment before and after a change, and when. */
export interface PaymentStep {
  readonly was: Payment;
  readonly now: Payment;
  readonly at: number;
}

type Ending = Extract<SessionStatus, 'completed' | 'failed' | 'canceled' | 'expired'>;

const METRIC_OF: Readonly<Record<Ending, TallyMetric>> = {
  completed: 'payment.succeeded',
  failed: 'payment.failed',
  canceled: 'session.canceled',
  expired: 'session.expired',
};

/**
 * What a change of a payment means for the session that it pays, in the same unit of work: its end is told and counted,
 * the uses of its coupons are redeemed or free again, and a whole refund gives them back.
 */
export async function followPayment(tx: Repositories, random: Random, step: PaymentStep): Promise<void> {
  const { was, now, at } = step;
  if (now.sessionId === null) return;
  if (isEnded(now) && !isEnded(was)) return endSession(tx, random, step);
  if (standingOf(now) === 'refunded' && standingOf(was) !== 'refunded')
    await giveBackCoupons(tx, await sessionOf(tx, now), { at, paid: now.amountCaptured });
}

/** A refund that has succeeded, told and counted for the session. */
export async function followRefund(
  tx: Repositories,
  random: Random,
  { payment, refund, at }: { readonly payment: Payment; readonly refund: Refund; readonly at: number },
): Promise<void> {
  if (payment.sessionId === null) return;
  const session = await sessionOf(tx, payment);
  await tx.events.append(event(random, session, { type: 'session.refunded', session, payment, refund }, at));
  await tx.tallies.add(session, [
    shopTally(session, at, { metric: 'refund.succeeded', amount: refund.amount }),
  ]);
}

/** So much more of a metric of the session's shop. */
export function shopTally(
  session: Pick<CheckoutSession, 'shopId' | 'currency'>,
  at: number,
  { metric, amount, detail = '' }: { metric: TallyMetric; amount: number; detail?: string },
): Tally {
  const { shopId: subject, currency } = session;
  return { subject, day: seoulDay(at), metric, detail, currency, count: 1, amount };
}

async function endSession(tx: Repositories, random: Random, { now, at }: PaymentStep): Promise<void> {
  const was = await sessionOf(tx, now);
  const status = sessionStatus(now) as Ending;
  const completedAt = status === 'completed' ? at : null;
  const session = await tx.sessions.update(was, { ...was, completedAt, endedAt: at, updatedAt: at });
  if (status === 'completed') await redeemCoupons(tx, session, { at, paid: now.amountCaptured });
  else await releaseCoupons(tx, { clock: { now: () => at } }, session);
  await tx.events.append(event(random, session, { type: `session.${status}`, session, payment: now }, at));
  await tx.tallies.add(session, endTallies(session, now, at));
}

function endTallies(session: CheckoutSession, payment: Payment, at: number): Tally[] {
  const status = sessionStatus(payment) as Ending;
  const detail = status === 'completed' ? (payment.method ?? 'free') : '';
  const end = shopTally(session, at, { metric: METRIC_OF[status], amount: payment.amount, detail });
  const discount = couponDiscount(session);
  if (status !== 'completed' || discount === 0) return [end];
  return [end, shopTally(session, at, { metric: 'coupon.discount', amount: discount })];
}

async function sessionOf(tx: Repositories, payment: Payment): Promise<CheckoutSession> {
  const session = payment.sessionId === null ? null : await tx.sessions.find(payment, payment.sessionId);
  if (!session) throw new TypeError(`the session of ${payment.id} is gone`);
  return session;
}
