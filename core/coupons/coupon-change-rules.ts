import { scopeOf } from '../kernel/scope.ts';
import type { Coupon } from './coupon.ts';
import { type NewCoupon, newCoupon, writtenDiscountValue } from './coupon-creation-rules.ts';

type Changeable = Omit<NewCoupon, 'code' | 'type' | 'shopId'>;

/** What to change of a coupon, in the words of its creation: what is left out stays, null takes a bound away. */
export type ChangeCoupon = { readonly [K in keyof Changeable]?: Changeable[K] | undefined };

/**
 * The coupon after a change: as if it had been created so, but for its uses. Its code, its type and its shop stay. Limits
 * may go below what is used already: then nothing more is handed out. Refuses with `invalid_request` what `newCoupon`
 * refuses.
 */
export function changeCoupon(coupon: Coupon, change: ChangeCoupon, now: number): Coupon {
  const wanted = newCoupon(scopeOf(coupon), coupon.id, { ...formOf(coupon), ...named(change) }, now);
  const { code, usedCount, heldCount, removedAt, createdAt, version } = coupon;
  return { ...wanted, code, usedCount, heldCount, removedAt, createdAt, version };
}

/** The coupon as its merchant would have written it. */
function formOf(coupon: Coupon): NewCoupon {
  return { ...coupon, discountValue: writtenDiscountValue(coupon) };
}

function named(change: ChangeCoupon): Partial<Changeable> {
  const fixed = ['id', 'merchantId', 'mode', 'code', 'type', 'shopId'];
  return Object.fromEntries(
    Object.entries(change).filter(([name, value]) => value !== undefined && !fixed.includes(name)),
  );
}
