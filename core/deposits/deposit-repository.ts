import type { Offset, OffsetPage } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Deposit, DepositStatus, HoldReason } from './deposit.ts';
import type { DepositOrder, DepositOrderStatus } from './deposit-order.ts';
import type { RefundTransfer } from './refund-transfer.ts';

/** Which orders of a workspace. */
export interface DepositOrderFilter {
  readonly status?: DepositOrderStatus | undefined;
}

/** Pending orders that a deposit of this amount may mean. */
export interface OpenOrders {
  readonly workspaceId: number;
  readonly amount: number;
}

/** The rows of orders. Never deleted. `already_exists` for a number that the workspace has. */
export interface DepositOrderRepository {
  insert(order: Omit<DepositOrder, 'id'>): Promise<DepositOrder>;
  find(scope: Scope, id: number): Promise<DepositOrder | null>;
  findByNumber(scope: Scope, workspaceId: number, orderNumber: string): Promise<DepositOrder | null>;
  /** The order of a payment's attempt; across scopes: an attempt's id is ours and unguessable. */
  findByAttempt(attemptId: string): Promise<DepositOrder | null>;
  update(was: DepositOrder, now: DepositOrder): Promise<DepositOrder>;
  /** Newest first. */
  list(
    scope: Scope,
    workspaceId: number,
    filter: DepositOrderFilter,
    offset: Offset,
  ): Promise<OffsetPage<DepositOrder>>;
  /** Pending ones whose normalised name (`nameKey`) is just this one; at most `limit`. */
  listOpenNamed(scope: Scope, open: OpenOrders, nameKey: string, limit: number): Promise<DepositOrder[]>;
  /** Pending ones whose code (`orderCode`) is one of these. */
  listOpenCoded(scope: Scope, open: OpenOrders, codes: readonly string[]): Promise<DepositOrder[]>;
  /** Pending ones of just this amount, oldest first; at most `limit`. */
  listOpen(scope: Scope, open: OpenOrders, limit: number): Promise<DepositOrder[]>;
  /** Pending ones with this normalised name, whatever their amount; newest first; at most `limit`. */
  listOpenOfName(scope: Scope, workspaceId: number, nameKey: string, limit: number): Promise<DepositOrder[]>;
  /** Pending ones of amounts from `from` to `to`, both included; at most `limit`. */
  listOpenBetween(
    scope: Scope,
    workspaceId: number,
    range: { readonly from: number; readonly to: number },
    limit: number,
  ): Promise<DepositOrder[]>;
  /** Pending orders whose time is over; across all scopes. */
  listDueExpiry(now: number, limit: number): Promise<DepositOrder[]>;
}

/** Which deposits of a workspace. */
export interface DepositFilter {
  readonly status?: DepositStatus | undefined;
  /** True for `matched`, false for all others. */
  readonly isMatched?: boolean | undefined;
  readonly bankAccountId?: number | undefined;
}

/** What two messages of one deposit have in common. */
export interface DepositTwin {
  readonly bankAccountId: number;
  readonly amount: number;
  /** Deposited from `from` to `to`, both included; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** The rows of deposits. Never deleted. One order has at most one deposit: the database sees to it. */
export interface DepositRepository {
  /** Null when a deposit of the workspace has this fingerprint: nothing is added then. */
  insert(deposit: Omit<Deposit, 'id'>): Promise<Deposit | null>;
  find(scope: Scope, id: number): Promise<Deposit | null>;
  update(was: Deposit, now: Deposit): Promise<Deposit>;
  /** Newest first. */
  list(
    scope: Scope,
    workspaceId: number,
    filter: DepositFilter,
    offset: Offset,
  ): Promise<OffsetPage<Deposit>>;
  /** Those of a workspace whose text has one of these hashes, oldest first. */
  listOfText(scope: Scope, workspaceId: number, hashes: readonly string[]): Promise<Deposit[]>;
  listTwins(scope: Scope, twin: DepositTwin): Promise<Deposit[]>;
  /** Open ones of just this amount that a machine may match, whose `momentOf` is not before `since`; oldest first, at most `limit`. */
  listMatchable(
    scope: Scope,
    open: { readonly workspaceId: number; readonly amount: number; readonly since: number },
    limit: number,
  ): Promise<Deposit[]>;
  /** Open ones of an account that are held for this reason, oldest first by the moment of the deposit. */
  listHeld(scope: Scope, bankAccountId: number, hold: HoldReason): Promise<Deposit[]>;
  /** When anything about the workspace's deposits has last changed; null when there are none. */
  lastChange(scope: Scope, workspaceId: number): Promise<number | null>;
  /** Forgets the texts whose time is over, at most so many; across all scopes. Answers how many. */
  purgeTexts(now: number, limit: number): Promise<number>;
}

/** The rows of transfers that a person must make. */
export interface RefundTransferRepository {
  insert(transfer: RefundTransfer): Promise<void>;
  /** Across scopes: a refund's id is ours and unguessable. */
  findByRefund(refundId: string): Promise<RefundTransfer | null>;
  update(was: RefundTransfer, now: RefundTransfer): Promise<RefundTransfer>;
  /** Those of an attempt, sent or not; across scopes: an attempt's id is ours and unguessable. */
  listOfAttempt(attemptId: string): Promise<RefundTransfer[]>;
  /** Those of a workspace that wait, oldest first. */
  listWaiting(scope: Scope, workspaceId: number): Promise<RefundTransfer[]>;
}
