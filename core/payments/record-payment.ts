import { followPayment } from '../checkout/follow-payment.ts';
import { event } from '../events/record-event.ts';
import type { Random } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { Payment, PaymentStatus } from './payment.ts';

/** The states whose reaching is told to the world. */
const EVENT_OF: Readonly<
  Partial<Record<PaymentStatus, 'payment.succeeded' | 'payment.failed' | 'payment.canceled'>>
> = {
  succeeded: 'payment.succeeded',
  failed: 'payment.failed',
  canceled: 'payment.canceled',
};

/** What goes into the history beside the change. */
export interface Why {
  /** In English, for the history. */
  readonly reason: string;
  readonly at: number;
}

/** Saves a new payment with the first row of its history and its event. */
export async function recordNew(tx: Repositories, random: Random, payment: Payment): Promise<void> {
  await tx.payments.insert(payment);
  await appendHistory(tx, null, payment, { reason: 'created', at: payment.createdAt });
  await tx.events.append(event(random, payment, { type: 'payment.created', payment }, payment.createdAt));
}

/** Saves a change with its row of history, and its event where the change is one that the world hears of. */
export async function recordChange(
  tx: Repositories,
  random: Random,
  change: { readonly was: Payment; readonly now: Payment } & Why,
): Promise<Payment> {
  const saved = await tx.payments.update(change.was, { ...change.now, updatedAt: change.at });
  await appendHistory(tx, change.was, saved, change);
  const type = saved.status === change.was.status ? undefined : EVENT_OF[saved.status];
  if (type) await tx.events.append(event(random, saved, { type, payment: saved }, change.at));
  await followPayment(tx, random, { was: change.was, now: saved, at: change.at });
  return saved;
}

function appendHistory(tx: Repositories, was: Payment | null, now: Payment, why: Why): Promise<void> {
  return tx.paymentHistory.append({
    paymentId: now.id,
    merchantId: now.merchantId,
    mode: now.mode,
    sequence: now.version,
    from: was?.status ?? null,
    to: now.status,
    reason: why.reason,
    attemptId: now.attemptId,
    at: why.at,
  });
}
