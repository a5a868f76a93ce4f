import type { Page } from 'playwright-core';
import type { Shop } from '../adapters/deposits-page/with-deposits.ts';

/** Pastes the token of the shop's owner into the login page, and waits for the shop. */
export async function signIn(page: Page, shop: Shop): Promise<void> {
  await page.goto(`${shop.url}/deposits`);
  await page.locator('#credential').fill(shop.token);
  await page.locator('main button').click();
  await page.getByRole('heading', { level: 1, name: '루나 상점' }).waitFor();
}
