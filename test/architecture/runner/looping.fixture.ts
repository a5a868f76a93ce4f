import { suite } from '../../support/suite.ts';

suite('looping', (test) => {
  test('the event loop never turns again', () => {
    for (;;);
  });
});
