import * as assert from 'uvu/assert';
import { ReturnVerificationError, verifyReturn } from '../../adapters/client/index.ts';
import { returnLink } from '../../adapters/http/session-page/return-link.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { openSession, payByCard, setOut } from '../support/checkout.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';

const SECRET = 'whsec_c2VjcmV0';

async function withCore(work: (at: TestCore) => Promise<void>): Promise<void> {
  const at = await buildCore();
  try {
    await work(at);
  } finally {
    await at.close();
  }
}

/** An attacker has found each of these. */
suite('attacks on the checkout', (test) => {
  test('a way back whose fields were shifted at the dots of an order number is no result', () =>
    withCore(async (at) => {
      const now = at.clock.now();
      const seconds = Math.floor(now / 1000);
      const { session } = await openSession(at, { platformOrderId: `2026.${seconds}.55` });
      const view = await payByCard(at, session.id);
      const link = new URL(returnLink(view, SECRET, now) ?? '');
      assert.is(verifyReturn(link, SECRET, { now }).platformOrderId, `2026.${seconds}.55`);
      link.searchParams.set('sessionId', `${session.id}.2026.${seconds}`);
      link.searchParams.set('platformOrderId', '55');
      assert.throws(
        () => verifyReturn(link, SECRET, { now }),
        (error: unknown) => error instanceof ReturnVerificationError && error.code === 'wrong_signature',
      );
    }));

  test('one address guesses no more than sixty codes a minute, on however many orders', () =>
    withCore(async (at) => {
      const { core, scope } = at;
      const sessions = await Promise.all(Array.from({ length: 7 }, () => openSession(at)));
      const codes: Record<string, number> = {};
      for (const { session } of sessions)
        for (let guess = 0; guess < 10; guess += 1) {
          const tried = core.sessionCoupons.apply(scope, session.id, `GUESS${guess}`, '203.0.113.7');
          await tried.catch((error: { code: string }) => {
            codes[error.code] = (codes[error.code] ?? 0) + 1;
          });
        }
      assert.equal(codes, { coupon_not_found: 60, rate_limited: 10 });
    }));

  test('a shop that is closed is paid no more', () =>
    withCore(async (at) => {
      const { core, scope } = at;
      const { session, shop } = await openSession(at);
      await core.shops.change(scope, shop.id, { status: 'inactive' });
      await rejectsWith('method_not_available', setOut(at, session.id));
    }));

  test('whoever comes back again and again does not make the gateway answer as often', () =>
    withCore(async (at) => {
      const { core, scope, sandbox } = at;
      const { session } = await openSession(at);
      await setOut(at, session.id);
      const views = await Promise.all(Array.from({ length: 60 }, () => core.pay.refresh(scope, session.id)));
      assert.is(new Set(views.map(({ payment }) => payment.status)).size, 1);
      const { payment } = await core.sessions.get(scope, session.id);
      await sandbox.settle({ attemptId: payment.attemptId ?? '' }, 'approve');
      // The buyer sees what is known; the job finds out.
      assert.is((await core.pay.refresh(scope, session.id)).payment.status, 'requires_action');
      at.clock.advance(11 * 60_000);
      await core.jobs.runDue();
      assert.is((await core.sessions.get(scope, session.id)).payment.status, 'succeeded');
    }));
});
