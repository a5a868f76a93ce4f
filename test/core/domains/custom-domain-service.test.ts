import * as assert from 'uvu/assert';
import type { CustomDomain } from '../../../core/domains/custom-domain.ts';
import { DOMAIN_LEASE_MS } from '../../../core/domains/custom-domain-service.ts';
import { DAY, HOUR, MINUTE } from '../../../core/kernel/time.ts';
import { OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../../support/fixtures.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';
import { type Domains, HOST, PUBLIC_HOST, withDomains } from '../../support/with-domains.ts';

const statusesOf = (domain: CustomDomain | null) => [domain?.verificationStatus, domain?.configurationStatus];

/** A shop whose domain has been verified. */
async function verified(on: Domains, scope = SCOPE): Promise<{ shopId: string; domain: CustomDomain }> {
  const shopId = await on.shop(scope);
  on.prove(await on.domains.put(scope, shopId, HOST));
  on.dns.set(HOST, 'CNAME', PUBLIC_HOST);
  return { shopId, domain: await on.domains.verify(scope, shopId) };
}

suite('custom domains: what a merchant does', (test) => {
  test('a shop gets the record that the document prints, and is verified once the record is there', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      assert.is(await on.domains.get(SCOPE, shopId), null);
      const domain = await on.domains.put(SCOPE, shopId, 'Checkout.YourStore.com.');
      assert.is(domain.host, HOST);
      assert.is(domain.challengeName, '_korea-checkout-challenge.checkout');
      assert.match(domain.challengeValue, /^kc-domain-verify-[0-9A-Za-z]{32}$/);
      assert.equal(statusesOf(await on.domains.verify(SCOPE, shopId)), ['pending', 'pending']);
      assert.is(await on.domains.findVerified(HOST), null);
      on.prove(domain);
      assert.equal(statusesOf(await on.domains.verify(SCOPE, shopId)), ['verified', 'pending']);
      on.dns.set(HOST, 'A', '192.0.2.1');
      const ready = await on.domains.verify(SCOPE, shopId);
      assert.equal(statusesOf(ready), ['verified', 'configured']);
      assert.equal(await on.domains.get(SCOPE, shopId), ready);
      assert.equal(await on.domains.findVerified('CHECKOUT.yourstore.com.'), ready);
    }));

  test('a record with another value, or at another name, proves nothing', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      const domain = await on.domains.put(SCOPE, shopId, HOST);
      on.prove({ ...domain, challengeValue: `${domain.challengeValue}x` });
      on.dns.set('_korea-checkout-challenge.yourstore.com', 'TXT', domain.challengeValue);
      on.dns.set(HOST, 'TXT', domain.challengeValue);
      assert.is((await on.domains.verify(SCOPE, shopId)).verificationStatus, 'pending');
    }));

  test('what is no sub-domain of somebody’s is refused with the reason, and our own host as well', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      const reasons: Record<string, string> = {
        'yourstore.com': 'not_a_subdomain',
        'co.kr': 'not_public',
        '127.0.0.1': 'not_a_host_name',
        [PUBLIC_HOST]: 'own_host',
      };
      for (const [host, reason] of Object.entries(reasons)) {
        const { details } = await rejectsWith('domain_refused', on.domains.put(SCOPE, shopId, host));
        assert.equal(details, { field: 'domain', reason });
      }
      assert.is(await on.domains.get(SCOPE, shopId), null);
    }));

  test('another domain takes the place of the shop’s domain; the same one again leaves it as it is', () =>
    withDomains(async (on) => {
      const { shopId, domain } = await verified(on);
      assert.equal(await on.domains.put(SCOPE, shopId, HOST), domain);
      const next = await on.domains.put(SCOPE, shopId, 'pay.yourstore.com');
      assert.equal(statusesOf(next), ['pending', 'pending']);
      assert.is.not(next.challengeValue, domain.challengeValue);
      assert.is(await on.domains.findVerified(HOST), null);
      assert.is(await on.domains.isKnown(HOST), false);
    }));

  test('two first requests for a shop’s domain at once make one domain', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      const put = () => on.domains.put(SCOPE, shopId, HOST);
      const [one, two] = await Promise.all([put(), put()]);
      assert.equal(one, two);
    }));

  test('a removed domain is served and checked no more, and removing it again does no harm', () =>
    withDomains(async (on) => {
      const { shopId } = await verified(on);
      await on.domains.remove(SCOPE, shopId);
      await on.domains.remove(SCOPE, shopId);
      assert.is(await on.domains.get(SCOPE, shopId), null);
      assert.is(await on.domains.findVerified(HOST), null);
      await rejectsWith('not_found', on.domains.verify(SCOPE, shopId));
      on.clock.advance(30 * DAY);
      assert.is(await on.domains.checkDue(10), 0);
    }));

  test('another merchant’s shop, and the other mode’s, is not found by any call', () =>
    withDomains(async (on) => {
      const { shopId, domain } = await verified(on);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        await rejectsWith('not_found', on.domains.put(scope, shopId, 'pay.yourstore.com'));
        await rejectsWith('not_found', on.domains.get(scope, shopId));
        await rejectsWith('not_found', on.domains.verify(scope, shopId));
        await rejectsWith('not_found', on.domains.remove(scope, shopId));
      }
      assert.equal(await on.domains.get(SCOPE, shopId), domain);
    }));

  test('DNS is asked for one domain ten times a minute by hand and no more', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      await on.domains.put(SCOPE, shopId, HOST);
      for (let n = 0; n < 10; n += 1) await on.domains.verify(SCOPE, shopId);
      const asked = on.dns.asked.length;
      const { details } = await rejectsWith('rate_limited', on.domains.verify(SCOPE, shopId));
      assert.ok(Number(details['retry_after_ms']) > 0);
      assert.is(on.dns.asked.length, asked);
      on.clock.advance(MINUTE);
      await on.domains.verify(SCOPE, shopId);
    }));

  test('a failed domain that is asked for again is verified by the record that was late', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      const domain = await on.domains.put(SCOPE, shopId, HOST);
      on.clock.advance(DAY);
      await on.domains.checkDue(10);
      assert.is((await on.domains.get(SCOPE, shopId))?.verificationStatus, 'failed');
      const again = await on.domains.put(SCOPE, shopId, HOST);
      assert.equal([again.id, again.verificationStatus], [domain.id, 'pending']);
      on.prove(domain);
      on.clock.advance(MINUTE);
      await on.domains.checkDue(10);
      assert.is((await on.domains.get(SCOPE, shopId))?.verificationStatus, 'verified');
    }));
});

