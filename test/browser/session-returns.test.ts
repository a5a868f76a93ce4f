import * as assert from 'uvu/assert';
import { suite, type Test } from '../support/suite.ts';
import { noBrowser } from './browser.ts';
import { buyerOf, PAY, SAYS, withBuyer } from './order-page.ts';

/** A machine that is busy with other things still passes. */
const LIMIT = { limitMs: 60_000 };

function flows(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('a page that was left open leads to the end of its time', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, sees, clock, core }) => {
      const { session } = await arrive();
      await introduce();
      await choose('card');
      clock.set(session.expiresAt);
      await core.jobs.runDue();
      await pay();
      await sees(SAYS.expired);
    }));

  test('a double click on the button that pays makes one attempt', () =>
    withBuyer(async ({ arrive, introduce, choose, page, sees, read }) => {
      const { session } = await arrive();
      await introduce();
      await choose('card');
      let posts = 0;
      page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0));
      await page.locator(PAY).dblclick();
      await sees(SAYS.card);
      assert.equal([posts, (await read(session.id)).payment.attemptCount], [1, 1]);
    }));

  test('going back in the browser after paying shows the receipt', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, useCard, sees, page, url }) => {
      const { session } = await arrive();
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      await page.goto('about:blank');
      await page.goBack();
      await sees(SAYS.done);
      assert.is(await page.locator('[data-return]').isVisible(), false);
      await page.goBack();
      await page.goBack();
      await page.waitForURL(`${url}/checkout/${session.id}`);
      await sees(SAYS.done);
    }));

  test('of two tabs the second one finds what the first one has paid', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, useCard, sees, page, read, ...pages }) => {
      const { session } = await arrive();
      const other = buyerOf({ read, ...pages }, await page.context().newPage());
      // Without news it would not know, and pays.
      await other.page.route(/\/(?:events|status)/, (route) => route.abort());
      await other.page.goto(page.url());
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      await other.introduce();
      await other.choose('kakao_pay');
      await other.pay();
      await other.sees(SAYS.done);
      assert.is((await read(session.id)).payment.attemptCount, 1);
    }));

  test('a cart that has changed is not paid at the old price', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, page, core, scope, read }) => {
      const { session } = await arrive();
      await introduce();
      await choose('card');
      await core.sessions.change(scope, session.id, { shippingAmount: 0, totalAmount: 29_000 });
      await pay();
      await page.getByText('결제 금액이 변경되었습니다.').waitFor();
      assert.is(await page.locator('[name=agree]').isChecked(), false);
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
      assert.is((await read(session.id)).payment.attemptCount, 0);
    }));

  test('the other language keeps what was typed, and pays', () =>
    withBuyer(async ({ arrive, introduce, choose, page, pay, useCard, sees }) => {
      await arrive();
      await introduce();
      await choose('kakao_pay');
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor();
      assert.is(await page.locator('html').getAttribute('lang'), 'en');
      assert.match(page.url(), /lang=en/);
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
      assert.is(await page.locator('#method-kakao_pay').isChecked(), true);
      assert.is(await page.locator('[name=agree]').isChecked(), true);
      await page.getByRole('link', { name: '한국어' }).click();
      await sees(SAYS.form);
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
    }));

  test('a paid order leads back to the shop with its signed result, unless somebody stops it', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, useCard, sees, page }) => {
      const { session } = await arrive();
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      const line = page.locator('[data-return]');
      await line.waitFor();
      await page.waitForURL(/^https:\/\/shop\.example\/success\?/, { timeout: 20_000 });
      const { searchParams } = new URL(page.url());
      assert.equal([searchParams.get('sessionId'), searchParams.get('status')], [session.id, 'completed']);
      await page.goBack();
      await sees(SAYS.done);
      assert.is(await line.isVisible(), false);
    }));

  test('the button beside it keeps somebody on the receipt', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, useCard, sees, page }) => {
      await arrive();
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      await page.getByRole('button', { name: '여기에 머무르기' }).click();
      assert.is(await page.locator('[data-return]').isVisible(), false);
      assert.is(
        await page.getByRole('link', { name: '쇼핑몰로 돌아가기' }).and(page.locator(':focus')).count(),
        1,
      );
    }));

  test('whatever else is pressed on the receipt stops it too', () =>
    withBuyer(async ({ arrive, introduce, choose, pay, useCard, sees, page }) => {
      await arrive();
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      await page.locator('[data-return]').waitFor();
      await page.keyboard.press('ArrowDown');
      assert.is(await page.locator('[data-return]').isVisible(), false);
    }));
}

suite('coming back to the page of an order', (test) => {
  if (noBrowser) test.skip('buyers go back, open it twice and change the language', noBrowser);
  else flows(test);
});
