import * as assert from 'uvu/assert';
import { secretBox } from '../../../adapters/system/secret-box.ts';
import { holdCoupon } from '../../../core/coupons/use-coupons.ts';
import { type Coupon, isRefusal, seoulDay } from '../../../core/index.ts';
import { DAY, NOW, OTHER_MODE, SCOPE } from '../../support/fixtures.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { TABLES } from '../../support/storage.ts';
import { aBuyer, type Coupons, withCoupons, withDiscount } from './with-coupons.ts';

const HONG = { email: 'hong@example.com' };

/** Sums of a coupon's tallies, by day and metric. */
async function talliesOf({ storage }: Coupons, { id }: Coupon): Promise<readonly (number | string)[][]> {
  const today = seoulDay(NOW);
  const rows = await storage.tallies.list(SCOPE, { subject: id, from: today, to: today + 9 });
  return rows.map(({ day, metric, currency, count, amount }) => [
    day - today,
    metric,
    currency,
    count,
    amount,
  ]);
}

/** Why holding, or another deed, was refused. */
async function reasonOf(code: Parameters<typeof rejectsWith>[0], deed: Promise<unknown>): Promise<unknown> {
  return (await rejectsWith(code, deed)).details['reason'];
}

suite('holding a use', (test) => {
  test('a session holds one use, however often it asks', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 1 });
      const held = await coupons.hold(coupon, aBuyer('cs_1'));
      assert.is(held.heldCount, 1);
      assert.equal(await coupons.hold(held, aBuyer('cs_1')), held);
      assert.equal(await coupons.hold(coupon, aBuyer('cs_1')), held);
      assert.equal(await coupons.counters(coupon), [1, 0]);
    }));

  test('the last use is refused to the next session, which leaves nothing behind', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 1 });
      await coupons.hold(coupon, aBuyer('cs_1'));
      const refused = coupons.hold(coupon, aBuyer('cs_2'));
      assert.is(await reasonOf('coupon_used_up', refused), 'usage_limit_reached');
      assert.equal(await coupons.storage.coupons.listUses(SCOPE, 'cs_2'), []);
      assert.equal(await coupons.counters(coupon), [1, 0]);
    }));

  test('a customer is known by his address, telephone or id, and by nothing else', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1 });
      const first = { id: 'c1', email: 'hong@example.com', phone: '010-1234-5678', name: '홍길동' };
      await coupons.hold(coupon, aBuyer('cs_1', first));
      for (const same of [{ id: 'c1' }, { email: ' HONG@example.com' }, { phone: '+82 10-1234-5678' }]) {
        const refused = coupons.hold(coupon, aBuyer('cs_2', { ...same, email: same.email ?? 'x@y.kr' }));
        assert.is(await reasonOf('coupon_used_up', refused), 'customer_limit_reached');
      }
      const unknown = coupons.hold(coupon, aBuyer('cs_2', { name: '홍길동' }));
      assert.is(await reasonOf('coupon_refused', unknown), 'customer_required');
      await coupons.hold(coupon, aBuyer('cs_2', { id: 'c2', email: 'kim@example.com', name: '홍길동' }));
      assert.equal(await coupons.counters(coupon), [2, 0]);
    }));

  test('who a customer is stands nowhere in the database', () =>
    withCoupons(async (coupons) => {
      const known = { id: 'member-77', email: 'hong@example.com', phone: '01012345678' };
      await coupons.hold(await coupons.create(), aBuyer('cs_1', known));
      for (const table of TABLES.filter((name) => name.startsWith('kc_coupon')))
        assert.not.match(JSON.stringify(await coupons.knex(table)), /member-77|hong|01012345678/);
    }));

  test('a customer is known after the key of the server was replaced', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1 });
      await coupons.hold(coupon, aBuyer('cs_1', HONG));
      const box = secretBox(Buffer.alloc(32, 8), Buffer.alloc(32, 7));
      const replaced = { ...coupons.ports, secretBox: box };
      const again = coupons.storage.transaction((tx) =>
        holdCoupon(tx, replaced, { coupon, session: aBuyer('cs_2', HONG) }),
      );
      assert.is(await reasonOf('coupon_used_up', again), 'customer_limit_reached');
    }));

  test('a coupon that its merchant has changed since it was read is stale, but not one that others use', () =>
    withCoupons(async (coupons) => {
      const read = await coupons.create();
      await coupons.hold(read, aBuyer('cs_1'));
      await coupons.hold(read, aBuyer('cs_2'));
      coupons.clock.advance(1);
      await coupons.service.change(SCOPE, 'TEN', { discountValue: 90 });
      await rejectsWith('stale_write', coupons.hold(read, aBuyer('cs_3')));
      await coupons.hold(await coupons.read(read), aBuyer('cs_3'));
    }));

  test('a coupon of another mode is none', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create();
      const refused = coupons.hold(coupon, aBuyer('cs_1', {}, OTHER_MODE));
      assert.is(await reasonOf('coupon_not_found', refused), 'not_found');
    }));

  test('of 200 sessions at once exactly 50 get one of 50 uses', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 50 });
      const got = await Promise.allSettled(
        Array.from({ length: 200 }, (_, n) => coupons.hold(coupon, aBuyer(`cs_${n}`))),
      );
      assert.is(got.filter(({ status }) => status === 'fulfilled').length, 50);
      assert.ok(got.every((one) => one.status === 'fulfilled' || isRefusal(one.reason, 'coupon_used_up')));
    }));

  test('of 50 sessions of one customer at once exactly one gets the use that he has', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1 });
      const got = await Promise.allSettled(
        Array.from({ length: 50 }, (_, n) => coupons.hold(coupon, aBuyer(`cs_${n}`, HONG))),
      );
      assert.is(got.filter(({ status }) => status === 'fulfilled').length, 1);
    }));
});

