// The door `korea-checkout/testing`: what tests of an embedder may want, and nothing that a server needs.
export { type CouponCaseAnswer, type CouponCaseInput, evaluateCouponCase } from './coupons/coupon-case.ts';
export type {
  CaseCart,
  CaseCoupon,
  CaseCustomer,
  CaseLine,
  CaseStacking,
} from './coupons/coupon-case-input.ts';
export type { CaseRefund, CaseRefundAnswer } from './coupons/coupon-case-refund.ts';
export type { CaseUsage, CaseUsageAnswer } from './coupons/coupon-case-usage.ts';
