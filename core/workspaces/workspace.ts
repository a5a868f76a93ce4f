import type { Mode } from '../kernel/scope.ts';

/** Where bank accounts, orders and deposits of one business are kept (LunePay: 워크스페이스). */
export interface Workspace {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly name: string;
  readonly ownerId: number;
  readonly isActive: boolean;
  readonly policy: WorkspacePolicy;
  /** The endpoint that hears of this workspace's events; null when nobody asked for them. */
  readonly webhookEndpointId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** What an owner decides about messages and matching (BANK-SMS.md, Matching and The public webhook). */
export interface WorkspacePolicy {
  /** How long before its order a transfer may have been made, in minutes: some buyers pay first. */
  readonly graceMinutes: number;
  /** Whether an amount that only one pending order has is enough when the name tells nothing. */
  readonly matchAmountOnly: boolean;
  /** Whether messages that nobody has signed may be matched by machine. */
  readonly allowUnsignedSms: boolean;
  /** How long the text of a message is kept, in days; 0 keeps none. */
  readonly keepSmsDays: number;
}
