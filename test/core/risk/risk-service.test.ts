import * as assert from 'uvu/assert';
import { seoulDay } from '../../../core/index.ts';
import { sampleTally } from '../../support/checkout-fixtures.ts';
import { UNKNOWN_BUYER } from '../../support/risk-fixtures.ts';
import { suite } from '../../support/suite.ts';
import { HONG, MINUTE, OTHER, rulesOf, SHOP, withWorld } from './with-risk.ts';

suite('risk service', (test) => {
  test('an attempt of somebody new is allowed, stored and counted', () =>
    withWorld(async ({ risk, payment, live, tallied }) => {
      const paid = payment({ sessionId: 'cs_1' });
      const given = await risk.assess(live, { payment: paid, shopId: SHOP, policy: null, buyer: HONG });
      assert.equal([given.score, given.decision, given.reasons], [0, 'allow', []]);
      assert.equal([given.sessionId, given.attemptId, given.replaces], ['cs_1', null, null]);
      assert.equal(given.facts.attempts, { card: 0, email: 1, phone: 1, address: 1 });
      assert.match(given.id, /^rsk_/);
      assert.equal(await risk.ofPayment(live, paid.id), [given]);
      assert.equal(await tallied(), ['risk.decision allow: 1']);
    }));

  test('the eleventh attempt of an e-mail and a telephone within ten minutes is put to review', () =>
    withWorld(async ({ tries, tallied }) => {
      const tenth = await tries(10, HONG);
      assert.equal([tenth.score, tenth.decision], [0, 'allow']);
      const next = await tries(1, { ...HONG, email: ' HONG@example.com', phone: '+82 10 1234 5678' });
      assert.equal(rulesOf(next), ['email_velocity', 'phone_velocity']);
      assert.equal([next.score, next.decision], [80, 'review']);
      assert.equal(await tallied(), [
        'risk.decision allow: 10',
        'risk.decision review: 1',
        'risk.reason email_velocity: 1',
        'risk.reason phone_velocity: 1',
      ]);
    }));

  test('in live mode too much is blocked and still counted; in test mode it is put to review', () =>
    withWorld(async ({ tries, test, live, risk }) => {
      for (const [scope, decision] of [
        [live, 'block'],
        [test, 'review'],
      ] as const) {
        const last = await tries(21, HONG, { scope });
        assert.equal([last.score, last.decision], [110, decision]);
        assert.is((await tries(1, HONG, { scope })).facts.attempts.address, 22);
      }
      const blocked = await risk.list(live, SHOP, { decision: 'block' }, { limit: 10 });
      assert.is(blocked.items.length, 2);
      const policy = { blockScore: 100 };
      assert.is((await tries(1, HONG, { scope: test, policy })).decision, 'block');
    }));

  test('attempts that are older than the window do not count', () =>
    withWorld(async ({ tries, clock }) => {
      await tries(10, OTHER);
      clock.advance(10 * MINUTE - 1);
      assert.is((await tries(1, OTHER)).facts.attempts.email, 11);
      clock.advance(1);
      assert.is((await tries(1, OTHER)).facts.attempts.email, 2);
      const policy = { velocityWindowMs: 60 * MINUTE };
      assert.is((await tries(1, OTHER, { policy })).facts.attempts.email, 13);
    }));

  test('nobody else is counted: not another mode, nor a buyer who shares nothing', () =>
    withWorld(async ({ tries, test }) => {
      await tries(5, HONG);
      assert.is((await tries(1, HONG, { scope: test })).facts.attempts.email, 1);
      const other = await tries(1, { ...OTHER, address: HONG.address });
      assert.equal(other.facts.attempts, { card: 0, email: 1, phone: 0, address: 6 });
    }));

  test('attempts at the same moment are all counted', () =>
    withWorld(async ({ tries }) => {
      await Promise.all(Array.from({ length: 12 }, () => tries(1, HONG)));
      assert.is((await tries(1, HONG)).facts.attempts.email, 13);
    }));

  test('an address that is thrown away and countries that differ are reasons', () =>
    withWorld(async ({ tries }) => {
      const buyer = { ...OTHER, email: 'x@mail.mailinator.com', country: 'us', shippingCountry: 'KR' };
      const given = await tries(1, buyer);
      assert.equal(rulesOf(given), ['country_mismatch', 'disposable_email']);
      assert.equal([given.score, given.decision], [60, 'review']);
    }));

  test('an amount is measured by what the shop was paid within thirty days, in its currency', () =>
    withWorld(async ({ storage, risk, live, payment, clock }) => {
      const paid = { subject: SHOP, metric: 'payment.succeeded', detail: 'card' } as const;
      const today = seoulDay(clock.now());
      const assess = (amount: number, currency = 'KRW') =>
        risk.assess(live, {
          payment: payment({ amount, currency }),
          shopId: SHOP,
          policy: null,
          buyer: UNKNOWN_BUYER,
        });
      const sold = (ago: number, count: number) =>
        storage.tallies.add(live, [
          sampleTally({ ...paid, day: today - ago, count, amount: 10_000 * count }),
        ]);
      await sold(30, 100);
      await sold(29, 19);
      assert.equal(rulesOf(await assess(100_001)), []);
      await sold(0, 1);
      assert.equal(rulesOf(await assess(100_000)), []);
      const outlier = await assess(100_001);
      assert.equal(outlier.reasons, [
        { rule: 'amount_outlier', weight: 30, observed: 100_001, limit: 100_000 },
      ]);
      assert.equal(outlier.facts.usual, { currency: 'KRW', count: 20, amount: 10_000 });
      assert.equal(rulesOf(await assess(100_001, 'USD')), []);
    }));

  test('a shop that has switched the rules off is told that all is well, and its attempts count', () =>
    withWorld(async ({ tries }) => {
      const off = await tries(21, HONG, { policy: { isEnabled: false } });
      assert.equal([off.score, off.decision], [0, 'allow']);
      assert.is((await tries(1, HONG)).decision, 'block');
    }));

  test('a payment without a shop is judged, and counted for nobody', () =>
    withWorld(async ({ risk, live, payment, knex }) => {
      const asked = { payment: payment(), shopId: null, policy: null, buyer: HONG };
      const given = await risk.assess(live, asked);
      assert.equal([given.shopId, given.decision, given.facts.usual], [null, 'allow', null]);
      assert.equal(await knex('kc_tallies'), []);
    }));

  test('nothing that is stored tells who the buyer is', () =>
    withWorld(async ({ tries, hears, payment, attempt, knex }) => {
      await tries(12, { ...HONG, cardFingerprint: 'fp_secret' });
      const of = payment();
      await hears(of, attempt(of), { fingerprint: 'fp_secret' });
      const rows = [...(await knex('kc_risk_signals')), ...(await knex('kc_risk_assessments'))] as unknown[];
      const stored = JSON.stringify(rows);
      for (const secret of ['hong', 'example.com', '1234-5678', '12345678', '203.0.113', 'fp_secret'])
        assert.not.ok(stored.includes(secret), secret);
    }));
});

suite('risk service lists', (test) => {
  test('nobody sees the assessments of another merchant or mode', () =>
    withWorld(async ({ risk, live, test: testScope, payment }) => {
      const of = payment();
      await risk.assess(live, { payment: of, shopId: SHOP, policy: null, buyer: HONG });
      for (const scope of [testScope, { ...live, merchantId: 'mer_other' }]) {
        assert.equal(await risk.ofPayment(scope, of.id), []);
        assert.equal((await risk.list(scope, SHOP, {}, { limit: 10 })).items, []);
      }
    }));

  test('signals are forgotten when no window can reach them, and assessments stay', () =>
    withWorld(async ({ risk, live, tries, clock }) => {
      await tries(3, HONG);
      clock.advance(24 * 60 * MINUTE - 1);
      assert.is(await risk.purgeSignals(100), 0);
      clock.advance(1);
      assert.is(await risk.purgeSignals(100), 3);
      assert.is((await risk.list(live, SHOP, {}, { limit: 10 })).items.length, 3);
    }));
});
