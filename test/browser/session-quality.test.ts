import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import type { ShopTheme } from '../../core/index.ts';
import { type SessionPages, withSessionPages } from '../adapters/session-page/with-session-pages.ts';
import { suite, type Test } from '../support/suite.ts';
import { DESKTOP, noBrowser, withPage } from './browser.ts';
import { PHONE_390, withBuyer } from './order-page.ts';
import { begin, everyState, LONG_ORDER } from './order-states.ts';

/** Where people can look at every page after a run; beside the repository, never in it. */
const SHOTS = process.env['KC_SHOTS'] ?? join(tmpdir(), 'kc-shots');

const BYTES_MAX = 60_000;
const FIRST_RENDER_MS = 200;

async function assertAccessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  assert.equal(found, []);
}

/** Everything that can be pressed is large enough for a thumb; links in running text are not meant. */
const SMALL_TARGETS = `[...document.querySelectorAll('button:not(.enter), summary, .tab, .check, select, input:is([type=text], [type=tel], [type=email]), a.button, a.language')]
  .filter((element) => element.checkVisibility())
  .filter((element) => { const box = element.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
  .map((element) => element.outerHTML.slice(0, 80))`;

async function assertFits(page: Page, name: string, width: number): Promise<void> {
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  assert.is(wide, width, `${name} is wider than its screen`);
  assert.equal(await page.evaluate(SMALL_TARGETS), [], `${name} has small targets`);
}

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
              await page.screenshot({ path: join(SHOTS, `order-${name}-${view}.png`), fullPage: true });
              await assertAccessible(page, name);
              await assertFits(page, name, options.viewport.width);
            }),
          options,
        ),
      { limitMs: 180_000 },
    );
}

/** What a shop can choose; the last ones could not be read as they are. */
const THEMES: Readonly<Record<string, Partial<ShopTheme>>> = {
  yellow: { primaryColor: '#fee500', radius: 4 },
  dark: { primaryColor: '#ff5a8a', backgroundColor: '#0b0d12', textColor: '#f2f2f2', radius: 20 },
  pale: { primaryColor: '#ffffff', backgroundColor: '#fff8ee', textColor: '#eeeeee', radius: 0 },
};

async function setTheme({ core, scope }: SessionPages, theme: Partial<ShopTheme>): Promise<void> {
  const shop = await core.shops.getDefault(scope);
  await core.shops.change(scope, shop.id, { theme: { ...shop.theme, ...theme } });
}

const cornersOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).borderRadius`);

function themes(declare: Test): void {
  for (const [name, theme] of Object.entries(THEMES))
    declare(
      `the theme of a shop shows and can be read: ${name}`,
      () =>
        withBuyer(
          async (buyer) => {
            await setTheme(buyer, theme);
            await buyer.arrive(LONG_ORDER);
            await buyer.page.screenshot({ path: join(SHOTS, `theme-${name}.png`), fullPage: true });
            await assertAccessible(buyer.page, name);
            assert.is(await cornersOf(buyer.page, '#pay'), `${theme.radius ?? 0}px`);
            await begin(buyer, 'virtual_account');
            await buyer.page.screenshot({ path: join(SHOTS, `theme-${name}-transfer.png`), fullPage: true });
            await assertAccessible(buyer.page, name);
          },
          // The shop's colours stay by night.
          { colorScheme: 'dark' },
        ),
      { limitMs: 60_000 },
    );
}

/** What came over the line for this page, and when something was to be seen. */
const MEASURE = `(() => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return { bytes: all.reduce((sum, { transferSize }) => sum + transferSize, 0), paint: paint?.startTime ?? Infinity,
    hosts: [...new Set(all.map(({ name }) => new URL(name).host))] };
})()`;

interface Measured {
  readonly bytes: number;
  readonly paint: number;
  readonly hosts: readonly string[];
}

/** Of several first visits: what they have in common is the page's, the rest is the machine's. */
async function measure(pages: SessionPages): Promise<Measured[]> {
  const { session } = await pages.create(LONG_ORDER);
  const found: Measured[] = [];
  for (let visit = 0; visit < 6; visit += 1)
    await withPage(
      async (page) => {
        await page.goto(`${pages.url}/checkout/${session.id}`, { waitUntil: 'load' });
        await page.locator('[data-open]').waitFor();
        found.push(await page.evaluate<Measured>(MEASURE));
      },
      { viewport: PHONE_390 },
    );
  return found;
}

function budgets(declare: Test): void {
  declare(
    'a first visit takes at most 60 kB, shows something within 200 ms and asks nobody else',
    () =>
      withSessionPages(async (pages) => {
        const visits = await measure(pages);
        const bytes = Math.max(...visits.map((visit) => visit.bytes));
        const paint = Math.min(...visits.map((visit) => visit.paint));
        assert.ok(bytes <= BYTES_MAX && bytes > 5_000, `${bytes} bytes`);
        assert.ok(paint <= FIRST_RENDER_MS, `first render after ${paint} ms`);
        for (const { hosts } of visits) assert.equal(hosts, [new URL(pages.url).host]);
      }),
    { limitMs: 60_000 },
  );
}

suite('the page of an order: quality', (test) => {
  if (noBrowser) return test.skip('every state is accessible and fits its screen', noBrowser);
  mkdirSync(SHOTS, { recursive: true });
  views(test);
  themes(test);
  budgets(test);
});
