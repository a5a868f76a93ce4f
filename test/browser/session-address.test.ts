import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { suite, type Test } from '../support/suite.ts';
import { noBrowser } from './browser.ts';
import { withBuyer } from './order-page.ts';

const LIMIT = { limitMs: 60_000 };

const SCRIPT = '**/postcode.v2.js';

/** What Kakao's script does, as far as we use it: it frames a page, and calls back with what was found there. */
const FAKE = `
  window.kakao = { Postcode: class {
    constructor(options) { this.options = options; }
    embed(place) {
      const frame = document.createElement('iframe');
      frame.title = '우편번호 검색 프레임';
      frame.style.cssText = 'width:100%;height:100%;border:0';
      place.append(frame);
      // Inline, as the real one does.
      frame.contentDocument.write('<button style="width:100%">테헤란로 152</button>' +
        '<script>document.querySelector("button").onclick = () => parent.postMessage("chosen", "*")</' + 'script>');
      addEventListener('message', ({ data }) => data === 'chosen' && this.options.oncomplete({
        zonecode: '06236', userSelectedType: 'R', roadAddress: '서울 강남구 테헤란로 152',
        jibunAddress: '서울 강남구 역삼동 737', bname: '역삼동', buildingName: '강남파이낸스센터', apartment: 'N',
      }));
    }
  } };`;

/** What Kakao can know: all that goes to other hosts than ours. */
function foreign(page: Page, url: string): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) asked.push(request.url());
  });
  return asked;
}

function flows(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('an address that is found fills the fields, and the focus goes on to what is left to type', () =>
    withBuyer(async ({ arrive, page, url }) => {
      const asked = foreign(page, url);
      await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: FAKE }));
      const { session } = await arrive({ needsShipping: true });
      const button = page.getByRole('button', { name: '주소 검색', exact: true });
      await button.waitFor();
      assert.equal(asked, [], 'nothing is asked of anybody before the buyer wants it');
      await button.click();
      const frame = page.frameLocator('#address-panel iframe');
      await frame.frameLocator('iframe').getByRole('button', { name: '테헤란로 152' }).click();
      await page.locator('[name=address_detail]:focus').waitFor();
      assert.is(await page.locator('[name=postcode]').inputValue(), '06236');
      assert.is(await page.locator('[name=address]').inputValue(), '서울 강남구 테헤란로 152 (역삼동)');
      assert.is(await page.locator('#address-panel').isVisible(), false);
      assert.equal(asked, ['https://t1.kakaocdn.net/mapjsapi/bundle/postcode/prod/postcode.v2.js']);
      const path = await page.locator('[data-address-search]').getAttribute('data-address-search');
      assert.not.match(path ?? '', new RegExp(session.id));
    }));

  test('where the search is blocked a line says so, and the fields are as usable as before', () =>
    withBuyer(async ({ arrive, page }) => {
      await page.route(SCRIPT, (route) => route.abort());
      await arrive({ needsShipping: true });
      const button = page.getByRole('button', { name: '주소 검색', exact: true });
      await button.click();
      await page.getByText('직접 입력해 주세요').waitFor();
      assert.is(await page.locator('#address-panel').isVisible(), false);
      assert.is(await button.and(page.locator(':focus')).count(), 1);
      await page.locator('[name=postcode]').fill('06236');
    }));

  test('a search that never answers is given up after some seconds', () =>
    withBuyer(async ({ arrive, page }) => {
      await page.route(SCRIPT, () => undefined);
      await arrive({ needsShipping: true });
      await page.getByRole('button', { name: '주소 검색', exact: true }).click();
      await page.getByText('주소 검색을 불러오고 있습니다.').waitFor();
      await page.getByText('직접 입력해 주세요').waitFor();
      assert.is(await page.locator('iframe').count(), 0);
    }));

  test('Escape, the close button and the button itself close it, and the focus comes back', () =>
    withBuyer(async ({ arrive, page }) => {
      await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: FAKE }));
      await arrive({ needsShipping: true });
      const button = page.getByRole('button', { name: '주소 검색', exact: true });
      const closings = [
        () => page.keyboard.press('Escape'),
        () => page.getByRole('button', { name: '주소 검색 닫기' }).click(),
        () => button.click(),
      ];
      for (const close of closings) {
        await button.press('Enter');
        await page.locator('#address-panel:focus').waitFor();
        assert.is(await button.getAttribute('aria-expanded'), 'true');
        const { violations } = await new AxeBuilder({ page }).options({ iframes: false }).analyze();
        assert.equal(
          violations.map(({ id }) => id),
          [],
        );
        await close();
        await page.locator('#address-panel').waitFor({ state: 'hidden' });
        assert.is(await button.and(page.locator(':focus')).count(), 1);
        assert.is(await button.getAttribute('aria-expanded'), 'false');
      }
    }));

  test('the search works in the other language too', () =>
    withBuyer(async ({ arrive, page }) => {
      await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: FAKE }));
      await arrive({ needsShipping: true });
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('button', { name: 'Find address', exact: true }).click();
      const frame = page.frameLocator('#address-panel iframe').frameLocator('iframe');
      await frame.getByRole('button').click();
      await page.locator('[name=address_detail]:focus').waitFor();
    }));
}

suite('address search in a browser', (test) => {
  if (noBrowser) test.skip('buyers find their address', noBrowser);
  else flows(test);
});
