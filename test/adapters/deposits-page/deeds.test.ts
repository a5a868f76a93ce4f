import * as assert from 'uvu/assert';
import type { Deposit, DepositOrder, Payment } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { operator } from './operator.ts';
import { deposit, enter } from './owner.ts';
import { type Shop, withDeposits } from './with-deposits.ts';

const read = async ({ core, actor, workspaceId }: Shop, { id }: Pick<Deposit, 'id'>) =>
  (await core.deposits.get(actor, workspaceId, id)).deposit;

/** A payment that waits for its transfer to the shop's account, and its order. */
async function awaited(shop: Shop, amount = 14_510): Promise<{ payment: Payment; order: DepositOrder }> {
  const { core, scope, actor, workspaceId } = shop;
  const payment = await core.payments.create(scope, { amount, currency: 'KRW', method: 'bank_transfer' });
  await core.payments.begin(scope, payment.id, { returnUrl: null });
  const { items } = await core.depositOrders.list(actor, workspaceId, {}, { limit: 1, offset: 0 });
  const [order] = items;
  if (order?.paymentId !== payment.id) throw new Error('the payment has no order');
  return { payment, order };
}

suite('deposits page: matching', (test) => {
  test('a deposit shows what it is, why it waits and which orders it may pay', () =>
    withDeposits(async (shop) => {
      await shop.order({ number: 'A-77', name: '김서연', amount: 32_000 });
      await deposit(shop, { name: '김서연', amount: 31_900, balance: 100_000 });
      await deposit(shop, { name: '최민수', amount: 5_000, signed: false });
      const { look, own } = await enter(shop);
      const { text, html } = await look();
      assert.match(text, /확인할 입금 2/);
      assert.match(text, /31,900원 김서연 국민은행 …9012 오늘 09:00/);
      assert.match(text, /김서연 32,000원 A-77 .*이름 일치 100원 부족 확인하고 매칭/);
      assert.match(text, /보낸 곳을 확인할 수 없는 문자입니다.*보류 해제/);
      assert.match(html, /<title>확인할 입금 2건 · 루나 상점/);
      const english = await operator(shop.url, shop.token, 'en').open(shop.path);
      assert.match(english.text, /₩31,900 김서연 국민은행 …9012 Today 09:00/);
      assert.match(english.text, /Nobody knows who sent this message/);
      assert.match(
        (await own.open(`${shop.path}?lang=en`)).html,
        /href="\/deposits\/workspaces\/1\?lang=en"/,
      );
    }));

  test('one click matches, and one click undoes it', () =>
    withDeposits(async (shop) => {
      const order = await shop.order({ name: '박지훈' });
      await shop.order({ name: '박지훈' });
      const paid = await deposit(shop, { name: '박지훈' });
      const { press } = await enter(shop);
      const page = await press(`/match/${order.id}`);
      assert.is(page.notice, '매칭했습니다.');
      assert.match(page.text, /확인할 입금이 없습니다.*박지훈 14,510원 → .* 직접 매칭/);
      assert.is((await read(shop, paid)).orderId, order.id);
      const undone = await press(`/deposits/${paid.id}/unmatch`);
      assert.is(undone.notice, '매칭을 되돌렸습니다. 주문이 다시 입금을 기다립니다.');
      assert.is((await read(shop, paid)).status, 'open');
      // Nobody doubts that the money is there: the right order is one click away.
      assert.is((await press(`/match/${order.id}`)).notice, '매칭했습니다.');
    }));

  test('an amount that differs is asked about first', () =>
    withDeposits(async (shop) => {
      const order = await shop.order({ name: '김서연', amount: 32_000 });
      const paid = await deposit(shop, { name: '김서연', amount: 31_900 });
      const { own, look } = await enter(shop);
      const path = `${shop.path}/deposits/${paid.id}/match/${order.id}`;
      const token = /name="token" value="([^"]+)"[^>]*>\s*<button[^>]*id="do-deposits/.exec(
        (await look()).html,
      )?.[1];
      const asked = await own.post(path, { token: token ?? '' });
      assert.is(asked.headers.get('location'), path);
      assert.is((await read(shop, paid)).status, 'open');
      const question = await own.open(path);
      assert.is(question.h1, '이대로 매칭할까요?');
      assert.match(question.text, /주문보다 100원 적게 입금되었습니다/);
      const done = await own.press(question, `/match/${order.id}`);
      assert.is(done.notice, '매칭했습니다.');
      assert.match(done.text, /100원 부족/);
      assert.is((await read(shop, paid)).status, 'matched');
    }));

  test('a yes to other amounts than those that are so now is asked for again', () =>
    withDeposits(async (shop) => {
      const order = await shop.order({ name: '김서연', amount: 32_000 });
      const paid = await deposit(shop, { name: '김서연', amount: 31_900 });
      const { own } = await enter(shop);
      const question = await own.open(`${shop.path}/deposits/${paid.id}/match/${order.id}`);
      await shop.core.depositOrders.change(shop.actor, shop.workspaceId, order.id, { amount: 64_000 });
      const again = await own.press(question, `/match/${order.id}`);
      assert.is(again.h1, '이대로 매칭할까요?');
      assert.match(again.text, /32,100원 적게/);
      assert.is((await read(shop, paid)).status, 'open');
    }));

  test('a deposit that is held is matched only after a second look', () =>
    withDeposits(async (shop) => {
      const order = await shop.order();
      const paid = await deposit(shop, { signed: false });
      const { own, look } = await enter(shop);
      assert.not.match((await look()).html, /action="[^"]*\/match\//);
      const question = await own.open(`${shop.path}/deposits/${paid.id}/match/${order.id}`);
      assert.match(question.text, /은행 앱에서 확인했고, 매칭합니다/);
      await own.press(question, `/match/${order.id}`);
      assert.is((await read(shop, paid)).status, 'matched');
    }));

  test('an order that is closed meanwhile is told of, and nothing happens', () =>
    withDeposits(async (shop) => {
      const order = await shop.order({ name: '다른이' });
      const paid = await deposit(shop);
      const { own, look } = await enter(shop);
      const before = await look();
      await shop.core.depositOrders.cancel(shop.actor, shop.workspaceId, order.id);
      const page = await own.press(before, `/match/${order.id}`);
      assert.is(page.h1, '루나 상점 실거래');
      assert.match(page.notice ?? '', /더는 입금을 기다리지 않는 주문입니다/);
      assert.is((await read(shop, paid)).status, 'open');
    }));
});

