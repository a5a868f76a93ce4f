import * as assert from 'uvu/assert';
import { seoulDay } from '../../../core/index.ts';
import { sampleShop } from '../../support/checkout-fixtures.ts';
import { DAY, NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../../support/fixtures.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { aCart, aLine } from './coupon-examples.ts';
import { aBuyer, type Coupons, withCoupons, withDiscount } from './with-coupons.ts';

const HONG = { email: 'hong@example.com' };
const TODAY = seoulDay(NOW);
const WEEK = { from: TODAY, to: TODAY + 6 };

/** What a code does to a cart of one line of ₩30,000: the amount, or why nothing. */
async function tried({ service }: Coupons, code: string, customer?: { email?: string }): Promise<unknown> {
  const cart = aCart([30_000]);
  const { result, evaluation } = await service.validate(SCOPE, { code, cart, customer });
  if (result.kind === 'applied') return result.amount;
  assert.equal([evaluation.discountTotal, evaluation.newTotal], [0, 30_000]);
  return result.reason;
}

suite('coupons of a merchant', (test) => {
  test('a coupon is found by its code however it is typed, by its merchant only', () =>
    withCoupons(async ({ service, create }) => {
      const coupon = await create({ code: ' welcome10 ', nameKo: '신규 고객 할인' });
      assert.is(coupon.code, 'WELCOME10');
      for (const typed of ['WELCOME10', 'welcome10', ' Ｗelcome10\u200b'])
        assert.equal(await service.get(SCOPE, typed), coupon);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        await rejectsWith('not_found', service.get(scope, 'WELCOME10'));
        await rejectsWith('not_found', service.change(scope, 'WELCOME10', { isActive: false }));
        await rejectsWith('not_found', service.remove(scope, 'WELCOME10'));
        await rejectsWith('not_found', service.analytics(scope, 'WELCOME10', WEEK));
      }
      assert.equal((await service.list(SCOPE, {}, { limit: 9 })).items, [coupon]);
    }));

  test('a code is there once, in whatever shop, also when many want it at once', () =>
    withCoupons(async ({ service, create }) => {
      const made = await Promise.allSettled(Array.from({ length: 8 }, () => create({ code: 'once' })));
      assert.is(made.filter(({ status }) => status === 'fulfilled').length, 1);
      const refusal = await rejectsWith('already_exists', create({ code: 'ONCE' }));
      assert.is(refusal.details['field'], 'code');
      assert.is((await service.list(SCOPE, {}, { limit: 9 })).items.length, 1);
    }));

  test('a coupon of one shop needs a shop of the merchant', () =>
    withCoupons(async ({ storage, create }) => {
      const [own, theirs] = [sampleShop(), sampleShop(OTHER_MERCHANT)];
      for (const shop of [own, theirs]) await storage.shops.insert(shop);
      const refusal = await rejectsWith('invalid_request', create({ shopId: theirs.id }));
      assert.is(refusal.details['field'], 'shop_id');
      assert.is((await create({ shopId: own.id })).shopId, own.id);
    }));

  test('a change is saved, waits for buyers who hold a use, and takes none of them away', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimit: 20 });
      const holding = Array.from({ length: 10 }, (_, n) => coupons.hold(coupon, aBuyer(`cs_${n}`)));
      const changed = coupons.service.change(SCOPE, 'ten', { nameKo: '새 이름' });
      await Promise.allSettled(holding);
      assert.is((await changed).nameKo, '새 이름');
      coupons.clock.advance(1);
      const lowered = await coupons.service.change(SCOPE, 'ten', { usageLimit: 3 });
      assert.equal([lowered.usageLimit, lowered.heldCount], [3, 10]);
      assert.equal(await coupons.service.get(SCOPE, 'TEN'), lowered);
      assert.is(await tried(coupons, 'TEN'), 'usage_limit_reached');
    }));

  test('a coupon that was removed is gone, its code is free, and its figures can still be read', () =>
    withCoupons(async (coupons) => {
      const { service, create } = coupons;
      const first = await create();
      const buyer = withDiscount(aBuyer('cs_1'), first, 3_000);
      await coupons.hold(first, buyer);
      await service.remove(SCOPE, 'ten');
      await coupons.redeem(buyer, 27_000);
      await rejectsWith('not_found', service.remove(SCOPE, 'TEN'));
      await rejectsWith('not_found', service.get(SCOPE, 'TEN'));
      assert.is(await tried(coupons, 'TEN'), 'not_found');
      assert.equal((await service.list(SCOPE, {}, { limit: 9 })).items, []);
      const { coupon, totals } = await service.analytics(SCOPE, 'TEN', WEEK);
      assert.equal([coupon.id, coupon.removedAt], [first.id, NOW]);
      assert.equal(totals, [{ currency: 'KRW', uses: 1, revenue: 27_000, discount: 3_000 }]);
      const second = await create();
      assert.is((await service.analytics(SCOPE, 'TEN', WEEK)).coupon.id, second.id);
    }));
});

