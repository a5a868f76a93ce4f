import type { Mode } from '../kernel/scope.ts';

/** A bank account that buyers transfer to. */
export interface BankAccount {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly workspaceId: number;
  /** Three-digit KFTC code. */
  readonly bankCode: string;
  readonly bankName: string;
  /** The number as its owner wrote it, sealed by the secret box. */
  readonly sealedNumber: string;
  /** Keyed hash of its digits: finds the account without opening it. */
  readonly numberHash: string;
  readonly holder: string;
  readonly isActive: boolean;
  /** The phone that gets this account's messages, if its owner has said so. */
  readonly deviceId: number | null;
  /** The latest balances that messages have told, oldest first: each new one must follow from one of them. */
  readonly balances: readonly KnownBalance[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** A balance in won after some message, and the moment that the message tells. */
export interface KnownBalance {
  readonly at: number;
  readonly balance: number;
  /** Whether a later message has followed from it. */
  readonly followed: boolean;
}
