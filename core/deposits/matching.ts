import type { Deposit } from './deposit.ts';
import type { DepositOrder } from './deposit-order.ts';

/** How a name tells an order, best first (BANK-SMS.md, Matching). `amount`: not by the name at all. */
export const MATCH_LEVELS = ['order_code', 'exact', 'prefix', 'contains', 'edit_distance', 'amount'] as const;
export type MatchLevel = (typeof MATCH_LEVELS)[number];

/** What the matcher must know of a deposit; `depositedAt` is the moment that counts for orders' times. */
export type DepositToMatch = Pick<Deposit, 'amount' | 'depositorName' | 'depositedAt' | 'bankAccountId'>;

/** What it must know of an order that is pending. */
export type OrderToMatch = Pick<
  DepositOrder,
  'id' | 'amount' | 'depositorName' | 'orderNumber' | 'bankAccountId' | 'createdAt' | 'expiresAt'
>;

/** What the workspace allows. */
export interface MatchPolicy {
  readonly graceMinutes: number;
  readonly matchAmountOnly: boolean;
}

/** Why nothing was matched; the first one of these that holds. */
export type NoMatchReason =
  /** No pending order has this amount. */
  | 'no_order_of_this_amount'
  /** Orders of this amount wait for a transfer to another account. */
  | 'other_account'
  /** Orders of this amount had expired when the money came. */
  | 'order_expired'
  /** Orders of this amount were made too long after the money came. */
  | 'before_the_order'
  /** The message names nobody. */
  | 'no_depositor_name'
  /** Orders of this amount have other names. */
  | 'name_differs';

/** One order, or all that are equally good, or none and why. */
export type MatchDecision =
  | { readonly kind: 'matched'; readonly orderId: number; readonly level: MatchLevel }
  | { readonly kind: 'ambiguous'; readonly orderIds: readonly number[]; readonly level: MatchLevel }
  | { readonly kind: 'none'; readonly reason: NoMatchReason };

/** An order that a person may mean, best first. */
export interface Candidate {
  readonly orderId: number;
  /** From 0 to 100; 100 is what a machine would match. */
  readonly score: number;
  /** How the name fits; null when it does not. */
  readonly level: Exclude<MatchLevel, 'amount'> | null;
  /** Paid minus asked, in won: negative is too little. */
  readonly difference: number;
  /** What speaks against it. */
  readonly doubts: readonly CandidateDoubt[];
}

/** Why a machine would not have taken this order. */
export type CandidateDoubt =
  | 'amount_too_low'
  | 'amount_too_high'
  | 'name_differs'
  | 'name_missing'
  | 'other_account'
  | 'order_expired'
  | 'before_the_order'
  | 'ambiguous';
