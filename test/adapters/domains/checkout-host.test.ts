import * as assert from 'uvu/assert';
import { REMEMBER_HOST_MS, REMEMBER_HOSTS_MAX } from '../../../adapters/http/checkout-host.ts';
import { DomainError } from '../../../core/index.ts';
import { fakeClock } from '../../support/build-core.ts';
import { SCOPE } from '../../support/fixtures.ts';
import { suite } from '../../support/suite.ts';
import { type Domains, HOST, PUBLIC_HOST, withDomains } from '../../support/with-domains.ts';
import { type Hosts, withHosts } from './with-hosts.ts';

const PAGE = '/checkout/cs_01HSESSION';

/** A server that has one verified domain, `HOST`, and one that waits, `late.yourstore.com`. */
async function withServer(
  work: (hosts: Hosts, on: Domains & { shopId: string }) => Promise<void>,
): Promise<void> {
  await withDomains(async (on) => {
    const shopId = await on.shop();
    on.prove(await on.domains.put(SCOPE, shopId, HOST));
    await on.domains.verify(SCOPE, shopId);
    await on.domains.put(SCOPE, await on.shop(), 'late.yourstore.com');
    await withHosts(on.domains, on.clock, (hosts) => work(hosts, { ...on, shopId }));
  });
}

suite('checkout hosts', (test) => {
  test('a verified domain serves the checkout pages of its shop and what they load', () =>
    withServer(async ({ get }, { shopId }) => {
      const paths = [
        PAGE,
        `${PAGE}/`,
        `${PAGE}?lang=en`,
        `${PAGE}/events`,
        `${PAGE}/return?x=/../y`,
        '/cs_01HSESSION',
        '/cs_01HSESSION/pay',
        '/assets/checkout.css',
        '/assets/fonts/a.b-c.woff2',
      ];
      for (const path of paths)
        assert.equal(
          await get(HOST, path),
          { status: 200, text: `page of ${shopId} at https://${HOST}`, type: 'text/plain; charset=utf-8' },
          path,
        );
    }));

  test('a verified domain serves nothing else', () =>
    withServer(async ({ get }) => {
      const paths = [
        '/',
        '/docs',
        '/deposits',
        '/sandbox/att_1',
        '/metrics',
        '/healthz',
        `/tls/ask?domain=${HOST}`,
        '/api/checkout/create-session',
        '/v2/payments',
        '/checkout',
        '/checkout/',
        '/checkout//',
        '/checkoutx/cs_1',
        '/assets/',
        '/assets',
        '/cs_',
        '/cs-1',
        '/csx_1',
        '/checkout/../v2/payments',
        '/checkout/cs_1/../../v2/payments',
        '/checkout/%2e%2e/v2/payments',
        '/checkout/..%2fv2',
        '/checkout/cs_1\\..\\v2',
        '//checkout/cs_1',
        '/checkout//cs_1',
        '/CHECKOUT/cs_1',
        '/v2/payments?/checkout/cs_1',
        '/checkout/.env',
        '/checkout/cs_1;/x',
      ];
      for (const path of paths) {
        const { status, text } = await get(HOST, path);
        assert.is(status, 404, path);
        assert.match(text, /There is no such page/);
      }
    }));

  test('the host counts in whatever spelling: capitals, a port, a dot at its end', () =>
    withServer(async ({ get }) => {
      for (const host of [
        'CHECKOUT.yourstore.com',
        `${HOST}:8443`,
        `${HOST}.`,
        `${HOST.toUpperCase()}.:443`,
      ]) {
        assert.is((await get(host, '/docs')).status, 404, host);
        assert.is((await get(host, PAGE)).status, 200, host);
      }
    }));

  test('behind a proxy the host that counts is the one that the proxy tells', () =>
    withServer(async ({ get }) => {
      assert.is((await get('127.0.0.1', '/docs', { 'x-forwarded-host': HOST })).status, 404);
      assert.is((await get(HOST, '/docs', { 'x-forwarded-host': PUBLIC_HOST })).status, 200);
    }));

  test('our own host, IP addresses and names that nobody has asked for serve everything', () =>
    withServer(async ({ get }) => {
      const hosts = [
        PUBLIC_HOST,
        `${PUBLIC_HOST.toUpperCase()}:443`,
        '127.0.0.1:3000',
        '[::1]:3000',
        'localhost',
      ];
      for (const host of [...hosts, 'other.yourstore.com', 'yourstore.com', 'a_b', 'x'.repeat(300)])
        for (const path of ['/docs', PAGE]) assert.is((await get(host, path)).text, 'all of it', host);
    }));

  test('a domain that somebody has asked for and not proved serves nothing, not even checkout pages', () =>
    withServer(async ({ get }) => {
      for (const path of ['/', PAGE, '/v2/payments']) {
        const { status, text } = await get('late.yourstore.com', path);
        assert.is(status, 421);
        assert.match(text, /not connected yet/);
      }
    }));

  test('a domain that is lost is served for some seconds more and no longer', () =>
    withServer(async ({ get }, { domains, clock, shopId }) => {
      assert.is((await get(HOST, PAGE)).status, 200);
      await domains.put(SCOPE, shopId, 'pay.yourstore.com');
      await domains.put(SCOPE, shopId, HOST);
      assert.is((await get(HOST, PAGE)).status, 200);
      clock.advance(REMEMBER_HOST_MS);
      assert.is((await get(HOST, PAGE)).status, 421);
    }));

  test('the database is asked once for many requests, and again after a failure', async () => {
    const clock = fakeClock();
    const asked: string[] = [];
    let broken = true;
    const domains = {
      findVerified: async (host: string) => {
        asked.push(host);
        if (broken) throw new DomainError('storage_unavailable', 'down');
        return null;
      },
      isKnown: async () => true,
    };
    await withHosts(domains, clock, async ({ get }) => {
      assert.is((await get(HOST, PAGE)).status, 500);
      broken = false;
      for (let n = 0; n < 5; n += 1) assert.is((await get(HOST, PAGE)).status, 421);
      assert.is(asked.length, 2);
      clock.advance(-3_600_000);
      await get(HOST, PAGE);
      assert.is(asked.length, 3);
    });
  });

  test('of the hosts that anybody may send only so many are remembered, the latest', async () => {
    const asked: string[] = [];
    const domains = {
      findVerified: async (host: string) => (asked.push(host), null),
      isKnown: async () => false,
    };
    await withHosts(domains, fakeClock(), async ({ get }) => {
      for (let n = 0; n <= REMEMBER_HOSTS_MAX; n += 1) await get(`h${n}.yourstore.com`, PAGE);
      asked.length = 0;
      await get(`h${REMEMBER_HOSTS_MAX}.yourstore.com`, PAGE);
      assert.equal(asked, []);
      await get('h0.yourstore.com', PAGE);
      assert.equal(asked, ['h0.yourstore.com']);
    });
  });
});

