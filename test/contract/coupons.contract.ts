import * as assert from 'uvu/assert';
import {
  type Coupon,
  type CouponUse,
  holdUse,
  type Repositories,
  type Storage,
  useRefusal,
} from '../../core/index.ts';
import { sampleCoupon, sampleUse } from '../support/coupon-fixtures.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { sampleHash } from '../support/workspace-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const OTHERS = [OTHER_MERCHANT, OTHER_MODE];

const NOBODY = { keys: [], count: 0 };

/** Every field that may change with another value than the sample has; null where that may be. */
const CHANGED: Partial<Coupon> = {
  shopId: null,
  nameKo: '',
  nameEn: null,
  type: 'percentage',
  discountKind: 'percentage',
  discountValue: 3_330,
  per: 'order',
  currency: null,
  productIds: [],
  categoryIds: ['a', 'b'],
  excludedProductIds: [],
  excludedCategoryIds: [],
  excludesSaleItems: false,
  minimumOrderAmount: null,
  maximumOrderAmount: null,
  maximumDiscountAmount: null,
  maximumUnits: null,
  oneUnit: null,
  isExclusive: false,
  usageLimit: null,
  usageLimitPerCustomer: null,
  usedCount: 7,
  heldCount: 8,
  givesUseBack: false,
  validFrom: null,
  validUntil: null,
  isActive: false,
  removedAt: NOW + 1,
  updatedAt: NOW + 2,
};

async function inserted(storage: Storage, change: Partial<Coupon> = {}): Promise<Coupon> {
  const coupon = sampleCoupon(change);
  await storage.coupons.insert(coupon);
  return coupon;
}

async function insertedUse(storage: Storage, change: Partial<CouponUse> = {}): Promise<CouponUse> {
  const use = sampleUse(change);
  await storage.coupons.insertUse(use);
  return use;
}

/** As `holdCoupon` does it: false when the coupon has no use left. */
async function hold(tx: Repositories, id: string): Promise<boolean> {
  const coupon = await tx.coupons.lock(SCOPE, id);
  if (!coupon || useRefusal(coupon, NOBODY)) return false;
  await tx.coupons.insertUse(sampleUse({ couponId: id }));
  await tx.coupons.update(coupon, holdUse(coupon));
  return true;
}

