import type { Scope } from '../kernel/scope.ts';

/** What is counted for each shop (`shop_…`) and each coupon (`cpn_…`), by day. A closed list. */
export type TallyMetric =
  | 'session.created'
  /** `detail` is how it was paid; the amount is what was paid. */
  | 'payment.succeeded'
  | 'payment.failed'
  | 'session.canceled'
  | 'session.expired'
  /** The amount is what was given back. */
  | 'refund.succeeded'
  /** Of a shop: what coupons took off paid orders. Of a coupon: its redeemed uses, and what they took off. */
  | 'coupon.discount'
  /** Of a coupon: what the orders that used it have paid. */
  | 'coupon.revenue'
  /** `detail` is the decision; the amount is that of the payment. */
  | 'risk.decision'
  /** `detail` is the rule that has spoken. */
  | 'risk.reason';

/** So many more, and so much more, of one metric on one day: numbers to add, negative ones too. */
export interface Tally {
  /** The id of a shop or a coupon. */
  readonly subject: string;
  /** Days since 1970 in Korea: `seoulDay`. */
  readonly day: number;
  readonly metric: TallyMetric;
  /** Tells parts of a metric apart; empty when there are none. */
  readonly detail: string;
  readonly currency: string;
  readonly count: number;
  /** In the smallest unit of `currency`. */
  readonly amount: number;
}

/** Which days of a subject, both inclusive. */
export interface TallySpan {
  readonly subject: string;
  readonly from: number;
  readonly to: number;
}

/** Counters that are added to in the transaction that makes them true, so that reports scan no table. */
export interface TallyRepository {
  add(scope: Scope, tallies: readonly Tally[]): Promise<void>;
  /** The sums, by day, metric, detail and currency; days without any are left out. */
  list(scope: Scope, span: TallySpan): Promise<Tally[]>;
}
