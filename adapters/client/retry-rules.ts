import type { KoreaCheckoutError } from './client-error.ts';

const FIRST_BACKOFF_MS = 500;
const BACKOFF_MAX_MS = 8_000;

/** A server that asks for a longer wait is not waited for: the error says how long it would be. */
export const RETRY_AFTER_MAX_MS = 60_000;

/** How long to wait before a call is tried again; null when it must not be. */
export function retryDelay(
  error: KoreaCheckoutError,
  try_: {
    /** How many retries there have been. */
    readonly retries: number;
    /** Whether doing it twice is the same as doing it once. */
    readonly repeatable: boolean;
    /** In [0, 1): full jitter, so that many callers do not come back at once. */
    readonly fraction: number;
  },
): number | null {
  if (!wasNotDone(error) && !(try_.repeatable && mayHaveBeenDone(error))) return null;
  const asked = error.retryAfterMs ?? 0;
  if (asked > RETRY_AFTER_MAX_MS) return null;
  const backoff = Math.min(BACKOFF_MAX_MS, FIRST_BACKOFF_MS * 2 ** try_.retries);
  return asked + Math.floor(backoff * try_.fraction);
}

/** The server turned the call away, or is still busy with an earlier try of it. */
function wasNotDone({ status, code }: KoreaCheckoutError): boolean {
  return status === 429 || (status === 409 && code === 'idempotency_in_progress');
}

function mayHaveBeenDone({ status }: KoreaCheckoutError): boolean {
  return status === null || status >= 500;
}
