import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { forwarderGuides } from '../../../adapters/http/deposits-page/forwarder-guides.ts';
import { HOLD_REASONS } from '../../../adapters/http/surfaces/lunepay/deposit-schemas.ts';
import { suite } from '../../support/suite.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');

const DOC = read('DEPOSITS.md');
const [ENGLISH = '', KOREAN = ''] = DOC.split('\n# 한국어\n');

interface Sample {
  readonly bank_code?: string;
  readonly provenance: string;
}

const SAMPLES = read('test/data/bank-sms.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Sample);

/** `004 44 10 25 9` of every row in the table of banks, and whether it says untested. */
function rows(): { numbers: string; untested: boolean }[] {
  return [...DOC.matchAll(/^\| (\d{3}) \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|(.*)\|$/gm)].map(
    ([, code, all, logs, fixtures, made, note]) => ({
      numbers: [code, all, logs, fixtures, made].join(' '),
      untested: note?.includes('untested') ?? false,
    }),
  );
}

/** The same from the samples themselves. */
function counted(): { numbers: string; untested: boolean }[] {
  const codes = new Set(SAMPLES.flatMap(({ bank_code: code }) => code ?? []));
  return [...codes].map((code) => {
    const of = SAMPLES.filter((sample) => sample.bank_code === code).map(({ provenance }) => provenance);
    const logs = of.filter((provenance) => provenance.startsWith('real-')).length;
    const fixtures = of.filter((provenance) => provenance === 'fixture').length;
    const made = of.length - logs - fixtures;
    return { numbers: [code, of.length, logs, fixtures, made].join(' '), untested: logs + fixtures === 0 };
  });
}

suite('DEPOSITS.md', (test) => {
  const byNumbers = (a: { numbers: string }, b: { numbers: string }): number =>
    a.numbers < b.numbers ? -1 : 1;

  test('counts the samples of each bank as they are, and calls untested what has none from elsewhere', () =>
    assert.equal(rows().sort(byNumbers), counted().sort(byNumbers)));

  test('says how many samples name no bank', () =>
    assert.is(SAMPLES.filter(({ bank_code: code }) => code === undefined).length, 16));

  test('explains every hold in both languages', () => {
    for (const reason of HOLD_REASONS)
      for (const part of [ENGLISH, KOREAN]) assert.match(part, `| \`${reason}\` |`);
  });

  test('has every app of the guides in both languages', () => {
    for (const { name } of forwarderGuides({ url: 'https://x', secret: 'kcs_x' })) {
      const short = name.replace(/ \(.*/, '');
      for (const part of [ENGLISH, KOREAN]) assert.match(part, `**${short}`);
    }
  });
});
