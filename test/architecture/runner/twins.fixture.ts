import { suite } from '../../support/suite.ts';

suite('twins', (test) => {
  test('the same title', () => {});
  test('the same title', () => {});
});
