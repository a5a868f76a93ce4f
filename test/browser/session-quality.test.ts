import * as assert from 'uvu/assert';
import { suite, type Test } from '../support/suite.ts';
import { DESKTOP, noBrowser } from './browser.ts';
import { assertAccessible, assertFits, keepPicture } from './order-checks.ts';
import { PHONE_390, withBuyer } from './order-page.ts';
import { everyState } from './order-states.ts';

const VIEWS = [
  { name: 'ko-phone', locale: 'ko-KR', lang: 'ko', viewport: PHONE_390, colorScheme: 'light' },
  { name: 'en-phone', locale: 'en-US', lang: 'en', viewport: PHONE_390, colorScheme: 'dark' },
  { name: 'ko-desktop', locale: 'ko-KR', lang: 'ko', viewport: DESKTOP, colorScheme: 'dark' },
  { name: 'en-desktop', locale: 'en-US', lang: 'en', viewport: DESKTOP, colorScheme: 'light' },
] as const;

function views(declare: Test): void {
  for (const { name: view, lang, ...options } of VIEWS)
    declare(
      `every state is accessible, in one language and fits: ${view}`,
      () =>
        withBuyer(
          (buyer) =>
            everyState(buyer, async (name) => {
              const { page } = buyer;
              assert.is(await page.locator('html').getAttribute('lang'), lang);
              assert.is(await page.locator('h1').count(), 1, name);
              await keepPicture(page, `order-${name}-${view}`);
              await assertAccessible(page, name);
              await assertFits(page, name, options.viewport.width);
            }),
          options,
        ),
      { limitMs: 180_000 },
    );
}

suite('the page of an order: quality', (test) => {
  if (noBrowser) test.skip('every state is accessible and fits its screen', noBrowser);
  else views(test);
});
