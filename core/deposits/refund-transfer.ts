import type { Mode } from '../kernel/scope.ts';

/** Money that a person must transfer back, for a refund of a payment to an account of the merchant's own. */
export interface RefundTransfer {
  /** The refund's id. */
  readonly refundId: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly workspaceId: number;
  readonly orderId: number;
  readonly attemptId: string;
  readonly amount: number;
  /** When a person said that it was sent; null while it waits. */
  readonly sentAt: number | null;
  readonly createdAt: number;
  readonly version: number;
}
