import * as assert from 'uvu/assert';
import type { Test } from '../../../support/suite.ts';
import { parse, parsed } from './sample.ts';

/** [text, direction, amount, balance, depositor, account, method]; names and numbers are invented. */
export type Row = readonly [
  string,
  'in' | 'out',
  number,
  number | null,
  string | null,
  string | null,
  string | null,
];

/** One test for each row: its text is one message, and says just this. */
export function testRows(test: Test, rows: readonly Row[]): void {
  for (const [text, ...want] of rows)
    test(JSON.stringify(text), () => {
      const [message, ...more] = parsed(text);
      assert.ok(message && more.length === 0, JSON.stringify(parse(text)));
      const { direction, amount, balance, depositor, accountMask, method } = message;
      assert.equal([direction, amount, balance, depositor, accountMask, method], want);
    });
}
