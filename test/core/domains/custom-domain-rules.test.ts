import * as assert from 'uvu/assert';
import { nodeDomainNames } from '../../../adapters/domains/node-domain-names.ts';
import type { CustomDomain } from '../../../core/domains/custom-domain.ts';
import {
  applyCheck,
  challengeHost,
  type DomainFindings,
  domainFault,
  givenUp,
  HOST_MAX,
  hostOf,
  MISS_GAP_MS,
  newDomain,
  reopened,
  SILENCE_MAX_MS,
  takesBuyers,
} from '../../../core/domains/custom-domain-rules.ts';
import { DAY, HOUR, MINUTE } from '../../../core/kernel/time.ts';
import { pendingDomain, sampleDomain } from '../../support/domain-fixtures.ts';
import { NOW, SCOPE } from '../../support/fixtures.ts';
import { throwsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

const { split } = nodeDomainNames({ publicHost: 'pay.example.com' });
const OWN = ['pay.example.com', 'localhost'];

function faultOf(text: string): string | null {
  const host = hostOf(text);
  return domainFault(host, host === null ? null : split(host), OWN);
}

const made = (): CustomDomain =>
  newDomain(
    {
      id: 'dom_1',
      scope: SCOPE,
      shopId: 'shop_1',
      host: 'checkout.yourstore.com',
      sub: 'checkout',
      challengeValue: 'kc-domain-verify-x',
    },
    NOW,
  );

const FOUND: DomainFindings = { txtFound: true, pointsHere: true };
const NOTHING: DomainFindings = { txtFound: false, pointsHere: false };
const VERIFIED = sampleDomain({ misses: 0, missedAt: null, deadline: NOW, checkAt: NOW });

/** By the reason for which they are refused. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  not_a_host_name: [
    '',
    '.',
    ' checkout.yourstore.com',
    'checkout.yourstore.com ',
    'checkout.your store.com',
    'check\tout.yourstore.com',
    'checkout.yourstore.com\n',
    'https://checkout.yourstore.com',
    '//checkout.yourstore.com',
    'checkout.yourstore.com/',
    'checkout.yourstore.com/path',
    'checkout.yourstore.com\\path',
    'checkout.yourstore.com:443',
    'user@checkout.yourstore.com',
    'user:pass@checkout.yourstore.com',
    'checkout.yourstore.com?x',
    'checkout.yourstore.com#x',
    'checkout%2eyourstore.com',
    'checkout..yourstore.com',
    '.checkout.yourstore.com',
    'checkout.yourstore.com..',
    '-checkout.yourstore.com',
    'checkout-.yourstore.com',
    'check_out.yourstore.com',
    '*.yourstore.com',
    'check\u0000out.yourstore.com',
    'xn--.yourstore.com',
    'checkout.\ud800.com',
    '\u2100.yourstore.com',
    `${'a'.repeat(64)}.yourstore.com`,
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '1.2.3.4.',
    '①②⑦.⓪.⓪.①',
    '[::1]',
    '::1',
    'checkout.yourstore.123',
    'a'.repeat(2000),
  ],
  too_long: [`${'a.'.repeat(HOST_MAX / 2)}yourstore.com`],
  own_host: ['pay.example.com', 'PAY.example.com.', 'localhost'],
  not_public: [
    'checkout',
    'com',
    'co.kr',
    'github.io',
    'checkout.localhost',
    'a.b.localhost',
    'checkout.yourstore.local',
    'db.corp.internal',
    'checkout.yourstore.test',
    'checkout.yourstore.invalid',
    'checkout.yourstore.example',
    'checkout.abcdefghij.onion',
    'printer.home.arpa',
    'a.1.0.0.127.in-addr.arpa',
    'checkout.yourstore.nosuchtld',
  ],
  not_a_subdomain: ['yourstore.com', 'yourstore.co.kr', 'shop.github.io', '상점.한국', 'example.com'],
};

suite('custom domain rules: hosts', (test) => {
  const GOOD: Readonly<Record<string, string>> = {
    'checkout.yourstore.com': 'checkout.yourstore.com',
    'Checkout.YourStore.COM': 'checkout.yourstore.com',
    'checkout.yourstore.com.': 'checkout.yourstore.com',
    'a.b.c.yourstore.co.kr': 'a.b.c.yourstore.co.kr',
    '결제.상점.한국': 'xn--p89a133c.xn--hg4bs7k.xn--3e0b707e',
    'checkout。yourstore．com': 'checkout.yourstore.com',
    'ｃｈｅｃｋｏｕｔ.yourstore.com': 'checkout.yourstore.com',
    'bücher.yourstore.com': 'xn--bcher-kva.yourstore.com',
    'pay.shop.github.io': 'pay.shop.github.io',
    'pay2.example.com': 'pay2.example.com',
    '1.yourstore.com': '1.yourstore.com',
  };

  for (const [text, host] of Object.entries(GOOD))
    test(`${text} may be a custom domain, and is kept as ${host}`, () => {
      assert.is(hostOf(text), host);
      assert.is(faultOf(text), null);
      assert.is(hostOf(host), host);
    });

  for (const [fault, texts] of Object.entries(BAD))
    test(`what is ${fault} is refused as such, in every spelling`, () => {
      for (const text of texts) assert.is(faultOf(text), fault, JSON.stringify(text.slice(0, 60)));
    });
});

suite('custom domain rules: what a check makes of a domain', (test) => {
  test('a new domain waits for a record at the place that the document prints, and is looked at in a minute', () => {
    const domain = made();
    assert.is(domain.challengeName, '_korea-checkout-challenge.checkout');
    assert.is(challengeHost(domain), '_korea-checkout-challenge.checkout.yourstore.com');
    assert.is(domain.checkAt, NOW + MINUTE);
    assert.is(domain.deadline, NOW + DAY);
    assert.equal([domain.verificationStatus, domain.configurationStatus], ['pending', 'pending']);
  });

  test('it is looked at after 1, 5, 15 and 60 minutes, then hourly, for the last time at its deadline', () => {
    let domain = made();
    const looks = [NOW];
    for (let at = domain.checkAt; at !== null; at = domain.checkAt) {
      looks.push(at);
      domain = applyCheck(domain, NOTHING, at);
    }
    assert.is(looks.at(-1), NOW + DAY);
    const waits = looks.slice(1).map((at, index) => (at - (looks[index] ?? 0)) / MINUTE);
    assert.equal(waits.slice(0, 6), [1, 5, 15, 60, 60, 60]);
    assert.is(waits.length, 4 + 22 + 1);
    assert.is(domain.verificationStatus, 'failed');
    assert.is(domain.configurationStatus, 'failed');
  });

  test('the record proves the domain, and then it is looked at daily', () => {
    const domain = applyCheck(made(), FOUND, NOW + 5);
    assert.is(domain.verificationStatus, 'verified');
    assert.is(domain.configurationStatus, 'configured');
    assert.is(domain.verifiedAt, NOW + 5);
    assert.is(domain.checkAt, NOW + 5 + DAY);
    assert.is(applyCheck(domain, FOUND, NOW + DAY).verifiedAt, NOW + 5);
  });

  test('a verified domain that does not lead here yet is looked at as often as a new one, and takes no buyers', () => {
    const domain = applyCheck(made(), { txtFound: true, pointsHere: false }, NOW + MINUTE);
    assert.is(domain.verificationStatus, 'verified');
    assert.is(domain.configurationStatus, 'pending');
    assert.is(domain.checkAt, NOW + 6 * MINUTE);
    assert.is(takesBuyers(domain), false);
    const over = applyCheck(domain, { txtFound: true, pointsHere: false }, NOW + DAY);
    assert.equal([over.verificationStatus, over.configurationStatus], ['verified', 'failed']);
    assert.is(over.checkAt, NOW + 2 * DAY);
    assert.is(takesBuyers(applyCheck(over, FOUND, NOW + 2 * DAY)), true);
  });

  test('a name that leads elsewhere takes no buyers from the first look on, but stays verified', () => {
    const domain = applyCheck(VERIFIED, { txtFound: true, pointsHere: false }, NOW);
    assert.equal([domain.verificationStatus, domain.configurationStatus], ['verified', 'failed']);
    assert.is(takesBuyers(VERIFIED) && !takesBuyers(domain), true);
  });

  test('no answer about the addresses leaves the configuration as it was', () => {
    for (const configurationStatus of ['pending', 'configured', 'failed'] as const) {
      const was = { ...VERIFIED, configurationStatus };
      assert.is(
        applyCheck(was, { txtFound: true, pointsHere: null }, NOW).configurationStatus,
        configurationStatus,
      );
    }
  });

  test('three daily looks in a row without the record are the end of a verified domain', () => {
    const first = applyCheck(VERIFIED, NOTHING, NOW);
    const second = applyCheck(first, NOTHING, NOW + DAY);
    assert.equal([first.misses, second.misses], [1, 2]);
    assert.is(second.verificationStatus, 'verified');
    const third = applyCheck(second, NOTHING, NOW + 2 * DAY);
    assert.is(third.verificationStatus, 'failed');
    assert.is(third.checkAt, null);
  });

  test('a record that is there again starts the count anew', () => {
    const missed = applyCheck(applyCheck(VERIFIED, NOTHING, NOW), NOTHING, NOW + DAY);
    const back = applyCheck(missed, FOUND, NOW + 2 * DAY);
    assert.equal([back.misses, back.missedAt], [0, null]);
    assert.is(applyCheck(back, NOTHING, NOW + 3 * DAY).verificationStatus, 'verified');
  });

  test('looks by hand do not use up the three days', () => {
    let domain = VERIFIED;
    for (let minute = 0; minute < 60; minute += 1)
      domain = applyCheck(domain, NOTHING, NOW + minute * MINUTE);
    assert.equal([domain.verificationStatus, domain.misses], ['verified', 1]);
  });

  test('looks by hand do not keep a lost domain alive either', () => {
    let domain = VERIFIED;
    let now = NOW;
    for (; domain.verificationStatus === 'verified' && now < NOW + 30 * DAY; now += 7 * HOUR)
      domain = applyCheck(domain, NOTHING, now);
    assert.is(domain.verificationStatus, 'failed');
    assert.ok(now <= NOW + 2 * (MISS_GAP_MS + 7 * HOUR) + 7 * HOUR);
  });

  test('trouble with DNS changes nothing but the time of the next look', () => {
    for (const was of [made(), VERIFIED, sampleDomain({ verificationStatus: 'failed', checkAt: null })]) {
      const now = was.verificationStatus === 'pending' ? NOW + DAY + HOUR : NOW;
      const after = applyCheck(was, 'unreachable', now);
      assert.equal({ ...after, checkAt: 0 }, { ...was, checkAt: 0 });
      if (was.verificationStatus === 'failed') assert.is(after.checkAt, null);
      else assert.ok(after.checkAt !== null && after.checkAt > now && after.checkAt <= now + HOUR);
    }
  });

  test('a domain whose DNS says nothing for a day after its deadline is waited for no more', () => {
    const end = NOW + DAY + SILENCE_MAX_MS;
    assert.is(applyCheck(made(), 'unreachable', end - 1).verificationStatus, 'pending');
    const over = applyCheck(made(), 'unreachable', end);
    assert.equal([over.verificationStatus, over.checkAt], ['failed', null]);
    assert.is(applyCheck(VERIFIED, 'unreachable', end + 100 * DAY).verificationStatus, 'verified');
  });

  test('a failed domain is verified by a look by hand that finds the record, and else stays failed', () => {
    const failed = applyCheck(made(), NOTHING, NOW + DAY);
    assert.is(applyCheck(failed, NOTHING, NOW + 2 * DAY).verificationStatus, 'failed');
    const found = applyCheck(failed, FOUND, NOW + 2 * DAY);
    assert.equal([found.verificationStatus, found.checkAt], ['verified', NOW + 3 * DAY]);
  });

  test('a failed domain that is asked for again keeps its challenge and gets a day; others cannot be', () => {
    const failed = applyCheck(made(), NOTHING, NOW + DAY);
    const again = reopened(failed, NOW + 2 * DAY);
    assert.is(again.challengeValue, failed.challengeValue);
    assert.is(again.deadline, NOW + 3 * DAY);
    assert.is(again.checkAt, NOW + 2 * DAY + MINUTE);
    assert.equal([again.verificationStatus, again.configurationStatus], ['pending', 'pending']);
    for (const domain of [pendingDomain(), VERIFIED])
      throwsWith('illegal_transition', () => reopened(domain, NOW));
  });

  test('a domain that is given up has failed, and cannot be given up again', () => {
    assert.equal(
      [givenUp(VERIFIED, NOW).verificationStatus, givenUp(VERIFIED, NOW).checkAt],
      ['failed', null],
    );
    const failed = sampleDomain({ verificationStatus: 'failed', checkAt: null });
    throwsWith('illegal_transition', () => givenUp(failed, NOW));
  });
});