suite('trying a code', (test) => {
  test('tells what it takes off and what is left to pay, and changes nothing', () =>
    withCoupons(async ({ service, create, counters, storage }) => {
      const coupon = await create({ usageLimitPerCustomer: 1 });
      const cart = aCart([20_000, aLine(5_000, { quantity: 2 })], { shippingFee: 3_000 });
      for (const _ of [1, 2]) {
        const verdict = await service.validate(SCOPE, { code: 'ten', cart, customer: HONG });
        assert.equal(verdict.coupon, coupon);
        assert.equal([verdict.evaluation.discountTotal, verdict.evaluation.newTotal], [3_000, 30_000]);
        assert.is(verdict.result.kind === 'applied' && verdict.result.amount, 3_000);
      }
      assert.equal(await counters(coupon), [0, 0]);
      assert.equal(await storage.coupons.find(SCOPE, coupon.id), coupon);
    }));

  test('tells why it takes off nothing, first of all what is wrong with the order', () =>
    withCoupons(async (coupons) => {
      const { create } = coupons;
      await create({ code: 'OFF', isActive: false });
      await create({ code: 'PAST', validUntil: NOW - 1 });
      await create({ code: 'BIG', minimumOrderAmount: 30_001, usageLimitPerCustomer: 1 });
      await create({ code: 'TWICE', usageLimitPerCustomer: 1, usageLimit: 2 });
      assert.is(await tried(coupons, 'NONE'), 'not_found');
      assert.is(await tried(coupons, 'OFF'), 'inactive');
      assert.is(await tried(coupons, 'PAST'), 'expired');
      assert.is(await tried(coupons, 'BIG', {}), 'minimum_not_met');
      assert.is(await tried(coupons, 'TWICE'), 3_000);
      assert.is(await tried(coupons, 'TWICE', {}), 'customer_required');
    }));

  test('counts the uses of who asks, and of everybody', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ usageLimitPerCustomer: 1, usageLimit: 2 });
      await coupons.hold(coupon, aBuyer('cs_1', HONG));
      assert.is(await tried(coupons, 'TEN', HONG), 'customer_limit_reached');
      assert.is(await tried(coupons, 'TEN'), 3_000);
      assert.is(await tried(coupons, 'TEN', { email: 'kim@example.com' }), 3_000);
      await coupons.hold(coupon, aBuyer('cs_2', { id: 'c2' }));
      assert.is(await tried(coupons, 'TEN'), 'usage_limit_reached');
    }));

  test('refuses a cart that cannot be, whatever the code', () =>
    withCoupons(async ({ service }) => {
      await rejectsWith('invalid_amount', service.validate(SCOPE, { code: 'NONE', cart: aCart([0.5]) }));
    }));
});

suite('figures of a coupon', (test) => {
  test('are its counters as they are, and sums by currency and by day of the days that were asked for', () =>
    withCoupons(async (coupons) => {
      const coupon = await coupons.create({ givesUseBack: true });
      const pay = async (id: string, currency: string, amount: number): Promise<void> => {
        const buyer = { ...withDiscount(aBuyer(id), coupon, amount), currency };
        await coupons.hold(coupon, buyer);
        await coupons.redeem(buyer, amount * 9);
      };
      await pay('cs_1', 'KRW', 1_000);
      await pay('cs_2', 'KRW', 2_000);
      await pay('cs_3', 'USD', 100);
      coupons.clock.advance(DAY);
      await pay('cs_4', 'KRW', 4_000);
      await coupons.hold(coupon, aBuyer('cs_5'));
      const first = withDiscount(aBuyer('cs_1'), coupon, 1_000);
      await coupons.giveBack(first, 9_000);
      const { used, held, totals, byDay } = await coupons.service.analytics(SCOPE, 'TEN', WEEK);
      assert.equal([used, held], [3, 1]);
      assert.equal(totals, [
        { currency: 'KRW', uses: 2, revenue: 54_000, discount: 6_000 },
        { currency: 'USD', uses: 1, revenue: 900, discount: 100 },
      ]);
      assert.equal(byDay, [
        { day: TODAY, currency: 'KRW', uses: 2, revenue: 27_000, discount: 3_000 },
        { day: TODAY, currency: 'USD', uses: 1, revenue: 900, discount: 100 },
        { day: TODAY + 1, currency: 'KRW', uses: 0, revenue: 27_000, discount: 3_000 },
      ]);
      const tomorrow = { from: TODAY + 1, to: TODAY + 1 };
      assert.is((await coupons.service.analytics(SCOPE, 'TEN', tomorrow)).byDay.length, 1);
    }));

  test('are empty for a coupon that nobody has used', () =>
    withCoupons(async ({ service, create }) => {
      const coupon = await create();
      const nothing = { coupon, used: 0, held: 0, totals: [], byDay: [] };
      assert.equal(await service.analytics(SCOPE, 'TEN', WEEK), nothing);
    }));
});
