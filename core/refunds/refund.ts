import type { Transitions } from '../kernel/machine.ts';
import type { Mode } from '../kernel/scope.ts';
import type { RefundAccount } from '../payments/gateway.ts';

/** `processing` until the gateway has given a definite answer. */
export type RefundStatus = 'processing' | 'succeeded' | 'failed';

/** Without an answer a refund stays `processing` and keeps its amount. */
export const REFUND_TRANSITIONS: Transitions<RefundStatus> = {
  processing: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
};

/** Money given back, or asked to be. Its id is the gateway's idempotency key for ever; rows are never deleted. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly status: RefundStatus;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  /** The merchant wants the buyer to hear of it; told with the event, for the shop is who writes to its buyers. */
  readonly notifyCustomer: boolean;
  /** `merchant` asked us; `gateway` gave the money back on its own (its console) and we heard of it. */
  readonly origin: 'merchant' | 'gateway';
  readonly refundAccount: RefundAccount | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  /** When a job asks the gateway again; null once settled, or when only a person can find out. */
  readonly checkAt: number | null;
  readonly checks: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
