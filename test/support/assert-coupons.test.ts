import * as assert from 'uvu/assert';
import { assertCoupons } from './assert-coupons.ts';
import { sampleCoupon, sampleUse } from './coupon-fixtures.ts';
import { DAY, NOW, SCOPE } from './fixtures.ts';
import { withMemory } from './storage.ts';
import { suite } from './suite.ts';
import { sampleHash } from './workspace-fixtures.ts';

type Values = Readonly<Record<string, unknown>>;

/** What somebody may have done to the rows: table, which of them, change. */
const BROKEN: Readonly<Record<string, readonly [string, Values, Values]>> = {
  'a coupon that says it is used more often': ['kc_coupons', {}, { used_count: 2 }],
  'a coupon that says it is held less often': ['kc_coupons', {}, { held_count: 0 }],
  'a coupon that is used more often than it may be': ['kc_coupons', {}, { usage_limit: 1 }],
  'a limit that was lowered before a use was held': [
    'kc_coupons',
    {},
    { usage_limit: 1, created_at: NOW - DAY, updated_at: NOW - 1 },
  ],
  'a customer who has used it twice where once was allowed': [
    'kc_coupons',
    {},
    { usage_limit_per_customer: 1 },
  ],
  'a coupon that was removed and keeps its code': ['kc_coupons', {}, { removed_at: NOW }],
  'a coupon that nobody finds by its code': ['kc_coupons', {}, { live_code: null }],
  'a use of no coupon': ['kc_coupon_uses', { id: 'cpu_free' }, { coupon_id: 'cpn_none' }],
  'a use that is free again and counts for its session': [
    'kc_coupon_uses',
    { id: 'cpu_free' },
    { live_session: 'cs_1' },
  ],
  'a use that does not count for its session': ['kc_coupon_uses', { id: 'cpu_held' }, { live_session: null }],
  'a use by which its customer is not found': [
    'kc_coupon_use_customers',
    { use_id: 'cpu_held' },
    { hash: sampleHash() },
  ],
  'a use that is redeemed and counted on no day': ['kc_tallies', {}, { n: 0 }],
};

suite('the promises about coupons', (test) => {
  /** A coupon with a use of each sort, the first two of one customer; its limits are reached. */
  const withUses = (change: (typeof BROKEN)[string] | null): Promise<unknown> =>
    new Promise((resolve, reject) => {
      withMemory(async (storage, { knex }) => {
        const coupon = sampleCoupon({ usageLimit: 2, usageLimitPerCustomer: 2, usedCount: 1, heldCount: 1 });
        const of = { couponId: coupon.id, customerHashes: [sampleHash()] };
        await storage.coupons.insert(coupon);
        await storage.coupons.insertUse(sampleUse({ ...of, id: 'cpu_held' }));
        await storage.coupons.insertUse(sampleUse({ ...of, id: 'cpu_used', status: 'redeemed' }));
        await storage.coupons.insertUse(sampleUse({ ...of, id: 'cpu_free', status: 'released' }));
        await storage.coupons.insertUse(sampleUse({ ...of, status: 'given_back' }));
        const metric = 'coupon.discount';
        const tally = { subject: coupon.id, day: 1, metric, detail: '', currency: 'KRW' } as const;
        await storage.tallies.add(SCOPE, [{ ...tally, count: 1, amount: 1_000 }]);
        if (change) await knex(change[0]).where(change[1]).update(change[2]);
        resolve(await assertCoupons(knex).catch((error: unknown) => error));
      }).catch(reject);
    });

  test('hold for a coupon with uses of every sort', async () => {
    assert.is(await withUses(null), undefined);
  });

  test('hold for limits that were lowered after the last use was held', async () => {
    const lowered = { usage_limit: 1, usage_limit_per_customer: 1, updated_at: NOW + 1 };
    assert.is(await withUses(['kc_coupons', {}, lowered]), undefined);
  });

  for (const [what, change] of Object.entries(BROKEN))
    test(`do not hold for ${what}`, async () => {
      assert.is(((await withUses(change)) as Error | undefined)?.name, 'AssertionError');
    });
});
