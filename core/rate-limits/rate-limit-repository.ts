import { type RateLimit, type RateLimitAnswer, take } from './rate-limit-rules.ts';

/** Takes one request out of a bucket, atomically. Buckets that have been full for long may be forgotten. */
export interface RateLimitRepository {
  take(bucket: string, limit: RateLimit, now: number): Promise<RateLimitAnswer>;
}

/** After so many buckets the memory store drops the ones that are full again. */
const SWEEP_AT = 10_000;

/** Buckets of this process alone: right where one process serves, as with SQLite on one machine. */
export function memoryRateLimits(): RateLimitRepository {
  const fullAt = new Map<string, number>();
  return {
    take: async (bucket, limit, now) => {
      if (fullAt.size >= SWEEP_AT) for (const [key, at] of fullAt) if (at <= now) fullAt.delete(key);
      const taken = take(fullAt.get(bucket) ?? null, limit, now);
      fullAt.set(bucket, taken.fullAt);
      return taken.answer;
    },
  };
}
