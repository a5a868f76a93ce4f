import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { normaliseMessage } from '../../../../core/deposits/sms/normalise.ts';
import { parseBankMessage } from '../../../../core/deposits/sms/parse.ts';
import { suite } from '../../../support/suite.ts';
import { parse, parsed, RECEIVED_AT, SAMPLES, toldBy } from './sample.ts';

const LIMIT_BYTES = 4096;
const LIMIT_MS = 5;
const TRIES = 8;

/** What makes the reader look twice. */
const BITS = (
  '0|1|12|007|1,000|,|.|*|**|-|:|/| |  |\n|(|)|[|]|<|>|(1234)|(|입|금|입금|출금|잔액|원|이|님|님이|홍*동|홍길동|신한|[KB]|농협|KB국민은행|' +
  '[Web발신]|[국제발신]|<제목: |보낸사람 : 1588|→|\\||내 |통장|11/03|09:21|11/03 09:21|2026/11/03 09:21|352-****-1275-13|606401**772|' +
  '입금 5,000원|잔액 5,000|5,000원 입금|을 보냈어요|입금되었습니다|급여|전자금융|USD|$|₩|적요|계좌|저축은행|발신|:|from|\u3000|\u200b|１|한글'
).split('|');

const bit = fc.constantFrom(...BITS);
const text = fc.array(fc.oneof(bit, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 60 });

/** As much of the pattern as fits into a message. */
function filled(pattern: string): string {
  const bytes = Buffer.byteLength(pattern);
  return bytes === 0 ? '' : pattern.repeat(Math.floor(LIMIT_BYTES / bytes));
}

