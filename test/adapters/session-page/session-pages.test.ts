import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import { SANDBOX_AMOUNTS } from '../../../adapters/gateways/sandbox-rules.ts';
import { suite } from '../../support/suite.ts';
import { type Visit, visitor } from '../checkout-page/visitor.ts';
import {
  BUYER,
  EARPHONES,
  payByCard,
  send,
  type SessionPages,
  withSessionPages,
} from './with-session-pages.ts';

const ko = visitor();

/** An order of one thing at this price. */
const at = (unitPrice: number) => ({
  items: [{ ...EARPHONES, unitPrice }],
  shippingAmount: 0,
  totalAmount: unitPrice,
});

const linkTo = (page: Visit, start: string): URL =>
  new URL(page.links.find((url) => url.startsWith(start)) ?? 'missing:');

async function begun(pages: SessionPages, method: string): Promise<{ id: string; page: Visit }> {
  const { session } = await pages.create();
  const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method });
  return { id: session.id, page };
}

suite('the page of an order: states', (test) => {
  test('an order that waits shows what is bought, what it costs, who sells and the button that pays', () =>
    withSessionPages(async (pages) => {
      const { session, payment } = await pages.create();
      const page = await pages.open(session.id);
      assert.is(page.status, 200);
      assert.is(page.title, '주문·결제 · 한국 상점');
      for (const text of [
        '무선 이어폰',
        '색상: 블랙',
        '29,000원',
        '3,000원',
        '32,000원 결제하기',
        '테스트 모드',
        '상호',
        payment.id,
      ])
        assert.ok(page.html.includes(text), text);
      for (const method of ['card', 'realtime_transfer', 'virtual_account', 'kakao_pay', 'bank_transfer'])
        assert.ok(page.html.includes(`id="method-${method}"`), method);
      assert.not.match(page.html, /name="postcode"/);
    }));

  test('an approved card leads to the receipt and a signed way back', () =>
    withSessionPages(async (pages) => {
      const { shop, secret } = await pages.core.shops.create(pages.scope, { name: '둘째 상점' });
      const { session } = await pages.create({ shopId: shop.id });
      const page = await payByCard(await pages.open(session.id));
      assert.is(page.h1, '주문이 완료되었습니다');
      for (const text of ['무선 이어폰', '32,000원', 'Visa', '4242', '일시불', session.platformOrderId])
        assert.ok(page.html.includes(text), text);
      assert.equal(page.forms, []);
      const back = linkTo(page, 'https://shop.example/success').searchParams;
      const signed = ['sessionId', 'platformOrderId', 'status', 'timestamp'].map((name) => back.get(name));
      assert.equal(signed.slice(0, 3), [session.id, session.platformOrderId, 'completed']);
      const signature = createHmac('sha256', secret ?? '')
        .update(signed.join('.'))
        .digest('hex');
      assert.is(back.get('signature'), signature);
      assert.match(page.html, /data-return="https:\/\/shop\.example\/success\?/);
      assert.is((await pages.read(session.id)).session.customer.name, '홍길동');
    }));

  test('a decline names its reason above the form, which remembers the buyer, and the next try succeeds', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const page = await payByCard(await pages.open(session.id), '4000000000009995');
      assert.is(page.h1, '결제가 승인되지 않았습니다');
      assert.match(page.html, /한도 또는 잔액이 부족합니다/);
      assert.match(page.html, /value="홍길동"/);
      assert.is((await payByCard(page)).h1, '주문이 완료되었습니다');
    }));

  test('after the last try the order has failed, and leads back to the shop', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      let page = await pages.open(session.id);
      for (let tries = 0; tries < 5; tries += 1) page = await payByCard(page, '4000000000000002');
      assert.is(page.h1, '결제하지 못했습니다');
      assert.equal(page.forms, []);
      assert.is(linkTo(page, 'https://shop.example/cancel').searchParams.get('status'), 'failed');
    }));

  test('a payment under way can be continued, looked at, and left for another method', () =>
    withSessionPages(async (pages) => {
      const { id, page: gateway } = await begun(pages, 'kakao_pay');
      const page = await pages.open(id);
      assert.is(page.h1, '결제가 진행 중입니다');
      assert.ok(page.links.includes(gateway.url));
      assert.match(page.html, /data-state="action"[^>]+data-events="\/checkout\/cs_\w+\/events"/);
      const form = await ko.submit(page, '/other-way');
      assert.is(form.h1, '주문·결제');
      assert.match(form.html, /value="홍길동"/);
      assert.is((await payByCard(form)).h1, '주문이 완료되었습니다');
      assert.is((await pages.read(id)).payment.method, 'card');
    }));

  test('a virtual account shows where to transfer to, and the deposit completes the order', () =>
    withSessionPages(async (pages) => {
      const { id, page } = await begun(pages, 'virtual_account');
      assert.is(page.h1, '입금을 기다리고 있습니다');
      const { payment } = await pages.read(id);
      const to = pages.core.payments.instructions(payment);
      for (const text of [to?.accountNumber ?? '?', '국민은행', '32,000원', 'data-copy="32000"'])
        assert.ok(page.html.includes(text), text);
      assert.match(page.html, /<noscript><meta http-equiv="refresh"/);
      await pages.core.payments.hear(pages.scope, payment.attemptId ?? '', {
        kind: 'succeeded',
        amount: 32_000,
        instrument: null,
      });
      assert.is((await pages.open(id)).h1, '주문이 완료되었습니다');
    }));

  test('a payment without an answer asks for patience, and for no second payment', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create(at(SANDBOX_AMOUNTS.payAnswerLost));
      const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method: 'card' });
      assert.is(page.h1, '결제를 확인하고 있습니다');
      assert.equal(page.forms, []);
    }));

  test('a buyer who calls the order off gets the way back to the shop', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const page = await ko.submit(await pages.open(session.id), '/cancel');
      assert.is(page.h1, '주문이 취소되었습니다');
      assert.is(linkTo(page, 'https://shop.example/cancel').searchParams.get('status'), 'cancelled');
      assert.is((await pages.read(session.id)).payment.cancelReason, 'requested');
    }));

  test('a form listens for news, but never loads itself anew without scripts', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const open = await pages.open(session.id);
      const declined = await payByCard(open, '4000000000000002');
      for (const { html } of [open, declined]) {
        assert.match(html, /data-events="\/checkout\/cs_\w+\/events" data-status="/);
        assert.not.match(html, /http-equiv="refresh"/);
      }
    }));

  test('an order whose time is over says so at once, whoever looks first', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      pages.clock.set(session.expiresAt);
      const page = await pages.open(session.id);
      assert.is(page.h1, '결제 시간이 지났습니다');
      assert.match(page.html, /주문 금액/);
      assert.equal(page.forms, []);
      assert.is(linkTo(page, 'https://shop.example/cancel').searchParams.get('status'), 'expired');
    }));

  test('refunds are the news of a paid order', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      await payByCard(await pages.open(session.id));
      await pages.core.sessions.refund(pages.scope, session.id, { amount: 2_000, notifyCustomer: false });
      const partly = await pages.open(session.id);
      assert.is(partly.h1, '일부 환불되었습니다');
      const totals = /<dl class="totals">([\s\S]*?)<\/dl>/.exec(partly.html)?.[1] ?? '';
      const rows = [...totals.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^<]*)</g)].map(([, name, sum]) => [
        name,
        sum,
      ]);
      assert.equal(rows.slice(-3), [
        ['결제 금액', '32,000원'],
        ['환불 금액', '−2,000원'],
        ['환불 후 금액', '30,000원'],
      ]);
      await pages.core.sessions.refund(pages.scope, session.id, { notifyCustomer: false });
      assert.is((await pages.open(session.id)).h1, '전액 환불되었습니다');
    }));

  test('a live order that no gateway carries says so and can be called off', () =>
    withSessionPages(async (pages) => {
      const live = { ...pages.scope, mode: 'live' } as const;
      const { session: made } = await pages.create();
      const { session } = await pages.core.sessions.create(live, {
        ...made,
        shopId: null,
        totalAmount: made.orderAmount,
        expiresAt: null,
      });
      const page = await pages.open(session.id);
      assert.is(page.h1, '지금은 결제할 수 없습니다');
      assert.not.match(page.html, /테스트 모드/);
      assert.equal(page.forms, [`/checkout/${session.id}/cancel`]);
    }));

  test('the shop offers only its own methods', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, {
        name: '카드만',
        paymentMethods: ['kakao_pay', 'card'],
      });
      const { session } = await pages.create({ shopId: shop.id });
      const { html } = await pages.open(session.id);
      assert.equal(
        [...html.matchAll(/id="method-(\w+)"/g)].map(([, method]) => method),
        ['kakao_pay', 'card'],
      );
    }));
});
