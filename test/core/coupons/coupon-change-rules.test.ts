import * as assert from 'uvu/assert';
import { type ChangeCoupon, changeCoupon } from '../../../core/coupons/coupon-change-rules.ts';
import { useRefusal } from '../../../core/coupons/coupon-usage-rules.ts';
import type { Coupon } from '../../../core/index.ts';
import { sampleCoupon } from '../../support/coupon-fixtures.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { NOW } from '../examples.ts';
import { aCoupon } from './coupon-examples.ts';

const LATER = NOW + 1;

const FIXED = { type: 'fixed_amount', discountValue: 5_000 } as const;
const OF_A = { type: 'product_specific', productIds: ['A'] } as const;

suite('a change of a coupon', (test) => {
  const examples: Readonly<Record<string, Coupon>> = {
    'a percentage': aCoupon({ discountValue: 33.33 }),
    'a fixed amount': aCoupon(FIXED),
    'free delivery': aCoupon({ type: 'free_shipping', discountValue: null }),
    'a percentage of a product': aCoupon(OF_A),
    'an amount off a product': aCoupon({ ...OF_A, discountKind: 'fixed_amount', discountValue: 100 }),
    'a coupon with every bound': sampleCoupon({ usedCount: 3, heldCount: 2, removedAt: NOW, version: 7 }),
  };
  for (const [what, coupon] of Object.entries(examples))
    test(`that names nothing leaves ${what} as it is`, () => {
      const nothing = { isActive: undefined, usageLimit: undefined, discountValue: undefined };
      for (const change of [{}, nothing])
        assert.equal(changeCoupon(coupon, change, LATER), { ...coupon, updatedAt: LATER });
    });

  const changes: readonly (readonly [ChangeCoupon, Partial<Coupon>])[] = [
    [
      { nameKo: '새 이름', nameEn: 'New' },
      { nameKo: '새 이름', nameEn: 'New' },
    ],
    [{ discountValue: 12.5 }, { discountValue: 1_250 }],
    [
      { usageLimit: 5, usageLimitPerCustomer: 2 },
      { usageLimit: 5, usageLimitPerCustomer: 2 },
    ],
    [{ minimumOrderAmount: 10_000 }, { minimumOrderAmount: 10_000, currency: 'KRW' }],
    [
      { maximumDiscountAmount: 500, currency: 'USD' },
      { maximumDiscountAmount: 500, currency: 'USD' },
    ],
    [
      { validFrom: 1, validUntil: 2 },
      { validFrom: 1, validUntil: 2 },
    ],
    [
      { isActive: false, isExclusive: true, givesUseBack: true },
      { isActive: false, isExclusive: true, givesUseBack: true },
    ],
    [
      { productIds: ['A'], excludedProductIds: ['B'], oneUnit: 'cheapest', maximumUnits: 2 },
      { productIds: ['A'], excludedProductIds: ['B'], oneUnit: 'cheapest', maximumUnits: 2 },
    ],
  ];
  for (const [change, expected] of changes)
    test(`to ${JSON.stringify(change)} changes that and nothing else`, () => {
      const coupon = aCoupon();
      assert.equal(changeCoupon(coupon, change, LATER), { ...coupon, ...expected, updatedAt: LATER });
    });

  test('to null takes bounds away', () => {
    const bounds = {
      usageLimit: null,
      usageLimitPerCustomer: null,
      validUntil: null,
      minimumOrderAmount: null,
    };
    const coupon = sampleCoupon();
    assert.equal(changeCoupon(coupon, bounds, LATER), { ...coupon, ...bounds, updatedAt: LATER });
  });

  test('may set a limit below what is used: then nothing more is handed out', () => {
    const coupon = { ...aCoupon({ usageLimit: 10 }), usedCount: 4, heldCount: 1 };
    const lowered = changeCoupon(coupon, { usageLimit: 3 }, LATER);
    assert.equal([lowered.usageLimit, lowered.usedCount, lowered.heldCount], [3, 4, 1]);
    assert.is(useRefusal(lowered, { keys: [], count: 0 }), 'usage_limit_reached');
  });

  const wrong: readonly (readonly [Coupon, ChangeCoupon, string])[] = [
    [aCoupon(), { discountValue: 101 }, 'discount_value'],
    [aCoupon(), { discountValue: null }, 'discount_value'],
    [aCoupon(FIXED), { discountValue: 0.5 }, 'discount_value'],
    [aCoupon(OF_A), { productIds: [] }, 'product_ids'],
    [aCoupon(), { usageLimit: 0 }, 'usage_limit'],
    [aCoupon({ validFrom: 10 }), { validUntil: 9 }, 'valid_until'],
    [aCoupon({ minimumOrderAmount: 10 }), { maximumOrderAmount: 9 }, 'maximum_order_amount'],
    [aCoupon(FIXED), { currency: 'XXX' }, 'currency'],
  ];
  for (const [coupon, change, field] of wrong)
    test(`to ${JSON.stringify(change)} is refused for its ${field}`, () => {
      const refusal = throwsWith('invalid_request', () => changeCoupon(coupon, change, LATER));
      assert.is(refusal.details['field'], field);
    });
});
