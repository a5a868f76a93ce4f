import * as assert from 'uvu/assert';
import type { ParsedBankMessage } from '../../../../core/deposits/sms/message.ts';
import { suite } from '../../../support/suite.ts';
import { inKorea, parse, parsed, plain, SAMPLES, type Told, toldBy } from './sample.ts';

function check(got: ParsedBankMessage, want: Told): void {
  assert.is(got.direction, want.direction);
  assert.is(got.amount, want.amount);
  assert.is(got.balance, want.balance);
  assert.is(got.depositor, want.depositor);
  assert.is(got.accountMask, plain(want.account));
  if (want.method !== undefined) assert.is(got.method, want.method);
  if (want.occurred_at_md_hm === null) return;
  assert.is.not(got.occurredAt, null);
  const { year, mdhm } = inKorea(got.occurredAt ?? 0);
  assert.is(mdhm, want.occurred_at_md_hm);
  if (want.year !== undefined) assert.is(year, want.year);
}

suite('collected bank messages', (test) => {
  test('there are as many as were collected, with negatives among them', () => {
    assert.is(SAMPLES.length, 189);
    assert.ok(SAMPLES.filter(({ expect }) => expect === null).length > 25);
  });

  for (const sample of SAMPLES) {
    const told = toldBy(sample);
    const title = told.length === 0 ? 'is refused' : 'says what it says';
    test(`${sample.id} ${title} (${sample.tags.join(', ')})`, () => {
      const got = parsed(sample.text);
      assert.is(got.length, told.length, JSON.stringify(parse(sample.text)));
      for (const [index, want] of told.entries()) check(got[index] as ParsedBankMessage, want);
    });
  }
});
