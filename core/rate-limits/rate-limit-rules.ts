/** `limit` requests in each `windowMs`: a bucket that is full at first and refills evenly. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Whether a request may pass, and what the caller is told of the bucket. */
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

/** Between two requests at the steady rate, in whole microseconds. */
export function stepUs({ limit, windowMs }: RateLimit): number {
  return Math.max(1, Math.floor((windowMs * 1000) / limit));
}

/**
 * The bucket's whole state is one moment: the theoretical arrival time of the generic cell rate algorithm,
 * the moment at which the bucket is full again, in whole microseconds so that nothing is lost to rounding.
 * Null is a bucket never used.
 */
export function take(
  fullAt: number | null,
  rate: RateLimit,
  now: number,
): { fullAt: number; answer: RateLimitAnswer } {
  const at = now * 1000;
  const { limit } = rate;
  const step = stepUs(rate);
  const capacity = step * limit;
  // Clocks of two processes may differ a little. A bucket that is emptier than twice empty was filled by a clock
  // which was far ahead: it begins anew, so that nobody is locked out for days.
  const base = fullAt === null || fullAt > at + 2 * capacity ? at : Math.max(fullAt, at);
  const allowed = base + step - at <= capacity;
  const state = allowed ? base + step : base;
  return {
    fullAt: state,
    answer: {
      allowed,
      limit,
      remaining: Math.max(0, Math.floor((capacity - (state - at)) / step)),
      resetMs: Math.ceil((state - at) / 1000),
      retryAfterMs: allowed ? 0 : Math.ceil((base + step - at - capacity) / 1000),
    },
  };
}