suite('whether a certificate may be asked for', (test) => {
  test('yes for verified domains and our own host, no for all else', () =>
    withServer(async ({ get }) => {
      const ask = async (domain: string) => (await get('127.0.0.1:3000', `/tls/ask${domain}`)).status;
      for (const domain of [HOST, HOST.toUpperCase(), PUBLIC_HOST])
        assert.is(await ask(`?domain=${domain}`), 200);
      const others = [
        '',
        '?domain=',
        '?domain=late.yourstore.com',
        '?domain=yourstore.com',
        '?domain=127.0.0.1',
        `?domain=x.${HOST}`,
        `?domain=${HOST}:443`,
        `?domain=${HOST}%00`,
        `?domain=https://${HOST}`,
        `?domain=${HOST}&domain=${HOST}`,
        `?domain=${'x'.repeat(4000)}`,
      ];
      for (const other of others) assert.is(await ask(other), 404, other);
    }));

  test('it is said at once: a domain that is lost gets no new certificate', () =>
    withServer(async ({ get }, { domains, shopId }) => {
      const ask = async () => (await get('127.0.0.1', `/tls/ask?domain=${HOST}`)).status;
      assert.is(await ask(), 200);
      await domains.remove(SCOPE, shopId);
      assert.is(await ask(), 404);
    }));
});
