import * as assert from 'uvu/assert';
import type { RiskPolicy } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { openSession, setOut } from '../support/checkout.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';

async function withPolicy(
  riskPolicy: RiskPolicy | null,
  work: (test: TestCore, shopId: string) => Promise<void>,
  autoRefund = false,
): Promise<void> {
  const test = await buildCore();
  try {
    const { shop } = await test.core.shops.create(test.scope, { name: '상점', riskPolicy, autoRefund });
    await work(test, shop.id);
  } finally {
    await test.close();
  }
}

/** The buyer gives this card on the gateway's page. */
async function payWith({ core, scope, sandbox }: TestCore, id: string, number: string): Promise<void> {
  const { payment } = await core.sessions.get(scope, id);
  const attemptId = payment.attemptId ?? '';
  await core.payments.hear(scope, attemptId, await sandbox.submitCard(attemptId, { number }));
}

const STRICT: RiskPolicy = { blockScore: 40, velocityLimit: { email: 2 } };

suite('fraud rules of a shop', (test) => {
  test('refuse an attempt before any gateway hears of it, and say nothing of why to the buyer', () =>
    withPolicy(STRICT, async (at, shopId) => {
      const { core, scope } = at;
      for (const _ of [1, 2]) await setOut(at, (await openSession(at, { shopId })).session.id);
      const third = (await openSession(at, { shopId })).session.id;
      const refusal = await rejectsWith('payment_blocked', setOut(at, third));
      assert.equal(Object.keys(refusal.details), ['assessmentId']);
      const { payment } = await core.sessions.get(scope, third);
      assert.equal([payment.status, payment.attemptCount], ['requires_payment_method', 0]);
      const { items } = await core.risk.list(scope, shopId, { decision: 'block' }, { limit: 10 });
      assert.equal(
        items.map(({ paymentId, reasons }) => [paymentId, reasons.map(({ rule }) => rule)]),
        [[payment.id, ['email_velocity']]],
      );
      const { riskDecisions } = await core.shopAnalytics.report(scope, shopId, { from: 0, to: 99_999 });
      assert.equal(Object.fromEntries(riskDecisions.map(({ name, count }) => [name, count])), {
        allow: 2,
        block: 1,
      });
    }));

  test('out of the box refuse nothing in test mode', () =>
    withPolicy(null, async (at, shopId) => {
      for (let n = 0; n < 30; n += 1) {
        const { session } = await openSession(at, { shopId });
        assert.is((await setOut(at, session.id)).payment.status, 'requires_action');
      }
      const { items } = await at.core.risk.list(at.scope, shopId, { decision: 'review' }, { limit: 100 });
      assert.ok(items.length > 0);
    }));

  const FOREIGN: RiskPolicy = { blockScore: 30, countries: ['KR'] };

  test('give back what a card that came too late would have had refused, if the shop wants it: once', () =>
    withPolicy(
      FOREIGN,
      async (at, shopId) => {
        const { core, scope, clock } = at;
        const { session } = await openSession(at, { shopId });
        await setOut(at, session.id);
        await payWith(at, session.id, '4000008400000001');
        const { payment } = await core.sessions.get(scope, session.id);
        assert.equal([payment.status, payment.amountRefunding], ['succeeded', 29_000]);
        await core.payments.hear(scope, payment.attemptId ?? '', {
          kind: 'succeeded',
          amount: 29_000,
          instrument: payment.instrument,
        });
        clock.advance(5 * 60_000);
        await core.jobs.runDue();
        const after = (await core.sessions.get(scope, session.id)).payment;
        assert.equal([after.amountRefunding, after.amountRefunded], [0, 29_000]);
        assert.is((await core.refunds.list(scope, payment.id)).length, 1);
      },
      true,
    ));

  test('leave it to a person when the shop has not asked for it, and when the card is a usual one', () =>
    withPolicy(FOREIGN, async (at, shopId) => {
      const { core, scope } = at;
      for (const number of ['4000008400000001', '4242424242424242']) {
        const { session } = await openSession(at, { shopId });
        await setOut(at, session.id);
        await payWith(at, session.id, number);
        const { payment } = await core.sessions.get(scope, session.id);
        assert.equal([payment.status, payment.amountRefunding], ['succeeded', 0]);
      }
      const { items } = await core.risk.list(scope, shopId, { decision: 'review' }, { limit: 10 });
      assert.is(items.length, 1);
    }));
});
