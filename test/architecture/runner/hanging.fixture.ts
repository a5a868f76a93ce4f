import { suite } from '../../support/suite.ts';

suite('hanging', (test) => {
  test('this one ends', () => {});
  test('this one never does', () => new Promise(() => {}), { limitMs: 30 });
});
