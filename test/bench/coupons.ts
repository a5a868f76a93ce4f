import { evaluateCoupons } from '../../core/coupons/coupon-rules.ts';
import type { Cart, Coupon, CouponStacking } from '../../core/coupons/coupon.ts';
import { newCoupon, type NewCoupon } from '../../core/coupons/coupon-creation-rules.ts';

const LINES = 20;
const EVALUATIONS = 50_000;
const TURNS = 5;
const NOW = Date.UTC(2026, 10, 20, 3);

/** Twenty lines of odd prices, so that every split leaves remainders. */
const CART: Cart = {
  currency: 'KRW',
  lines: Array.from({ length: LINES }, (_, n) => ({
    productId: `prod_${n}`,
    categoryIds: [`cat_${n % 3}`],
    unitPrice: 9_990 + 1_117 * n,
    quantity: 1 + (n % 3),
  })),
  shippingFee: 3000,
};

function coupon(input: NewCoupon): Coupon {
  return newCoupon({ merchantId: 'mer_bench', mode: 'live' }, `cpn_${input.code}`, input, NOW);
}

const PERCENT = coupon({ code: 'TEN', type: 'percentage', discountValue: 10, minimumOrderAmount: 50_000 });
const FIXED = coupon({ code: 'K', type: 'fixed_amount', discountValue: 5_001, maximumUnits: 10 });
const SHIPPING = coupon({ code: 'FS', type: 'free_shipping' });
const PRODUCTS = coupon({
  code: 'P',
  type: 'product_specific',
  discountValue: 33.3,
  categoryIds: ['cat_1'],
  maximumDiscountAmount: 20_000,
});

const SETS: readonly (readonly [string, readonly Coupon[], CouponStacking])[] = [
  ['percent, fixed and shipping, parallel', [SHIPPING, FIXED, PERCENT], 'parallel'],
  ['percent, fixed and shipping, sequential', [SHIPPING, FIXED, PERCENT], 'sequential'],
  ['three that split over lines', [FIXED, PERCENT, PRODUCTS], 'parallel'],
];

/** Evaluations in a second of one core's time, so that whatever else runs on the machine counts less; the best turn. */
function rateOf(coupons: readonly Coupon[], stacking: CouponStacking): number {
  let best = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const began = process.cpuUsage();
    for (let n = 0; n < EVALUATIONS; n += 1) {
      const { coupons: results } = evaluateCoupons(CART, coupons, NOW, { stacking });
      if (results.some(({ kind }) => kind !== 'applied')) throw new Error('a coupon was refused');
    }
    const { user, system } = process.cpuUsage(began);
    best = Math.max(best, EVALUATIONS / ((user + system) / 1_000_000));
  }
  return best;
}

/** A cart of 20 lines with three coupons, evaluated on one core. */
export async function coupons(): Promise<string[]> {
  return SETS.map(
    ([name, set, stacking]) =>
      `${Math.round(rateOf(set, stacking)).toLocaleString('en-US')} evaluations/s: ${name} (goal: at least 100,000)`,
  );
}
