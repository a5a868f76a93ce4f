import { suite } from '../../support/suite.ts';

suite('forgotten', (test) => {
  test('nobody waits for this promise', () => {
    void Promise.reject(new Error('nobody looked'));
  });
});
