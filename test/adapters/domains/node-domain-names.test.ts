import * as assert from 'uvu/assert';
import { nodeDomainNames } from '../../../adapters/domains/node-domain-names.ts';
import { type DnsServer, type DnsTrouble, withDns } from '../../support/dns-server.ts';
import { suite } from '../../support/suite.ts';

const PUBLIC_HOST = 'pay.example.com';
const HOST = 'checkout.yourstore.com';
const CHALLENGE = `_korea-checkout-challenge.${HOST}`;

const namesOn = (dns: Pick<DnsServer, 'address'>, publicHost = PUBLIC_HOST) =>
  nodeDomainNames({ publicHost, servers: [dns.address], timeoutMs: 250, tries: 1 });

suite('names in DNS: split', (test) => {
  const { split } = nodeDomainNames({ publicHost: PUBLIC_HOST });

  test('a host is what was registered and what stands before it, whatever the suffix is made of', () => {
    assert.equal(split(HOST), { registrable: 'yourstore.com', sub: 'checkout' });
    assert.equal(split('a.b.yourstore.co.kr'), { registrable: 'yourstore.co.kr', sub: 'a.b' });
    assert.equal(split('pay.xn--9d0bm53a.xn--3e0b707e'), {
      registrable: 'xn--9d0bm53a.xn--3e0b707e',
      sub: 'pay',
    });
  });

  test('what was registered itself has nothing before it, and neither has a customer of a private suffix', () => {
    assert.equal(split('yourstore.com'), { registrable: 'yourstore.com', sub: '' });
    assert.equal(split('shop.github.io'), { registrable: 'shop.github.io', sub: '' });
    assert.equal(split('pay.shop.github.io'), { registrable: 'shop.github.io', sub: 'pay' });
  });

  test('public suffixes, unknown top-level domains and IP addresses are nobody’s', () => {
    for (const host of [
      'com',
      'co.kr',
      'github.io',
      'a.b.nosuchtld',
      'localhost',
      '127.0.0.1',
      'db.internal',
    ])
      assert.is(split(host), null, host);
  });
});

suite('names in DNS: TXT', (test) => {
  test('all records of the name are told, each whole, however many pieces it was sent in', () =>
    withDns(async (dns) => {
      dns.set(CHALLENGE, 'TXT', ['kc-domain-', 'verify-', 'abc'], 'another', 'x'.repeat(255));
      const found = (await namesOn(dns).txt(CHALLENGE)) ?? [];
      assert.equal([...found].sort(), ['another', 'kc-domain-verify-abc', 'x'.repeat(255)]);
    }));

  test('a record behind a CNAME is found', () =>
    withDns(async (dns) => {
      dns.set(CHALLENGE, 'CNAME', 'verify.agency.example');
      dns.set('verify.agency.example', 'TXT', 'there');
      assert.equal(await namesOn(dns).txt(CHALLENGE), ['there']);
    }));

  test('a name that does not exist, or has no TXT record, certainly has none', () =>
    withDns(async (dns) => {
      assert.equal(await namesOn(dns).txt(CHALLENGE), []);
      dns.set(CHALLENGE, 'A', '192.0.2.1');
      assert.equal(await namesOn(dns).txt(CHALLENGE), []);
    }));

  for (const trouble of ['silence', 'SERVFAIL', 'REFUSED'] satisfies DnsTrouble[])
    test(`${trouble} is no answer, to any question`, () =>
      withDns(async (dns) => {
        for (const name of [CHALLENGE, HOST]) dns.trouble(name, trouble);
        assert.is(await namesOn(dns).txt(CHALLENGE), null);
        assert.is(await namesOn(dns).pointsHere(HOST), null);
      }));

  test('nobody listening is no answer', async () => {
    let closed = '';
    await withDns(async ({ address }) => void (closed = address));
    assert.is(await namesOn({ address: closed }).txt(CHALLENGE), null);
  });

  test('an answer is not remembered: what has changed since is told at once', () =>
    withDns(async (dns) => {
      const names = namesOn(dns);
      dns.set(CHALLENGE, 'TXT', 'old');
      assert.equal(await names.txt(CHALLENGE), ['old']);
      dns.set(CHALLENGE, 'TXT', 'new');
      assert.equal(await names.txt(CHALLENGE), ['new']);
      dns.set(CHALLENGE, 'TXT');
      assert.equal(await names.txt(CHALLENGE), []);
    }));
});

suite('names in DNS: pointsHere', (test) => {
  test('a chain of CNAMEs to our host leads here, in whatever letters, also when our host has no address', () =>
    withDns(async (dns) => {
      dns.set(HOST, 'CNAME', 'shops.yourstore.com');
      dns.set('shops.yourstore.com', 'CNAME', 'PAY.Example.COM');
      assert.is(await namesOn(dns).pointsHere(HOST), true);
    }));

  test('CNAMEs in a circle lead nowhere', () =>
    withDns(async (dns) => {
      dns.set(PUBLIC_HOST, 'A', '192.0.2.1');
      dns.set(HOST, 'CNAME', 'shops.yourstore.com');
      dns.set('shops.yourstore.com', 'CNAME', HOST);
      assert.is.not(await namesOn(dns).pointsHere(HOST), true);
    }));

  test('the addresses of our host lead here, also behind CNAMEs of both', () =>
    withDns(async (dns) => {
      dns.set(PUBLIC_HOST, 'CNAME', 'lb.cloud.example');
      dns.set('lb.cloud.example', 'A', '192.0.2.1', '192.0.2.2');
      dns.set('lb.cloud.example', 'AAAA', '2001:db8::1');
      dns.set(HOST, 'A', '192.0.2.2');
      assert.is(await namesOn(dns).pointsHere(HOST), true);
      dns.set(HOST, 'AAAA', '2001:db8::1');
      assert.is(await namesOn(dns).pointsHere(HOST), true);
    }));

  test('one address that is not ours is one too many, and no address is too few', () =>
    withDns(async (dns) => {
      dns.set(PUBLIC_HOST, 'A', '192.0.2.1');
      assert.is(await namesOn(dns).pointsHere(HOST), false);
      dns.set(HOST, 'A', '192.0.2.1', '203.0.113.9');
      assert.is(await namesOn(dns).pointsHere(HOST), false);
      dns.set(HOST, 'A', '192.0.2.1');
      dns.set(HOST, 'AAAA', '2001:db8::9');
      assert.is(await namesOn(dns).pointsHere(HOST), false);
    }));

  test('where our own host has no address in DNS, or is an IP address itself, this is taken into account', () =>
    withDns(async (dns) => {
      dns.set(HOST, 'A', '192.0.2.1');
      assert.is(await namesOn(dns).pointsHere(HOST), null);
      assert.is(await namesOn(dns, '192.0.2.1').pointsHere(HOST), true);
      assert.is(await namesOn(dns, '192.0.2.2').pointsHere(HOST), false);
    }));

  test('a name server that is no address is refused at once', () => {
    assert.throws(() => nodeDomainNames({ publicHost: PUBLIC_HOST, servers: ['ns1.example.com'] }));
  });
});