/** Milliseconds of the fastest of some tries: a machine with other work is not the parser's fault. */
function fastest(work: () => unknown): number {
  let best = Infinity;
  for (let turn = 0; turn < TRIES && best >= LIMIT_MS; turn += 1) {
    const began = performance.now();
    work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

function assertFast(body: string): void {
  const ms = fastest(() => [parse(body), normaliseMessage(body)]);
  assert.ok(ms < LIMIT_MS, `${ms.toFixed(1)} ms for ${JSON.stringify(body.slice(0, 80))}…`);
}

const withoutCommas = (body: string): string => body.normalize('NFKC').replaceAll(',', '');

/** Every message that is believed has an amount in whole won that the text prints. */
function assertPrinted(body: string): void {
  const messages = parse(body);
  assert.ok(messages.length > 0);
  for (const message of messages) {
    if (!message.ok) continue;
    assert.ok(Number.isSafeInteger(message.amount) && message.amount >= 1);
    assert.ok(withoutCommas(body).includes(String(message.amount)), `${message.amount} in ${body}`);
    if (message.balance !== null)
      assert.ok(withoutCommas(body).includes(String(Math.abs(message.balance))), `${message.balance}`);
  }
}

const DIRECTION = /(?:입금|출금|지급|인출|이체|송금|받|보냈|보내셨)/;

/** Whether this amount stands next to a word for a direction, as nobody but this test looks for it. */
function isNextToDirection(body: string, amount: number): boolean {
  const digits = String(amount).replace(/\B(?=(\d{3})+$)/g, ',?');
  const before = new RegExp(`${DIRECTION.source}[^\\d]{0,20}${digits}(?![\\d,]*\\d)`);
  const after = new RegExp(`(?<![\\d,])${digits} ?(?:원|KRW)?[을를이가]? ?${DIRECTION.source}`);
  const titled = new RegExp(`[[(<]?[입출]금[\\])>]?[^]*?(?<![\\d,])${digits} ?원`);
  return before.test(body) || after.test(body) || titled.test(body);
}

/** One of the ways in which a text is damaged: a line or a character that is lost, doubled, or in the wrong place. */
function damaged(body: string, { way, byLine, one, two }: Damage): string {
  const separator = byLine ? '\n' : '';
  const parts = body.split(separator);
  const [first, second] = [one % parts.length, two % parts.length];
  if (way === 'lost') parts.splice(first, 1);
  else if (way === 'doubled') parts.splice(first, 0, parts[first] ?? '');
  else [parts[first], parts[second]] = [parts[second] ?? '', parts[first] ?? ''];
  return parts.join(separator);
}

const damage = fc.record({
  way: fc.constantFrom('lost', 'doubled', 'swapped'),
  byLine: fc.boolean(),
  one: fc.nat(300),
  two: fc.nat(300),
});
type Damage = typeof damage extends fc.Arbitrary<infer Of> ? Of : never;

suite('bank message parser under fire', (test) => {
  test('any text is answered, and what is believed is printed in it', () => {
    fc.assert(
      fc.property(text, (parts) => assertPrinted(parts.join(''))),
      { numRuns: 4000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (body) => assertPrinted(body)),
      { numRuns: 1000 },
    );
  });

  test('any sender and any moment of reception are answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.double(), (sender, receivedAt) => {
        for (const { text: body } of SAMPLES.slice(0, 5))
          assert.ok(parseBankMessage(body, { receivedAt, sender }).length > 0);
      }),
    );
  });

  test('4 KB of any repetition takes less than 5 ms', () => {
    for (const one of BITS) assertFast(filled(one));
    fc.assert(
      fc.property(fc.array(bit, { minLength: 1, maxLength: 6 }), (parts) => {
        assertFast(filled(parts.join('')));
      }),
      { numRuns: 1500 },
    );
  });

  test('4 KB that begin like a message and then repeat take less than 5 ms', () => {
    const heads = ['[KB]11/03 09:21 606401**772 홍길동 ', '입금 ', '신한 11/03 09:21\n입금 5,000원\n'];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.array(bit, { minLength: 1, maxLength: 4 }), (head, parts) => {
        const body = filled(parts.join(''));
        assertFast(head + body.slice(0, Math.floor((body.length * (LIMIT_BYTES - 60)) / LIMIT_BYTES)));
      }),
      { numRuns: 800 },
    );
  });

  test('4 KB of anything take less than 5 ms', () => {
    const long = fc.array(fc.oneof(bit, fc.string({ unit: 'binary', maxLength: 30 })), {
      minLength: 200,
      maxLength: 1000,
    });
    fc.assert(
      fc.property(long, (parts) => {
        const body = Buffer.from(parts.join('')).subarray(0, LIMIT_BYTES).toString();
        assertFast(body.slice(0, body.length - 3));
      }),
      { numRuns: 300 },
    );
  });

  test('more than 4 KB is refused unseen, whatever its letters weigh', () => {
    for (const letter of ['a', 'é', '금', '🎉']) {
      const fits = letter.repeat(Math.floor(LIMIT_BYTES / Buffer.byteLength(letter)));
      assert.not.equal(parse(fits), [{ ok: false, reason: 'too_long' }]);
      assert.equal(parse(`${fits}${letter}`), [{ ok: false, reason: 'too_long' }]);
    }
    assert.ok(fastest(() => parse('입금 1'.repeat(1_000_000))) < LIMIT_MS);
  });

  test('a damaged message yields no amount that is not next to a direction', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        (sample, all) => {
          const body = all.reduce(damaged, sample.text);
          assertPrinted(body);
          const plain = body.normalize('NFKC').replace(/[ \r\n]+/g, ' ');
          for (const { amount } of parsed(body))
            assert.ok(isNextToDirection(plain, amount), `${amount} in ${JSON.stringify(body)}`);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test('the loss of a whole line never turns another number into the amount', () => {
    for (const { text: body } of SAMPLES.filter((sample) => toldBy(sample).length > 0)) {
      const amounts = new Set(parsed(body).map(({ amount }) => amount));
      const lines = body.split('\n');
      for (const index of lines.keys())
        for (const { amount } of parsed(lines.toSpliced(index, 1).join('\n')))
          assert.ok(amounts.has(amount), JSON.stringify(lines.toSpliced(index, 1)));
    }
  });

  test('the same text gives the same answer', () => {
    for (const { text: body } of SAMPLES)
      assert.equal(parseBankMessage(body, { receivedAt: RECEIVED_AT }), parse(body));
  });
});
