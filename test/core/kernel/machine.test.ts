import * as assert from 'uvu/assert';
import { assertTransition, isFinal, type Transitions, unreachable } from '../../../core/index.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

type Light = 'red' | 'green' | 'yellow' | 'broken';

const LIGHTS: Transitions<Light> = {
  red: ['green', 'broken'],
  green: ['yellow', 'broken'],
  yellow: ['red', 'broken'],
  broken: [],
};

suite('machine', (test) => {
  test('a pair of the table is allowed', () => assertTransition(LIGHTS, 'red', 'green'));

  for (const [from, to] of [
    ['green', 'red'],
    ['red', 'red'],
    ['broken', 'red'],
  ] as const)
    test(`${from} cannot become ${to}, and the refusal names both`, () => {
      const refusal = throwsWith('illegal_transition', () => assertTransition(LIGHTS, from, to));
      assert.equal(refusal.details, { from, to });
      assert.is(refusal.kind, 'conflict');
    });

  test('a state that nothing follows is final', () => {
    assert.ok(isFinal(LIGHTS, 'broken'));
    assert.not(isFinal(LIGHTS, 'red'));
  });

  test('a sound table has no unreachable state', () => assert.equal(unreachable(LIGHTS, 'red'), []));

  test('a state to which only an unreachable one leads is unreachable', () => {
    const table: Transitions<'a' | 'b' | 'c' | 'd'> = { a: ['b'], b: ['a'], c: ['d'], d: ['a'] };
    assert.equal(unreachable(table, 'a'), ['c', 'd']);
  });
});
