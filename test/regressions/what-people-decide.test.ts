import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { kbText, registerPhone, type Shop, withShop } from '../surfaces/lunepay/shop.ts';
import { depositOf, LIVE, MINUTE, say, statusOf } from './telling.ts';

const live = (work: (shop: Shop) => Promise<void>) => () => withShop(work, LIVE);

/** The order of a LifeOS bank payment, and the payment’s id. */
async function payByTransfer(shop: Shop) {
  const asked = { amount: 14_510, currency: 'KRW', method: 'bank' };
  const { body } = await shop.app.call('POST', '/v2/payments', { body: asked });
  const order = (await shop.within('GET', '/orders?status=PENDING')).body[0];
  return { payment: body.id as string, id: order.id as number, name: order.depositor_name as string };
}

suite('what people have decided about a deposit', (test) => {
  test('an undone match is given to no order by machine, neither a changed nor a new one, until it is released', () =>
    withShop(async (shop) => {
      const first = await shop.order();
      const told = await shop.sms(kbText({ balance: 500_000 }));
      assert.is((await shop.within('POST', `/matches/${told.body.deposit_id}/unmatch`)).status, 200);
      const undone = await depositOf(shop, told);
      assert.equal([undone.hold_reason, undone.is_matched], ['unmatched', false]);
      const patched = await shop.within('PATCH', `/orders/${first.body.id}`, { memo: '다시 확인' });
      assert.is(patched.body.status, 'PENDING');
      await shop.within('PATCH', `/orders/${first.body.id}`, { status: 'CANCELLED' });
      const next = await shop.order();
      assert.is(await statusOf(shop, next), 'PENDING');
      // The message comes once more: that changes nothing.
      await shop.sms(kbText({ balance: 500_000 }));
      assert.is((await depositOf(shop, told)).hold_reason, 'unmatched');
      const released = await shop.within('POST', `/deposits/${undone.id}/release`);
      assert.equal([released.body.matched_order_id, released.body.hold_reason], [next.body.id, undefined]);
    }));

  test(
    'an unsigned deposit that was matched by hand and taken back is not taken by its order again',
    live(async (shop) => {
      const order = await shop.order();
      const forged = await shop.sms(kbText({}));
      const asked = { deposit_id: forged.body.deposit_id as number, order_id: order.body.id as number };
      assert.is((await shop.within('POST', '/matches/manual', asked)).status, 200);
      await shop.within('POST', `/matches/${asked.deposit_id}/unmatch`);
      const patched = await shop.within('PATCH', `/orders/${asked.order_id}`, { memo: '위조 문자였음' });
      assert.is(patched.body.status, 'PENDING');
      assert.is((await depositOf(shop, forged)).hold_reason, 'unmatched');
    }),
  );

  test(
    'a gap that was matched by hand is believed: the next deposit that follows its balance is matched',
    live(async (shop) => {
      await shop.within('PATCH', '', { policy: { allow_unsigned_sms: true } });
      shop.app.clock.advance(30 * MINUTE);
      await shop.sms(kbText({ amount: 1_000, name: '첫입금', balance: 101_000 }));
      const order = await shop.order({ amount: 2_000, depositor_name: '김일번' });
      const gap = await shop.sms(
        kbText({ amount: 2_000, name: '김일번', balance: 73_000, at: '02/12 09:30' }),
      );
      assert.is((await depositOf(shop, gap)).hold_reason, 'balance_gap');
      const asked = { deposit_id: gap.body.deposit_id as number, order_id: order.body.id as number };
      assert.is((await shop.within('POST', '/matches/manual', asked)).status, 200);
      shop.app.clock.advance(MINUTE);
      const next = await shop.order({ amount: 3_000, depositor_name: '김이번' });
      const follows = await shop.sms(
        kbText({ amount: 3_000, name: '김이번', balance: 76_000, at: '02/12 09:31' }),
      );
      assert.is((await depositOf(shop, follows)).matched_order_id, next.body.id);
    }),
  );

  test('a deposit that was put away and taken out again is matched when it is released', () =>
    withShop(async (shop) => {
      const told = await shop.sms(kbText({ balance: 500_000 }));
      const id = told.body.deposit_id as number;
      await shop.within('POST', `/deposits/${id}/dismiss`);
      const order = await shop.order();
      assert.is(await statusOf(shop, order), 'PENDING');
      await shop.within('POST', `/deposits/${id}/restore`);
      const released = await shop.within('POST', `/deposits/${id}/release`);
      assert.equal([released.body.is_matched, released.body.matched_order_id], [true, order.body.id]);
    }));
});

suite('the order of a payment', (test) => {
  test('that is canceled with other facts has them written down', () =>
    withShop(async (shop) => {
      const { id, payment } = await payByTransfer(shop);
      const change = { status: 'CANCELLED', memo: '고객 요청', customer_email: 'hong@example.com' };
      const { status, body } = await shop.within('PATCH', `/orders/${id}`, change);
      assert.equal([status, body.status, body.memo], [200, 'CANCELLED', '고객 요청']);
      const now = (await shop.within('GET', `/orders/${id}`)).body;
      assert.equal(
        [now.status, now.memo, now.customer_email],
        ['CANCELLED', '고객 요청', 'hong@example.com'],
      );
      assert.is((await shop.app.call('GET', `/v2/payments/${payment}`)).body.status, 'canceled');
    }));

  test('whose payment waits for another attempt is taken by no deposit', () =>
    withShop(async (shop) => {
      const { id, payment, name } = await payByTransfer(shop);
      await shop.app.knex('kc_deposit_orders').where({ id }).update({ attempt_id: 'att_of_before' });
      const phone = await registerPhone(shop);
      const told = await depositOf(shop, await say(shop, phone, kbText({ name, balance: 500_000 })));
      assert.equal([told.is_matched, told.hold_reason], [false, undefined]);
      // Nor is it when the order is looked at again, or the deposit.
      assert.is((await shop.within('PATCH', `/orders/${id}`, { memo: '확인' })).body.status, 'PENDING');
      const released = await shop.within('POST', `/deposits/${told.id}/release`);
      assert.is(released.body.is_matched, false);
      assert.is.not((await shop.app.call('GET', `/v2/payments/${payment}`)).body.status, 'completed');
    }));
});