/** Coupons and their uses. */
export const couponsContract: Contract = (test, withStorage) => {
  test('a coupon comes back whole, full or empty, by its id and by its code', () =>
    withStorage(async (storage) => {
      for (const change of [{}, { ...CHANGED, removedAt: null }]) {
        const coupon = await inserted(storage, change);
        assert.equal(await storage.coupons.find(SCOPE, coupon.id), coupon);
        assert.equal(await storage.coupons.findByCode(SCOPE, coupon.code), coupon);
        assert.equal(await storage.coupons.lock(SCOPE, coupon.id), coupon);
        assert.is(await storage.coupons.findByCode(SCOPE, coupon.code.toLowerCase()), null);
      }
    }));

  test('an update of a coupon saves every field, and a stale one is refused', () =>
    withStorage(async (storage) => {
      const was = await inserted(storage);
      const saved = await storage.coupons.update(was, { ...was, ...CHANGED });
      assert.equal(saved, { ...was, ...CHANGED, version: 2 });
      assert.equal(await storage.coupons.find(SCOPE, was.id), saved);
      await rejectsWith('stale_write', storage.coupons.update(was, was));
      assert.equal(await storage.coupons.find(SCOPE, was.id), saved);
    }));

  test('nobody else sees or changes a coupon', () =>
    withStorage(async (storage) => {
      const own = await inserted(storage);
      for (const scope of OTHERS) {
        assert.is(await storage.coupons.find(scope, own.id), null);
        assert.is(await storage.coupons.findByCode(scope, own.code), null);
        assert.is(await storage.coupons.lock(scope, own.id), null);
        assert.equal(await storage.coupons.list(scope, {}, { limit: 9 }), { items: [], hasMore: false });
        const theirs = { ...own, ...scope };
        await rejectsWith('stale_write', storage.coupons.update(theirs, theirs));
      }
      assert.equal(await storage.coupons.find(SCOPE, own.id), own);
    }));

  test('a merchant has a code once in a mode, whichever shop it is good in; others may have it too', () =>
    withStorage(async (storage) => {
      const { code } = await inserted(storage);
      for (const scope of OTHERS) await inserted(storage, { ...scope, code });
      await storage.transaction(async (tx) => {
        await rejectsWith('already_exists', tx.coupons.insert(sampleCoupon({ code, shopId: 'shop_2' })));
        await tx.coupons.insert(sampleCoupon());
      });
      assert.is((await storage.coupons.list(SCOPE, {}, { limit: 9 })).items.length, 2);
    }));

  test('a coupon that was removed frees its code and is found by its id, and the last one as removed', () =>
    withStorage(async (storage) => {
      const code = 'AGAIN';
      const removed = [];
      for (const removedAt of [NOW + 1, NOW]) {
        const coupon = await inserted(storage, { code });
        assert.is(await storage.coupons.findRemoved(OTHER_MODE, code), null);
        removed.push(await storage.coupons.update(coupon, { ...coupon, removedAt }));
        assert.is(await storage.coupons.findByCode(SCOPE, code), null);
      }
      assert.equal(await storage.coupons.find(SCOPE, removed[1]?.id ?? ''), removed[1]);
      assert.equal(await storage.coupons.findRemoved(SCOPE, code), removed[0]);
      const live = await inserted(storage, { code });
      assert.equal(await storage.coupons.findByCode(SCOPE, code), live);
      assert.equal(await storage.coupons.findRemoved(SCOPE, code), removed[0]);
      assert.is(await storage.coupons.findRemoved(SCOPE, 'NEVER'), null);
      assert.equal((await storage.coupons.list(SCOPE, {}, { limit: 9 })).items, [live]);
    }));

  test('coupons are listed newest first, page by page, of one shop or in one state', () =>
    withStorage(async (storage) => {
      const made: Coupon[] = [];
      for (const n of [0, 1, 2, 3, 4, 5]) {
        const createdAt = NOW + Math.floor(n / 2);
        const shopId = n % 3 === 0 ? 'shop_2' : 'shop_1';
        made.unshift(await inserted(storage, { shopId, isActive: n % 2 === 0, createdAt }));
      }
      const { list } = storage.coupons;
      const of = (items: readonly Coupon[], hasMore = false) => ({ items, hasMore });
      const [first, second] = [made.slice(0, 4), made.slice(4)];
      assert.equal(await list(SCOPE, {}, { limit: 4 }), of(first, true));
      assert.equal(await list(SCOPE, {}, { limit: 4, startingAfter: first[3]?.id }), of(second));
      for (const shopId of ['shop_1', 'shop_2', 'shop_3', undefined])
        for (const isActive of [true, false, undefined]) {
          const isMeant = (coupon: Coupon): boolean =>
            (shopId ?? coupon.shopId) === coupon.shopId && (isActive ?? coupon.isActive) === coupon.isActive;
          assert.equal(await list(SCOPE, { shopId, isActive }, { limit: 9 }), of(made.filter(isMeant)));
        }
    }));

  test('a page starts after a coupon that was removed since, and after no other merchant’s', () =>
    withStorage(async (storage) => {
      const older = await inserted(storage);
      const coupon = await inserted(storage, { createdAt: NOW + 1 });
      await storage.coupons.update(coupon, { ...coupon, removedAt: NOW + 2 });
      const cursor = { limit: 1, startingAfter: coupon.id };
      assert.equal((await storage.coupons.list(SCOPE, {}, cursor)).items, [older]);
      for (const scope of OTHERS) await rejectsWith('not_found', storage.coupons.list(scope, {}, cursor));
    }));

  test('a use comes back whole while it counts, alone or among those of its session', () =>
    withStorage(async (storage) => {
      const sessionId = 'cs_1';
      const later = await insertedUse(storage, { couponId: 'cpn_b', sessionId, status: 'redeemed' });
      const first = await insertedUse(storage, { couponId: 'cpn_a', sessionId, customerHashes: [] });
      await insertedUse(storage, { couponId: 'cpn_c', sessionId, status: 'released' });
      await insertedUse(storage, { couponId: 'cpn_a' });
      const { findUse, listUses } = storage.coupons;
      assert.equal(await listUses(SCOPE, sessionId), [first, later]);
      assert.equal(await findUse(SCOPE, 'cpn_b', sessionId), later);
      assert.is(await findUse(SCOPE, 'cpn_c', sessionId), null);
      for (const scope of OTHERS) {
        assert.equal(await listUses(scope, sessionId), []);
        assert.is(await findUse(scope, 'cpn_b', sessionId), null);
        await rejectsWith('stale_write', storage.coupons.updateUse({ ...later, ...scope }, later));
      }
    }));

  test('a session has one use of a coupon that counts, and any number that do not', () =>
    withStorage(async (storage) => {
      const of = { couponId: 'cpn_1', sessionId: 'cs_1' };
      for (const status of ['released', 'given_back', 'released'] as const)
        await insertedUse(storage, { ...of, status });
      const held = await insertedUse(storage, of);
      await rejectsWith('already_exists', insertedUse(storage, of));
      await rejectsWith('already_exists', insertedUse(storage, { ...of, status: 'redeemed' }));
      assert.equal(await storage.coupons.listUses(SCOPE, 'cs_1'), [held]);
    }));

  test('a use that changes is saved and found by its new hashes, and a stale one is refused', () =>
    withStorage(async (storage) => {
      const was = await insertedUse(storage);
      const { countOfCustomer, findUse, updateUse } = storage.coupons;
      const counts = (hashes: readonly string[]) => countOfCustomer(SCOPE, was.couponId, hashes);
      const hashes = [sampleHash(), ...was.customerHashes.slice(0, 1)];
      const now = { ...was, status: 'redeemed', customerHashes: hashes, updatedAt: NOW + 1 } as const;
      const saved = await updateUse(was, now);
      assert.equal(saved, { ...now, version: 2 });
      assert.equal(await findUse(SCOPE, was.couponId, was.sessionId), saved);
      assert.equal(await Promise.all([counts(hashes), counts(was.customerHashes.slice(1))]), [1, 0]);
      await rejectsWith('stale_write', updateUse(was, was));
      await updateUse(saved, { ...saved, status: 'given_back' });
      assert.is(await findUse(SCOPE, was.couponId, was.sessionId), null);
      assert.is(await counts(hashes), 0);
    }));

  test('uses of a customer are counted once each, whatever they share, without those that do not count', () =>
    withStorage(async (storage) => {
      const [mail, phone, other] = [sampleHash(), sampleHash(), sampleHash()];
      const of = (customerHashes: readonly string[], change: Partial<CouponUse> = {}) =>
        insertedUse(storage, { customerHashes, ...change });
      const both = await of([mail, phone]);
      await of([mail], { status: 'redeemed' });
      await of([phone]);
      await of([other]);
      await of([mail], { status: 'released' });
      await of([mail], { couponId: 'cpn_2' });
      const count = (hashes: readonly string[], except?: string) =>
        storage.coupons.countOfCustomer(SCOPE, 'cpn_1', hashes, except);
      assert.is(await count([mail, phone, sampleHash()]), 3);
      assert.is(await count([mail]), 2);
      assert.is(await count([mail, phone], both.id), 2);
      assert.is(await count([sampleHash()]), 0);
      assert.is(await count([]), 0);
      for (const scope of OTHERS) assert.is(await storage.coupons.countOfCustomer(scope, 'cpn_1', [mail]), 0);
    }));

  test('of sixty units that want a use at once exactly twenty get the twenty that there are', () =>
    withStorage(async (storage) => {
      const { id } = await inserted(storage, { usageLimit: 20, usageLimitPerCustomer: null });
      const got = await Promise.all(
        Array.from({ length: 60 }, () => storage.transaction((tx) => hold(tx, id))),
      );
      assert.is(got.filter(Boolean).length, 20);
      const coupon = await storage.coupons.find(SCOPE, id);
      assert.equal([coupon?.heldCount, coupon?.usedCount, coupon?.version], [20, 0, 21]);
    }));
};
