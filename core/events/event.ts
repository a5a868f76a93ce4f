import type { CheckoutSession } from '../checkout/session.ts';
import type { Deposit } from '../deposits/deposit.ts';
import type { DepositOrder } from '../deposits/deposit-order.ts';
import type { Mode } from '../kernel/scope.ts';
import type { Payment } from '../payments/payment.ts';
import type { Refund } from '../refunds/refund.ts';
import type { Device } from '../workspaces/device.ts';

/** What happened, in the past tense, with the entity as it was then. A closed list. */
export type EventFact =
  | {
      readonly type: 'payment.created' | 'payment.succeeded' | 'payment.failed' | 'payment.canceled';
      readonly payment: Payment;
    }
  | {
      readonly type: 'refund.created' | 'refund.succeeded' | 'refund.failed';
      readonly payment: Payment;
      readonly refund: Refund;
    }
  | {
      readonly type: 'session.completed' | 'session.failed' | 'session.canceled' | 'session.expired';
      readonly session: CheckoutSession;
      readonly payment: Payment;
    }
  | {
      readonly type: 'session.refunded';
      readonly session: CheckoutSession;
      readonly payment: Payment;
      readonly refund: Refund;
    }
  | {
      readonly type: 'deposit.received' | 'deposit.matched' | 'deposit.unmatched';
      readonly deposit: DepositNews;
      /** The order that it has paid, or has just been taken from; null while it has none. */
      readonly order: DepositOrder | null;
    }
  | { readonly type: 'order.expired'; readonly order: DepositOrder }
  | { readonly type: 'device.silent'; readonly device: DeviceNews };

/** A deposit as the world hears of it: without its message. */
export type DepositNews = Omit<Deposit, 'sealedText' | 'purgeAt' | 'textHash' | 'fingerprint' | 'messageKey'>;

/** A phone as the world hears of it: without what it proves itself with. */
export type DeviceNews = Pick<
  Device,
  'id' | 'workspaceId' | 'name' | 'lastSeenAt' | 'silentSince' | 'heartbeatMinutes'
>;

/** The workspace that a fact is about; null for facts of the merchant's payments. */
export function workspaceOf(fact: EventFact): number | null {
  if ('deposit' in fact) return fact.deposit.workspaceId;
  if ('device' in fact) return fact.device.workspaceId;
  return fact.type === 'order.expired' ? fact.order.workspaceId : null;
}

/** `payment.created`, `refund.failed`, …: our own names; each family has its own for them. */
export type EventType = EventFact['type'];

/** A fact and when it became true. Appended in the transaction that made it true; never changed. */
export interface Event {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly fact: EventFact;
  readonly createdAt: number;
}
