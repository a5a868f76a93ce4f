import type { Scope } from '../kernel/scope.ts';
import type { Repositories } from '../storage.ts';
import type { Tally, TallySpan } from '../tallies/tally.ts';
import { findShop } from './shop-service.ts';
import type { Shop } from './shop.ts';

/** How a shop did in one currency; amounts in its smallest unit. */
export interface ShopFigures {
  readonly currency: string;
  readonly sessions: number;
  /** Sessions that were paid. */
  readonly payments: number;
  readonly failed: number;
  readonly canceled: number;
  readonly expired: number;
  /** Payments ÷ sessions, four decimals; 0 without sessions. */
  readonly conversion: number;
  /** What was paid, before refunds. */
  readonly amount: number;
  /** How many refunds, and how much they gave back. */
  readonly refunds: number;
  readonly refunded: number;
  /** What coupons took off orders that were paid. */
  readonly discount: number;
}

/** The same of one day (`seoulDay`): what happened on it, so that a payment may be of a session of the day before. */
export interface ShopDay extends ShopFigures {
  readonly day: number;
}

/** What was paid in one way. */
export interface ShopMethod {
  /** A payment method, or `free`: coupons have paid it all. */
  readonly method: string;
  readonly currency: string;
  readonly payments: number;
  readonly amount: number;
}

/** How often each was decided, or each rule has spoken. */
export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** How a shop did: by currency (the one with most sessions first), by day, by method, and what the fraud rules said. */
export interface ShopReport {
  readonly totals: readonly ShopFigures[];
  /** In the order of days; those on which nothing happened are left out. */
  readonly byDay: readonly ShopDay[];
  readonly byMethod: readonly ShopMethod[];
  readonly riskDecisions: readonly Counted[];
  readonly riskReasons: readonly Counted[];
}

/** Reads the tallies of one shop. */
export function shopReport(tallies: readonly Tally[]): ShopReport {
  const totals = new Map<string, ShopFigures>();
  const byDay = new Map<string, ShopDay>();
  const byMethod = new Map<string, ShopMethod>();
  for (const tally of tallies) {
    const { day, currency, detail: method } = tally;
    const change = figuresOf(tally);
    if (!change) continue;
    totals.set(currency, added(totals.get(currency) ?? none(currency), change));
    const ofDay = byDay.get(`${day} ${currency}`) ?? { day, ...none(currency) };
    byDay.set(`${day} ${currency}`, { day, ...added(ofDay, change) });
    if (tally.metric === 'payment.succeeded') {
      const { payments, amount } = byMethod.get(`${method} ${currency}`) ?? { payments: 0, amount: 0 };
      const sum = { payments: payments + tally.count, amount: amount + tally.amount };
      byMethod.set(`${method} ${currency}`, { method, currency, ...sum });
    }
  }
  return {
    totals: [...totals.values()].sort(
      (a, b) => b.sessions - a.sessions || (a.currency < b.currency ? -1 : 1),
    ),
    byDay: [...byDay.values()].sort((a, b) => a.day - b.day),
    byMethod: [...byMethod.values()].sort((a, b) => b.payments - a.payments),
    riskDecisions: counted(tallies, 'risk.decision'),
    riskReasons: counted(tallies, 'risk.reason'),
  };
}

/** How a shop did on these days, both inclusive. */
export function createShopAnalytics({ storage }: { readonly storage: Repositories }) {
  /** `not_found` for every id that is not a shop of this merchant in this mode. */
  async function report(
    scope: Scope,
    shopId: string,
    { from, to }: Omit<TallySpan, 'subject'>,
  ): Promise<ShopReport & { readonly shop: Shop }> {
    const shop = await findShop(storage, scope, shopId);
    return { shop, ...shopReport(await storage.tallies.list(scope, { subject: shop.id, from, to })) };
  }

  return { report };
}

export type ShopAnalytics = ReturnType<typeof createShopAnalytics>;

type Change = Partial<Omit<ShopFigures, 'currency' | 'conversion'>>;

/** What a tally adds; null for one that is about something else. */
function figuresOf({ metric, count, amount }: Tally): Change | null {
  switch (metric) {
    case 'session.created':
      return { sessions: count };
    case 'payment.succeeded':
      return { payments: count, amount };
    case 'payment.failed':
      return { failed: count };
    case 'session.canceled':
      return { canceled: count };
    case 'session.expired':
      return { expired: count };
    case 'refund.succeeded':
      return { refunds: count, refunded: amount };
    case 'coupon.discount':
      return { discount: amount };
    case 'coupon.revenue':
    case 'risk.decision':
    case 'risk.reason':
      return null;
  }
}

function none(currency: string): ShopFigures {
  const nothing = { sessions: 0, payments: 0, failed: 0, canceled: 0, expired: 0 };
  return { currency, ...nothing, conversion: 0, amount: 0, refunds: 0, refunded: 0, discount: 0 };
}

function added(to: ShopFigures, more: Change): ShopFigures {
  const sessions = to.sessions + (more.sessions ?? 0);
  const payments = to.payments + (more.payments ?? 0);
  return {
    currency: to.currency,
    sessions,
    payments,
    conversion: sessions === 0 ? 0 : Math.round((payments / sessions) * 10_000) / 10_000,
    failed: to.failed + (more.failed ?? 0),
    canceled: to.canceled + (more.canceled ?? 0),
    expired: to.expired + (more.expired ?? 0),
    amount: to.amount + (more.amount ?? 0),
    refunds: to.refunds + (more.refunds ?? 0),
    refunded: to.refunded + (more.refunded ?? 0),
    discount: to.discount + (more.discount ?? 0),
  };
}

function counted(tallies: readonly Tally[], metric: Tally['metric']): Counted[] {
  const counts = new Map<string, number>();
  for (const tally of tallies)
    if (tally.metric === metric) counts.set(tally.detail, (counts.get(tally.detail) ?? 0) + tally.count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
