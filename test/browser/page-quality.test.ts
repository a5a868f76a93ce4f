import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { SANDBOX_AMOUNTS } from '../../adapters/gateways/sandbox-rules.ts';
import { type Pages, withPages } from '../adapters/checkout-page/with-pages.ts';
import { suite } from '../support/suite.ts';
import { DESKTOP, noBrowser, PHONE, withPage } from './browser.ts';

/** Where people can look at every page after a run; beside the repository, never in it. */
const SHOTS = join(tmpdir(), 'kc-shots');

const ORDER = '프리미엄 구독 12개월 (가을 할인, 아주 긴 상품 이름도 줄을 바꾸어 보입니다)';
const UNBROKEN = 'https://shop.example/products/a-very-long-name-without-any-place-to-break-it-at-all';

/** Walks through every page that there is and calls `look` on each. */
async function everyPage(pages: Pages, page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const { core, scope } = pages;
  const go = (id: string) => page.goto(`${pages.url}/checkout/${id}`);
  const pay = () => page.locator('form[action$="/pay"] button').click();
  const useCard = async (start: string) => {
    await page.locator(`[data-fill^="${start}"]`).click();
    await page.locator('form[data-card] button').click();
  };
  const card = await pages.create({ description: ORDER });
  await go(card.id);
  await page.locator('summary').click();
  await look('payable');
  await pay();
  await look('card');
  await page.locator('form[data-card] button').click();
  await look('card-wrong');
  await useCard('4000 0000 0000 0002');
  await look('declined');
  await pay();
  await useCard('4000 0025');
  await look('challenge');
  await go(card.id);
  await look('action');
  await page.locator('main a.button').first().click();
  await page.locator('button[value=approve]').click();
  await look('succeeded');
  await core.refunds.create(scope, { paymentId: card.id, amount: 9_900 });
  await go(card.id);
  await look('refunded');
  await otherPages(pages, page, look);
}

async function otherPages(pages: Pages, page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const { core, scope, create } = pages;
  const go = (id: string) => page.goto(`${pages.url}/checkout/${id}`);
  const pay = () => page.locator('form[action$="/pay"] button').click();
  await go((await create({ method: 'bank_transfer', description: UNBROKEN })).id);
  await look('transfer');
  await page.locator('a.test').click();
  await look('bank');
  await go((await create({ method: 'kakao_pay' })).id);
  await pay();
  await look('kakao');
  const kakao = page.url();
  await page.locator('button[value=pay]').click();
  await page.locator('.status.good').waitFor();
  await page.goto(kakao);
  await look('done');
  for (const method of ['naver_pay', 'samsung_pay', 'realtime_transfer', 'virtual_account'] as const) {
    await go((await create({ method })).id);
    await pay();
    await look(method);
  }
  await page.locator('a.test').click();
  await look('virtual-bank');
  await useInstalments(pages, page);
  await look('card-instalments');
  await go((await create({ amount: SANDBOX_AMOUNTS.payAnswerLost })).id);
  await pay();
  await look('processing');
  const choice = await create({ method: null, currency: 'USD', amount: Number.MAX_SAFE_INTEGER });
  await go(choice.id);
  await look('choice');
  await core.payments.cancel(scope, choice.id);
  await go(choice.id);
  await look('canceled');
  const late = await create();
  await core.payments.expire(scope, late.id);
  await go(late.id);
  await look('expired');
  const live = await core.payments.create(
    { ...scope, mode: 'live' },
    { amount: 100, currency: 'KRW', method: 'card' },
  );
  await go(live.id);
  await look('unavailable');
  await go('pay_nothing');
  await look('not-found');
}

/** To the card page of ₩60,000 over twelve months. */
async function useInstalments({ core, create, scope, url }: Pages, page: Page): Promise<void> {
  const { id } = await create({ amount: 60_000, description: ORDER });
  const returnUrl = `${url}/checkout/${id}/return`;
  await core.payments.begin(scope, id, { instalmentMonths: 12, returnUrl });
  await page.goto(`${url}/checkout/${id}`);
  await page.locator('main a.button').first().click();
}

async function assertAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html.slice(0, 80)).join(' | ')}`);
  assert.equal(found, []);
}

/** Everything that can be pressed is large enough for a thumb; links in running text are not meant. */
const SMALL_TARGETS = `[...document.querySelectorAll('button, summary, input:not([type=hidden]):not([type=radio]), .choice, a.button, a.language')]
  .filter((element) => element.checkVisibility())
  .filter((element) => { const box = element.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
  .map((element) => element.outerHTML.slice(0, 80))`;

async function assertFits(page: Page, name: string, width: number): Promise<void> {
  assert.is(
    await page.evaluate('document.documentElement.scrollWidth'),
    width,
    `${name} is wider than its screen`,
  );
  assert.equal(await page.evaluate(SMALL_TARGETS), [], `${name} has small targets`);
}

const VIEWS = [
  { name: 'ko-phone', locale: 'ko-KR', lang: 'ko', viewport: PHONE, colorScheme: 'light', axe: true },
  { name: 'en-phone', locale: 'en-US', lang: 'en', viewport: PHONE, colorScheme: 'dark', axe: true },
  // The same markup in the same colours: what can differ is whether it fits.
  { name: 'ko-desktop', locale: 'ko-KR', lang: 'ko', viewport: DESKTOP, colorScheme: 'dark', axe: false },
  { name: 'en-desktop', locale: 'en-US', lang: 'en', viewport: DESKTOP, colorScheme: 'light', axe: false },
] as const;

suite('every page in a browser', (test) => {
  if (noBrowser) return test.skip('every page is accessible and fits its screen', noBrowser);
  mkdirSync(SHOTS, { recursive: true });
  for (const { name: view, lang, axe, ...options } of VIEWS)
    test(
      `is ${axe ? 'accessible, ' : ''}in one language and fits: ${view}`,
      () =>
        withPages((pages) =>
          withPage(
            (page) =>
              everyPage(pages, page, async (name) => {
                assert.is(await page.locator('html').getAttribute('lang'), lang);
                assert.is(await page.locator('h1').count(), 1, name);
                if (axe) await assertAccessible(page, name);
                await assertFits(page, name, options.viewport.width);
                await page.screenshot({ path: join(SHOTS, `${name}-${view}.png`), fullPage: true });
              }),
            options,
          ),
        ),
      { limitMs: 90_000 },
    );
});
