import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { kbText, type Shop, withDeposits } from '../adapters/deposits-page/with-deposits.ts';
import { suite } from '../support/suite.ts';
import { DESKTOP, noBrowser, PHONE, withPage } from './browser.ts';
import { signIn } from './sign-in.ts';

async function assertGood(page: Page, name: string, width: number): Promise<void> {
  assert.is(
    await page.evaluate('document.documentElement.scrollWidth'),
    width,
    `${name} is wider than its screen`,
  );
  assert.is(await page.locator('h1').count(), 1, name);
  assert.equal(await page.evaluate(SMALL_TARGETS), [], `${name} has small targets`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html.slice(0, 90)).join(' | ')}`);
  assert.equal(found, []);
}

/** Everything that can be pressed is large enough for a thumb; a box is pressed by its label. */
const SMALL_TARGETS = `[...document.querySelectorAll('button, summary, select, textarea, input:not([type=hidden]):not([type=checkbox]), .choice, main a, a.language')]
  .filter((element) => element.checkVisibility())
  .filter((element) => { const box = element.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
  .map((element) => element.outerHTML.slice(0, 80))`;

/** Walks through every page, with something in every part, and calls `look` on each. */
async function everyPage(shop: Shop, page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const { core, actor, workspaceId, scope, order, sms, url, path } = shop;
  const unfold = () =>
    page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  await page.goto(`${url}/deposits/login?why=invalid`);
  await look('login');
  await signIn(page, shop);
  await look('nothing yet');
  const payment = await core.payments.create(scope, {
    amount: 9_900,
    currency: 'KRW',
    method: 'bank_transfer',
  });
  await core.payments.begin(scope, payment.id, { returnUrl: null });
  const { items } = await core.depositOrders.list(actor, workspaceId, {}, { limit: 1, offset: 0 });
  await sms({ name: items[0]?.orderNumber ?? '', amount: 9_900 });
  await core.refunds.create(scope, { paymentId: payment.id, amount: 900 });
  const held = await order({ number: 'a-very-long-order-number-without-any-place-to-break-it-at-all' });
  await sms({ signed: false });
  for (const name of ['박지훈', '박지훈', '김서연', '이하늘']) await order({ name, amount: 32_000 });
  await sms({ name: '박지훈', amount: 32_000 });
  await sms({ name: '주식회사아주긴이름을가진입금자의상호', amount: 31_990, foreign: true });
  await sms({ amount: 77, id: '1' });
  const twin = await sms({ amount: 77, id: '2' });
  if (twin.kind === 'deposit') await core.deposits.dismiss(actor, workspaceId, twin.deposit.id);
  shop.clock.advance(25 * 3_600_000);
  await page.goto(`${url}${path}?notice=dismissed&deposit=1`);
  await unfold();
  await look('everything');
  const { items: open } = await core.deposits.list(actor, workspaceId, {}, { limit: 10, offset: 0 });
  const unsigned = open.find(({ deposit }) => deposit.hold === 'unsigned')?.deposit.id;
  await page.goto(`${url}${path}/deposits/${unsigned}/match/${held.id}`);
  await look('second look');
  await page.goto(`${url}${path}/devices/1`);
  await unfold();
  await look('phone');
  await page.goto(url + path);
  await page.locator('#sms-text').fill(kbText({ name: '홍길동' }));
  await page.locator('form[action*="/sms"] button').click();
  await page.locator('.facts').waitFor();
  await look('message');
  await page.goto(`${url}/deposits/workspaces/999`);
  await look('not found');
  await core.workspaces.create(actor, '둘째 상점');
  await page.goto(`${url}/deposits`);
  await look('workspaces');
}

const VIEWS = [
  { name: 'ko-phone', locale: 'ko-KR', viewport: PHONE, colorScheme: 'light' },
  { name: 'en-phone', locale: 'en-US', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
  { name: 'ko-desktop', locale: 'ko-KR', viewport: DESKTOP, colorScheme: 'dark' },
  { name: 'en-tall-phone', locale: 'en-US', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

suite('every deposits page in a browser', (test) => {
  if (noBrowser) return test.skip('every page is accessible and fits its screen', noBrowser);
  for (const { name: view, ...options } of VIEWS)
    test(
      `is accessible and fits: ${view}`,
      () =>
        withDeposits((shop) =>
          withPage(
            (page) => everyPage(shop, page, (name) => assertGood(page, name, options.viewport.width)),
            options,
          ),
        ),
      { limitMs: 90_000 },
    );
});
