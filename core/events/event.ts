import type { Mode } from '../kernel/scope.ts';
import type { Payment } from '../payments/payment.ts';
import type { Refund } from '../refunds/refund.ts';

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
    };

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
