import { createHash, timingSafeEqual } from 'node:crypto';
import type { Mode } from '../kernel/scope.ts';
import type { ApiKey, ApiKeyKind } from './api-key.ts';

const PREFIX: Readonly<Record<ApiKeyKind, string>> = { secret: 'sk', publishable: 'pk' };

/** How long a rotated key keeps working beside its successor. */
export const ROTATION_OVERLAP_MS = 24 * 60 * 60 * 1000;

/** `last used` is written at most this often per key. */
export const LAST_USED_EVERY_MS = 60 * 1000;

/** `sk_test_`, `pk_live_`, … */
export function keyPrefix(kind: ApiKeyKind, mode: Mode): string {
  return `${PREFIX[kind]}_${mode}_`;
}

/** The only form in which a key is stored. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** `sk_test_…wxyz` */
export function keyHint(key: string): string {
  return `${key.slice(0, 8)}…${key.slice(-4)}`;
}

/** Whether a presented key is this stored key and still good. Compares digests in constant time. */
export function isGood(stored: ApiKey, presented: string, now: number): boolean {
  const same = timingSafeEqual(Buffer.from(stored.hash, 'hex'), Buffer.from(hashKey(presented), 'hex'));
  return same && !isDead(stored, now);
}

/** Revoked, or rotated more than a day ago. */
export function isDead({ revokedAt }: ApiKey, now: number): boolean {
  return revokedAt !== null && revokedAt <= now;
}