suite('custom domains: one host, several shops', (test) => {
  test('all may ask, and the one with the record gets it', () =>
    withDomains(async (on) => {
      const [mine, theirs] = [await on.shop(), await on.shop(OTHER_MERCHANT)];
      await on.domains.put(SCOPE, mine, HOST);
      on.prove(await on.domains.put(OTHER_MERCHANT, theirs, HOST));
      on.clock.advance(MINUTE);
      assert.is(await on.domains.checkDue(10), 2);
      assert.is((await on.domains.findVerified(HOST))?.shopId, theirs);
      assert.is((await on.domains.get(SCOPE, mine))?.verificationStatus, 'pending');
    }));

  test('the second who proves the host is told that it is taken, and the first keeps it', () =>
    withDomains(async (on) => {
      const { domain } = await verified(on);
      const late = await on.shop(OTHER_MERCHANT);
      on.prove(await on.domains.put(OTHER_MERCHANT, late, HOST));
      await rejectsWith('already_exists', on.domains.verify(OTHER_MERCHANT, late));
      on.clock.advance(DAY);
      await on.domains.checkDue(10);
      assert.is((await on.domains.findVerified(HOST))?.id, domain.id);
      assert.is((await on.domains.get(OTHER_MERCHANT, late))?.verificationStatus, 'failed');
    }));

  test('the host goes at once to a new owner who proves it when the old one’s record is gone', () =>
    withDomains(async (on) => {
      const { shopId, domain } = await verified(on);
      const heir = await on.shop(OTHER_MERCHANT);
      const wanted = await on.domains.put(OTHER_MERCHANT, heir, HOST);
      on.unprove(domain);
      assert.is((await on.domains.verify(OTHER_MERCHANT, heir)).verificationStatus, 'pending');
      assert.is((await on.domains.findVerified(HOST))?.id, domain.id);
      on.prove(wanted);
      assert.is((await on.domains.verify(OTHER_MERCHANT, heir)).verificationStatus, 'verified');
      assert.is((await on.domains.findVerified(HOST))?.id, wanted.id);
      assert.is((await on.domains.get(SCOPE, shopId))?.verificationStatus, 'failed');
    }));

  test('of two that prove it at the same moment one gets it', () =>
    withDomains(async (on) => {
      const shops = [await on.shop(), await on.shop()] as const;
      for (const shop of shops) on.prove(await on.domains.put(SCOPE, shop, HOST));
      on.clock.advance(MINUTE);
      await on.domains.checkDue(10);
      const all = await Promise.all(shops.map((shop) => on.domains.get(SCOPE, shop)));
      assert.equal(all.map((domain) => domain?.verificationStatus).sort(), ['pending', 'verified']);
    }));
});

