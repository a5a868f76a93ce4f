import { suite } from '../../support/suite.ts';

suite('passing', (test) => {
  test('nothing goes wrong', () => {});
  test.skip('a real gateway says yes', 'no key');
});
