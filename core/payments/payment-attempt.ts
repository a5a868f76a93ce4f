import type { Transitions } from '../kernel/machine.ts';
import type { Mode } from '../kernel/scope.ts';
import type { NextAction, PaymentMethod } from './payment.ts';

/**
 * `processing`: asked, no answer yet. `reversing`: the gateway approved an attempt that the payment no longer
 * follows, so the money is being given back. `reversed`: it was given back.
 */
export type AttemptStatus =
  'processing' | 'requires_action' | 'succeeded' | 'declined' | 'canceled' | 'reversing' | 'reversed';

/** An approval that comes late, after a decline or a cancellation, can only be reversed. */
export const ATTEMPT_TRANSITIONS: Transitions<AttemptStatus> = {
  processing: ['requires_action', 'succeeded', 'declined', 'canceled', 'reversing'],
  requires_action: ['processing', 'succeeded', 'declined', 'canceled', 'reversing'],
  succeeded: [],
  declined: ['reversing'],
  canceled: ['reversing'],
  reversing: ['reversed'],
  reversed: [],
};

/** One try at a gateway. Its id is the gateway's idempotency key and survives every retry; rows are never deleted. */
export interface PaymentAttempt {
  readonly id: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly gateway: string;
  readonly method: PaymentMethod;
  /** Months of a card's instalments; null: at once. */
  readonly instalmentMonths: number | null;
  readonly status: AttemptStatus;
  /** Where the gateway's own pages send the buyer back to; null for an attempt without a browser. */
  readonly returnUrl: string | null;
  readonly nextAction: NextAction | null;
  /** What the gateway says it has taken; null until it approves. A reversal gives back just this. */
  readonly amountApproved: number | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  /** When a job asks the gateway again; null once nothing is open. Pushing it forward is also the job's lease. */
  readonly checkAt: number | null;
  readonly checks: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