suite('deposits page: payments', (test) => {
  test('a match that has completed a payment has no undo but a refund', () =>
    withDeposits(async (shop) => {
      const { payment, order } = await awaited(shop);
      const paid = await deposit(shop, { name: order.orderNumber });
      assert.is((await shop.core.payments.get(shop.scope, payment.id)).status, 'succeeded');
      const { look, own } = await enter(shop);
      const page = await look();
      assert.match(page.text, /결제가 완료된 주문입니다. 되돌리려면 환불하세요./);
      assert.not.match(page.html, /\/unmatch"/);
      const token = /name="token" value="([^"]+)"/.exec(page.html.slice(page.html.indexOf('<main')))?.[1];
      const answer = await own.post(`${shop.path}/deposits/${paid.id}/unmatch`, { token: token ?? '' });
      assert.is(answer.headers.get('location'), `${shop.path}?refused=settled_payment`);
    }));

  test('an order of a payment is not offered for another amount', () =>
    withDeposits(async (shop) => {
      const { order } = await awaited(shop, 14_000);
      await deposit(shop, { name: order.orderNumber });
      const { look } = await enter(shop);
      const page = await look();
      assert.match(page.text, /결제 주문은 금액이 똑같아야/);
      assert.not.match(page.html, new RegExp(`match/${order.id}"`));
    }));

  test('a payment is not completed by one click for somebody of another name', () =>
    withDeposits(async (shop) => {
      const { order, payment } = await awaited(shop);
      const paid = await deposit(shop, { name: '홍길동' });
      const { own, look } = await enter(shop);
      assert.not.match((await look()).html, /action="[^"]*\/match\//);
      const question = await own.open(`${shop.path}/deposits/${paid.id}/match/${order.id}`);
      assert.match(question.text, /매칭하면 결제가 완료되고/);
      await own.press(question, `/match/${order.id}`);
      assert.is((await shop.core.payments.get(shop.scope, payment.id)).status, 'succeeded');
    }));

  test('a refund waits on the page until somebody has sent it', () =>
    withDeposits(async (shop) => {
      const { payment, order } = await awaited(shop);
      await deposit(shop, { name: order.orderNumber });
      const refund = await shop.core.refunds.create(shop.scope, { paymentId: payment.id, amount: 4_510 });
      const { press, look } = await enter(shop);
      assert.match((await look()).text, /송금할 환불 1 .*4,510원 .*구매자에게 확인해 주세요. 송금했어요/);
      const page = await press(`/refunds/${refund.id}/sent`);
      assert.is(page.notice, '환불 송금을 완료로 표시했습니다.');
      assert.not.match(page.text, /송금할 환불/);
      assert.is((await shop.core.refunds.get(shop.scope, refund.id)).status, 'succeeded');
    }));
});

suite('deposits page: deposits that wait', (test) => {
  test('a deposit that is released is matched when its order is there, and says so', () =>
    withDeposits(async (shop) => {
      await shop.order();
      const first = await deposit(shop, { signed: false });
      const second = await deposit(shop, { signed: false, name: '아무개', amount: 700 });
      const { press } = await enter(shop);
      assert.match((await press(`/deposits/${first.id}/release`)).notice ?? '', /맞는 주문과 매칭했습니다/);
      assert.match((await press(`/deposits/${second.id}/release`)).notice ?? '', /목록에 남아 있습니다/);
      assert.is((await read(shop, first)).status, 'matched');
      assert.is((await read(shop, second)).hold, null);
    }));

  test('a duplicate goes off the list and can be put back at once or later', () =>
    withDeposits(async (shop) => {
      await deposit(shop, { id: 'one' });
      const twin = await deposit(shop, { id: 'two' });
      assert.is(twin.hold, 'possible_duplicate');
      const { press, own, look } = await enter(shop);
      assert.match((await look()).text, /중복이에요/);
      const gone = await press(`/deposits/${twin.id}/dismiss`);
      assert.is(gone.notice, '입금을 목록에서 뺐습니다.');
      assert.match(gone.text, /확인할 입금 1 .*목록에서 뺀 입금 1건/);
      const back = await own.press(gone, `/deposits/${twin.id}/restore`);
      assert.is(back.notice, '입금을 목록에 다시 넣었습니다.');
      assert.is((await read(shop, twin)).status, 'open');
    }));

  test('more deposits than fit on a page are on the next one', () =>
    withDeposits(async (shop) => {
      for (let minute = 10; minute < 35; minute += 1)
        await deposit(shop, { at: `02/12 08:${minute}`, amount: 1000 + minute });
      const { own, look } = await enter(shop);
      const page = await look();
      assert.match(page.text, /25건 중 1–20/);
      assert.not.match(page.text, /1,014원/);
      const next = await own.open(`${shop.path}?from=20`);
      assert.match(next.text, /25건 중 21–25/);
      assert.match(next.text, /1,014원/);
    }));
});
