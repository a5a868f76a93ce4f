import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  type CustomDomain,
  DOMAIN_CONFIGURATION_TRANSITIONS,
  DOMAIN_VERIFICATION_TRANSITIONS,
} from '../../../core/domains/custom-domain.ts';
import {
  applyCheck,
  type DomainFindings,
  hostOf,
  MISSES_MAX,
  newDomain,
  SILENCE_MAX_MS,
  VERIFY_WITHIN_MS,
} from '../../../core/domains/custom-domain-rules.ts';
import { DAY } from '../../../core/kernel/time.ts';
import { NOW, SCOPE } from '../../support/fixtures.ts';
import { suite } from '../../support/suite.ts';

const findings: fc.Arbitrary<DomainFindings | 'unreachable'> = fc.oneof(
  fc.constant('unreachable' as const),
  fc.record({ txtFound: fc.boolean(), pointsHere: fc.constantFrom(true, false, null) }),
);

/** What is found, and how long after the look before. */
const looks = fc.array(fc.tuple(findings, fc.integer({ min: 0, max: 30 * 60 * 60 * 1000 })), {
  maxLength: 40,
});

const made = (): CustomDomain =>
  newDomain(
    { id: 'dom_1', scope: SCOPE, shopId: 'shop_1', host: 'a.b.kr', sub: 'a', challengeValue: 'x' },
    NOW,
  );

/** Every domain on the way, with what was found and when. */
function* walk(steps: Iterable<[DomainFindings | 'unreachable', number]>) {
  let was = made();
  let at = NOW;
  for (const [found, wait] of steps) {
    at += wait;
    const now = applyCheck(was, found, at);
    yield { was, now, found, at };
    was = now;
  }
}

suite('custom domain properties', (test) => {
  test('no look ever makes a step that the tables do not have', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        for (const { was, now } of walk(steps)) {
          const [v, c] = [was.verificationStatus, was.configurationStatus];
          if (now.verificationStatus !== v)
            assert.ok(DOMAIN_VERIFICATION_TRANSITIONS[v].includes(now.verificationStatus));
          if (now.configurationStatus !== c)
            assert.ok(DOMAIN_CONFIGURATION_TRANSITIONS[c].includes(now.configurationStatus));
        }
      }),
    );
  });

  test('a domain becomes verified when its record was found, and never otherwise', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        for (const { was, now, found } of walk(steps)) {
          const isFound = found !== 'unreachable' && found.txtFound;
          if (isFound) assert.is(now.verificationStatus, 'verified');
          else if (now.verificationStatus === 'verified') assert.is(was.verificationStatus, 'verified');
        }
      }),
    );
  });

  test('the next look is always ahead, within a day, and there is one exactly until a domain has failed', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        for (const { now, at } of walk(steps)) {
          assert.is(now.checkAt === null, now.verificationStatus === 'failed');
          if (now.checkAt !== null) assert.ok(now.checkAt > at && now.checkAt <= at + DAY);
        }
      }),
    );
  });

  test('a pending domain fails after its deadline and never before, and is not pending for ever', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        for (const { was, now, at } of walk(steps)) {
          if (was.verificationStatus !== 'pending') continue;
          if (now.verificationStatus === 'failed') assert.ok(at >= NOW + VERIFY_WITHIN_MS);
          if (now.verificationStatus === 'pending') assert.ok(at < NOW + VERIFY_WITHIN_MS + SILENCE_MAX_MS);
        }
      }),
    );
  });

  test('a verified domain is lost only after three looks without its record, over almost two days', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        let misses: number[] = [];
        for (const { was, now, found, at } of walk(steps)) {
          if (found === 'unreachable') continue;
          if (found.txtFound) misses = [];
          else misses.push(at);
          if (was.verificationStatus === 'verified' && now.verificationStatus === 'failed') {
            assert.ok(misses.length >= MISSES_MAX);
            assert.ok(at - (misses[0] ?? at) >= 2 * (DAY - 60 * 60 * 1000));
          }
        }
      }),
    );
  });

  test('whatever is typed is no host or one in lower-case ASCII that stays the same when typed again', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.domain(),
      fc.webUrl(),
      fc.ipV4(),
      fc.ipV6(),
      fc.stringMatching(/^[a-zA-Z0-9.:@/%_가-힣\s-]{1,40}$/),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const host = hostOf(typed);
        if (host === null) return;
        assert.match(host, /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/);
        assert.is(hostOf(host), host);
        assert.is(new URL(`https://${host}`).host, host);
      }),
      { numRuns: 500 },
    );
  });
});
