/** `limit` requests in each `windowMs`: a bucket that is full at first and refills evenly. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimitAnswer {
  readonly allowed: boolean;
  readonly limit: number;
  /** Requests that may still be made at once. */
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetMs: number;
  /** Until the next request is allowed; 0 when this one was. */
  readonly retryAfterMs: number;
}

/**
 * The bucket's whole state is one moment: the theoretical arrival time of the generic cell rate algorithm,
 * the moment at which the bucket is full again. Null is a bucket never used.
 */
export function take(
  fullAt: number | null,
  { limit, windowMs }: RateLimit,
  now: number,
): { fullAt: number; answer: RateLimitAnswer } {
  const step = windowMs / limit;
  const base = Math.max(fullAt ?? now, now);
  const next = base + step;
  const allowed = next - now <= windowMs + step / 1000;
  const state = allowed ? next : base;
  return {
    fullAt: state,
    answer: {
      allowed,
      limit,
      remaining: Math.max(0, Math.floor((windowMs - (state - now)) / step + 1e-6)),
      resetMs: Math.ceil(state - now),
      retryAfterMs: allowed ? 0 : Math.max(1, Math.ceil(next - now - windowMs)),
    },
  };
}
