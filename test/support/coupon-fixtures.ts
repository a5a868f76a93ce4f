import type { Coupon, CouponUse, SessionCustomer } from '../../core/index.ts';
import { DAY, NOW, SCOPE, sampleId, WILD_TEXT } from './fixtures.ts';
import { sampleHash } from './workspace-fixtures.ts';

/** A coupon with something in every column that may be empty, but for that of its removal. */
export function sampleCoupon(change: Partial<Coupon> = {}): Coupon {
  const id = sampleId('cpn');
  return {
    id,
    ...SCOPE,
    shopId: 'shop_1',
    code: `신규-${id.toUpperCase()}`,
    nameKo: WILD_TEXT,
    nameEn: 'Welcome',
    type: 'product_specific',
    discountKind: 'fixed_amount',
    discountValue: 1_000,
    per: 'unit',
    currency: 'KRW',
    productIds: ['상품,1', '"'],
    categoryIds: ['tops'],
    excludedProductIds: ['B'],
    excludedCategoryIds: ['sale'],
    excludesSaleItems: true,
    minimumOrderAmount: 10_000,
    maximumOrderAmount: 900_000,
    maximumDiscountAmount: 5_000,
    maximumUnits: 3,
    oneUnit: 'cheapest',
    isExclusive: true,
    usageLimit: 20,
    usageLimitPerCustomer: 1,
    usedCount: 0,
    heldCount: 0,
    givesUseBack: true,
    validFrom: NOW - DAY,
    validUntil: NOW + DAY,
    isActive: true,
    removedAt: null,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A use that a session holds, of somebody with two keys. */
export function sampleUse(change: Partial<CouponUse> = {}): CouponUse {
  return {
    id: sampleId('cpu'),
    ...SCOPE,
    couponId: 'cpn_1',
    sessionId: sampleId('cs'),
    customerHashes: [sampleHash(), sampleHash()],
    status: 'held',
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** Somebody about whom nothing is known but what `change` says. */
export function aCustomer(change: Partial<SessionCustomer> = {}): SessionCustomer {
  return { id: null, name: null, email: null, phone: null, country: null, ...change };
}
