import type { Mode } from '../kernel/scope.ts';
import { DAY, MINUTE } from '../kernel/time.ts';
import {
  RISK_RULES,
  RISK_SIGNALS,
  type RiskDecision,
  type RiskFacts,
  type RiskPolicy,
  type RiskReason,
  type RiskRule,
  type RiskSignalKind,
  type RiskVerdict,
  type UsualAmount,
  type WholeRiskPolicy,
} from './risk.ts';
import type { PaidGroup } from './risk-repository.ts';

/** What a shop without rules of its own has in live mode; in test mode `blockScore` is null (`wholePolicy`). */
export const DEFAULT_RISK_POLICY: WholeRiskPolicy = {
  isEnabled: true,
  reviewScore: 50,
  blockScore: 100,
  weights: {
    card_velocity: 60,
    email_velocity: 40,
    phone_velocity: 40,
    address_velocity: 30,
    amount_outlier: 30,
    country_mismatch: 30,
    disposable_email: 30,
  },
  velocityLimit: { card: 5, email: 10, phone: 10, address: 20 },
  velocityWindowMs: 10 * MINUTE,
  amountMaximum: null,
  amountFactor: 10,
  countries: [],
};

/** The longest window that a policy may have: older signals are counted by nobody. */
export const VELOCITY_WINDOW_MAX_MS = DAY;

/** So many payments must be known before one can be out of line with them. */
export const USUAL_PAYMENTS_MIN = 20;

/** What is usual is read off so many days: today and those before it. */
export const USUAL_DAYS = 30;

/**
 * The policy with everything that it leaves out, null being one that leaves out all. In test mode nothing is blocked
 * unless the shop's own policy gives a `blockScore`: developers use one e-mail and one address for everything.
 */
export function wholePolicy(policy: RiskPolicy | null, mode: Mode): WholeRiskPolicy {
  const { blockScore, weights, velocityLimit } = DEFAULT_RISK_POLICY;
  return {
    ...DEFAULT_RISK_POLICY,
    blockScore: mode === 'test' ? null : blockScore,
    ...policy,
    weights: { ...weights, ...policy?.weights },
    velocityLimit: { ...velocityLimit, ...policy?.velocityLimit },
  };
}

type Seen = Pick<RiskReason, 'observed' | 'limit'>;

/** What each rule has to say of an attempt; null for nothing. */
const RULES: Readonly<Record<RiskRule, (facts: RiskFacts, policy: WholeRiskPolicy) => Seen | null>> = {
  card_velocity: (facts, policy) => tooMany('card', facts, policy),
  email_velocity: (facts, policy) => tooMany('email', facts, policy),
  phone_velocity: (facts, policy) => tooMany('phone', facts, policy),
  address_velocity: (facts, policy) => tooMany('address', facts, policy),
  amount_outlier: outlier,
  country_mismatch: mismatch,
  disposable_email: ({ isDisposableEmail }) => (isDisposableEmail ? { observed: 1, limit: 0 } : null),
};

/**
 * Judges an attempt to pay by the shop's policy (null: the default one). The score is the sum of the weights of the
 * rules that speak; one whose weight is 0 does not. In live mode an attempt is blocked from a score of 100 unless the
 * policy says otherwise. In TEST mode it is put to review at most, unless the policy itself gives a `blockScore`:
 * developers use one e-mail and one address for everything.
 */
export function assessRisk(facts: RiskFacts, policy: RiskPolicy | null, mode: Mode): RiskVerdict {
  const whole = wholePolicy(policy, mode);
  const reasons = whole.isEnabled ? reasonsFor(facts, whole) : [];
  const score = reasons.reduce((sum, { weight }) => sum + weight, 0);
  return { score, decision: whole.isEnabled ? decisionFor(score, whole) : 'allow', reasons };
}

function reasonsFor(facts: RiskFacts, policy: WholeRiskPolicy): RiskReason[] {
  return RISK_RULES.flatMap((rule) => {
    const weight = policy.weights[rule];
    const seen = weight > 0 ? RULES[rule](facts, policy) : null;
    return seen ? [{ rule, weight, ...seen }] : [];
  });
}

function decisionFor(score: number, { reviewScore, blockScore }: WholeRiskPolicy): RiskDecision {
  if (blockScore !== null && score >= blockScore) return 'block';
  return score >= reviewScore ? 'review' : 'allow';
}

function tooMany(
  kind: RiskSignalKind,
  { attempts }: RiskFacts,
  { velocityLimit }: WholeRiskPolicy,
): Seen | null {
  const [observed, limit] = [attempts[kind], velocityLimit[kind]];
  return observed > limit ? { observed, limit } : null;
}

