import { createHash } from 'node:crypto';
import { DomainError } from '../kernel/errors.ts';
import type { IdempotencyRecord } from './idempotency-repository.ts';

/** Keys are remembered for a day. */
export const IDEMPOTENCY_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** An interrupted request can be taken up again after this. Longer than a gateway may take. */
export const IDEMPOTENCY_LEASE_MS = 90 * 1000;

/** Longer keys are refused. */
export const IDEMPOTENCY_KEY_MAX = 255;

/** What makes two requests the same: the path and the bytes of the body. */
export function requestHash(path: string, body: Uint8Array | string): string {
  return createHash('sha256').update(path).update('\n').update(body).digest('hex');
}

/**
 * Whether a request whose key is known may have the first answer again, or take up the work when it was
 * interrupted. Refuses another request under the same key, and one whose first run is still under way.
 */
export function assertRepeatable(record: IdempotencyRecord, hash: string, now: number): void {
  if (record.requestHash !== hash)
    throw new DomainError('idempotency_key_reuse', 'this key was used for another request');
  if (!record.answer && record.leaseUntil > now) throw stillRunning();
}

/** The refusal of a repeat that comes before the first answer. */
export function stillRunning(): DomainError {
  return new DomainError('idempotency_in_progress', 'the first request with this key is still running');
}
