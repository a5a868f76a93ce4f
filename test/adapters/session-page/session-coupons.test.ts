import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { type Visit } from '../checkout-page/visitor.ts';
import { BUYER, fieldsOf, payByCard, send, withSessionPages } from './with-session-pages.ts';

/** What stands below the coupon box. */
const couponLine = ({ html }: Visit): string =>
  (/id="field-coupon-said"[^>]*>\s*([^<]*?)\s*</.exec(html)?.[1] ?? '').trim();

const alertOf = ({ html }: Visit): string =>
  (/class="alert" role="alert" tabindex="-1" autofocus>\s*<p>([^<]*)/.exec(html)?.[1] ?? '').trim();

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
      assert.match(alertOf(paid), /쿠폰을 사용할 수 없어 아직 결제하지 않았습니다/);
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
