import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  RISK_RULES,
  RISK_SIGNALS,
  type RiskFacts,
  type RiskPolicy,
  type RiskRule,
  type RiskSignalKind,
} from '../../../core/risk/risk.ts';
import { assessRisk, riskPolicyFault, usualAmount } from '../../../core/risk/risk-rules.ts';
import { suite } from '../../support/suite.ts';

const RUNS = { numRuns: 1_000 };

const scores = fc.integer({ min: 1, max: 1_000 });
const codes = fc.constantFrom('KR', 'US', 'JP');
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });

function some<K extends string>(keys: readonly K[], min: number): fc.Arbitrary<Partial<Record<K, number>>> {
  const values = Object.fromEntries(keys.map((key) => [key, fc.integer({ min, max: 100 })]));
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Partial<Record<K, number>>>;
}

const policies: fc.Arbitrary<RiskPolicy> = fc.record(
  {
    isEnabled: fc.boolean(),
    reviewScore: scores,
    blockScore: maybe(scores),
    weights: some<RiskRule>(RISK_RULES, 0),
    velocityLimit: some<RiskSignalKind>(RISK_SIGNALS, 1),
    velocityWindowMs: fc.integer({ min: 1_000, max: 86_400_000 }),
    amountMaximum: maybe(fc.integer({ min: 1, max: 1_000_000 })),
    amountFactor: fc.integer({ min: 2, max: 1_000 }),
    countries: fc.subarray(['KR', 'US']),
  },
  { requiredKeys: [] },
);

const counts = fc.integer({ min: 0, max: 30 });
const amounts = fc.oneof(fc.integer({ min: 1, max: 2_000_000 }), fc.constant(Number.MAX_SAFE_INTEGER));
const facts: fc.Arbitrary<RiskFacts> = fc.record({
  amount: amounts,
  currency: fc.constant('KRW'),
  usual: maybe(fc.record({ currency: fc.constantFrom('KRW', 'KRW', 'USD'), count: counts, amount: amounts })),
  attempts: fc.record({ card: counts, email: counts, phone: counts, address: counts }),
  countries: fc.record({ buyer: maybe(codes), card: maybe(codes), shipping: maybe(codes) }),
  isDisposableEmail: fc.boolean(),
  attemptNumber: fc.constant(1),
});
const modes = fc.constantFrom('test' as const, 'live' as const);

/** What can become known or grow of an attempt: each makes it no less suspicious. */
const steps: fc.Arbitrary<(was: RiskFacts) => RiskFacts> = fc.oneof(
  fc.tuple(fc.constantFrom(...RISK_SIGNALS), counts).map(([kind, more]) => (was: RiskFacts) => ({
    ...was,
    attempts: { ...was.attempts, [kind]: was.attempts[kind] + more },
  })),
  fc.constant((was: RiskFacts) => ({ ...was, isDisposableEmail: true })),
  fc
    .tuple(fc.constantFrom('buyer' as const, 'card' as const, 'shipping' as const), codes)
    .map(([which, code]) => (was: RiskFacts) => ({
      ...was,
      countries: { ...was.countries, [which]: was.countries[which] ?? code },
    })),
  fc.integer({ min: 1, max: 1_000_000 }).map((more) => (was: RiskFacts) => ({
    ...was,
    amount: Math.min(was.amount + more, Number.MAX_SAFE_INTEGER),
  })),
);

const ORDER = ['allow', 'review', 'block'];

suite('risk properties', (test) => {
  test('every policy that is made here is valid', () => {
    fc.assert(
      fc.property(policies, (policy) => riskPolicyFault(policy) === null),
      RUNS,
    );
  });

  test('the score is the sum of the weights of its reasons, each a whole number above zero and each rule once', () => {
    fc.assert(
      fc.property(facts, maybe(policies), modes, (known, policy, mode) => {
        const { score, reasons } = assessRisk(known, policy, mode);
        assert.is(
          score,
          reasons.reduce((sum, { weight }) => sum + weight, 0),
        );
        assert.ok(reasons.every(({ weight }) => Number.isSafeInteger(weight) && weight > 0));
        assert.is(new Set(reasons.map(({ rule }) => rule)).size, reasons.length);
      }),
      RUNS,
    );
  });

  test('more that is known or counted never lowers the score nor softens the decision', () => {
    fc.assert(
      fc.property(facts, steps, maybe(policies), modes, (known, step, policy, mode) => {
        const [before, after] = [known, step(known)].map((one) => assessRisk(one, policy, mode));
        assert.ok((after?.score ?? 0) >= (before?.score ?? 0));
        assert.ok(ORDER.indexOf(after?.decision ?? '') >= ORDER.indexOf(before?.decision ?? ''));
      }),
      RUNS,
    );
  });

  test('rules that are switched off allow everything', () => {
    fc.assert(
      fc.property(facts, policies, modes, (known, policy, mode) => {
        const verdict = assessRisk(known, { ...policy, isEnabled: false }, mode);
        assert.equal(verdict, { score: 0, decision: 'allow', reasons: [] });
      }),
      RUNS,
    );
  });

  test('without a score to block from nothing is blocked, and in test mode neither by the default policy', () => {
    fc.assert(
      fc.property(facts, policies, modes, (known, policy, mode) => {
        const { blockScore: _, ...silent } = policy;
        assert.is.not(assessRisk(known, { ...policy, blockScore: null }, mode).decision, 'block');
        assert.is.not(assessRisk(known, silent, 'test').decision, 'block');
      }),
      RUNS,
    );
  });

  test('a verdict is one of its facts alone: all else being equal it is the same', () => {
    fc.assert(
      fc.property(facts, maybe(policies), modes, (known, policy, mode) => {
        assert.equal(assessRisk(known, policy, mode), assessRisk(structuredClone(known), policy, mode));
      }),
      { numRuns: 200 },
    );
  });

  test('what is usual lies between the smallest and the largest payment, and half as many others do not move it far', () => {
    const one = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 40 }), fc.integer({ min: 1 }), (paid, huge) => {
        const groups = paid.map((amount) => ({ count: 1, amount }));
        const { amount, count } = usualAmount('KRW', groups);
        assert.is(count, paid.length);
        assert.ok(amount >= Math.min(...paid) && amount <= Math.max(...paid));
        const others = Array.from({ length: Math.floor((paid.length - 1) / 2) }, () => ({
          count: 1,
          amount: huge + 100_000,
        }));
        assert.ok(usualAmount('KRW', [...groups, ...others]).amount <= Math.max(...paid));
      }),
      RUNS,
    );
  });
});
