import { inspect } from 'node:util';
import * as assert from 'uvu/assert';
import type { RiskPolicy } from '../../../core/risk/risk.ts';
import { DEFAULT_RISK_POLICY, riskPolicyFault } from '../../../core/risk/risk-rules.ts';
import { suite } from '../../support/suite.ts';

suite('risk policy', (test) => {
  const good: readonly RiskPolicy[] = [
    {},
    DEFAULT_RISK_POLICY,
    { blockScore: null, amountMaximum: null, countries: [] },
    { reviewScore: 1, blockScore: 1_000, velocityWindowMs: 86_400_000, amountFactor: 2 },
    { weights: { card_velocity: 0 }, velocityLimit: { card: 1 }, countries: ['KR', 'US'] },
  ];
  for (const policy of good)
    test(`${JSON.stringify(policy)} is valid`, () => {
      assert.is(riskPolicyFault(policy), null);
    });

  const bad: readonly [unknown, string][] = [
    [[], 'risk_policy'],
    [{ isEnabled: 1 }, 'risk_policy.is_enabled'],
    [{ reviewScore: 0 }, 'risk_policy.review_score'],
    [{ reviewScore: 1_001 }, 'risk_policy.review_score'],
    [{ reviewScore: null }, 'risk_policy.review_score'],
    [{ reviewScore: undefined }, 'risk_policy.review_score'],
    [{ blockScore: 0.5 }, 'risk_policy.block_score'],
    [{ blockScore: '100' }, 'risk_policy.block_score'],
    [{ weights: null }, 'risk_policy.weights'],
    [{ weights: { card_velocity: -1 } }, 'risk_policy.weights.card_velocity'],
    [{ weights: { card_velocity: NaN } }, 'risk_policy.weights.card_velocity'],
    [{ weights: { moon_phase: 1 } }, 'risk_policy.weights.moon_phase'],
    [{ velocityLimit: [] }, 'risk_policy.velocity_limit'],
    [{ velocityLimit: { address: 0 } }, 'risk_policy.velocity_limit.address'],
    [{ velocityLimit: { toString: 1 } }, 'risk_policy.velocity_limit.to_string'],
    [{ velocityWindowMs: 999 }, 'risk_policy.velocity_window_ms'],
    [{ velocityWindowMs: 86_400_001 }, 'risk_policy.velocity_window_ms'],
    [{ amountMaximum: 0 }, 'risk_policy.amount_maximum'],
    [{ amountFactor: 1 }, 'risk_policy.amount_factor'],
    [{ countries: 'KR' }, 'risk_policy.countries'],
    [{ countries: ['kr'] }, 'risk_policy.countries'],
    [{ countries: ['KOR'] }, 'risk_policy.countries'],
    [{ countries: [1] }, 'risk_policy.countries'],
    [{ constructor: 1 }, 'risk_policy.constructor'],
  ];
  for (const [policy, field] of bad)
    test(`${field} of ${inspect(policy)} is refused`, () => {
      const fault = riskPolicyFault(policy as RiskPolicy);
      assert.is(fault?.field, field);
      assert.match(fault?.reason ?? '', /^(must be|is not known)/);
    });
});
