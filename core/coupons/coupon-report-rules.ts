import type { Tally } from '../tallies/tally.ts';

/** What a coupon did to orders in one currency; amounts in its smallest unit. */
export interface CouponFigures {
  readonly currency: string;
  /** Paid orders that used it, less those whose use was given back. */
  readonly uses: number;
  /** What those orders have paid. */
  readonly revenue: number;
  /** What it took off them. */
  readonly discount: number;
}

/** The same of one day (`seoulDay`). */
export interface CouponDay extends CouponFigures {
  readonly day: number;
}

/** What a coupon did, by currency, and by day and currency; days without any use are left out. */
export interface CouponReport {
  readonly totals: readonly CouponFigures[];
  readonly byDay: readonly CouponDay[];
}

/** Reads the tallies of one coupon, in the order of days. */
export function couponReport(tallies: readonly Tally[]): CouponReport {
  const byDay = new Map<string, CouponDay>();
  const totals = new Map<string, CouponFigures>();
  for (const tally of tallies) {
    const { day, currency } = tally;
    const key = `${day} ${currency}`;
    byDay.set(key, { day, ...added(byDay.get(key), tally) });
    totals.set(currency, added(totals.get(currency), tally));
  }
  return { totals: [...totals.values()], byDay: [...byDay.values()] };
}

/** Each use has a tally of its discount, and one of its order's revenue. */
function added(to: CouponFigures | undefined, { metric, currency, count, amount }: Tally): CouponFigures {
  const { uses, revenue, discount } = to ?? { uses: 0, revenue: 0, discount: 0 };
  const isDiscount = metric === 'coupon.discount';
  return {
    currency,
    uses: uses + (isDiscount ? count : 0),
    revenue: revenue + (metric === 'coupon.revenue' ? amount : 0),
    discount: discount + (isDiscount ? amount : 0),
  };
}
