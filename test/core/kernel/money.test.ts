import { inspect } from 'node:util';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { add, assertAmount, money, percentOf, subtract } from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

/** Half down by definition: the nearest whole number, and of two that are equally near the one closer to zero. */
function halfDown(amount: bigint, basisPoints: bigint): bigint {
  const exact = amount * basisPoints;
  const size = exact < 0n ? -exact : exact;
  const whole = size / 10000n + (size % 10000n > 5000n ? 1n : 0n);
  return exact < 0n ? -whole : whole;
}

const NO_AMOUNTS = [
  0,
  -1,
  10.5,
  Number.NaN,
  Infinity,
  -Infinity,
  2 ** 53,
  1e21,
  '1000',
  '1e3',
  '',
  null,
  undefined,
  true,
  [1000],
  { amount: 1000 },
  1000n,
  new Date(5),
];

suite('money', (test) => {
  for (const amount of NO_AMOUNTS)
    test(`${inspect(amount)} is no amount`, () => {
      const refusal = throwsWith('invalid_amount', () => assertAmount(amount, 'total'));
      assert.equal(refusal.details, { field: 'total' });
    });

  for (const amount of [1, 29_900, Number.MAX_SAFE_INTEGER])
    test(`${amount} is an amount`, () => assertAmount(amount));

  test('money keeps its amount and its currency', () => {
    assert.equal(money(29_900, 'KRW'), { amount: 29_900, currency: 'KRW' });
  });

  for (const currency of ['', 'krw', 'KRWW', 'XXX', 'XAU', 'BTC', 'HRK', '__proto__', 'constructor'])
    test(`money in "${currency}" is refused`, () => {
      const refusal = throwsWith('unsupported_currency', () => money(1000, currency));
      assert.equal(refusal.details, { field: 'currency' });
    });

  test('two amounts of one currency add up, and come apart again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.integer({ min: 1, max: 2 ** 50 }), (a, b) => {
        const sum = add(money(a, 'USD'), money(b, 'USD'));
        assert.equal(subtract(sum, money(b, 'USD')), money(a, 'USD'));
      }),
    );
  });

  test('two currencies never meet in one sum', () => {
    assert.throws(() => add(money(1, 'KRW'), money(1, 'USD')), /KRW and USD/);
    assert.throws(() => subtract(money(1, 'KRW'), money(1, 'USD')), /KRW and USD/);
  });

  test('a sum beyond the safe integers is refused and not rounded', () => {
    const most = money(Number.MAX_SAFE_INTEGER, 'KRW');
    assert.throws(() => add(most, money(1, 'KRW')), /safe integer/);
  });
});

const PERCENTS: readonly (readonly [amount: number, basisPoints: number, expected: number])[] = [
  [29_900, 1000, 2990],
  [29_000, 1000, 2900],
  [15, 1000, 1], // 1.5 → 1: half down
  [25, 1000, 2], // 2.5 → 2
  [16, 1000, 2], // 1.6 → 2
  [1, 5000, 0], // 0.5 → 0
  [3, 5000, 1], // 1.5 → 1
  [1, 5001, 1],
  [99_999, 10_000, 99_999],
  [12_345, 0, 0],
  [-15, 1000, -1],
  [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
];

suite('percentOf', (test) => {
  for (const [amount, basisPoints, expected] of PERCENTS)
    test(`${basisPoints / 100} % of ${amount} is ${expected}`, () => {
      assert.is(percentOf(amount, basisPoints), expected);
    });

  test('it rounds half down, exactly, for every amount and every share', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 10_000 }), (amount, basisPoints) => {
        const expected = Number(halfDown(BigInt(amount), BigInt(basisPoints)));
        assert.ok(percentOf(amount, basisPoints) === expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('a share and what is left of it are the whole', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.integer({ min: 0, max: 10_000 }), (amount, basisPoints) => {
        const parts = percentOf(amount, basisPoints) + percentOf(amount, 10_000 - basisPoints);
        assert.ok(parts === amount || parts === amount - 1);
      }),
    );
  });
});
