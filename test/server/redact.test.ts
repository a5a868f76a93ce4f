import * as assert from 'uvu/assert';
import { createLog } from '../../adapters/server/log.ts';
import { errorFields, redactFields, redactText } from '../../adapters/server/redact.ts';
import { suite } from '../support/suite.ts';

/** Texts of which no part that matters may be left. */
const SECRETS: readonly [what: string, text: string, mustNotStay: RegExp][] = [
  ['a card number', 'card 4242424242424242 declined', /4242/],
  ['a card number with spaces', '4242 4242 4242 4242', /4242/],
  ['a card number with dashes', '4000-0025-0000-3155', /3155/],
  ['a card number with dots', '4000.0025.0000.3155', /3155/],
  ['a card number in full-width digits', '４２４２４２４２４２４２４２４２', /[４4]/],
  ['a card number of 15 digits', '378282246310005', /3782/],
  ['a card number inside a word', 'x4242424242424242x', /4242/],
  ['a card number in the shape of an identifier', '42424242-4242-4242-8242-424242424242', /4242-4242/],
  ['a secret key', 'sk_live_AbCdEf0123456789AbCdEf0123456789', /AbCdEf/],
  ['a publishable key', 'pk_test_AbCdEf0123456789', /AbCdEf/],
  ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/=', /MfKQ/],
  ['a bearer credential', 'Authorization: Bearer abc.def-ghi', /abc/],
  ['a basic credential', 'basic dXNlcjpwYXNz', /dXNl/],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', /eyJ/],
  ['a password in a URL', 'postgres://shop:hunter2@db/shop', /hunter2/],
  ['an account number', '110-123-456789', /123/],
  ['an account number of digits alone', '3333011234567', /3333/],
  ['a telephone number', '010-1234-5678', /1234/],
  ['an e-mail address', 'to hong@example.co.kr now', /hong/],
];

const HARMLESS: readonly string[] = [
  'pay_GJOwCBP666WTZhPXgyVQNwrw',
  '/v2/payments/:id/refund',
  '2026-11-21T07:33:35.463Z',
  '2024-01-15',
  'd4f42dcd-0c60-4ee1-8771-cb73782df41f',
  'a1b9cf22-984f-4719-8669-402908bc0c0a', // "4719-8669-402908" alone would pass for a card number
  'http://127.0.0.1:3000',
  'at stop (/app/dist/chunk-ABC123.js:120:15)',
  'SQLITE_BUSY',
];

suite('redact', (test) => {
  for (const [what, text, mustNotStay] of SECRETS)
    test(`${what} does not stay in a text`, () => {
      assert.not.match(redactText(text), mustNotStay);
      assert.match(redactText(text), /\[hidden\]/);
    });

  for (const text of HARMLESS)
    test(`${text} stays as it is`, () => {
      assert.is(redactText(text), text);
    });

  test('a text in a field that nobody has thought about is hidden, whatever it says', () => {
    assert.equal(redactFields({ depositorName: '홍길동', memo: 'hello', nested: { a: 'b' } }), {
      depositorName: '[hidden]',
      memo: '[hidden]',
      nested: '[hidden]',
    });
  });

  test('numbers and booleans stay, but no number that could be a card', () => {
    const fields = { port: 3000, at: 1_700_000_000_000, ok: true, none: null, card: 4242424242424242 };
    assert.equal(redactFields(fields), { ...fields, card: '[hidden]' });
  });

  test('of an error its name, code and place stay, and its message goes', () => {
    const error = Object.assign(new TypeError('홍길동 4242424242424242'), { code: 'ER_DUP_ENTRY' });
    const fields = errorFields(error);
    assert.is(fields['error'], 'TypeError');
    assert.is(fields['code'], 'ER_DUP_ENTRY');
    assert.match(String(fields['stack']), /redact\.test\.ts/);
    assert.not.match(JSON.stringify(fields), /홍길동|4242/);
  });

  test('values that go round in circles or deep end somewhere', () => {
    const round: Record<string, unknown> = {};
    round['config'] = round;
    assert.match(JSON.stringify(redactFields(round)), /\[hidden\]/);
  });

  test('the log writes one JSON line with level and time, redacted', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    log.error({ status: 500, err: new Error('홍길동'), secret: 'x' }, 'failed for 4242424242424242');
    assert.is(lines.length, 1);
    const line = JSON.parse(lines[0] ?? '');
    assert.is(line.level, 'error');
    assert.is(line.status, 500);
    assert.is(line.secret, '[hidden]');
    assert.is(line.msg, 'failed for [hidden]');
    assert.ok(Date.parse(line.time) > 0);
    assert.not.match(lines[0] ?? '', /홍길동/);
  });

  test('a silent log writes nothing', () => {
    const lines: string[] = [];
    createLog('silent', { write: (line) => void lines.push(line) }).error({}, 'x');
    assert.equal(lines, []);
  });
});
