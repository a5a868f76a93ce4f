import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';

/** Where people can look at every page after a run; beside the repository, never in it. */
const SHOTS = process.env['KC_SHOTS'] ?? join(tmpdir(), 'kc-shots');

/** Keeps a picture of the whole page. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Nothing that axe calls moderate or worse. */
export async function assertAccessible(page: Page, name: string): Promise<void> {
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

/** Nothing is wider than the screen or too small for a thumb. */
export async function assertFits(page: Page, name: string, width: number): Promise<void> {
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  assert.is(wide, width, `${name} is wider than its screen`);
  assert.equal(await page.evaluate(SMALL_TARGETS), [], `${name} has small targets`);
}
