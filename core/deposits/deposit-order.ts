import type { Transitions } from '../kernel/machine.ts';
import type { Mode } from '../kernel/scope.ts';

/** `canceled` and `expired` are ends; a match can be undone. */
export type DepositOrderStatus = 'pending' | 'matched' | 'canceled' | 'expired';

/** An order is the only thing of ours that may go back to where it was: a match by mistake is undone. */
export const DEPOSIT_ORDER_TRANSITIONS: Transitions<DepositOrderStatus> = {
  pending: ['matched', 'canceled', 'expired'],
  matched: ['pending'],
  canceled: [],
  expired: [],
};

/** An order that waits for a transfer (LunePay: 주문). Amounts in won. */
export interface DepositOrder {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly workspaceId: number;
  /** The only account that the transfer may go to; null when any account of the workspace will do. */
  readonly bankAccountId: number | null;
  /** Unique in its workspace. */
  readonly orderNumber: string;
  readonly amount: number;
  readonly depositorName: string;
  readonly status: DepositOrderStatus;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
  readonly memo: string | null;
  readonly expiresAt: number | null;
  /** When the expiry job looks at it; null once nothing can expire. */
  readonly dueAt: number | null;
  readonly matchedAt: number | null;
  /** The deposit that has paid it; null in every other state than `matched`. */
  readonly depositId: number | null;
  /** The payment that this order completes, and the attempt of it; null for an order of LunePay's own. */
  readonly paymentId: string | null;
  readonly attemptId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
