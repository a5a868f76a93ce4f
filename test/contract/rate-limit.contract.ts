import * as assert from 'uvu/assert';
import { memoryRateLimits, type RateLimit, type RateLimitRepository } from '../../core/index.ts';
import { NOW, sampleId } from '../support/fixtures.ts';
import { suite } from '../support/suite.ts';
import type { WithStorage } from '../support/storage.ts';

const LIMITS: readonly RateLimit[] = [
  { limit: 1, windowMs: 1_000 },
  { limit: 3, windowMs: 1_000 },
  { limit: 7, windowMs: 60_000 },
  { limit: 100, windowMs: 60_000 },
];

/** Rate limits that several processes share: the same answers as core's own, and exact under load. */
export function rateLimitContract(backend: string, withStorage: WithStorage): void {
  const withLimits = (work: (limits: RateLimitRepository) => Promise<void>) =>
    withStorage(async (_storage, { rateLimits }) => {
      assert.ok(rateLimits);
      await work(rateLimits);
    });

  suite(`${backend}: rate limits`, (test) => {
    for (const limit of LIMITS)
      test(`answers like the rule in memory: ${limit.limit} in ${limit.windowMs} ms`, () =>
        withLimits(async (limits) => {
          const rule = memoryRateLimits();
          const bucket = sampleId('bucket');
          const step = limit.windowMs / limit.limit;
          const pauses = [
            ...Array<number>(limit.limit + 2).fill(0),
            step,
            1,
            step * 1.5,
            limit.windowMs * 3,
            0,
          ];
          let now = NOW;
          for (const pause of pauses) {
            now += Math.ceil(pause);
            assert.equal(await limits.take(bucket, limit, now), await rule.take(bucket, limit, now));
          }
        }));

    test('lets exactly as many through as allowed, however many ask at once', () =>
      withLimits(async (limits) => {
        const bucket = sampleId('bucket');
        const answers = await Promise.all(
          Array.from({ length: 60 }, () => limits.take(bucket, { limit: 25, windowMs: 60_000 }, NOW)),
        );
        const allowed = answers.filter((answer) => answer.allowed);
        assert.is(allowed.length, 25);
        assert.is(new Set(allowed.map(({ remaining }) => remaining)).size, 25);
      }));

    test('a process whose clock runs behind gets no more for it', () =>
      withLimits(async (limits) => {
        const bucket = sampleId('bucket');
        const limit = { limit: 2, windowMs: 1_000 };
        const answers = [];
        for (const now of [NOW, NOW - 400, NOW, NOW - 400])
          answers.push(await limits.take(bucket, limit, now));
        assert.equal(
          answers.map(({ allowed }) => allowed),
          [true, false, true, false],
        );
      }));
  });
}