suite('what becomes of a use', (test) => {
  test('a use that is released is free for the same customer in another session, and for the same session', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 1, usageLimitPerCustomer: 1 });
      for (const id of ['cs_1', 'cs_2', 'cs_2']) {
        const buyer = aBuyer(id, HONG);
        await coupons.hold(coupon, buyer);
        await coupons.release(buyer);
        await coupons.release(buyer);
        assert.equal(await coupons.counters(coupon), [0, 0]);
      }
      assert.equal(
        await coupons.knex('kc_coupon_uses').distinct('customer_hashes').pluck('customer_hashes'),
        ['[]'],
      );
    }));

  test('only the coupons that are named are released', () =>
    withCoupons(async (coupons) => {
      const [a, b] = [await coupons.create({ code: 'A' }), await coupons.create({ code: 'B' })];
      const buyer = aBuyer('cs_1');
      for (const coupon of [b, a]) await coupons.hold(coupon, buyer);
      await coupons.release(buyer, []);
      await coupons.release(buyer, [a.id, 'cpn_unknown']);
      assert.equal(
        [await coupons.counters(a), await coupons.counters(b)],
        [
          [0, 0],
          [1, 0],
        ],
      );
    }));

  test('a paid session redeems each use once and counts what it brought on its day in Korea', () =>
    withCoupons(async (coupons) => {
      const [a, b] = [await coupons.create({ code: 'A' }), await coupons.create({ code: 'B' })];
      const buyer = withDiscount(withDiscount(aBuyer('cs_1'), a, 3_000), b, 500);
      for (const coupon of [a, b]) await coupons.hold(coupon, buyer);
      coupons.clock.advance(15 * 3_600_000);
      for (const _ of [1, 2]) await coupons.redeem(buyer, 26_500);
      await coupons.release(buyer);
      assert.equal(await coupons.counters(a), [0, 1]);
      assert.equal(await talliesOf(coupons, a), [
        [1, 'coupon.discount', 'KRW', 1, 3_000],
        [1, 'coupon.revenue', 'KRW', 1, 26_500],
      ]);
      assert.equal((await talliesOf(coupons, b))[0], [1, 'coupon.discount', 'KRW', 1, 500]);
    }));

  test('a redeemed use counts against the limits', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1 });
      await coupons.hold(coupon, aBuyer('cs_1', HONG));
      await coupons.redeem(aBuyer('cs_1', HONG));
      const refused = coupons.hold(coupon, aBuyer('cs_2', HONG));
      assert.is(await reasonOf('coupon_used_up', refused), 'customer_limit_reached');
    }));

  test('a full refund gives a use back once, to the coupon whose merchant wants it, and takes it off that day', () =>
    withCoupons(async (coupons) => {
      const back = await coupons.create({ code: 'BACK', givesUseBack: true, usageLimitPerCustomer: 1 });
      const gone = await coupons.create({ code: 'GONE' });
      const buyer = withDiscount(withDiscount(aBuyer('cs_1', HONG), back, 3_000), gone, 500);
      for (const coupon of [back, gone]) await coupons.hold(coupon, buyer);
      await coupons.giveBack(buyer, 26_500);
      assert.equal(await coupons.counters(back), [1, 0]);
      await coupons.redeem(buyer, 26_500);
      coupons.clock.advance(2 * DAY);
      for (const _ of [1, 2]) await coupons.giveBack(buyer, 26_500);
      assert.equal(
        [await coupons.counters(back), await coupons.counters(gone)],
        [
          [0, 0],
          [0, 1],
        ],
      );
      assert.equal(await talliesOf(coupons, back), [
        [0, 'coupon.discount', 'KRW', 1, 3_000],
        [0, 'coupon.revenue', 'KRW', 1, 26_500],
        [2, 'coupon.discount', 'KRW', -1, -3_000],
        [2, 'coupon.revenue', 'KRW', -1, -26_500],
      ]);
      assert.is((await talliesOf(coupons, gone)).length, 2);
      await coupons.hold(back, aBuyer('cs_2', HONG));
    }));

  test('news of one session at the same moment counts once', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create();
      const buyer = withDiscount(aBuyer('cs_1'), coupon, 3_000);
      await coupons.hold(coupon, buyer);
      await Promise.all([coupons.redeem(buyer, 9), coupons.release(buyer), coupons.redeem(buyer, 9)]);
      const [held, used] = await coupons.counters(coupon);
      assert.is(held, 0);
      assert.is(used, 1);
    }));
});

