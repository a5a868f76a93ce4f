import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Payment, PaymentHistoryEntry } from './payment.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import type { PaymentStanding } from './payment-rules.ts';

/** Which payments of a scope; all of them when nothing is named. */
export interface PaymentFilter {
  readonly standing?: PaymentStanding | undefined;
  /** Epoch milliseconds; only payments made later than this. */
  readonly createdAfter?: number | undefined;
}

/** The rows of payments. They are never deleted. */
export interface PaymentRepository {
  /** Null when this merchant has no such payment: another merchant's payment is the same as none. */
  find(scope: Scope, id: string): Promise<Payment | null>;
  /** Whose payment this is. Only for pages that a buyer reaches by the unguessable id alone. */
  findScope(id: string): Promise<Scope | null>;
  /**
   * Units of work that change a session take turns: each takes its payment first, so that all take payment, session and
   * coupons in one order.
   */
  lock(scope: Scope, id: string): Promise<void>;
  insert(payment: Payment): Promise<void>;
  /** Saves only while the stored version still equals `was.version`, else `stale_write`. Answers what is stored. */
  update(was: Payment, now: Payment): Promise<Payment>;
  /** Newest first. An unknown `startingAfter` is `not_found`. */
  list(scope: Scope, filter: PaymentFilter, cursor: Cursor): Promise<Page<Payment>>;
  /** How many payments match; kept up to date with every write, so it does not scan them. */
  count(scope: Scope, filter: PaymentFilter): Promise<number>;
  /** Unpaid payments whose time is over; across all scopes. */
  listDueExpiry(now: number, limit: number): Promise<Payment[]>;
  /** Leases a due payment to the caller until `dueAt`; false when somebody else has it. */
  postpone(due: Payment, dueAt: number): Promise<boolean>;
}

/** The rows of payments' histories: append-only. */
export interface PaymentHistoryRepository {
  append(entry: PaymentHistoryEntry): Promise<void>;
  /** Oldest first. */
  list(scope: Scope, paymentId: string): Promise<PaymentHistoryEntry[]>;
}

/** The rows of attempts. They are never deleted. */
export interface PaymentAttemptRepository {
  find(scope: Scope, id: string): Promise<PaymentAttempt | null>;
  insert(attempt: PaymentAttempt): Promise<void>;
  /** Like the payment's: refuses a stale version. */
  update(was: PaymentAttempt, now: PaymentAttempt): Promise<PaymentAttempt>;
  list(scope: Scope, paymentId: string): Promise<PaymentAttempt[]>;
  /** Attempts to ask the gateway about; across all scopes. */
  listDueCheck(now: number, limit: number): Promise<PaymentAttempt[]>;
  /** Counts a check and leases the attempt until the next one (null: never again); false when somebody else has it. */
  postpone(due: PaymentAttempt, checkAt: number | null): Promise<boolean>;
}
