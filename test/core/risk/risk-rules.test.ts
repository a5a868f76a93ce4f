import * as assert from 'uvu/assert';
import type { RiskFacts, RiskPolicy, RiskReason } from '../../../core/risk/risk.ts';
import { assessRisk, DEFAULT_RISK_POLICY, usualAmount, wholePolicy } from '../../../core/risk/risk-rules.ts';
import { sampleFacts } from '../../support/risk-fixtures.ts';
import { suite } from '../../support/suite.ts';

const USUAL = { currency: 'KRW', count: 20, amount: 10_000 };
const KOREAN = { buyer: 'KR', card: 'KR', shipping: 'KR' };

const attempts = (change: Partial<RiskFacts['attempts']>): Partial<RiskFacts> => ({
  attempts: { ...sampleFacts().attempts, ...change },
});
const reasonsOf = (facts: Partial<RiskFacts>, policy: RiskPolicy | null = null): readonly RiskReason[] =>
  assessRisk(sampleFacts(facts), policy, 'live').reasons;

/** Facts, a policy, and the one reason that they give: rule, weight, observed, limit; null for none. */
type Row = readonly [
  title: string,
  facts: Partial<RiskFacts>,
  policy: RiskPolicy | null,
  reason: readonly [RiskReason['rule'], number, RiskReason['observed'], RiskReason['limit']] | null,
];

const ROWS: readonly Row[] = [
  ['five attempts of a card', attempts({ card: 5 }), null, null],
  ['six attempts of a card', attempts({ card: 6 }), null, ['card_velocity', 60, 6, 5]],
  ['ten attempts of an e-mail', attempts({ email: 10 }), null, null],
  ['eleven attempts of an e-mail', attempts({ email: 11 }), null, ['email_velocity', 40, 11, 10]],
  ['ten attempts of a telephone', attempts({ phone: 10 }), null, null],
  ['eleven attempts of a telephone', attempts({ phone: 11 }), null, ['phone_velocity', 40, 11, 10]],
  ['twenty attempts of an address', attempts({ address: 20 }), null, null],
  ['21 attempts of an address', attempts({ address: 21 }), null, ['address_velocity', 30, 21, 20]],
  [
    'two attempts where one is usual',
    attempts({ email: 2 }),
    { velocityLimit: { email: 1 } },
    ['email_velocity', 40, 2, 1],
  ],
  ['nothing known of the buyer', attempts({ card: 0, email: 0, phone: 0, address: 0 }), null, null],
  ['ten times what is usual', { usual: USUAL, amount: 100_000 }, null, null],
  [
    'a won above ten times what is usual',
    { usual: USUAL, amount: 100_001 },
    null,
    ['amount_outlier', 30, 100_001, 100_000],
  ],
  [
    'a huge amount while 19 payments are known',
    { usual: { ...USUAL, count: 19 }, amount: 100_001 },
    null,
    null,
  ],
  ['a huge amount where nothing is known', { usual: null, amount: 1e12 }, null, null],
  [
    'an amount in another currency than the usual ones',
    { usual: { ...USUAL, currency: 'USD' }, amount: 1e9 },
    null,
    null,
  ],
  [
    'three times what is usual where twice is much',
    { usual: USUAL, amount: 30_000 },
    { amountFactor: 2 },
    ['amount_outlier', 30, 30_000, 20_000],
  ],
  ['the maximum', { usual: null, amount: 50_000 }, { amountMaximum: 50_000 }, null],
  [
    'a won above the maximum',
    { usual: null, amount: 50_001 },
    { amountMaximum: 50_000 },
    ['amount_outlier', 30, 50_001, 50_000],
  ],
  [
    'an outlier below the maximum',
    { usual: USUAL, amount: 200_000 },
    { amountMaximum: 900_000 },
    ['amount_outlier', 30, 200_000, 100_000],
  ],
  [
    'an amount above a maximum that is usual',
    { usual: USUAL, amount: 60_000 },
    { amountMaximum: 50_000 },
    ['amount_outlier', 30, 60_000, 50_000],
  ],
  ['a buyer, a card and an address of one country', { countries: KOREAN }, null, null],
  [
    'no country at all',
    { countries: { buyer: null, card: null, shipping: null } },
    { countries: ['KR'] },
    null,
  ],
  ['one country that is known', { countries: { buyer: null, card: 'US', shipping: null } }, null, null],
  [
    'a card of another country than the buyer',
    { countries: { ...KOREAN, card: 'US' } },
    null,
    ['country_mismatch', 30, 'KR US', null],
  ],
  [
    'an order that is sent to another country',
    { countries: { ...KOREAN, shipping: 'JP' } },
    null,
    ['country_mismatch', 30, 'JP KR', null],
  ],
  [
    'three countries',
    { countries: { buyer: 'US', card: 'KR', shipping: 'JP' } },
    null,
    ['country_mismatch', 30, 'JP KR US', null],
  ],
  [
    'a card of a country where buyers are not',
    { countries: { buyer: null, card: 'US', shipping: null } },
    { countries: ['KR', 'JP'] },
    ['country_mismatch', 30, 'US', 'KR JP'],
  ],
  [
    'countries that differ, each of them usual',
    { countries: { ...KOREAN, shipping: 'JP' } },
    { countries: ['KR', 'JP'] },
    ['country_mismatch', 30, 'JP KR', 'KR JP'],
  ],
  ['a country where buyers are', { countries: KOREAN }, { countries: ['KR'] }, null],
  ['an address that is thrown away', { isDisposableEmail: true }, null, ['disposable_email', 30, 1, 0]],
  [
    'another weight',
    { isDisposableEmail: true },
    { weights: { disposable_email: 7 } },
    ['disposable_email', 7, 1, 0],
  ],
  ['a rule without weight', { isDisposableEmail: true }, { weights: { disposable_email: 0 } }, null],
];

