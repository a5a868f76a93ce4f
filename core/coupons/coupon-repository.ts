import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Coupon } from './coupon.ts';
import type { CouponUse } from './coupon-use.ts';

/** Which coupons of a merchant. */
export interface CouponFilter {
  /** Those that are good in this shop alone. */
  readonly shopId?: string | undefined;
  readonly isActive?: boolean | undefined;
}

/** The rows of coupons and of their uses. What is removed is kept, for the sake of its uses. */
export interface CouponRepository {
  /** `already_exists` for a code that the merchant has in this mode; a removed coupon has left its code to others. */
  insert(coupon: Coupon): Promise<void>;
  /** Removed ones too. */
  find(scope: Scope, id: string): Promise<Coupon | null>;
  /** The code as `couponCode` writes it; not those that were removed. */
  findByCode(scope: Scope, code: string): Promise<Coupon | null>;
  /** Of those that had this code and were removed, the last one. */
  findRemoved(scope: Scope, code: string): Promise<Coupon | null>;
  /**
   * The coupon as it is now. Units of work that hold or move uses of a coupon, or change it, take turns: each locks it
   * first, so that its counters and limits are true until the unit has ended. Who locks several does so by ascending id.
   */
  lock(scope: Scope, id: string): Promise<Coupon | null>;
  /** Refuses a stale version. A coupon with `removedAt` is removed by this. */
  update(was: Coupon, now: Coupon): Promise<Coupon>;
  /** Newest first, without those that were removed. */
  list(scope: Scope, filter: CouponFilter, cursor: Cursor): Promise<Page<Coupon>>;
  /** `already_exists` when the session has a use of the coupon that is held or redeemed. */
  insertUse(use: CouponUse): Promise<void>;
  /** The use that is held or redeemed. */
  findUse(scope: Scope, couponId: string, sessionId: string): Promise<CouponUse | null>;
  /** The uses of a session that are held or redeemed, by ascending id of their coupons. */
  listUses(scope: Scope, sessionId: string): Promise<CouponUse[]>;
  /** Refuses a stale version. */
  updateUse(was: CouponUse, now: CouponUse): Promise<CouponUse>;
  /**
   * How many uses of a coupon that are held or redeemed have any of these hashes, each counted once; one of them may be
   * left out.
   */
  countOfCustomer(
    scope: Scope,
    couponId: string,
    hashes: readonly string[],
    exceptUseId?: string,
  ): Promise<number>;
}
