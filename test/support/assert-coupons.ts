import * as assert from 'node:assert/strict';
import type { Knex } from 'knex';

/** Bigints, which are text on PostgreSQL. */
type Int = number | string;

interface CouponRow {
  readonly id: string;
  readonly code: string;
  readonly live_code: string | null;
  readonly usage_limit: Int | null;
  readonly usage_limit_per_customer: Int | null;
  readonly used_count: Int;
  readonly held_count: Int;
  readonly removed_at: Int | null;
  readonly created_at: Int;
  readonly updated_at: Int;
}

interface UseRow {
  readonly id: string;
  readonly coupon_id: string;
  readonly session_id: string;
  readonly live_session: string | null;
  readonly customer_hashes: string;
  readonly status: string;
  readonly created_at: Int;
}

interface HashRow {
  readonly use_id: string;
  readonly coupon_id: string;
  readonly hash: string;
}

const LIVE = ['held', 'redeemed'];

/**
 * Coupons are used no more often than they may be, by all and by each customer, and their counters say how often they
 * are (I7 of TRUST). A limit that the merchant has lowered since binds only what was held afterwards. Reads the rows
 * themselves.
 */
export async function assertCoupons(knex: Knex): Promise<void> {
  const coupons = await rowsOf<CouponRow>(knex('kc_coupons'));
  const uses = await rowsOf<UseRow>(knex('kc_coupon_uses'));
  const hashes = await rowsOf<HashRow>(knex('kc_coupon_use_customers'));
  const counted = await countedOf(knex);
  const live = group(
    uses.filter(({ status }) => LIVE.includes(status)),
    ({ coupon_id: of }) => of,
  );
  const known = new Set(coupons.map(({ id }) => id));
  for (const { id, coupon_id: of } of uses) assert.ok(known.has(of), `use ${id} of no coupon`);
  assertHashes(uses, hashes);
  assertSessions(uses);
  for (const coupon of coupons) {
    const own = live.get(coupon.id) ?? [];
    assertCounters(coupon, own, counted.get(coupon.id) ?? 0);
    assertLimits(coupon, own);
  }
}

/** What a coupon says of itself is what counting its uses says, and what its tallies say. */
function assertCounters(coupon: CouponRow, live: readonly UseRow[], tallied: number): void {
  const redeemed = live.filter(({ status }) => status === 'redeemed').length;
  const { id, code } = coupon;
  assert.equal(Number(coupon.used_count), redeemed, `${id}: uses that are redeemed`);
  assert.equal(Number(coupon.held_count), live.length - redeemed, `${id}: uses that are held`);
  assert.equal(tallied, redeemed, `${id}: uses that are counted by day`);
  const liveCode = coupon.removed_at === null ? code : null;
  assert.equal(coupon.live_code, liveCode, `${id}: is found by its code exactly while it is not removed`);
}

function assertLimits(coupon: CouponRow, live: readonly UseRow[]): void {
  assertLimit(coupon, coupon.usage_limit, live, 'used too often');
  const byHash = new Map<string, UseRow[]>();
  for (const use of live)
    for (const hash of new Set(hashesOf(use))) byHash.set(hash, [...(byHash.get(hash) ?? []), use]);
  for (const own of byHash.values())
    assertLimit(coupon, coupon.usage_limit_per_customer, own, 'used too often by one customer');
}

/** Too many uses are right only when the newest of them was held before the merchant last changed the coupon. */
function assertLimit(coupon: CouponRow, limit: Int | null, uses: readonly UseRow[], what: string): void {
  if (limit === null || uses.length <= Number(limit)) return;
  const newest = Math.max(...uses.map(({ created_at: at }) => Number(at)));
  const isChanged = Number(coupon.updated_at) > Number(coupon.created_at);
  const isLowered = isChanged && newest <= Number(coupon.updated_at);
  assert.ok(isLowered, `${coupon.id}: ${what}, ${uses.length} of ${limit}`);
}

/** A customer is found by all hashes of his uses that count, and by no others. */
function assertHashes(uses: readonly UseRow[], hashes: readonly HashRow[]): void {
  const kept = hashes.map((row) => `${row.use_id} ${row.coupon_id} ${row.hash}`);
  const wanted = uses.flatMap((use) =>
    LIVE.includes(use.status) ? hashesOf(use).map((hash) => `${use.id} ${use.coupon_id} ${hash}`) : [],
  );
  assert.deepEqual(kept.sort(), wanted.sort(), 'the hashes by which uses are found');
}

/** A session has one use of a coupon that counts, at most. */
function assertSessions(uses: readonly UseRow[]): void {
  const seen = new Set<string>();
  for (const { id, status, coupon_id: coupon, session_id: session, live_session: live } of uses) {
    const isLive = LIVE.includes(status);
    assert.equal(live, isLive ? session : null, `use ${id}: is its session's exactly while it counts`);
    if (!isLive) continue;
    assert.ok(!seen.has(`${coupon} ${session}`), `${session} uses ${coupon} twice`);
    seen.add(`${coupon} ${session}`);
  }
}

function hashesOf(use: UseRow): string[] {
  return JSON.parse(use.customer_hashes) as string[];
}

/** How many redeemed uses the tallies of each coupon count. */
async function countedOf(knex: Knex): Promise<Map<string, number>> {
  const rows = await rowsOf<{ subject: string; n: Int }>(
    knex('kc_tallies').where({ metric: 'coupon.discount' }).select('subject', 'n'),
  );
  const counted = new Map<string, number>();
  for (const { subject, n } of rows) counted.set(subject, (counted.get(subject) ?? 0) + Number(n));
  return counted;
}

function group<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) grouped.set(keyOf(row), [...(grouped.get(keyOf(row)) ?? []), row]);
  return grouped;
}

/** What the tables hold; knex does not know their columns. */
const rowsOf = async <T>(query: Knex.QueryBuilder): Promise<T[]> => (await query) as T[];