suite('risk rules', (test) => {
  for (const [title, facts, policy, reason] of ROWS)
    test(`${title} ${reason ? `is ${reason[0]}` : 'is no reason'}`, () => {
      const [rule, weight, observed, limit] = reason ?? [];
      assert.equal(reasonsOf(facts, policy), reason ? [{ rule, weight, observed, limit }] : []);
    });

  test('reasons come in the order of the rules, and their weights add up', () => {
    const facts = { ...attempts({ card: 6, phone: 11 }), isDisposableEmail: true };
    const verdict = assessRisk(sampleFacts(facts), null, 'live');
    assert.equal(
      verdict.reasons.map(({ rule }) => rule),
      ['card_velocity', 'phone_velocity', 'disposable_email'],
    );
    assert.equal([verdict.score, verdict.decision], [130, 'block']);
  });

  test('an attempt without a reason is allowed', () => {
    assert.equal(assessRisk(sampleFacts(), null, 'live'), { score: 0, decision: 'allow', reasons: [] });
  });
});

suite('risk decisions', (test) => {
  /** An attempt of just this score: one rule speaks with this weight. */
  const decided = (score: number, policy: RiskPolicy, mode: 'test' | 'live') =>
    assessRisk(
      sampleFacts({ isDisposableEmail: true }),
      { ...policy, weights: { disposable_email: score } },
      mode,
    ).decision;
  const rows: readonly [number, RiskPolicy, 'test' | 'live', string][] = [
    [49, {}, 'live', 'allow'],
    [50, {}, 'live', 'review'],
    [99, {}, 'live', 'review'],
    [100, {}, 'live', 'block'],
    [49, {}, 'test', 'allow'],
    [50, {}, 'test', 'review'],
    [1_000, {}, 'test', 'review'],
    [100, { reviewScore: 10 }, 'test', 'review'],
    [99, { blockScore: 100 }, 'test', 'review'],
    [100, { blockScore: 100 }, 'test', 'block'],
    [1_000, { blockScore: null }, 'live', 'review'],
    [20, { reviewScore: 20 }, 'live', 'review'],
    [20, { reviewScore: 50, blockScore: 20 }, 'live', 'block'],
    [1_000, { isEnabled: false, blockScore: 1 }, 'live', 'allow'],
  ];
  for (const [score, policy, mode, decision] of rows)
    test(`${score} in ${mode} mode with ${JSON.stringify(policy)} is ${decision}`, () => {
      assert.is(decided(score, policy, mode), decision);
    });

  test('what a policy leaves out is as in the default one', () => {
    assert.equal(wholePolicy(null, 'live'), DEFAULT_RISK_POLICY);
    assert.equal(wholePolicy({}, 'test'), { ...DEFAULT_RISK_POLICY, blockScore: null });
    const whole = wholePolicy({ velocityLimit: { card: 2 }, weights: { amount_outlier: 1 } }, 'live');
    assert.equal(whole.velocityLimit, { card: 2, email: 10, phone: 10, address: 20 });
    assert.equal(whole.weights, { ...DEFAULT_RISK_POLICY.weights, amount_outlier: 1 });
  });
});

suite('usual amount', (test) => {
  const usual = (...groups: [count: number, amount: number][]) =>
    usualAmount(
      'KRW',
      groups.map(([count, amount]) => ({ count, amount })),
    );
  const rows: readonly [string, [number, number][], number, number][] = [
    ['no payments', [], 0, 0],
    ['one payment', [[1, 5_000]], 1, 5_000],
    [
      'the group in the middle',
      [
        [10, 100_000],
        [10, 500_000],
        [10, 10_000],
      ],
      30,
      10_000,
    ],
    [
      'a huge order among others',
      [
        [30, 300_000],
        [1, 1_000_000_000],
      ],
      31,
      10_000,
    ],
    [
      'many small orders against few days of large ones',
      [
        [1, 90_000],
        [1, 90_000],
        [5, 25_000],
      ],
      7,
      5_000,
    ],
    [
      'the smaller half when both are alike',
      [
        [2, 2_000],
        [2, 8_000],
      ],
      4,
      1_000,
    ],
    [
      'payments of nothing',
      [
        [9, 0],
        [2, 2_000],
      ],
      2,
      1_000,
    ],
    ['an average that is no whole number', [[3, 10_000]], 3, 3_333],
  ];
  for (const [title, groups, count, amount] of rows)
    test(`${title}: ${amount} of ${count}`, () => {
      assert.equal(usual(...groups), { currency: 'KRW', count, amount });
    });
});
