import * as assert from 'uvu/assert';
import { normaliseMessage } from '../../../../core/deposits/sms/normalise.ts';
import { suite } from '../../../support/suite.ts';
import { parse, plain, type Sample, SAMPLES, toldBy } from './sample.ts';

const MARK = '[Web발신]';

/** What forwarders and channels do to a text without changing what it says. */
const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  'CRLF for line ends': (text) => text.replace(/\r?\n/g, '\r\n'),
  'no-break spaces': (text) => text.replaceAll(' ', '\u00a0'),
  'ideographic spaces before line ends': (text) => text.replaceAll('\n', '\u3000\u3000\n'),
  'spaces around lines': (text) => text.replaceAll('\n', '   \n ') + '  ',
  'doubled spaces': (text) => text.replaceAll(' ', '  '),
  'empty lines': (text) => text.replaceAll('\n', '\n\n'),
  'zero-width characters': (text) => [...text].join('\u200b'),
  'a byte order mark': (text) => `\ufeff${text}`,
  'full-width digits': (text) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  'decomposed Hangul': (text) => text.normalize('NFD'),
};

/** One line cannot tell a forwarder's last word from a name that has a space. */
const LOST_ON_ONE_LINE = ['shinhan-008', 'kis-001'];
/** Here the title of the notification is a line of its own, in front of the carrier's mark. */
const TITLED = ['kbank-007'];

const unmarked = (text: string): string => text.replace(/\[Web발신\]\s*/, '');
const singles = SAMPLES.filter((sample) => toldBy(sample).length === 1);

/** What a text says, its names in plain letters: they are told as they are printed. */
function readPlainly(text: string) {
  return parse(text).map((message) =>
    message.ok ? { ...message, depositor: plain(message.depositor) } : message,
  );
}

/** Every sample reads the same after the change. */
function same(samples: readonly Sample[], change: (text: string) => string): void {
  for (const { id, text } of samples) assert.equal(readPlainly(change(text)), readPlainly(text), id);
}

suite('bank messages through forwarders', (test) => {
  for (const [what, change] of Object.entries(CHANGES)) {
    test(`${what} change nothing`, () => same(SAMPLES, change));

    test(`${what} do not make another text of it`, () => {
      for (const { id, text } of SAMPLES)
        assert.is(normaliseMessage(change(text)), normaliseMessage(text), id);
    });
  }

  test('spaces in the place of line ends change nothing', () => {
    const samples = SAMPLES.filter(({ id }) => !LOST_ON_ONE_LINE.includes(id));
    same(samples, (text) => text.replace(/\r?\n/g, ' '));
  });

  test('line ends that vanish change no money, though they may cost the message', () => {
    let kept = 0;
    for (const { id, text } of singles) {
      const [whole] = parse(text);
      const [glued] = parse(text.replace(/\r?\n/g, ''));
      if (!glued?.ok || !whole?.ok) continue;
      kept += 1;
      for (const field of ['direction', 'amount', 'balance', 'accountMask', 'occurredAt'] as const)
        assert.is(glued[field], whole[field], `${id} ${field}`);
    }
    assert.ok(kept > singles.length * 0.9, `${kept} of ${singles.length}`);
  });

  test('a mark of the carrier, or none, changes nothing', () => {
    const samples = singles.filter(({ id }) => !TITLED.includes(id));
    same(samples, unmarked);
    same(samples, (text) => `${MARK}\n${unmarked(text)}`);
  });

  test('the words of forwarders change nothing', () => {
    same(singles, (text) => `보낸사람 : 15880000()\n${text}`);
    same(singles, (text) => `${text}\n보낸사람 : 1588-0000`);
    same(singles, (text) => `1588-0000\n${text}`);
  });

  test('two messages in one body are both read, whichever they are', () => {
    const samples = singles.filter(({ id }) => !TITLED.includes(id));
    const told = ({ text }: Sample) => parse(text).map((message) => ({ ...message, foreignRouted: false }));
    for (const [index, first] of samples.entries())
      for (const step of [1, 7, 31]) {
        const second = samples[(index + step) % samples.length] as Sample;
        const both = { ...first, text: `${first.text}\n${MARK}\n${unmarked(second.text)}` };
        assert.equal(told(both), [...told(first), ...told(second)], `${first.id} ${second.id}`);
      }
  });
});
