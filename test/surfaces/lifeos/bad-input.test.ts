import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, withApp } from '../../support/test-app.ts';

/** A body that differs from a good one in one field → the field that must be named. */
const BAD_FIELDS: [string, object, string][] = [
  ['no amount', { amount: undefined }, 'amount'],
  ['a zero amount', { amount: 0 }, 'amount'],
  ['a negative amount', { amount: -29900 }, 'amount'],
  ['a fraction', { amount: 29900.5 }, 'amount'],
  ['a numeric string', { amount: '29900' }, 'amount'],
  ['an amount below ₩100', { amount: 99 }, 'amount'],
  ['an amount below $0.50', { amount: 49, currency: 'USD' }, 'amount'],
  ['null for an amount', { amount: null }, 'amount'],
  ['no currency', { currency: undefined }, 'currency'],
  ['another currency', { currency: 'EUR' }, 'currency'],
  ['a lower-case currency', { currency: 'krw' }, 'currency'],
  ['no method', { method: undefined }, 'method'],
  ['an unknown method', { method: 'cash' }, 'method'],
  ['a description of 256 characters', { description: '가'.repeat(256) }, 'description'],
  ['a number for a description', { description: 1 }, 'description'],
  ['a list for metadata', { metadata: [] }, 'metadata'],
  ['a number in metadata', { metadata: { n: 1 } }, 'metadata.n'],
  ['a long value in metadata', { metadata: { n: 'x'.repeat(501) } }, 'metadata.n'],
  [
    '51 entries of metadata',
    { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) },
    'metadata',
  ],
];

/** Bodies that no parser should be asked to understand. */
const BAD_BODIES: [string, string | Uint8Array][] = [
  ['is not JSON', '{"amount":29900'],
  ['is empty', ''],
  ['is a list', '[]'],
  ['is a string', '"29900"'],
  ['is null', 'null'],
  ['has an infinite amount', '{"amount":1e400,"currency":"KRW","method":"card"}'],
  ['has an amount above 2^53', '{"amount":9007199254740993,"currency":"KRW","method":"card"}'],
  [
    'has a fraction that a double rounds away',
    '{"amount":9007199254740991.2,"currency":"KRW","method":"card"}',
  ],
  ['has a long fraction of nothing', '{"amount":1000.00000000000000001,"currency":"KRW","method":"card"}'],
  ['has NaN', '{"amount":NaN,"currency":"KRW","method":"card"}'],
  ['has a duplicate key', '{"amount":100,"amount":29900,"currency":"KRW","method":"card"}'],
  ['has an escaped duplicate key', '{"amount":100,"\\u0061mount":29900,"currency":"KRW","method":"card"}'],
  ['has __proto__', '{"amount":29900,"currency":"KRW","method":"card","__proto__":{"x":1}}'],
  [
    'has __proto__ in metadata',
    '{"amount":29900,"currency":"KRW","method":"card","metadata":{"__proto__":"x"}}',
  ],
  [
    'has a constructor object',
    '{"amount":29900,"currency":"KRW","method":"card","constructor":{"prototype":{"x":1}}}',
  ],
  ['has a lone surrogate', '{"amount":29900,"currency":"KRW","method":"card","description":"\\ud800"}'],
  ['has a NUL', '{"amount":29900,"currency":"KRW","method":"card","description":"\\u0000"}'],
  [
    'has 10,000 levels',
    `{"amount":29900,"currency":"KRW","method":"card","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  ],
  ['is 1 MiB of spaces', ' '.repeat(1024 * 1024)],
  ['has a byte order mark', '\ufeff{"amount":29900,"currency":"KRW","method":"card"}'],
  ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
];

suite('LifeOS refuses bad input', (test) => {
  for (const [what, change, param] of BAD_FIELDS)
    test(`${what} is 400 and names ${param}`, () =>
      withApp(async (app) => {
        const { status, body } = await app.call('POST', '/v2/payments', {
          body: { ...NEW_PAYMENT, ...change },
        });
        assert.equal([status, body.error.param], [400, param]);
        assert.is((await app.call('GET', '/v2/payments')).body.total, 0);
      }));

  for (const [what, text] of BAD_BODIES)
    test(`a body that ${what} is 400, quickly, and makes nothing`, () =>
      withApp(async (app) => {
        const start = performance.now();
        const { status, body } = await app.call('POST', '/v2/payments', { body: text });
        assert.ok(performance.now() - start < 1000);
        assert.is(status, 400);
        assert.type(body.error.code, 'string');
        assert.is((await app.call('GET', '/v2/payments')).body.total, 0);
        assert.is(({} as Record<string, unknown>)['x'], undefined);
      }));

  for (const amount of ['10.5', '"1000"', '0', '-1', 'null', '9007199254740993'])
    test(`a refund of ${amount} is 400 and names the amount`, () =>
      withApp(async (app) => {
        const { id } = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body;
        await app.call('POST', `/test_helpers/payments/${id}/complete`);
        const { status, body } = await app.call('POST', `/v2/payments/${id}/refund`, {
          body: `{"amount":${amount}}`,
        });
        assert.equal([status, body.error.param], [400, 'amount']);
      }));

  test('unknown fields are ignored', () =>
    withApp(async (app) => {
      assert.is(
        (await app.call('POST', '/v2/payments', { body: { ...NEW_PAYMENT, coupon: 'X' } })).status,
        201,
      );
    }));

  test('an unknown path and a wrong method answer in the words of the family', () =>
    withApp(async (app) => {
      for (const [method, path] of [
        ['GET', '/v2/nothing'],
        ['DELETE', '/v2/payments'],
        ['GET', '/v2'],
      ] as const) {
        const { status, body } = await app.call(method, path);
        assert.equal([status, body.error.code], [404, 'route_not_found'], path);
      }
    }));

  test('messages are Korean, and English when Accept-Language asks for it', () =>
    withApp(async (app) => {
      const ask = async (language: string) =>
        (await app.call('GET', '/v2/payments/pay_none', { headers: { 'accept-language': language } })).body
          .error.message;
      assert.match(await ask('*'), /[가-힣]/);
      assert.match(await ask('ko-KR,ko;q=0.9,en;q=0.8'), /[가-힣]/);
      assert.is(await ask('en-US,en;q=0.9,ko;q=0.5'), 'The requested resource was not found.');
    }));
});