suite('a customer who turns out to be somebody else', (test) => {
  test('holds the use from then on, and the one before has it again', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 2, usageLimitPerCustomer: 1 });
      const buyer = aBuyer('cs_1', HONG);
      await coupons.hold(coupon, buyer);
      await coupons.rekey(buyer, { email: 'kim@example.com', phone: '010-1111-2222' });
      await coupons.hold(coupon, aBuyer('cs_2', HONG));
      const kim = coupons.storage.transaction((tx) =>
        tx.coupons.countOfCustomer(SCOPE, coupon.id, coupons.ports.secretBox.hashes('email:kim@example.com')),
      );
      assert.is(await kim, 1);
    }));

  test('keeps the use when he is only known better, even when it is the last one', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 1, usageLimitPerCustomer: 1 });
      const buyer = aBuyer('cs_1', HONG);
      await coupons.hold(coupon, buyer);
      await coupons.rekey(buyer, { ...HONG, phone: '010-1234-5678' });
      const [use] = await coupons.storage.coupons.listUses(SCOPE, 'cs_1');
      assert.is(use?.customerHashes.length, 2);
      await coupons.rekey(buyer, { ...HONG, phone: '01012345678' });
      assert.equal(await coupons.storage.coupons.listUses(SCOPE, 'cs_1'), [use]);
    }));

  test('is refused when he has used the coupon elsewhere, or is nobody, and nothing changes', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1 });
      await coupons.hold(coupon, aBuyer('cs_1', HONG));
      const buyer = aBuyer('cs_2', { email: 'kim@example.com' });
      await coupons.hold(coupon, buyer);
      const before = await coupons.storage.coupons.listUses(SCOPE, 'cs_2');
      assert.is(await reasonOf('coupon_used_up', coupons.rekey(buyer, HONG)), 'customer_limit_reached');
      assert.is(await reasonOf('coupon_refused', coupons.rekey(buyer, {})), 'customer_required');
      assert.equal(await coupons.storage.coupons.listUses(SCOPE, 'cs_2'), before);
    }));

  test('may be anybody where no limit asks for him, and after the order was paid', () =>
    withCoupons(async (coupons) => {
      const free = await coupons.create({ code: 'FREE' });
      const once = await coupons.create({ code: 'ONCE', usageLimitPerCustomer: 1 });
      const [first, paid] = [aBuyer('cs_1', HONG), aBuyer('cs_2', { id: 'c2' })];
      for (const coupon of [free, once]) await coupons.hold(coupon, first);
      await coupons.hold(once, paid);
      await coupons.redeem(paid);
      await coupons.rekey(paid, HONG);
      const other = aBuyer('cs_3', { id: 'c3' });
      await coupons.hold(free, other);
      await coupons.rekey(other, HONG);
      await coupons.rekey(other, {});
      assert.equal(await coupons.counters(free), [2, 0]);
    }));
});
