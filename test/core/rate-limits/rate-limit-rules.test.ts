import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { memoryRateLimits, type RateLimit, type RateLimitAnswer, take } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';

/** A hundred a minute: one every 600 ms. */
const PER_MINUTE: RateLimit = { limit: 100, windowMs: 60_000 };

/** A bucket that remembers, asked at moments given in milliseconds from the start. */
function bucketOf(limit: RateLimit): (at: number) => RateLimitAnswer {
  let fullAt: number | null = null;
  return (at) => {
    const taken = take(fullAt, limit, NOW + at);
    fullAt = taken.fullAt;
    return taken.answer;
  };
}

suite('a bucket of a hundred a minute', (test) => {
  test('the first request is allowed, and the numbers say what is left', () => {
    assert.equal(bucketOf(PER_MINUTE)(0), {
      allowed: true,
      limit: 100,
      remaining: 99,
      resetMs: 600,
      retryAfterMs: 0,
    });
  });

  test('a hundred at once are allowed, each leaving one less, and the next one is not', () => {
    const ask = bucketOf(PER_MINUTE);
    for (let left = 99; left >= 0; left -= 1) {
      const answer = ask(0);
      assert.equal([answer.allowed, answer.remaining], [true, left]);
    }
    assert.equal(ask(0), {
      allowed: false,
      limit: 100,
      remaining: 0,
      resetMs: 60_000,
      retryAfterMs: 600,
    });
  });

  /** The bucket after a hundred requests at the start. */
  function empty(): (at: number) => RateLimitAnswer {
    const ask = bucketOf(PER_MINUTE);
    for (let count = 0; count < 100; count += 1) ask(0);
    return ask;
  }

  test('an empty bucket allows the next request exactly when it said so', () => {
    const ask = empty();
    assert.equal([ask(599).allowed, ask(599).retryAfterMs], [false, 1]);
    assert.equal([ask(600).allowed, ask(600).allowed], [true, false]);
  });

  test('refused requests cost nothing', () => {
    const ask = empty();
    for (let count = 0; count < 1000; count += 1) assert.not(ask(1).allowed);
    assert.ok(ask(600).allowed);
  });

  test('it fills up evenly and never beyond a hundred', () => {
    assert.is(empty()(30_000).remaining, 49);
    assert.is(empty()(60_000).remaining, 99);
    assert.is(empty()(3_600_000).remaining, 99);
  });

  test('whoever asks every 600 ms is never refused', () => {
    const ask = empty();
    for (let count = 1; count <= 500; count += 1) assert.ok(ask(count * 600).allowed);
  });

  test('a clock that steps back refuses no more than it must', () => {
    const ask = bucketOf(PER_MINUTE);
    ask(5000);
    assert.equal([ask(0).allowed, ask(0).resetMs <= 60_000], [true, true]);
  });
});

/** A bucket of whole tokens, counted the naive way in thousandths of a step. */
function naive({ limit, windowMs }: RateLimit, times: readonly number[]): boolean[] {
  const step = windowMs / limit;
  let tokens = windowMs;
  let last = times[0] ?? 0;
  return times.map((at) => {
    tokens = Math.min(windowMs, tokens + at - last);
    last = at;
    if (tokens < step) return false;
    tokens -= step;
    return true;
  });
}

const LIMIT = fc.record({
  limit: fc.integer({ min: 1, max: 1000 }),
  windowMs: fc.integer({ min: 1000, max: 86_400_000 }),
});
/** Limits whose step is a whole number of milliseconds, so that the naive way is exact. */
const EVEN_LIMIT = fc
  .record({ limit: fc.integer({ min: 1, max: 20 }), step: fc.integer({ min: 1, max: 50 }) })
  .map(({ limit, step }) => ({ limit, windowMs: limit * step }));
const WAITS = fc.array(fc.oneof(fc.constant(0), fc.nat(60)), { minLength: 1, maxLength: 200 });

const timesOf = (waits: readonly number[]): number[] => {
  let at = 0;
  return waits.map((wait) => (at += wait));
};