function outlier(facts: RiskFacts, { amountMaximum, amountFactor }: WholeRiskPolicy): Seen | null {
  const { amount: observed, currency, usual } = facts;
  const isKnown = usual !== null && usual.currency === currency && usual.count >= USUAL_PAYMENTS_MIN;
  const limit = Math.min(
    amountMaximum ?? Number.MAX_SAFE_INTEGER,
    isKnown ? usual.amount * amountFactor : Number.MAX_SAFE_INTEGER,
  );
  return observed > limit ? { observed, limit } : null;
}

/** Countries that differ from one another, or one where the shop's buyers are not. */
function mismatch({ countries }: RiskFacts, { countries: usual }: WholeRiskPolicy): Seen | null {
  const known = [countries.buyer, countries.card, countries.shipping].filter((country) => country !== null);
  const seen = [...new Set(known)].sort();
  const isStrange = usual.length > 0 && seen.some((country) => !usual.includes(country));
  if (seen.length < 2 && !isStrange) return null;
  return { observed: seen.join(' '), limit: usual.length > 0 ? usual.join(' ') : null };
}

/**
 * What is usual among these payments: the average of the group in which the middle one of all payments is. A few huge
 * orders, or a day of them, do not move it as they would move an average of all.
 */
export function usualAmount(currency: string, groups: readonly PaidGroup[]): UsualAmount {
  const paid = groups
    .filter(({ count, amount }) => count > 0 && amount > 0)
    .map(({ count, amount }) => ({ count, mean: Math.round(amount / count) }))
    .sort((a, b) => a.mean - b.mean);
  const count = paid.reduce((sum, group) => sum + group.count, 0);
  let before = 0;
  const middle = paid.find((group) => (before += group.count) * 2 >= count);
  return { currency, count, amount: middle?.mean ?? 0 };
}

/** What is wrong with a policy. */
export interface RiskPolicyFault {
  /** In the words of the API: `risk_policy.velocity_limit.card`. */
  readonly field: string;
  /** In English: `must be a whole number from 1 to 1000`. */
  readonly reason: string;
}

type Check = (value: unknown) => string | null;

const SCORE_MAX = 1_000;

const POLICY_CHECKS: Readonly<Record<keyof RiskPolicy, Check>> = {
  isEnabled: (value) => (typeof value === 'boolean' ? null : 'must be true or false'),
  reviewScore: whole(1, SCORE_MAX),
  blockScore: orNull(whole(1, SCORE_MAX)),
  weights: (value) => (isRecord(value) ? null : 'must be an object'),
  velocityLimit: (value) => (isRecord(value) ? null : 'must be an object'),
  velocityWindowMs: whole(1_000, VELOCITY_WINDOW_MAX_MS),
  amountMaximum: orNull(whole(1, Number.MAX_SAFE_INTEGER)),
  amountFactor: whole(2, 1_000),
  countries: (value) =>
    isCountryList(value) ? null : 'must be a list of country codes of two capital letters',
};

const WEIGHT_CHECKS = sameFor(RISK_RULES, whole(0, SCORE_MAX));
const LIMIT_CHECKS = sameFor(RISK_SIGNALS, whole(1, 100_000));

/** The first thing in a policy that is not valid, whoever has written it; null when all is. */
export function riskPolicyFault(policy: RiskPolicy): RiskPolicyFault | null {
  if (!isRecord(policy)) return { field: 'risk_policy', reason: 'must be an object' };
  return (
    faultOf(policy, POLICY_CHECKS, 'risk_policy') ??
    faultOf(policy['weights'] ?? {}, WEIGHT_CHECKS, 'risk_policy.weights') ??
    faultOf(policy['velocityLimit'] ?? {}, LIMIT_CHECKS, 'risk_policy.velocity_limit')
  );
}

function faultOf(
  values: object,
  checks: Readonly<Record<string, Check>>,
  path: string,
): RiskPolicyFault | null {
  for (const [name, value] of Object.entries(values)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const reason = check ? check(value) : 'is not known';
    if (reason !== null) return { field: `${path}.${snake(name.slice(0, 40))}`, reason };
  }
  return null;
}

function whole(min: number, max: number): Check {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : `must be a whole number from ${min} to ${max}`;
}

function orNull(check: Check): Check {
  return (value) => (value === null ? null : check(value));
}

function sameFor(names: readonly string[], check: Check): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

function isCountryList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > 300) return false;
  return value.every((country) => typeof country === 'string' && /^[A-Z]{2}$/.test(country));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
