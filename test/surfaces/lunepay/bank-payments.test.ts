import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { kbText, registerPhone, type Shop, withShop } from './shop.ts';

const NEW = { amount: 14_510, currency: 'KRW', method: 'bank', description: '주문 1' };

async function payByTransfer(shop: Shop, change: object = {}) {
  const { body } = await shop.app.call('POST', '/v2/payments', { body: { ...NEW, ...change } });
  const order = (await shop.within('GET', '/orders?status=PENDING')).body[0];
  return { id: body.id as string, bank: body.bank, order };
}

/** The types of all events so far. */
async function told({ app }: Shop): Promise<string[]> {
  const rows = await app.knex<{ fact: string }>('kc_events').orderBy('seq').select('fact');
  return rows.map(({ fact }) => (JSON.parse(fact) as { type: string }).type);
}

suite('a LifeOS bank payment on an account of the merchant’s own', (test) => {
  test('names the account, and its order waits in the workspace', () =>
    withShop(async (shop) => {
      const { id, bank, order } = await payByTransfer(shop);
      assert.equal(
        [bank.code, bank.name, bank.account_number, bank.account_holder, bank.amount],
        ['004', '국민은행', '123-456-789012', '홍길동', 14_510],
      );
      assert.match(bank.depositor_name, /^\d{8}$/);
      assert.equal(
        [order.payment_id, order.depositor_name, order.amount, order.memo],
        [id, bank.depositor_name, 14_510, '주문 1'],
      );
      const rows = JSON.stringify([
        await shop.app.knex('kc_payments'),
        await shop.app.knex('kc_payment_attempts'),
        await shop.app.knex('kc_events'),
      ]);
      assert.not.match(rows, /123-456-789012|123456789012/);
    }));

  test('is completed by the SMS that matches it, and payment.completed is told', () =>
    withShop(async (shop) => {
      const { id, bank, order } = await payByTransfer(shop);
      const { path } = await registerPhone(shop);
      const raw_sms = kbText({ name: `홍길동${bank.depositor_name}` });
      const { body } = await shop.call('POST', path, { key: null, body: { raw_sms } });
      assert.match(body.message, new RegExp(`→ 주문 #${order.id} 자동 매칭$`));
      const paid = (await shop.app.call('GET', `/v2/payments/${id}`)).body;
      assert.equal([paid.status, paid.refundable], ['completed', true]);
      assert.equal(await told(shop), [
        'payment.created',
        'deposit.received',
        'deposit.matched',
        'payment.succeeded',
      ]);
    }));

  test('cannot be taken apart again: refund it', () =>
    withShop(async (shop) => {
      const { id, bank } = await payByTransfer(shop);
      const { body } = await shop.sms(kbText({ name: bank.depositor_name as string }));
      const refused = await shop.within('POST', `/matches/${body.deposit_id}/unmatch`);
      assert.equal([refused.status, /환불/.test(refused.body.detail as string)], [409, true]);
      assert.is((await shop.app.call('GET', `/v2/payments/${id}`)).body.status, 'completed');
    }));

  test('is refunded by a person: pending until the transfer is said to be sent', () =>
    withShop(async (shop) => {
      const { id, bank } = await payByTransfer(shop);
      await shop.sms(kbText({ name: bank.depositor_name as string }));
      const refund = (await shop.app.call('POST', `/v2/payments/${id}/refund`, { body: { amount: 4_510 } }))
        .body;
      assert.is(refund.status, 'pending');
      const [waiting] = (await shop.within('GET', '/refunds')).body;
      assert.equal([waiting.refund_id, waiting.amount, waiting.sent_at], [refund.id, 4_510, null]);
      for (let twice = 0; twice < 2; twice += 1) {
        const sent = await shop.within('POST', `/refunds/${refund.id}/sent`);
        assert.equal([sent.status, typeof sent.body.sent_at], [200, 'string']);
      }
      assert.equal((await shop.within('GET', '/refunds')).body, []);
      assert.is((await shop.app.call('GET', `/v2/payments/${id}`)).body.amount_refunded, 4_510);
    }));

  test('that is canceled closes its order, and a late deposit waits for a person', () =>
    withShop(async (shop) => {
      const { id, bank, order } = await payByTransfer(shop);
      await shop.app.call('POST', `/v2/payments/${id}/cancel`);
      assert.is((await shop.within('GET', `/orders/${order.id}`)).body.status, 'CANCELLED');
      const { body } = await shop.sms(kbText({ name: bank.depositor_name as string }));
      assert.match(body.message, /일치하는 주문 없음/);
      const asked = { deposit_id: body.deposit_id, order_id: order.id };
      assert.is((await shop.within('POST', '/matches/manual', asked)).status, 409);
    }));

  test('is canceled with its order, and expires with it', () =>
    withShop(async (shop) => {
      const first = await payByTransfer(shop);
      const canceled = await shop.within('PATCH', `/orders/${first.order.id}`, { status: 'CANCELLED' });
      assert.is(canceled.body.status, 'CANCELLED');
      assert.is((await shop.app.call('GET', `/v2/payments/${first.id}`)).body.status, 'canceled');
      const second = await payByTransfer(shop);
      shop.app.clock.advance(24 * 60 * 60 * 1000);
      await shop.app.core.jobs.runDue();
      await shop.app.core.jobs.runDue();
      assert.is((await shop.within('GET', `/orders/${second.order.id}`)).body.status, 'EXPIRED');
      assert.is((await shop.app.call('GET', `/v2/payments/${second.id}`)).body.status, 'canceled');
    }));

  test('keeps its amount and time; a deposit of another amount is not its payment, even by hand', () =>
    withShop(async (shop) => {
      const { order } = await payByTransfer(shop);
      assert.is((await shop.within('PATCH', `/orders/${order.id}`, { amount: 1 })).status, 409);
      const { body } = await shop.sms(kbText({ amount: 14_500, name: order.depositor_name as string }));
      const asked = { deposit_id: body.deposit_id, order_id: order.id };
      assert.is((await shop.within('POST', '/matches/manual', asked)).status, 400);
      const candidates = await shop.within('GET', `/deposits/${body.deposit_id}/candidates`);
      assert.equal([candidates.body[0].order_id, candidates.body[0].difference], [order.id, -10]);
    }));

  test('the test helpers pay it as a buyer would', () =>
    withShop(async (shop) => {
      for (const helper of ['deposit', 'complete']) {
        const { id } = await payByTransfer(shop);
        const paid = await shop.app.call('POST', `/test_helpers/payments/${id}/${helper}`);
        assert.equal([paid.status, paid.body.status], [200, 'completed']);
      }
    }));

  test('goes to the sandbox again once the merchant has no active account', () =>
    withShop(async (shop) => {
      await shop.within('PATCH', `/bank-accounts/${shop.accountId}`, { is_active: false });
      const { body } = await shop.app.call('POST', '/v2/payments', { body: NEW });
      assert.is.not(body.bank.account_number, '123-456-789012');
    }));

  test('in live mode needs no gateway but the account', () =>
    withShop(
      async (shop) => {
        const key = shop.app.keys.live;
        const { body } = await shop.app.call('POST', '/v2/payments', { key, body: NEW });
        assert.is(body.bank.account_number, '123-456-789012');
        const { path } = await registerPhone(shop);
        const raw_sms = kbText({ name: body.bank.depositor_name as string });
        await shop.call('POST', path, { key: null, body: { raw_sms } });
        assert.is((await shop.app.call('GET', `/v2/payments/${body.id}`, { key })).body.status, 'completed');
      },
      { mode: 'live' },
    ));

  test('that waits for its transfer and one that is paid at the same moment agree', () =>
    withShop(async (shop) => {
      const made = await Promise.all(
        Array.from({ length: 10 }, () => shop.app.call('POST', '/v2/payments', { body: NEW })),
      );
      const outcomes = await Promise.all(
        made.flatMap(({ body }) => [
          shop.sms(kbText({ name: body.bank.depositor_name as string })),
          shop.app.call('POST', `/v2/payments/${body.id}/cancel`),
        ]),
      );
      assert.ok(outcomes.every(({ status }) => status < 500));
      for (const { body } of made) {
        const now = (await shop.app.call('GET', `/v2/payments/${body.id}`)).body;
        assert.ok(['completed', 'canceled'].includes(now.status as string), String(now.status));
      }
    }));
});
