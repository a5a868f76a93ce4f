import * as assert from 'uvu/assert';
import { fakeGateway } from '../../support/fake-gateway.ts';
import { suite } from '../../support/suite.ts';
import { type Visit } from '../checkout-page/visitor.ts';
import { BUYER, EARPHONES, fieldsOf, payByCard, send, withSessionPages } from './with-session-pages.ts';

const alertOf = ({ html }: Visit): string =>
  (/class="alert" role="alert" tabindex="-1" autofocus>\s*<p>([^<]*)/.exec(html)?.[1] ?? '').trim();

const TYPED = {
  name: '김"철수',
  phone: '12-34',
  email: 'chulsoo@',
  postcode: '123',
  address: '서울 <강남>',
  address_detail: '3층 & 옥상',
  method: 'kakao_pay',
  instalments: '6',
} as const;

const LARGE = { items: [{ ...EARPHONES, unitPrice: 60_000 }], shippingAmount: 0, totalAmount: 60_000 };

suite('the form of an order', (test) => {
  test('what is wrong is told beside its field and above, and nothing that was typed is lost', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create({ ...LARGE, needsShipping: true });
      const page = await send(await pages.open(session.id), '/pay', TYPED);
      assert.is(page.status, 422);
      assert.match(page.html, /role="alert" tabindex="-1" autofocus/);
      for (const field of ['phone', 'email', 'postcode', 'agree']) {
        assert.ok(page.links.includes(`#field-${field}`), field);
        assert.ok(page.html.includes(`id="field-${field}-problem"`), field);
      }
      assert.not(page.links.includes('#field-name'));
      const { token: _, amount: __, coupon: ___, ...kept } = fieldsOf(page);
      assert.equal(kept, TYPED);
      assert.is((await pages.read(session.id)).payment.attemptCount, 0);
    }));

  test('a good form is kept with the order: the buyer, where to send it, and the instalments', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create({ ...LARGE, needsShipping: true });
      const place = { postcode: '06236', address: '서울 강남구 테헤란로 152', address_detail: '101호' };
      const page = await payByCard(await pages.open(session.id), '4242424242424242', {
        ...place,
        phone: '+82 10 1234 5678',
        instalments: '3',
      });
      assert.is(page.h1, '주문이 완료되었습니다');
      assert.match(page.html, /3개월/);
      const now = await pages.read(session.id);
      assert.is(now.payment.instalmentMonths, 3);
      assert.is(now.session.customer.phone, '010-1234-5678');
      assert.equal(now.session.shippingAddress, {
        postcode: place.postcode,
        address: place.address,
        detail: place.address_detail,
      });
    }));

  test('instalments are offered from ₩50,000 on, at once first', () =>
    withSessionPages(async (pages) => {
      const small = await pages.open((await pages.create()).session.id);
      assert.not.match(small.html, /name="instalments"/);
      const large = await pages.open((await pages.create(LARGE)).session.id);
      const options = [...large.html.matchAll(/<option value="(\d*)"/g)].map(([, months]) => months);
      assert.equal(options, ['', ...Array.from({ length: 11 }, (_, i) => String(i + 2))]);
    }));

  test('an amount that was tampered with, or has none, pays nothing', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      for (const amount of ['100', '0', '', null, '32000.0', '1e9']) {
        const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method: 'card', amount });
        assert.is(page.status, 409, String(amount));
        assert.match(alertOf(page), /결제 금액이 변경되었습니다/);
        assert.is(fieldsOf(page)['amount'], '32000');
      }
      assert.is((await pages.read(session.id)).payment.attemptCount, 0);
    }));

  test('a price that has changed meanwhile is shown first, and agreed to anew', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const seen = await pages.open(session.id);
      await pages.core.sessions.change(pages.scope, session.id, { shippingAmount: 5_000 });
      const page = await send(seen, '/pay', { ...BUYER, method: 'card' });
      assert.is(page.status, 409);
      assert.match(page.html, /34,000원 결제하기/);
      const fields = fieldsOf(page);
      assert.is(fields['name'], BUYER.name);
      assert.is(fields['agree'], undefined);
      assert.is((await payByCard(page)).h1, '주문이 완료되었습니다');
    }));

  test('a method that is not on offer is refused beside the methods', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, { name: '카드', paymentMethods: ['card'] });
      const { session } = await pages.create({ shopId: shop.id });
      for (const method of ['kakao_pay', 'gold', '']) {
        const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method });
        assert.is(page.status, 422, method);
        assert.ok(page.html.includes('id="field-method-problem"'));
      }
    }));

  test('an attempt that the fraud rules refuse stays on the form, with another way to go', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, {
        name: '엄격한 상점',
        riskPolicy: { blockScore: 1, amountMaximum: 1_000, weights: { amount_outlier: 90 } },
      });
      const { session } = await pages.create({ shopId: shop.id });
      const page = await send(await pages.open(session.id), '/pay', { ...BUYER, method: 'card' });
      assert.is(page.status, 409);
      assert.match(alertOf(page), /이 방법으로는 결제할 수 없습니다/);
      assert.is(fieldsOf(page)['name'], BUYER.name);
    }));

  test('too many tries in a minute are asked to wait, on the form', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const id = session.id;
      let last: Visit | null = null;
      for (let tries = 0; tries < 11; tries += 1) {
        last = await send(await pages.open(id), '/pay', { ...BUYER, method: 'kakao_pay' });
        if (last.status === 200) await pages.core.pay.abandon(pages.scope, id);
      }
      assert.is(last?.status, 429);
      assert.match(last ? alertOf(last) : '', /여러 번 시도했습니다/);
    }));

  test('a double click, a second tab and the back button end on the one payment', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const [tab, other] = [await pages.open(session.id), await pages.open(session.id)];
      const pay = (page: Visit) => send(page, '/pay', { ...BUYER, method: 'card' });
      const [one, two] = await Promise.all([pay(tab), pay(tab)]);
      const { attemptCount, nextAction } = (await pages.read(session.id)).payment;
      assert.is(attemptCount, 1);
      const gateway = nextAction?.type === 'redirect' ? nextAction.url : '';
      for (const { url } of [one, two, await pay(other)]) assert.is(url, gateway);
      const paid = await payByCard(tab);
      assert.is(paid.h1, '주문이 완료되었습니다');
      assert.is((await pay(other)).h1, '주문이 완료되었습니다');
      for (const path of ['/coupon', '/coupon/remove', '/cancel', '/other-way'])
        assert.is((await send(other, path, { coupon: 'X' })).h1, '주문이 완료되었습니다', path);
      assert.is((await pages.read(session.id)).payment.attemptCount, 1);
    }));

  test('a form that is sent twice leads to the gateway both times, however late the gateway answers', async () => {
    const gateway = fakeGateway();
    let answer = (): void => undefined;
    const asked = new Promise<void>((isAsked) => {
      const slow = new Promise<void>((resolve) => (answer = resolve));
      const { pay } = gateway;
      Object.assign(gateway, {
        pay: async (attempt: Parameters<typeof pay>[0]) => {
          isAsked();
          await slow;
          return pay(attempt);
        },
      });
    });
    await withSessionPages(
      async (pages) => {
        const { session } = await pages.create();
        const page = await pages.open(session.id);
        const url = `${pages.url}/assets/checkout-icon.svg`;
        gateway.script.pay.push({ kind: 'requires_action', nextAction: { type: 'redirect', url } });
        const first = send(page, '/pay', { ...BUYER, method: 'card' });
        await asked;
        const second = send(page, '/pay', { ...BUYER, method: 'card' });
        await pages.open(session.id);
        answer();
        assert.equal([(await first).url, (await second).url], [url, url]);
        assert.is(gateway.calls.pay.length, 1);
      },
      { gateways: [gateway] },
    );
  });

  test('forms of orders that have ended change nothing', () =>
    withSessionPages(async (pages) => {
      const [gone, late] = [await pages.create(), await pages.create()];
      const [one, two] = [await pages.open(gone.session.id), await pages.open(late.session.id)];
      await pages.core.sessions.cancel(pages.scope, gone.session.id);
      for (const path of ['/pay', '/coupon', '/coupon/remove', '/cancel', '/other-way'])
        assert.is((await send(one, path, { ...BUYER, coupon: 'X' })).h1, '주문이 취소되었습니다', path);
      pages.clock.set(late.session.expiresAt);
      assert.is((await send(two, '/pay', { ...BUYER, method: 'card' })).h1, '결제 시간이 지났습니다');
    }));
});
