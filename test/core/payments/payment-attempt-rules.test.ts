import * as assert from 'uvu/assert';
import {
  askedOf,
  ATTEMPT_CHECKS_MS,
  firstCheckAt,
  newAttempt,
  nextCheckAt,
  type Payment,
  type PaymentMethod,
} from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, aPayment, NOW } from '../examples.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  24 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

suite('asking about an attempt again', (test) => {
  test('a new attempt is asked about after five seconds', () => {
    assert.is(anAttempt().checkAt, NOW + 5 * SECOND);
    assert.is(firstCheckAt(anAttempt(), NOW), NOW + 5 * SECOND);
  });

  for (const [checks, wait] of WAITS.slice(1).entries())
    test(`after ${checks + 1} checks without an answer the next one is in ${wait / SECOND} s`, () => {
      assert.is(nextCheckAt(anAttempt({ checks }), NOW), NOW + wait);
    });

  test('after the last check a person must look', () => {
    assert.is(nextCheckAt(anAttempt({ checks: ATTEMPT_CHECKS_MS.length - 1 }), NOW), null);
  });

  test('a buyer at work is looked at every ten minutes for as long as it takes', () => {
    for (const checks of [0, 8, 1000]) {
      const attempt = anAttempt({ status: 'requires_action', checks });
      assert.is(nextCheckAt(attempt, NOW), NOW + 10 * MINUTE);
      assert.is(firstCheckAt(attempt, NOW), NOW + 10 * MINUTE);
    }
  });

  test('money that must go back goes back at once', () => {
    assert.is(firstCheckAt(anAttempt({ status: 'reversing' }), NOW), NOW);
  });

  for (const status of ['succeeded', 'declined', 'canceled', 'reversed'] as const)
    test(`a ${status} attempt is not asked about`, () => {
      assert.is(firstCheckAt(anAttempt({ status }), NOW), null);
    });
});

suite('an attempt with instalments', (test) => {
  const attempt = (months: number | null, of: Partial<Payment> = {}, method: PaymentMethod = 'card') => {
    const chosen = { gateway: 'sandbox', method, instalmentMonths: months, returnUrl: null };
    return newAttempt(aPayment({ amount: 50_000, ...of }), 'att_1', chosen, NOW);
  };

  test('its months go to the gateway', () => {
    assert.is(attempt(12).instalmentMonths, 12);
    assert.is(askedOf(aPayment({ amount: 50_000 }), attempt(12)).instalmentMonths, 12);
    assert.is(askedOf(aPayment(), anAttempt()).instalmentMonths, null);
  });

  const refused: readonly (readonly [string, () => unknown])[] = [
    ['one month', () => attempt(1)],
    ['thirteen months', () => attempt(13)],
    ['₩49,999', () => attempt(2, { amount: 49_999 })],
    ['dollars', () => attempt(2, { currency: 'USD' })],
    ['a wallet', () => attempt(2, {}, 'kakao_pay')],
    ['the method of the attempt counts: a wallet of a card payment', () => attempt(2, {}, 'samsung_pay')],
  ];
  for (const [name, begin] of refused)
    test(`is refused: ${name}`, () => {
      assert.is(throwsWith('invalid_request', begin).details['field'], 'instalment_months');
    });
});