suite('custom domains: the job', (test) => {
  test('a domain is found within a minute of its record, without anybody’s doing', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      on.prove(await on.domains.put(SCOPE, shopId, HOST));
      assert.is(await on.domains.checkDue(10), 0);
      on.clock.advance(MINUTE);
      assert.is(await on.domains.checkDue(10), 1);
      assert.is((await on.domains.get(SCOPE, shopId))?.verificationStatus, 'verified');
      assert.is(await on.domains.checkDue(10), 0);
    }));

  test('a domain whose record is lost is served for two more days and then no more', () =>
    withDomains(async (on) => {
      const { shopId, domain } = await verified(on);
      on.unprove(domain);
      for (const days of [1, 2]) {
        on.clock.set(domain.createdAt + days * DAY);
        assert.is(await on.domains.checkDue(10), 1);
        assert.ok(await on.domains.findVerified(HOST));
      }
      on.clock.advance(DAY);
      await on.domains.checkDue(10);
      assert.is(await on.domains.findVerified(HOST), null);
      assert.is((await on.domains.get(SCOPE, shopId))?.checkAt, null);
    }));

  test('name servers in trouble lose nobody a domain, and are asked again within the hour', () =>
    withDomains(async (on) => {
      const { domain } = await verified(on);
      on.dns.trouble(`_korea-checkout-challenge.${HOST}`, 'SERVFAIL');
      for (let n = 0; n < 10; n += 1) {
        on.clock.advance(DAY);
        assert.is(await on.domains.checkDue(10), 1);
        const now = await on.domains.findVerified(HOST);
        assert.equal([now?.misses, now?.checkAt], [0, on.clock.now() + HOUR]);
      }
      assert.is((await on.domains.findVerified(HOST))?.verifiedAt, domain.verifiedAt);
    }));

  test('a look that never came to its end is made again by somebody else when its lease is over', () =>
    withDomains(async (on) => {
      const shopId = await on.shop();
      const domain = await on.domains.put(SCOPE, shopId, HOST);
      on.prove(domain);
      on.clock.advance(MINUTE);
      await on.storage.customDomains.postpone(domain, on.clock.now() + DOMAIN_LEASE_MS);
      assert.is(await on.domains.checkDue(10), 0);
      on.clock.advance(DOMAIN_LEASE_MS);
      assert.is(await on.domains.checkDue(10), 1);
      assert.is((await on.domains.get(SCOPE, shopId))?.verificationStatus, 'verified');
    }));

  test('a domain that is replaced while DNS is asked stays replaced', () => {
    let meanwhile: () => Promise<unknown> = async () => {};
    return withDomains(
      async (on) => {
        const shopId = await on.shop();
        on.prove(await on.domains.put(SCOPE, shopId, HOST));
        on.clock.advance(MINUTE);
        meanwhile = () => on.domains.put(SCOPE, shopId, 'pay.yourstore.com');
        assert.is(await on.domains.checkDue(10), 1);
        assert.is(await on.domains.findVerified(HOST), null);
        const now = await on.domains.get(SCOPE, shopId);
        assert.equal([now?.host, now?.verificationStatus], ['pay.yourstore.com', 'pending']);
      },
      {
        wrap: (names) => ({
          ...names,
          txt: async (name) => {
            const found = await names.txt(name);
            await meanwhile();
            return found;
          },
        }),
      },
    );
  });

  test('no more than asked for are looked at, and all at once: the silent hold up nobody', () =>
    withDomains(async (on) => {
      for (let n = 0; n < 12; n += 1) {
        const host = `checkout${n}.yourstore.com`;
        await on.domains.put(SCOPE, await on.shop(), host);
        on.dns.trouble(`_korea-checkout-challenge.${host}`, 'silence');
      }
      on.clock.advance(MINUTE);
      const began = performance.now();
      assert.is(await on.domains.checkDue(10), 10);
      assert.ok(performance.now() - began < 10 * 250);
      assert.is(await on.domains.checkDue(10), 2);
    }));
});
