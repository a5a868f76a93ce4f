import { scopeOf } from '../kernel/scope.ts';
import type { Instrument, Payment } from '../payments/payment.ts';
import type { PaymentAttempt } from '../payments/payment-attempt.ts';
import type { Repositories } from '../storage.ts';
import {
  aboutPayment,
  type AssessPorts,
  blankFacts,
  countAttempts,
  storeAssessment,
  subjectOf,
  usualOf,
} from './record-assessment.ts';
import type { RiskAssessment, RiskFacts, RiskPolicy } from './risk.ts';
import { assessRisk, wholePolicy } from './risk-rules.ts';
import { countryCode, signalKeys } from './risk-signal-rules.ts';

/** A gateway's answer that has told a card, approved or declined. */
export interface CardNews {
  readonly payment: Payment;
  readonly attempt: Pick<PaymentAttempt, 'id' | 'createdAt'>;
  readonly instrument: Instrument;
}

/** A payment is tried a few times: older assessments of it tell nothing about its latest attempts. */
const LOOK_BACK = 100;

/**
 * Judges an attempt again once a gateway has told its card: with what was known before it began, and the card. Counts
 * the card and stores a second assessment, which replaces the first one in the shop's counters. The same news again
 * adds nothing and answers the same; null when the gateway tells neither a fingerprint nor a country. As the gateway
 * has answered already nothing can be refused any more: where the rules would block, a person should look (`review`).
 */
export async function assessCard(
  tx: Repositories,
  ports: AssessPorts,
  { payment, attempt, instrument }: CardNews,
): Promise<RiskAssessment | null> {
  const { fingerprint = null, country = null } = instrument;
  if (fingerprint === null && country === null) return null;
  const scope = scopeOf(payment);
  const known = await tx.risk.findOfAttempt(scope, attempt.id);
  if (known) return known;
  const before = await whatWasKnown(tx, payment, attempt);
  const replaced = before.replaced;
  const keys = signalKeys({ email: null, phone: null, address: null, cardFingerprint: fingerprint });
  const subject = {
    id: replaced ? subjectOf(payment, replaced.facts.attemptNumber) : attempt.id,
    windowMs: wholePolicy(before.policy, scope.mode).velocityWindowMs,
  };
  const { card } = await countAttempts(tx, ports, { scope, keys, ...subject });
  const facts: RiskFacts = {
    ...before.facts,
    attempts: { ...before.facts.attempts, card },
    countries: { ...before.facts.countries, card: countryCode(country) },
  };
  const verdict = assessRisk(facts, before.policy, scope.mode);
  const assessment: RiskAssessment = {
    ...aboutPayment(ports, payment, before.shopId),
    ...verdict,
    decision: verdict.decision === 'block' ? 'review' : verdict.decision,
    attemptId: attempt.id,
    replaces: replaced?.id ?? null,
    facts,
  };
  await storeAssessment(tx, assessment, replaced);
  return assessment;
}

/** What a payment was judged by when an attempt of it began, or what can still be said when it was not judged. */
async function whatWasKnown(
  tx: Repositories,
  payment: Payment,
  attempt: CardNews['attempt'],
): Promise<{
  readonly shopId: string | null;
  readonly policy: RiskPolicy | null;
  readonly facts: RiskFacts;
  readonly replaced: RiskAssessment | null;
}> {
  const scope = scopeOf(payment);
  const all = await tx.risk.listOfPayment(scope, payment.id, LOOK_BACK);
  const basis = all.find((one) => isBefore(one, attempt)) ?? null;
  const shopId = basis ? basis.shopId : await shopIdOf(tx, payment);
  const shop = shopId === null ? null : await tx.shops.find(scope, shopId);
  const { createdAt } = attempt;
  const facts =
    basis?.facts ?? blankFacts(payment, await usualOf(tx, scope, { payment, shopId, at: createdAt }));
  const isReplaced = basis !== null && all.some(({ replaces }) => replaces === basis.id);
  return { shopId, policy: shop?.riskPolicy ?? null, facts, replaced: isReplaced ? null : basis };
}

/** Whether an assessment let an attempt begin, or one before it. */
function isBefore({ attemptId, decision, createdAt }: RiskAssessment, attempt: CardNews['attempt']): boolean {
  return attemptId === null && decision !== 'block' && createdAt <= attempt.createdAt;
}

async function shopIdOf(tx: Repositories, { sessionId, ...scope }: Payment): Promise<string | null> {
  const session = sessionId === null ? null : await tx.sessions.find(scopeOf(scope), sessionId);
  return session?.shopId ?? null;
}
