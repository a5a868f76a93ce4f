import type { Mode } from '../kernel/scope.ts';
import type { CouponUseStatus } from './coupon-usage-rules.ts';

/** One use of a coupon by one checkout session. Times in epoch milliseconds. */
export interface CouponUse {
  /** `cpu_…`. */
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly couponId: string;
  /** A session has at most one use of a coupon that is held or redeemed, and any number of former ones. */
  readonly sessionId: string;
  /** Keyed hashes of the customer's keys (`customerKeys`), by which his uses are found; none once it does not count. */
  readonly customerHashes: readonly string[];
  readonly status: CouponUseStatus;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
