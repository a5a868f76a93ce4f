import type { Scope } from '../kernel/scope.ts';
import type { Refund } from './refund.ts';

/** The rows of refunds. They are never deleted. */
export interface RefundRepository {
  find(scope: Scope, id: string): Promise<Refund | null>;
  insert(refund: Refund): Promise<void>;
  /** Refuses a stale version. */
  update(was: Refund, now: Refund): Promise<Refund>;
  /** Oldest first. */
  list(scope: Scope, paymentId: string): Promise<Refund[]>;
  /** Refunds to ask the gateway about; across all scopes. */
  listDueCheck(now: number, limit: number): Promise<Refund[]>;
  /** Counts a check and leases the refund until the next one (null: never again); false when somebody else has it. */
  postpone(due: Refund, checkAt: number | null): Promise<boolean>;
}
