import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { suite, type Test } from '../support/suite.ts';
import { DECLINED, decide } from '../../adapters/http/surfaces/test-helpers/sandbox-buyer.ts';
import { DESKTOP, noBrowser, PHONE } from './browser.ts';
import { assertFits, keepPicture } from './order-checks.ts';
import { type Buyer, SAYS, withBuyer } from './order-page.ts';

const LIMIT = { limitMs: 60_000 };

const CANCELED = '주문이 취소되었습니다';

/** Tells whether this very page was left since. */
async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate('window.isMarked = true');
  return async () => (await page.evaluate('window.isMarked')) !== true;
}

/** Waits until the page, which asks by itself, has been told this state. */
const told = (page: Page, state: string): Promise<unknown> =>
  page.waitForResponse(
    async (response) =>
      response.url().includes('/status') && ((await response.json()) as { state: string }).state === state,
  );

/** Keeps the streams that the page opens, so that a test can look whether they still are. */
const KEEP_STREAMS = `window.streams = [];
  window.EventSource = class extends EventSource { constructor(url) { super(url); window.streams.push(this); } };`;

async function setName({ core, scope }: Buyer, name: string): Promise<void> {
  const shop = await core.shops.getDefault(scope);
  await core.shops.change(scope, shop.id, { name });
}

function news(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  for (const isStreaming of [true, false])
    test(`a form that is left open hears that its order has ended, with${isStreaming ? '' : 'out'} a stream`, () =>
      withBuyer(async ({ arrive, introduce, page, core, scope, sees }) => {
        if (!isStreaming) await page.route('**/events*', (route) => route.abort());
        const { session } = await arrive();
        await introduce();
        await core.sessions.cancel(scope, session.id);
        await sees(CANCELED);
        assert.is(await page.locator('form').count(), 0);
      }));

  test('a form that is left open hears that the order was paid in another window', () =>
    withBuyer(async ({ arrive, page, introduce, choose, pay, useCard, sees }) => {
      await arrive();
      const other = await page.context().newPage();
      await other.goto(page.url());
      await introduce();
      await choose('card');
      await pay();
      await useCard('4242424242424242');
      await sees(SAYS.done);
      await other.getByRole('heading', { level: 1, name: SAYS.done }).waitFor();
    }));

  test('from the form to the form after a decline is no news: what was typed stays', () =>
    withBuyer(async ({ arrive, page, introduce, core, scope, sandbox, sees }) => {
      let isEarly = true;
      await page.route('**/events*', (route) => route.abort());
      // The page does not look while the attempt is under way, which it would have to tell.
      await page.route('**/status*', (route) =>
        isEarly ? route.fulfill({ json: { state: 'payable' } }) : route.continue(),
      );
      const { session, payment } = await arrive();
      await introduce();
      const isGone = await markPage(page);
      const returnUrl = 'http://localhost/';
      const begun = await core.payments.begin(scope, payment.id, { method: 'card', returnUrl });
      await decide(core, sandbox, begun, DECLINED);
      isEarly = false;
      await told(page, 'declined');
      await told(page, 'declined');
      assert.not(await isGone());
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
      await core.sessions.cancel(scope, session.id);
      await sees(CANCELED);
    }));

  test('after a change of the language the page that is shown listens, and nothing else', () =>
    withBuyer(async ({ arrive, introduce, page, core, scope }) => {
      await page.addInitScript(KEEP_STREAMS);
      const { session } = await arrive();
      await introduce();
      await page.locator('a.language').click();
      await page.locator('html[lang=en]').waitFor();
      assert.is(await page.locator('[name=name]').inputValue(), '홍길동');
      assert.equal(
        await page.evaluate('window.streams.map(({ readyState }) => readyState === EventSource.CLOSED)'),
        [true, false],
      );
      await core.sessions.cancel(scope, session.id);
      await page.getByRole('heading', { level: 1, name: 'This order was cancelled' }).waitFor();
    }));

  test('a coupon that cannot be used any more is told above the form, where the focus is', () =>
    withBuyer(async ({ arrive, introduce, page, pay, choose, core, scope }) => {
      await core.coupons.create(scope, {
        code: 'ONCE',
        type: 'fixed_amount',
        discountValue: 1_000,
        usageLimitPerCustomer: 1,
      });
      const apply = async (phone: string, email: string): Promise<void> => {
        await arrive();
        await introduce();
        await page.locator('[name=phone]').fill(phone);
        await page.locator('[name=email]').fill(email);
        await page.locator('[name=coupon]').fill('ONCE');
        await page.getByRole('button', { name: '적용' }).click();
        await page.getByText(/쿠폰이 적용되어/).waitFor();
      };
      await apply('010-1111-2222', 'first@example.com');
      await apply('010-3333-4444', 'second@example.com');
      await page.locator('[name=email]').fill('first@example.com');
      await choose('card');
      await page.locator('[name=agree]').check();
      await pay();
      await page
        .locator('[role=alert]:focus')
        .getByText(/쿠폰을 사용할 수 없어/)
        .waitFor();
      await keepPicture(page, 'order-coupon-lost-ko-phone');
    }));
}