suite('every bucket', (test) => {
  test('it decides as one that counts tokens does', () => {
    fc.assert(
      fc.property(EVEN_LIMIT, WAITS, (limit, waits) => {
        const times = timesOf(waits);
        const ask = bucketOf(limit);
        assert.equal(
          times.map((at) => ask(at).allowed),
          naive(limit, times),
        );
      }),
    );
  });

  test('no window sees more than the bucket holds and what flows in meanwhile', () => {
    fc.assert(
      fc.property(EVEN_LIMIT, WAITS, (limit, waits) => {
        const ask = bucketOf(limit);
        const allowed = timesOf(waits).filter((at) => ask(at).allowed);
        for (const from of allowed) {
          const seen = allowed.filter((at) => at >= from && at < from + limit.windowMs).length;
          assert.ok(seen <= 2 * limit.limit);
        }
      }),
    );
  });

  test('`remaining` is true: so many more are allowed at once, and not one more', () => {
    fc.assert(
      fc.property(LIMIT, fc.array(fc.nat(2000), { maxLength: 60 }), (limit, waits) => {
        const ask = bucketOf(limit);
        let at = 0;
        for (const wait of waits) ask((at += wait));
        const { remaining } = ask(at);
        for (let count = 0; count < remaining; count += 1) assert.ok(ask(at).allowed);
        assert.not(ask(at).allowed);
      }),
    );
  });

  test('`retryAfterMs` is true: a request that waits so long is allowed, one that waits 2 ms less is not', () => {
    fc.assert(
      fc.property(LIMIT, fc.nat(5000), (limit, pause) => {
        const ask = bucketOf(limit);
        let at = 0;
        while (ask(at).allowed) at += 0;
        at += pause % Math.ceil(limit.windowMs / limit.limit);
        const { allowed, retryAfterMs } = ask(at);
        if (allowed) return;
        if (retryAfterMs > 2) assert.not(ask(at + retryAfterMs - 2).allowed);
        assert.ok(ask(at + retryAfterMs).allowed);
      }),
    );
  });

  test('the numbers stay within their bounds', () => {
    fc.assert(
      fc.property(LIMIT, fc.array(fc.nat(100_000), { minLength: 1, maxLength: 100 }), (limit, waits) => {
        const ask = bucketOf(limit);
        for (const at of timesOf(waits)) {
          const { remaining, resetMs, retryAfterMs } = ask(at);
          assert.ok(remaining >= 0 && remaining < limit.limit && Number.isInteger(remaining));
          assert.ok(resetMs > 0 && resetMs <= limit.windowMs + 1 && Number.isInteger(resetMs));
          assert.ok(retryAfterMs >= 0 && retryAfterMs <= limit.windowMs && Number.isInteger(retryAfterMs));
        }
      }),
    );
  });
});

suite('buckets in memory', (test) => {
  const ONE: RateLimit = { limit: 1, windowMs: 1000 };

  test('buckets do not share', async () => {
    const limits = memoryRateLimits();
    assert.ok((await limits.take('a', ONE, NOW)).allowed);
    assert.not((await limits.take('a', ONE, NOW)).allowed);
    assert.ok((await limits.take('b', ONE, NOW)).allowed);
  });

  test('full buckets may be forgotten, empty ones never are', async () => {
    const limits = memoryRateLimits();
    for (let count = 0; count < 10_000; count += 1) await limits.take(`old ${count}`, ONE, NOW);
    await limits.take('young', ONE, NOW + 900);
    for (let count = 0; count < 10; count += 1) await limits.take(`new ${count}`, ONE, NOW + 1000);
    assert.not((await limits.take('young', ONE, NOW + 1000)).allowed);
    assert.ok((await limits.take('old 1', ONE, NOW + 1000)).allowed);
  });

  test('a bucket that was filled by a clock that ran ahead lets requests through again at once', () => {
    const rate = { limit: 2, windowMs: 60_000 };
    const ahead = take(null, rate, 3 * 86_400_000 + 1_000);
    assert.is(take(ahead.fullAt, rate, 1_000).answer.allowed, true);
  });
});
