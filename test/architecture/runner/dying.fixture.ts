import { suite } from '../../support/suite.ts';

suite('dying', (test) => {
  test('the process ends as if all were well', () => process.exit(0));
});
