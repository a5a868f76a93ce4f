import { DomainError } from '../kernel/errors.ts';
import { type RateLimit, type RateLimitAnswer, take } from './rate-limit-rules.ts';

/** Takes one request out of a bucket, atomically. Buckets that have been full for long may be forgotten. */
export interface RateLimitRepository {
  take(bucket: string, limit: RateLimit, now: number): Promise<RateLimitAnswer>;
}

/** Takes one request out of a bucket, or refuses with `rate_limited` and how long to wait. */
export async function takeOrRefuse(
  limits: RateLimitRepository,
  bucket: string,
  limit: RateLimit,
  now: number,
): Promise<void> {
  const { allowed, retryAfterMs } = await limits.take(bucket, limit, now);
  if (!allowed) throw new DomainError('rate_limited', 'too many requests', { retry_after_ms: retryAfterMs });
}

/** So many requests apart, buckets that are full again are forgotten: they are as good as never used. */
const SWEEP_EVERY = 10_000;

/** Buckets of this process alone: right where one process serves, as with SQLite on one machine. */
export function memoryRateLimits(): RateLimitRepository {
  const fullAt = new Map<string, number>();
  let requests = 0;
  return {
    take: async (bucket, limit, now) => {
      requests += 1;
      if (requests % SWEEP_EVERY === 0)
        for (const [key, at] of fullAt) if (at <= now * 1000) fullAt.delete(key);
      const taken = take(fullAt.get(bucket) ?? null, limit, now);
      fullAt.set(bucket, taken.fullAt);
      return taken.answer;
    },
  };
}
