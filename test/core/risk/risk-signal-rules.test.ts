import * as assert from 'uvu/assert';
import type { RiskBuyer } from '../../../core/risk/risk.ts';
import { countriesOf, emailDomain, networkOf, signalKeys } from '../../../core/risk/risk-signal-rules.ts';
import { UNKNOWN_BUYER } from '../../support/risk-fixtures.ts';
import { suite } from '../../support/suite.ts';

suite('risk signals', (test) => {
  const rows: readonly [Partial<RiskBuyer>, string[]][] = [
    [{}, []],
    [{ email: ' ', phone: '-', address: 'unknown', cardFingerprint: '' }, []],
    [{ email: ' Hong@Example.COM ' }, ['email:hong@example.com']],
    [{ phone: '+82 10-1234-5678' }, ['phone:01012345678']],
    [{ phone: '010 1234 5678' }, ['phone:01012345678']],
    [{ address: '203.0.113.7' }, ['address:203.0.113.7']],
    [{ cardFingerprint: 'Fp_1' }, ['card:Fp_1']],
    [
      { email: 'a@x.kr', phone: '1', address: '::1', cardFingerprint: 'f', cardCountry: 'KR' },
      ['card:f', 'email:a@x.kr', 'phone:1', 'address:0:0:0:0'],
    ],
  ];
  for (const [buyer, keys] of rows)
    test(`${JSON.stringify(buyer)} is counted under ${keys.join(' and ') || 'nothing'}`, () => {
      const signals = signalKeys({ ...UNKNOWN_BUYER, ...buyer });
      assert.equal(
        signals.map(({ key }) => key),
        keys,
      );
      for (const { kind, key } of signals) assert.ok(key.startsWith(`${kind}:`));
    });
});

suite('networks of addresses', (test) => {
  const rows: readonly [string, string | null][] = [
    ['203.0.113.7', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::2:3:4:5', '2001:db8:0:0'],
    ['::', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0'],
    ['256.0.0.1', null],
    ['1.2.3', null],
    ['1.2.3.4.5', null],
    ['', null],
    ['::1::', null],
    ['1:2:3:4:5:6:7', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1:2:3:4:5:6:7::8', null],
    ['12345::', null],
    ['shop.example', null],
    ['abc', null],
  ];
  for (const [address, network] of rows)
    test(`"${address}" is in ${network ?? 'none'}`, () => {
      assert.is(networkOf(address), network);
    });

  test(
    'an address that is very long takes no time',
    () => {
      for (const part of ['a:', '1.', ':', '%', '1']) assert.is(networkOf(part.repeat(50_000)), null);
    },
    { limitMs: 500 },
  );
});

suite('domains and countries of buyers', (test) => {
  const domains: readonly [string | null, string | null][] = [
    [null, null],
    ['', null],
    ['hong', null],
    ['@example.com', null],
    ['hong@', null],
    ['hong@.', null],
    ['hong@example.com', 'example.com'],
    [' Hong@Example.COM ', 'example.com'],
    ['hong@example.com..', 'example.com'],
    ['"a@b"@example.com', 'example.com'],
    ['hong@exam ple.com', null],
  ];
  for (const [email, domain] of domains)
    test(`the domain of ${JSON.stringify(email)} is ${domain ?? 'not known'}`, () => {
      assert.is(emailDomain(email), domain);
    });

  test(
    'an e-mail that is very long takes no time',
    () => {
      for (const part of ['a@', '@', '.', 'a.']) emailDomain(part.repeat(20_000));
      for (const part of ['a@', '@', '.', 'a.']) emailDomain(`a@${part.repeat(20_000)} `);
    },
    { limitMs: 500 },
  );

  test('countries are two capital letters, or not known', () => {
    const buyer = { ...UNKNOWN_BUYER, country: ' kr', shippingCountry: '대한민국', cardCountry: 'US' };
    assert.equal(countriesOf(buyer), { buyer: 'KR', card: 'US', shipping: null });
    assert.equal(countriesOf(UNKNOWN_BUYER), { buyer: null, card: null, shipping: null });
  });
});
