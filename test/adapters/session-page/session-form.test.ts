import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { type Visit } from '../checkout-page/visitor.ts';
import { BUYER, EARPHONES, fieldsOf, payByCard, send, withSessionPages } from './with-session-pages.ts';

/** What stands below the coupon box. */
const couponLine = ({ html }: Visit): string =>
  (/id="field-coupon-said"[^>]*>\s*([^<]*?)\s*</.exec(html)?.[1] ?? '').trim();

const alertOf = ({ html }: Visit): string =>
  (/class="alert" role="alert"><p>([^<]*)/.exec(html)?.[1] ?? '').trim();

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
      for (const { url } of [one, two, await pay(other)])
        assert.ok([gateway, `${pages.url}/checkout/${session.id}`].includes(url), url);
      const paid = await payByCard(tab);
      assert.is(paid.h1, '주문이 완료되었습니다');
      assert.is((await pay(other)).h1, '주문이 완료되었습니다');
      for (const path of ['/coupon', '/coupon/remove', '/cancel', '/other-way'])
        assert.is((await send(other, path, { coupon: 'X' })).h1, '주문이 완료되었습니다', path);
      assert.is((await pages.read(session.id)).payment.attemptCount, 1);
    }));

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

suite('coupons on the form', (test) => {
  test('a code takes its discount off, is listed, and can be taken off again; what was typed stays', () =>
    withSessionPages(async (pages) => {
      await pages.core.coupons.create(pages.scope, {
        code: 'WELCOME10',
        type: 'percentage',
        discountValue: 10,
        nameKo: '첫 구매 할인',
      });
      const { session } = await pages.create();
      const typed = { ...BUYER, phone: '아직', method: 'kakao_pay' };
      const applied = await send(await pages.open(session.id), '/coupon', { ...typed, coupon: 'welcome10' });
      assert.is(applied.status, 200);
      assert.is(couponLine(applied), '쿠폰이 적용되어 2,900원 할인되었습니다.');
      for (const text of ['WELCOME10', '첫 구매 할인', '−2,900원', '29,100원 결제하기'])
        assert.ok(applied.html.includes(text), text);
      const { token: _, amount, coupon, ...kept } = fieldsOf(applied);
      assert.equal({ amount, coupon }, { amount: '29100', coupon: '' });
      assert.equal(kept, typed);
      const removed = await send(applied, '/coupon/remove', { remove: 'WELCOME10' });
      assert.match(removed.html, /32,000원 결제하기/);
      assert.is(fieldsOf(removed)['phone'], '아직');
      assert.is((await send(applied, '/coupon/remove', { remove: 'WELCOME10' })).status, 200);
    }));

  test('a code that gives nothing says why, stays in its box, and costs nothing', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const page = await send(await pages.open(session.id), '/coupon', { coupon: '없는코드' });
      assert.is(page.status, 422);
      assert.match(couponLine(page), /존재하지 않는 쿠폰/);
      assert.is(fieldsOf(page)['coupon'], '없는코드');
      assert.is((await send(page, '/coupon', { coupon: '' })).status, 422);
    }));

  test('a code that was typed but not applied is applied before anything is paid', () =>
    withSessionPages(async (pages) => {
      await pages.core.coupons.create(pages.scope, {
        code: 'MINUS',
        type: 'fixed_amount',
        discountValue: 2_000,
      });
      const { session } = await pages.create();
      const ready = { ...BUYER, method: 'card' };
      const wrong = await send(await pages.open(session.id), '/pay', { ...ready, coupon: 'NOPE' });
      assert.is(wrong.status, 422);
      assert.match(alertOf(wrong), /아직 결제하지 않았습니다/);
      const page = await send(wrong, '/pay', { ...ready, coupon: 'MINUS' });
      assert.match(alertOf(page), /쿠폰을 먼저 적용했습니다/);
      assert.is((await pages.read(session.id)).payment.attemptCount, 0);
      assert.is((await payByCard(page)).h1, '주문이 완료되었습니다');
      assert.is((await pages.read(session.id)).payment.amountCaptured, 30_000);
    }));

  test('a coupon that counts uses per customer knows him by what stands in the form', () =>
    withSessionPages(async (pages) => {
      await pages.core.coupons.create(pages.scope, {
        code: 'ONCE',
        type: 'fixed_amount',
        discountValue: 1_000,
        usageLimitPerCustomer: 1,
      });
      const use = async (fields: Record<string, string>) => {
        const { session } = await pages.create();
        return send(await pages.open(session.id), '/coupon', { ...fields, coupon: 'ONCE' });
      };
      assert.match(couponLine(await use({})), /이메일이나 휴대폰 번호를 먼저/);
      assert.is((await use({ phone: '010-1234-5678' })).status, 200);
      assert.match(couponLine(await use({ phone: '+82 10 1234 5678' })), /모두 사용하셨습니다/);
    }));

  test('somebody else in the form does not get a coupon that he has used up, and pays nothing by it', () =>
    withSessionPages(async (pages) => {
      await pages.core.coupons.create(pages.scope, {
        code: 'ONCE',
        type: 'fixed_amount',
        discountValue: 1_000,
        usageLimitPerCustomer: 1,
      });
      const first = await pages.create();
      const coupon = 'ONCE';
      await send(await pages.open(first.session.id), '/coupon', { phone: '010-1111-2222', coupon });
      const { session } = await pages.create();
      const page = await send(await pages.open(session.id), '/coupon', { phone: '010-3333-4444', coupon });
      const paid = await send(page, '/pay', {
        ...BUYER,
        email: '',
        phone: '010-1111-2222',
        method: 'card',
      });
      assert.is(paid.status, 409);
      assert.match(couponLine(paid), /모두 사용하셨습니다/);
      assert.is((await pages.read(session.id)).payment.attemptCount, 0);
    }));

  test('an order that coupons have paid needs no method and is complete at once', () =>
    withSessionPages(async (pages) => {
      await pages.core.coupons.create(pages.scope, {
        code: 'GIFT',
        type: 'fixed_amount',
        discountValue: 50_000,
      });
      const { session } = await pages.create({ shippingAmount: 0, totalAmount: 29_000 });
      const page = await send(await pages.open(session.id), '/coupon', { coupon: 'GIFT' });
      assert.match(page.html, /0원 주문하기/);
      assert.not.match(page.html, /name="method"/);
      const done = await send(page, '/pay', BUYER);
      assert.is(done.h1, '주문이 완료되었습니다');
      assert.is((await pages.read(session.id)).payment.status, 'succeeded');
    }));
});
