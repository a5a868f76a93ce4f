import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { kbText, registerPhone, withShop } from './shop.ts';

const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=euc-kr',
  'multipart/form-data; boundary=x',
  '',
  'x'.repeat(300),
];

/** Words of banks, digits and what breaks parsers, in any order. */
const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      '[KB]',
      '입금',
      '출금',
      '잔액',
      '원',
      '123456***012',
      '02/12 09:00',
      '\n',
      ' ',
      '*',
      ',',
      '(',
      '취소',
    ),
    fc.stringMatching(/^[0-9,]{1,12}$/),
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
  { maxLength: 60 },
);

suite('garbage at the public door', (test) => {
  test('any bytes of any type are 200, 400 or 413 and never a mistake of ours', () =>
    withShop(async (shop) => {
      const phone = await registerPhone(shop);
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 600 }),
          fc.constantFrom(...TYPES),
          fc.constantFrom('/webhooks/bank-sms', phone.path, `${phone.path}?text=%EC%9E%85%EA%B8%88`),
          async (bytes, type, path) => {
            const { status } = await shop.call('POST', path, {
              key: null,
              body: bytes,
              headers: { 'content-type': type },
            });
            assert.ok([200, 400, 413].includes(status), `${status} for ${type} at ${path}`);
          },
        ),
        { numRuns: 300 },
      );
    }));

  test('words of banks in any order never make a deposit of an amount that is not in them', () =>
    withShop(async (shop) => {
      await fc.assert(
        fc.asyncProperty(words, fc.boolean(), async (parts, spaced) => {
          const text = parts.join(spaced ? ' ' : '');
          const { status, body } = await shop.sms(text);
          assert.ok(status === 200 || status === 400, `${status}`);
          if (status !== 200) return;
          const deposit = (await shop.within('GET', `/deposits/${body.deposit_id}`)).body;
          assert.ok(text.normalize('NFKC').replaceAll(',', '').includes(String(deposit.amount)), text);
        }),
        { numRuns: 300 },
      );
    }));

  test('odd JSON is 400: deep, doubled keys, lone surrogates, prototypes, huge numbers', () =>
    withShop(async (shop) => {
      for (const body of [
        `${'['.repeat(1000)}${']'.repeat(1000)}`,
        '{"raw_sms":"a","__proto__":{"x":1}}',
        '{"raw_sms":"\\ud800"}',
        '{"raw_sms":null}',
        '{"raw_sms":{"a":1}}',
        '{"raw_sms":1e400}',
        '\u0000',
        '\ufeff{"raw_sms":"x"}',
      ]) {
        const { status } = await shop.call('POST', '/webhooks/bank-sms', { key: null, body });
        assert.is(status, 400, body.slice(0, 30));
      }
      assert.is(({} as { x?: number }).x, undefined);
    }));

  test('a time that is no time is no reason to lose a deposit', () =>
    withShop(async (shop) => {
      for (const [n, received_at] of ['never', -5, 1e21, null, [], '2024-13-45T99:99:99Z'].entries()) {
        const text = kbText({ name: `손님${n}`, amount: 100 + n });
        const { status } = await shop.sms(text, { received_at });
        assert.is(status, 200, String(received_at));
      }
    }));
});

suite('garbage with a token', (test) => {
  test('no body, id or query of any route is answered by a 5xx', () =>
    withShop(async (shop) => {
      const { id } = (await shop.order()).body;
      const { deposit_id } = (await shop.sms(kbText({ amount: 7 }))).body;
      const ids: Readonly<Record<string, number>> = {
        id: shop.workspaceId,
        order_id: id as number,
        deposit_id: deposit_id as number,
      };
      const routes = shop.app.surfaces.find(({ name }) => name === 'lunepay')?.routes ?? [];
      const good = fc.constantFrom(
        'amount',
        'depositor_name',
        'order_number',
        'expires_at',
        'policy',
        'name',
        'deposited_at',
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...routes.filter(({ id: name }) => name !== 'revokeTokens')),
          fc.dictionary(good, fc.jsonValue({ maxDepth: 2 })),
          fc.string({ maxLength: 20 }).map(encodeURIComponent),
          async ({ method, path }, body, junk) => {
            const url = path.replaceAll(/:(\w+)/g, (_, name: string) => String(ids[name] ?? (junk || 'x')));
            const query = `?limit=${junk}&offset=${junk}&status=${junk}&amount=${junk}`;
            const { status } = await shop.call(method, url + query, method === 'GET' ? {} : { body });
            assert.ok(status < 500, `${status} for ${method} ${url}${query} ${JSON.stringify(body)}`);
          },
        ),
        { numRuns: 600 },
      );
    }));
});
