import { seoulDay } from '../kernel/time.ts';
import type { Tally } from '../tallies/tally.ts';
import type { RiskAssessment } from './risk.ts';

/**
 * What an assessment adds to its shop's counters; nothing without a shop. One that replaces another counts instead of
 * it, on the day of that one: an attempt is counted once, however often it is judged.
 */
export function riskTallies(assessment: RiskAssessment, replaced: RiskAssessment | null): Tally[] {
  const day = seoulDay((replaced ?? assessment).createdAt);
  const changes = new Map<string, Tally>();
  const tallies = [...talliesOf(assessment, day, 1), ...(replaced ? talliesOf(replaced, day, -1) : [])];
  for (const tally of tallies) {
    const key = `${tally.metric} ${tally.detail}`;
    const { count, amount } = changes.get(key) ?? { count: 0, amount: 0 };
    changes.set(key, { ...tally, count: count + tally.count, amount: amount + tally.amount });
  }
  return [...changes.values()].filter(({ count, amount }) => count !== 0 || amount !== 0);
}

function talliesOf(
  { shopId, currency, amount, ...verdict }: RiskAssessment,
  day: number,
  times: 1 | -1,
): Tally[] {
  if (shopId === null) return [];
  const shared = { subject: shopId, day, currency, count: times, amount: times * amount };
  return [
    { ...shared, metric: 'risk.decision', detail: verdict.decision },
    ...verdict.reasons.map(({ rule }): Tally => ({ ...shared, metric: 'risk.reason', detail: rule })),
  ];
}
