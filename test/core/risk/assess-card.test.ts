import * as assert from 'uvu/assert';
import { type RiskAssessment, type RiskPolicy, seoulDay } from '../../../core/index.ts';
import { sampleSession, sampleShop } from '../../support/checkout-fixtures.ts';
import { suite } from '../../support/suite.ts';
import { HONG, MINUTE, OTHER, rulesOf, SHOP, withWorld } from './with-risk.ts';

suite('risk of cards', (test) => {
  test('the card that an attempt has told is judged with what was known before', () =>
    withWorld(async ({ risk, live, hears, payment, attempt, tallied }) => {
      const of = payment();
      const asked = {
        payment: of,
        shopId: SHOP,
        policy: null,
        buyer: { ...HONG, email: 'x@mailinator.com' },
      };
      const first = await risk.assess(live, asked);
      const tried = attempt(of);
      const second = await hears(of, tried, { fingerprint: 'fp_1', country: 'US' });
      assert.ok(second);
      assert.equal(rulesOf(second), ['country_mismatch', 'disposable_email']);
      assert.equal([second.score, second.decision, second.shopId], [60, 'review', SHOP]);
      assert.equal([second.attemptId, second.replaces], [tried.id, first.id]);
      assert.equal(second.facts.attempts, { card: 1, email: 1, phone: 1, address: 1 });
      assert.equal(await risk.ofPayment(live, of.id), [second, first]);
      assert.equal(await tallied(), [
        'risk.decision review: 1',
        'risk.reason country_mismatch: 1',
        'risk.reason disposable_email: 1',
      ]);
    }));

  test('the same news of a card twice, or at once, adds nothing', () =>
    withWorld(async ({ risk, live, hears, payment, attempt, tallied, knex }) => {
      const of = payment();
      await risk.assess(live, { payment: of, shopId: SHOP, policy: null, buyer: HONG });
      const tried = attempt(of);
      const hear = () => hears(of, tried, { fingerprint: 'fp_1', country: 'KR' });
      const heard = await Promise.all([hear(), hear(), hear()]);
      const [before, counted] = [await knex('kc_risk_signals'), await tallied()];
      assert.equal([before.length, counted], [4, ['risk.decision allow: 1']]);
      for (const again of [...heard, await hear()]) assert.equal(again, heard[0]);
      assert.equal(await knex('kc_risk_signals'), before);
      assert.equal(await tallied(), counted);
      assert.is((await risk.ofPayment(live, of.id)).length, 2);
    }));

  test('the sixth attempt of a card is put to review, whoever tries it', () =>
    withWorld(async ({ risk, live, hears, payment, attempt }) => {
      const card = { fingerprint: 'fp_stolen' };
      const seen: (RiskAssessment | null)[] = [];
      for (let n = 0; n < 6; n += 1) {
        const of = payment();
        const buyer = { ...OTHER, email: `buyer${n}@example.com` };
        await risk.assess(live, { payment: of, shopId: SHOP, policy: null, buyer });
        seen.push(await hears(of, attempt(of), card));
      }
      assert.equal(
        seen.map((one) => one?.decision),
        ['allow', 'allow', 'allow', 'allow', 'allow', 'review'],
      );
      assert.equal(seen[5]?.reasons, [{ rule: 'card_velocity', weight: 60, observed: 6, limit: 5 }]);
    }));

  test('a card that is known before counts once, and can be blocked', () =>
    withWorld(async ({ risk, live, hears, payment, attempt, tries }) => {
      const buyer = { ...OTHER, cardFingerprint: 'fp_1', cardCountry: 'US', country: 'KR' };
      const of = payment();
      const first = await risk.assess(live, { payment: of, shopId: SHOP, policy: null, buyer });
      assert.equal([first.facts.attempts.card, rulesOf(first)], [1, ['country_mismatch']]);
      const heard = await hears(of, attempt(of), { fingerprint: 'fp_1', country: 'US' });
      assert.is(heard?.facts.attempts.card, 1);
      assert.equal(rulesOf(await tries(5, buyer)), ['card_velocity', 'country_mismatch']);
      assert.is((await tries(1, buyer, { policy: { blockScore: 90 } })).decision, 'block');
    }));

  test('what a gateway has answered is not blocked any more: a person should look', () =>
    withWorld(async ({ storage, risk, live, hears, payment, attempt }) => {
      const riskPolicy = { reviewScore: 1, blockScore: 10 };
      await storage.shops.insert(sampleShop({ ...live, id: SHOP, riskPolicy }));
      const of = payment();
      await risk.assess(live, { payment: of, shopId: SHOP, policy: riskPolicy, buyer: HONG });
      const heard = await hears(of, attempt(of), { country: 'US' });
      assert.equal([heard?.score, heard?.decision], [30, 'review']);
    }));

  test('an attempt that nobody has judged is judged by its card, for the shop of its session', () =>
    withWorld(async ({ storage, live, hears, payment, attempt, tallied }) => {
      const session = sampleSession({ ...live, shopId: SHOP });
      await storage.sessions.insert(session);
      await storage.shops.insert(sampleShop({ ...live, id: SHOP, riskPolicy: { countries: ['KR'] } }));
      const of = payment({ id: session.paymentId, sessionId: session.id });
      const heard = await hears(of, attempt(of), { fingerprint: 'fp_1', country: 'US' });
      assert.equal([heard?.shopId, heard?.replaces, heard?.score], [SHOP, null, 30]);
      assert.equal(await tallied(), ['risk.decision allow: 1', 'risk.reason country_mismatch: 1']);
    }));

  test('a gateway that tells nothing of a card adds nothing', () =>
    withWorld(async ({ hears, payment, attempt, knex }) => {
      const of = payment();
      assert.is(await hears(of, attempt(of), {}), null);
      assert.equal(await knex('kc_risk_assessments'), []);
    }));

  test('late news of a first attempt does not touch what was said before a second one', () =>
    withWorld(async ({ risk, live, hears, payment, attempt, clock, tallied }) => {
      const of = payment();
      const ask = (policy: RiskPolicy | null) =>
        risk.assess(live, { payment: of, shopId: SHOP, policy, buyer: { ...HONG, shippingCountry: 'JP' } });
      const first = await ask(null);
      const tried = attempt(of);
      clock.advance(MINUTE);
      const refused = await ask({ blockScore: 1 });
      assert.is(refused.decision, 'block');
      const second = await ask(null);
      const triedAgain = attempt(of);
      assert.is((await hears(of, triedAgain, { country: 'KR' }))?.replaces, second.id);
      assert.is((await hears(of, tried, { country: 'KR' }))?.replaces, first.id);
      assert.is((await hears(of, attempt(of), { country: 'KR' }))?.replaces, null);
      assert.equal(await tallied(), [
        'risk.decision allow: 3',
        'risk.decision block: 1',
        'risk.reason country_mismatch: 4',
      ]);
    }));

  test('news after midnight is counted on the day of the attempt', () =>
    withWorld(async ({ risk, live, hears, payment, attempt, clock, tallied }) => {
      const of = payment();
      await risk.assess(live, { payment: of, shopId: SHOP, policy: null, buyer: HONG });
      const tried = attempt(of);
      const day = seoulDay(clock.now());
      clock.advance(24 * 60 * MINUTE);
      await hears(of, tried, { country: 'US' });
      assert.equal(await tallied(), []);
      assert.equal(await tallied(day), ['risk.decision allow: 1', 'risk.reason country_mismatch: 1']);
    }));
});
