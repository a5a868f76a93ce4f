import * as assert from 'uvu/assert';
import { DAY, HOUR, type SessionStatus, sessionStatus } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { item, makeCoupon, newSessionInput, openSession, payByCard, setOut } from '../support/checkout.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';

async function withCore(work: (test: TestCore) => Promise<void>): Promise<void> {
  const test = await buildCore();
  try {
    await work(test);
  } finally {
    await test.close();
  }
}

async function statusOf({ core, scope }: TestCore, id: string): Promise<SessionStatus> {
  return sessionStatus((await core.sessions.get(scope, id)).payment);
}

const counts = async ({ core, scope }: TestCore, code: string): Promise<number[]> => {
  const { usedCount, heldCount } = await core.coupons.get(scope, code);
  return [usedCount, heldCount];
};

/** The names of what was told of sessions, in order. */
async function told({ storage }: TestCore): Promise<string[]> {
  const events = await storage.events.listDueDispatch(1_000);
  return events.flatMap(({ fact }) => ('session' in fact ? [fact.type] : []));
}

suite('checkout session', (test) => {
  test('walks through all eight statuses', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      const seen: SessionStatus[] = [];
      const see = async (id: string): Promise<void> => void seen.push(await statusOf(shop, id));
      const paid = (await openSession(shop)).session.id;
      await see(paid);
      await setOut(shop, paid);
      await see(paid);
      await payByCard(shop, paid);
      await see(paid);
      await core.sessions.refund(scope, paid, {
        amount: 10_000,
        reason: '고객 요청 환불',
        notifyCustomer: true,
      });
      await see(paid);
      await core.sessions.refund(scope, paid, { notifyCustomer: false });
      await see(paid);
      const canceled = (await openSession(shop)).session.id;
      await core.sessions.cancel(scope, canceled);
      await see(canceled);
      const expired = (await openSession(shop)).session.id;
      await core.sessions.expire(scope, expired);
      await see(expired);
      const failed = (await openSession(shop)).session.id;
      for (let tries = 0; tries < 5; tries += 1) {
        const { payment } = await setOut(shop, failed);
        const outcome = await shop.sandbox.settle(
          { attemptId: payment.attemptId ?? '' },
          { decline: 'card_declined' },
        );
        await core.payments.hear(scope, payment.attemptId ?? '', outcome);
      }
      await see(failed);
      assert.equal(seen, [
        'pending',
        'processing',
        'completed',
        'partially_refunded',
        'refunded',
        'canceled',
        'expired',
        'failed',
      ]);
      assert.equal(await told(shop), [
        'session.completed',
        'session.refunded',
        'session.refunded',
        'session.canceled',
        'session.expired',
        'session.failed',
      ]);
    }));

  test('an order that is asked for again has the same session, with what is asked now', () =>
    withCore(async (shop) => {
      const first = await openSession(shop, { platformOrderId: 'A' });
      const again = await openSession(shop, { platformOrderId: 'A' });
      assert.equal(again, first);
      const more = { platformOrderId: 'A', items: [item({ quantity: 2 })], totalAmount: 58_000 };
      const changed = await openSession(shop, more);
      assert.is(changed.session.id, first.session.id);
      assert.is(changed.payment.amount, 58_000);
      await setOut(shop, first.session.id);
      assert.is((await openSession(shop, more)).session.id, first.session.id);
      await rejectsWith('session_not_pending', openSession(shop, { platformOrderId: 'A' }));
      await payByCard(shop, first.session.id);
      assert.is.not((await openSession(shop, { platformOrderId: 'A' })).session.id, first.session.id);
    }));

  test('of twenty requests for one order at once all get the same session', () =>
    withCore(async (shop) => {
      const input = newSessionInput({ platformOrderId: 'at once' });
      const views = await Promise.all(
        Array.from({ length: 20 }, () => shop.core.sessions.create(shop.scope, input)),
      );
      assert.is(new Set(views.map(({ session }) => session.id)).size, 1);
    }));

  test('a coupon is reserved when applied, redeemed when paid and given back with the whole amount', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      await makeCoupon(shop, { givesUseBack: true });
      const { session } = await openSession(shop);
      const applied = await core.sessionCoupons.apply(scope, session.id, ' welcome10 ');
      assert.equal([applied.coupon.amount, applied.payment.amount], [2_900, 26_100]);
      assert.equal(await counts(shop, 'WELCOME10'), [0, 1]);
      const paid = await payByCard(shop, session.id);
      assert.is(paid.payment.amountCaptured, 26_100);
      assert.equal(await counts(shop, 'WELCOME10'), [1, 0]);
      await core.sessions.refund(scope, session.id, { amount: 100, notifyCustomer: false });
      assert.equal(await counts(shop, 'WELCOME10'), [1, 0]);
      await core.sessions.refund(scope, session.id, { notifyCustomer: false });
      assert.equal(await counts(shop, 'WELCOME10'), [0, 0]);
    }));

  test('expiry, by the job, and cancellation give the use free', () =>
    withCore(async (shop) => {
      const { core, scope, clock } = shop;
      await makeCoupon(shop, { usageLimit: 1 });
      const one = (await openSession(shop)).session;
      const other = (await openSession(shop)).session;
      await core.sessionCoupons.apply(scope, one.id, 'WELCOME10');
      await rejectsWith('coupon_used_up', core.sessionCoupons.apply(scope, other.id, 'WELCOME10'));
      await core.sessions.cancel(scope, one.id);
      await core.sessionCoupons.apply(scope, other.id, 'WELCOME10');
      assert.equal(await counts(shop, 'WELCOME10'), [0, 1]);
      clock.advance(DAY);
      await core.jobs.runDue();
      assert.is(await statusOf(shop, other.id), 'expired');
      assert.equal(await counts(shop, 'WELCOME10'), [0, 0]);
    }));

  test('a session whose time is over is expired for whoever looks, before any job runs', () =>
    withCore(async (shop) => {
      const { session } = await openSession(shop, { expiresAt: shop.clock.now() + HOUR });
      shop.clock.advance(HOUR);
      await rejectsWith('session_not_pending', shop.core.sessionCoupons.apply(shop.scope, session.id, 'X'));
      assert.is(await statusOf(shop, session.id), 'expired');
      await rejectsWith('session_not_pending', setOut(shop, session.id));
    }));

  test('nothing to pay is paid without a gateway', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      await makeCoupon(shop, { code: 'FREE', discountValue: 100 });
      const { session } = await openSession(shop);
      await core.sessionCoupons.apply(scope, session.id, 'FREE');
      const { payment } = await setOut(shop, session.id, { method: null });
      assert.equal([payment.status, payment.amountCaptured, payment.attemptCount], ['succeeded', 0, 0]);
      assert.equal(await counts(shop, 'FREE'), [1, 0]);
    }));

  test('while the buyer is at the gateway the price is fixed; another way makes it free again', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      await makeCoupon(shop);
      const { session } = await openSession(shop);
      const begun = await setOut(shop, session.id);
      assert.is((await setOut(shop, session.id)).payment.attemptId, begun.payment.attemptId);
      await rejectsWith('session_not_pending', core.sessionCoupons.apply(scope, session.id, 'WELCOME10'));
      await rejectsWith('session_not_pending', core.sessions.change(scope, session.id, { metadata: {} }));
      await core.pay.abandon(scope, session.id);
      const { payment } = await core.sessionCoupons.apply(scope, session.id, 'WELCOME10');
      assert.is(payment.amount, 26_100);
    }));

  test('a buyer who has seen another price does not pay', () =>
    withCore(async (shop) => {
      const { session } = await openSession(shop);
      await rejectsWith('stale_write', setOut(shop, session.id, { seenAmount: 26_100 }));
      assert.is((await setOut(shop, session.id, { seenAmount: 29_000 })).payment.status, 'requires_action');
    }));

  test('a method that the shop does not offer is refused', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      const { shop: own } = await core.shops.create(scope, { name: '카드만', paymentMethods: ['card'] });
      const { session } = await openSession(shop, { shopId: own.id });
      await rejectsWith('method_not_available', setOut(shop, session.id, { method: 'kakao_pay' }));
    }));

  test('coupons that a new cart does not bear are taken off and given free', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      await makeCoupon(shop, { minimumOrderAmount: 29_000 });
      const { session } = await openSession(shop);
      await core.sessionCoupons.apply(scope, session.id, 'WELCOME10');
      const smaller = { items: [item({ unitPrice: 10_000 })], totalAmount: 10_000 };
      const changed = await core.sessions.change(scope, session.id, smaller);
      assert.equal(changed.session.coupons, []);
      assert.is(changed.payment.amount, 10_000);
      assert.equal(await counts(shop, 'WELCOME10'), [0, 0]);
    }));

  test('a guest without an address cannot use a coupon that counts its customers, and learns so when he gives none', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      await makeCoupon(shop, { usageLimitPerCustomer: 1 });
      const nobody = { id: null, name: null, email: null, phone: null, country: null };
      const { session } = await openSession(shop, { customer: nobody });
      const refusal = await rejectsWith(
        'coupon_refused',
        core.sessionCoupons.apply(scope, session.id, 'WELCOME10'),
      );
      assert.is(refusal.details['reason'], 'customer_required');
      const known = await openSession(shop);
      await core.sessionCoupons.apply(scope, known.session.id, 'WELCOME10');
      const second = await openSession(shop);
      await rejectsWith('coupon_used_up', core.sessionCoupons.apply(scope, second.session.id, 'WELCOME10'));
    }));

  test('another merchant, and the other mode, find no such session', () =>
    withCore(async (shop) => {
      const { core, scope } = shop;
      const { session } = await openSession(shop);
      const stranger = await core.auth.createMerchant('다른 상점');
      for (const other of [
        { merchantId: stranger.id, mode: 'test' } as const,
        { ...scope, mode: 'live' } as const,
      ]) {
        await rejectsWith('not_found', core.sessions.get(other, session.id));
        await rejectsWith('not_found', core.sessions.change(other, session.id, { metadata: {} }));
        await rejectsWith('not_found', core.sessionCoupons.apply(other, session.id, 'WELCOME10'));
        await rejectsWith('not_found', core.sessions.refund(other, session.id, { notifyCustomer: false }));
        await rejectsWith('not_found', setOut({ ...shop, scope: other }, session.id));
      }
    }));
});
