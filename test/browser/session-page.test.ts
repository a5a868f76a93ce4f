import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { withSessionPages } from '../adapters/session-page/with-session-pages.ts';
import { suite, type Test } from '../support/suite.ts';
import { DESKTOP, noBrowser, withPage } from './browser.ts';
import { buyerOf, PAY, SAYS, withBuyer, withPhone } from './order-page.ts';

/** A machine that is busy with other things still passes. */
const LIMIT = { limitMs: 60_000 };

/** What the page waits at most until it shows that the money has come. */
const TURN_MS = 2_000;

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const focused = page.locator(`${selector}:focus`);
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused.count()) === 1) return;
  }
  assert.unreachable(`Tab does not reach ${selector}`);
}

function flows(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('the keyboard alone is enough, from the top of the page to the receipt', () =>
    withBuyer(async ({ arrive, page, sees, read }) => {
      const { session } = await arrive({ needsShipping: true });
      const type = async (selector: string, text: string) => {
        await tabTo(page, selector);
        await page.keyboard.type(text);
      };
      await type('[name=name]', '홍길동');
      await type('[name=phone]', '01012345678');
      await type('[name=postcode]', '06236');
      await type('[name=address]', '서울 강남구 테헤란로 123');
      await type('[name=address_detail]', '101호');
      await tabTo(page, '[name=method]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await tabTo(page, '[name=agree]');
      await page.keyboard.press('Space');
      await tabTo(page, PAY);
      await page.keyboard.press('Enter');
      await sees(SAYS.card);
      for (const [field, text] of [
        ['#number', '4242424242424242'],
        ['#expiry', '1234'],
        ['#cvc', '123'],
      ] as const)
        await type(field, text);
      await page.keyboard.press('Enter');
      await sees(SAYS.done);
      const { payment, session: now } = await read(session.id);
      assert.equal([payment.status, payment.method], ['succeeded', 'card']);
      assert.equal(now.shippingAddress, {
        postcode: '06236',
        address: '서울 강남구 테헤란로 123',
        detail: '101호',
      });
    }));

  test('the Enter key in a field pays, and applies no coupon', () =>
    withBuyer(async ({ arrive, page, introduce, choose, sees }) => {
      await arrive();
      await introduce();
      await choose('card');
      await page.locator('[name=name]').press('Enter');
      await sees(SAYS.card);
    }));

  test('what is missing is told, and the focus goes there', () =>
    withBuyer(async ({ arrive, page, pay, introduce, choose, sees }) => {
      await arrive();
      await choose('card');
      await pay();
      await page.getByRole('alert').getByText('이름을 입력해 주세요.').waitFor();
      assert.is(await page.locator('[role=alert]:focus').count(), 1);
      await page.getByRole('link', { name: '이름을 입력해 주세요.' }).click();
      assert.is(await page.locator('[name=name]:focus').count(), 1);
      await introduce();
      await pay();
      await sees(SAYS.card);
    }));

  test('a coupon is refused, applied and taken off again, and nothing that was typed is lost', () =>
    withBuyer(async ({ arrive, page, introduce, core, scope, pay, choose, useCard, sees, read }) => {
      await core.coupons.create(scope, {
        code: 'WELCOME10',
        nameKo: '신규 할인',
        type: 'percentage',
        discountValue: 10,
      });
      const { session } = await arrive();
      await introduce();
      const box = page.locator('[name=coupon]');
      const apply = page.getByRole('button', { name: '적용' });
      await box.fill('NOTHING');
      await apply.click();
      await page.locator('#coupon .problem').waitFor();
      await box.fill('welcome10');
      await apply.click();
      await page.getByText(/쿠폰이 적용되어/).waitFor();
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
      await page.getByRole('button', { name: '쿠폰 빼기 WELCOME10' }).click();
      await page.getByText('32,000원 결제하기').last().waitFor();
      await box.fill('welcome10');
      await apply.click();
      await page.getByText(/쿠폰이 적용되어/).waitFor();
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      const { payment } = await read(session.id);
      assert.is(payment.amount, session.orderAmount - 2_900);
    }));

  test('a transfer to the shop’s own account turns the page by itself, within two seconds of the bank’s message', () =>
    withBuyer(async (buyer) =>
      withPhone(buyer, async (phone) => {
        const { arrive, introduce, choose, pay, sees, page, core, read } = buyer;
        const { session } = await arrive();
        await introduce();
        await choose('bank_transfer');
        await pay();
        await sees(SAYS.transfer);
        const { payment } = await read(session.id);
        const to = core.payments.instructions(payment);
        for (const text of ['123-456-789012', to?.depositorName ?? '?', '32,000원'])
          await page.getByText(text).first().waitFor();
        await phone.report({ name: to?.depositorName ?? '', amount: payment.amount });
        const heard = Date.now();
        await sees(SAYS.done);
        assert.ok(Date.now() - heard <= TURN_MS, `${Date.now() - heard} ms`);
      }),
    ));

  test('the page asks from time to time where streams do not come through', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, sees, page, core, scope, read }) => {
      await page.route('**/events*', (route) => route.abort());
      const { session } = await arrive();
      await introduce();
      await choose('virtual_account');
      await pay();
      await sees(SAYS.transfer);
      await core.sessions.cancel(scope, (await read(session.id)).session.id);
      await sees('주문이 취소되었습니다');
    }));

  test('a virtual account is shown, can be copied, and pays', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, sees, page, url, read }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      const { session } = await arrive();
      await introduce();
      await choose('virtual_account');
      await pay();
      await sees(SAYS.transfer);
      const copy = page.locator('button[data-copy]').first();
      await copy.click();
      await page.getByText('복사됨').waitFor();
      assert.is(await page.evaluate('navigator.clipboard.readText()'), await copy.getAttribute('data-copy'));
      const second = await page.context().newPage();
      await second.goto(page.url());
      await page.locator('a.test').click();
      await page.getByRole('button', { name: /입금/ }).click();
      await sees(SAYS.done);
      await second.getByRole('heading', { level: 1, name: SAYS.done }).waitFor();
      assert.is((await read(session.id)).payment.method, 'virtual_account');
    }));

  test('KakaoPay that is refused can be followed by a card', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, sees, page, useCard, read }) => {
      const { session } = await arrive();
      await introduce();
      await choose('kakao_pay');
      await pay();
      await sees('카카오페이 (모의)');
      await page.getByRole('button', { name: '잔액 부족으로 실패' }).click();
      await sees(SAYS.declined);
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      assert.is((await read(session.id)).payment.attemptCount, 2);
    }));

  test('who has begun in one way can take another', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, sees, page, url }) => {
      const { session } = await arrive();
      await introduce();
      await choose('kakao_pay');
      await pay();
      await sees('카카오페이 (모의)');
      await page.goto(`${url}/checkout/${session.id}`);
      await sees(SAYS.action);
      await page.getByRole('button', { name: '다른 방법으로 결제하기' }).click();
      await sees(SAYS.form);
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
    }));

  test('without scripts a transfer can be made and looked after', () =>
    withSessionPages((pages) =>
      withPage(
        async (page) => {
          const { arrive, introduce, choose, pay, sees, read } = buyerOf(pages, page);
          const { session } = await arrive({ needsShipping: true });
          await introduce();
          await page.locator('[name=postcode]').fill('06236');
          await page.locator('[name=address]').fill('서울 강남구 테헤란로 123');
          await choose('bank_transfer');
          assert.is(await page.getByRole('button', { name: '주소 검색' }).count(), 0);
          await pay();
          await sees(SAYS.transfer);
          assert.is(await page.getByRole('button', { name: /복사/ }).count(), 0);
          await page.getByRole('link', { name: '결제 상태 확인' }).click();
          await sees(SAYS.transfer);
          await page.locator('a.test').click();
          await page.getByRole('button', { name: /입금/ }).click();
          await sees(SAYS.done);
          assert.is((await read(session.id)).payment.status, 'succeeded');
        },
        { javaScriptEnabled: false, viewport: DESKTOP },
      ),
    ));
}

suite('the page of an order in a browser', (test) => {
  if (noBrowser) test.skip('buyers pay, fail, change their minds and come back', noBrowser);
  else flows(test);
});
