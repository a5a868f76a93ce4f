import * as assert from 'uvu/assert';
import type { RiskPolicy } from '../../core/index.ts';
import { buildCore, type TestCore } from '../support/build-core.ts';
import { item, makeCoupon, newSessionInput, openSession, setOut } from '../support/checkout.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';

const FOREIGN: RiskPolicy = { blockScore: 30, countries: ['KR'] };
const [AMERICAN, KOREAN] = ['4000008400000001', '4242424242424242'] as const;

async function withCore(work: (at: TestCore) => Promise<void>): Promise<void> {
  const at = await buildCore();
  try {
    await work(at);
  } finally {
    await at.close();
  }
}

async function attemptOf({ core, scope }: TestCore, id: string): Promise<string> {
  return (await core.sessions.get(scope, id)).payment.attemptId ?? '';
}

/** A review with fresh eyes has found each of these. */
suite('money of checkout sessions', (test) => {
  test('old news of a declined foreign card gives no good payment back', () =>
    withCore(async (at) => {
      const { core, scope, sandbox } = at;
      const made = { name: '상점', riskPolicy: FOREIGN, autoRefund: true };
      const { shop } = await core.shops.create(scope, made);
      const { session } = await openSession(at, { shopId: shop.id });
      await setOut(at, session.id);
      const first = await attemptOf(at, session.id);
      const instrument = {
        type: 'card',
        brand: 'visa',
        last4: '0001',
        fingerprint: 'f',
        country: 'US',
      } as const;
      const declined = { kind: 'declined', code: 'card_declined', message: '', instrument } as const;
      await core.payments.hear(scope, first, declined);
      await setOut(at, session.id);
      const second = await attemptOf(at, session.id);
      await core.payments.hear(scope, second, await sandbox.submitCard(second, { number: KOREAN }));
      for (const _ of [1, 2]) await core.payments.hear(scope, first, declined);
      const { payment } = await core.sessions.get(scope, session.id);
      assert.equal([payment.status, payment.amountRefunding], ['succeeded', 0]);
    }));

  test('an approval that comes too late is given back, also after an automatic refund', () =>
    withCore(async (at) => {
      const { core, scope, sandbox, storage } = at;
      const made = { name: '상점', riskPolicy: FOREIGN, autoRefund: true };
      const { shop } = await core.shops.create(scope, made);
      const { session } = await openSession(at, { shopId: shop.id });
      await setOut(at, session.id);
      const first = await attemptOf(at, session.id);
      await core.payments.hear(scope, first, { kind: 'canceled' });
      await setOut(at, session.id);
      const second = await attemptOf(at, session.id);
      await core.payments.hear(scope, second, await sandbox.submitCard(second, { number: AMERICAN }));
      const instrument = {
        type: 'card',
        brand: 'visa',
        last4: '0002',
        fingerprint: 'g',
        country: 'US',
      } as const;
      await core.payments.hear(scope, first, { kind: 'succeeded', amount: 29_000, instrument });
      assert.is((await storage.paymentAttempts.find(scope, first))?.status, 'reversing');
    }));

  test('a cart that changes between the button and the attempt asks the buyer again', () =>
    withCore(async (at) => {
      const { core, scope, storage } = at;
      const { session, payment } = await openSession(at);
      const dearer = { items: [item({ quantity: 10 })], totalAmount: 290_000 };
      const change = () => core.sessions.change(scope, session.id, dearer).then(() => undefined);
      const begun = core.payments.begin(scope, payment.id, {
        method: 'card',
        returnUrl: 'https://pay.lifeos.dev/back',
        amount: payment.amount,
        check: change,
      });
      await rejectsWith('stale_write', begun);
      assert.equal(await storage.paymentAttempts.list(scope, payment.id), []);
    }));

  test('no order is so dear that sums of a shop stop counting, and huge ones are refused', () =>
    withCore(async (at) => {
      const dear = 999_999_999_999;
      await openSession(at, { items: [item({ unitPrice: dear })], totalAmount: dear });
      const huge = Number.MAX_SAFE_INTEGER - 1;
      const asked = { items: [item({ unitPrice: huge })], totalAmount: huge };
      await rejectsWith('invalid_amount', openSession(at, asked));
      for (const change of [{ unitPrice: -29_000 }, { quantity: 0.5 }])
        await rejectsWith('invalid_amount', openSession(at, { items: [item(change)], totalAmount: 29_000 }));
      await rejectsWith('invalid_amount', openSession(at, { shippingAmount: -1, totalAmount: 28_999 }));
    }));

  test('sums beyond what a double holds end at its last whole number', () =>
    withCore(async ({ storage, scope }) => {
      const tally = {
        subject: 'shop_1',
        day: 1,
        metric: 'payment.succeeded',
        detail: 'card',
        currency: 'KRW',
      } as const;
      for (const _ of [1, 2])
        await storage.tallies.add(scope, [{ ...tally, count: 1, amount: Number.MAX_SAFE_INTEGER }]);
      const [sum] = await storage.tallies.list(scope, { subject: 'shop_1', from: 1, to: 1 });
      assert.is(sum?.amount, Number.MAX_SAFE_INTEGER);
    }));

  test('a promised price stays when nothing changes that it is reckoned from', () =>
    withCore(async (at) => {
      const { core, scope, clock } = at;
      const soon = clock.now() + 60_000;
      await makeCoupon(at, { validUntil: soon });
      await makeCoupon(at, { code: 'TWO', type: 'fixed_amount', discountValue: 1_000 });
      const { session } = await openSession(at);
      await core.sessionCoupons.apply(scope, session.id, 'WELCOME10');
      await core.sessionCoupons.apply(scope, session.id, 'TWO');
      clock.set(soon + 1);
      await core.coupons.change(scope, 'WELCOME10', { isActive: false });
      assert.is(
        (await core.sessions.change(scope, session.id, { metadata: { a: 1 } })).payment.amount,
        25_100,
      );
      assert.is((await core.sessionCoupons.remove(scope, session.id, 'TWO')).payment.amount, 26_100);
      const twice = { items: [item({ quantity: 2 })], totalAmount: 58_000 };
      assert.is((await core.sessions.change(scope, session.id, twice)).payment.amount, 52_200);
    }));

  test('what was tried before does not stand on an order that coupons have paid', () =>
    withCore(async (at) => {
      const { core, scope, sandbox } = at;
      await makeCoupon(at, { code: 'FREE', discountValue: 100 });
      const { session } = await openSession(at);
      await setOut(at, session.id, { instalmentMonths: null });
      const attempt = await attemptOf(at, session.id);
      await core.payments.hear(
        scope,
        attempt,
        await sandbox.settle({ attemptId: attempt }, { decline: 'card_declined' }),
      );
      await core.sessionCoupons.apply(scope, session.id, 'FREE');
      const { payment } = await setOut(at, session.id, { method: null });
      assert.equal(
        [payment.status, payment.method, payment.gateway, payment.attemptId],
        ['succeeded', null, null, null],
      );
    }));

  test('nothing to pay is never brought to a gateway', () =>
    withCore(async (at) => {
      const { core, scope } = at;
      await makeCoupon(at, { code: 'FREE', discountValue: 100 });
      const { session, payment } = await openSession(at);
      await core.sessionCoupons.apply(scope, session.id, 'FREE');
      await rejectsWith(
        'illegal_transition',
        core.payments.begin(scope, payment.id, { method: 'card', returnUrl: null }),
      );
    }));

  test('the very same request is answered whatever the buyer has done since, and takes nothing from him', () =>
    withCore(async (at) => {
      const { core, scope } = at;
      const input = newSessionInput({ platformOrderId: 'same' });
      const { session } = await core.sessions.create(scope, input);
      const shippingAddress = { postcode: '06236', address: '서울 강남구 테헤란로 152', detail: '' };
      await setOut(at, session.id, { customer: { name: '김철수' }, shippingAddress });
      const again = await core.sessions.create(scope, input);
      assert.equal(
        [again.session.id, again.session.customer.name, again.session.shippingAddress],
        [session.id, '김철수', shippingAddress],
      );
      await core.pay.abandon(scope, session.id);
      const other = { ...input, items: [item({ quantity: 2 })], totalAmount: 58_000 };
      assert.equal((await core.sessions.create(scope, other)).session.shippingAddress, shippingAddress);
    }));

  test('an order that is asked for again after its time gets a session that can be paid', () =>
    withCore(async (at) => {
      const { core, scope, clock } = at;
      const input = newSessionInput({ platformOrderId: 'late' });
      const { session } = await core.sessions.create(scope, input);
      clock.set(session.expiresAt);
      const again = await core.sessions.create(scope, input);
      assert.is.not(again.session.id, session.id);
      assert.is((await setOut(at, again.session.id)).payment.status, 'requires_action');
    }));
});
