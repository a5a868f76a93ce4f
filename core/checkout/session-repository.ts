import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { CheckoutSession } from './session.ts';

/** The rows of checkout sessions. */
export interface SessionRepository {
  /** `already_exists` when the shop has an open session for the order. */
  insert(session: CheckoutSession): Promise<void>;
  find(scope: Scope, id: string): Promise<CheckoutSession | null>;
  /** Whose session this is: for the buyer's page, which knows nothing but the unguessable id. */
  findScope(id: string): Promise<Scope | null>;
  findOpen(scope: Scope, shopId: string, platformOrderId: string): Promise<CheckoutSession | null>;
  /** Refuses a stale version. */
  update(was: CheckoutSession, now: CheckoutSession): Promise<CheckoutSession>;
  /** Of one shop, newest first. */
  list(scope: Scope, shopId: string, cursor: Cursor): Promise<Page<CheckoutSession>>;
}
