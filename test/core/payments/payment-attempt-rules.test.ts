import * as assert from 'uvu/assert';
import { ATTEMPT_CHECKS_MS, firstCheckAt, nextCheckAt } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { anAttempt, NOW } from '../examples.ts';

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
