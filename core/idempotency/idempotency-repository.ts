import type { Scope } from '../kernel/scope.ts';

/** What is remembered of a request that carried an idempotency key. */
export interface IdempotencyRecord extends Scope {
  readonly key: string;
  readonly requestHash: string;
  /** The entity that the request made; lets an interrupted request find its work again. */
  readonly subjectId: string;
  /** Null while the request is still running. */
  readonly answer: StoredAnswer | null;
  /** While it runs: until when nobody else may take it over. */
  readonly leaseUntil: number;
  readonly expiresAt: number;
}

/** A finished answer, word for word. */
export interface StoredAnswer {
  readonly status: number;
  /** The exact text that was sent. */
  readonly body: string;
}

/** The rows of idempotency keys; unique per merchant, mode and key. */
export interface IdempotencyRepository {
  find(scope: Scope, key: string): Promise<IdempotencyRecord | null>;
  /** False when the key is taken already. */
  insert(record: IdempotencyRecord): Promise<boolean>;
  /** Takes over a record whose lease is `seen.leaseUntil`; false when somebody else was faster. */
  takeOver(seen: IdempotencyRecord, leaseUntil: number): Promise<boolean>;
  saveAnswer(record: IdempotencyRecord, answer: StoredAnswer): Promise<void>;
  /** Forgets this very record, if it is still the one that was seen. */
  remove(seen: IdempotencyRecord): Promise<void>;
  deleteExpired(now: number, limit: number): Promise<number>;
}