const LONG_NAME = '아주 긴 이름을 가진 상점 '.repeat(7).trim();

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where this stands. */
const boxOf = (page: Page, selector: string): Promise<Box> =>
  page.evaluate<Box>(`document.querySelector('${selector}').getBoundingClientRect().toJSON()`);

function looks(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  for (const width of [320, PHONE.width])
    test(`a shop with a long name leaves the lock and the other language their place, ${width} pixels wide`, () =>
      withBuyer(
        async (buyer) => {
          await setName(buyer, LONG_NAME);
          await buyer.arrive();
          const { page } = buyer;
          await keepPicture(page, `order-long-name-${width}`);
          await assertFits(page, 'long name', width);
          const [language, name] = [await boxOf(page, 'a.language'), await boxOf(page, '.brand bdi')];
          assert.ok(language.height <= 44 && language.width > language.height, JSON.stringify(language));
          assert.ok(name.height <= 52, JSON.stringify(name));
          assert.ok((await boxOf(page, '.secured')).width >= 20);
        },
        { viewport: { ...PHONE, width } },
      ));

  test('the words beside the lock are seen where there is room, on phones too', () =>
    withBuyer(async (buyer) => {
      await setName(buyer, '루나');
      await buyer.arrive();
      const { page } = buyer;
      await keepPicture(page, 'order-short-name');
      const [lock, words] = [await boxOf(page, '.secured'), await boxOf(page, '.secured span')];
      assert.ok(
        words.width > 30 && words.y + words.height <= lock.y + lock.height + 1,
        JSON.stringify(words),
      );
      await setName(buyer, LONG_NAME);
      await page.reload();
      const hidden = await boxOf(page, '.secured span');
      assert.ok(hidden.y >= lock.y + lock.height, JSON.stringify(hidden));
      await page.getByText('안전 결제').first().waitFor({ state: 'attached' });
    }));

  test('a moment and a card are not broken in two on small phones', () =>
    withBuyer(
      async ({ arrive, introduce, choose, pay, useCard, sees, page }) => {
        await arrive();
        await introduce();
        await choose('card');
        await pay();
        await useCard('4242424242424242');
        await sees(SAYS.done);
        await keepPicture(page, 'order-completed-360');
        const lines = await page.evaluate<number[]>(
          `[...document.querySelectorAll('.facts .whole')].map((each) => new Set([...each.getClientRects()].map(({ top }) => Math.round(top))).size)`,
        );
        assert.equal(lines, [1, 1, 1, 1]);
        await assertFits(page, 'receipt', PHONE.width);
      },
      { viewport: PHONE },
    ));

  for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE }))
    test(`the focus goes from left to right and downwards, never back: ${name}`, () =>
      withBuyer(
        async ({ arrive, page }) => {
          await arrive({ needsShipping: true });
          const [basket, steps] = [await boxOf(page, '.basket'), await boxOf(page, '.steps')];
          assert.ok(basket.x + basket.width <= steps.x || basket.y + basket.height <= steps.y);
          const order = await page.evaluate<string[]>(
            `[...document.querySelectorAll('.checkout-form :is(.basket, .steps)')].map((each) => each.className)`,
          );
          assert.equal(order, ['card basket', 'steps']);
          await keepPicture(page, `order-columns-${name}`);
        },
        { viewport },
      ));
}

suite('the page of an order, left open', (test) => {
  if (noBrowser) test.skip('a form that is left open hears that its order has ended', noBrowser);
  else news(test);
});

suite('the page of an order: its looks', (test) => {
  if (noBrowser) test.skip('nothing breaks on small phones', noBrowser);
  else looks(test);
});
