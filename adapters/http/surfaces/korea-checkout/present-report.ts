import {
  type Page,
  type RiskAssessment,
  type RiskDecision,
  type RiskRule,
  type Shop,
  type ShopFigures,
  type ShopReport,
} from '../../../../core/index.ts';
import type { Static } from '../../schema.ts';
import { isoUtc } from '../../times.ts';
import type { assessment, shopAnalytics } from './report-schemas.ts';
import { dateOf, type Days } from './requests.ts';
import type { METHOD_NAMES } from './shared-schemas.ts';

/** How a shop did, on which days, and what a person should look at. */
export interface ShopAnalyticsOf {
  readonly shop: Shop;
  readonly report: ShopReport;
  readonly days: Days;
  readonly reviews: readonly RiskAssessment[];
}

export function analyticsBody({ shop, report, days, reviews }: ShopAnalyticsOf) {
  const nobody = { sessions: 0, payments: 0, failed: 0, canceled: 0, expired: 0, conversion: 0 };
  const none = { currency: shop.currency, ...nobody, amount: 0, refunds: 0, refunded: 0, discount: 0 };
  const data: Static<typeof shopAnalytics> = {
    shop_id: shop.id,
    from: dateOf(days.from),
    to: dateOf(days.to),
    timezone: 'Asia/Seoul',
    totals: figures(report.totals[0] ?? none),
    by_currency: report.totals.map(figures),
    by_method: report.byMethod.map(({ method, currency, payments, amount }) => ({
      method: method as (typeof METHOD_NAMES)[number],
      currency,
      payments,
      amount,
    })),
    by_day: report.byDay.map((one) => ({ date: dateOf(one.day), ...figures(one) })),
    risk: { ...riskOf(report), recent_reviews: reviews.map(assessmentBody) },
  };
  return { success: true, data } as const;
}

export function assessmentsBody({ items, hasMore }: Page<RiskAssessment>) {
  return { success: true, data: items.map(assessmentBody), has_more: hasMore } as const;
}

function figures(of: ShopFigures) {
  const { currency, sessions, payments, failed, canceled: cancelled, expired, conversion } = of;
  const { amount, refunds, refunded: refunded_amount, discount } = of;
  const ends = { payments, failed, cancelled, expired, conversion };
  return { currency, sessions, ...ends, amount, refunds, refunded_amount, discount };
}

function riskOf({ riskDecisions, riskReasons }: ShopReport) {
  const countOf = (decision: RiskDecision): number =>
    riskDecisions.find(({ name }) => name === decision)?.count ?? 0;
  return {
    decisions: { allow: countOf('allow'), review: countOf('review'), block: countOf('block') },
    reasons: riskReasons.map(({ name, count }) => ({ rule: name as RiskRule, count })),
  };
}

function assessmentBody(found: RiskAssessment): Static<typeof assessment> {
  return {
    id: found.id,
    decision: found.decision,
    score: found.score,
    reasons: found.reasons.map(({ rule, weight, observed, limit }) => ({ rule, weight, observed, limit })),
    session_id: found.sessionId,
    payment_id: found.paymentId,
    attempt_id: found.attemptId,
    amount: found.amount,
    currency: found.currency,
    created_at: isoUtc(found.createdAt),
  };
}
