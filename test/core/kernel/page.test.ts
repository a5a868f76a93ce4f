import * as assert from 'uvu/assert';
import { page } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';

suite('page', (test) => {
  for (const [rows, limit, items, hasMore] of [
    [[], 2, [], false],
    [[1], 2, [1], false],
    [[1, 2], 2, [1, 2], false],
    [[1, 2, 3], 2, [1, 2], true],
  ] as const)
    test(`${rows.length} rows read for a page of ${limit}: ${hasMore ? 'more follow' : 'that is all'}`, () => {
      assert.equal(page<number>(rows, limit), { items, hasMore });
    });
});
