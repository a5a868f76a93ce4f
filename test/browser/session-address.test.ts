import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { suite, type Test } from '../support/suite.ts';
import {
  addressesOf,
  buttonOf,
  DAUM,
  fake,
  FRAME,
  frameOf,
  KAKAO,
  openSearch,
  playKakao,
  post,
} from './address-window.ts';
import { noBrowser } from './browser.ts';
import { assertAccessible, keepPicture } from './order-checks.ts';
import { withBuyer } from './order-page.ts';

const LIMIT = { limitMs: 60_000 };

async function assertFilled(page: Page): Promise<void> {
  await page.locator('[name=address_detail]:focus').waitFor();
  assert.is(await page.locator('[name=postcode]').inputValue(), '06236');
  assert.is(await page.locator('[name=address]').inputValue(), '서울 강남구 테헤란로 152 (역삼동)');
}

const isGone = async (search: Page): Promise<unknown> => search.isClosed() || search.waitForEvent('close');

function choosing(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('an address that is chosen fills the fields, the focus goes on, and the window closes', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      const { asked, complaints } = await playKakao(buyer);
      await arrive({ needsShipping: true });
      await buttonOf(page).waitFor();
      assert.equal(asked, [], 'nothing is asked of anybody before the buyer wants it');
      const search = await openSearch(page);
      await addressesOf(search).waitFor();
      await page.getByText('새 창에서 주소를 선택해 주세요.').waitFor();
      const closed = isGone(search);
      // As the real one does: the frame moves on, and the window has a history.
      await frameOf(search).getByRole('link', { name: '검색' }).click();
      await addressesOf(search).click();
      await assertFilled(page);
      await closed;
      assert.is(page.context().pages().length, 1);
      assert.equal(asked, [KAKAO, FRAME, `${FRAME}?answers`]);
      assert.equal(complaints, []);
    }));

  test('the window of the search knows neither the page that pays nor its path', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      const { session } = await arrive({ needsShipping: true });
      const search = await openSearch(page);
      await addressesOf(search).waitFor();
      const known = await search.evaluate<{ address: string }>(`({
        opener: window.opener,
        isTop: window.parent === window,
        name: window.name,
        referrer: document.referrer,
        address: location.href,
        history: navigation.entries().length,
        kept: [localStorage.length, sessionStorage.length, document.cookie],
      })`);
      assert.equal(
        { ...known, address: '' },
        { opener: null, isTop: true, name: '', referrer: '', address: '', history: 1, kept: [0, 0, ''] },
      );
      assert.match(known.address, /\/checkout\/address-search\?lang=ko#[0-9a-f]{32}$/);
      assert.not.match(known.address + (await search.content()), new RegExp(`${session.id}|cs_`));
      assert.is(await page.locator('iframe').count(), 0);
    }));

  test('where the browser does not let it close itself, the window says that it can be closed, and what was chosen', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      await page.context().addInitScript('window.close = () => undefined');
      await arrive({ needsShipping: true });
      const search = await openSearch(page);
      await addressesOf(search).click();
      await assertFilled(page);
      await search.getByText('이제 이 창을 닫아도 됩니다.').waitFor();
      await search.getByText('(06236) 서울 강남구 테헤란로 152 (역삼동)').waitFor();
      await assertAccessible(search, 'chosen');
      await keepPicture(search, 'address-chosen');
    }));

  test('a browser that knows the search by its old name alone finds addresses too', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer, null);
      await page
        .context()
        .route(DAUM, (route) => route.fulfill({ contentType: 'text/javascript', body: fake('daum') }));
      await arrive({ needsShipping: true });
      await addressesOf(await openSearch(page)).click();
      await assertFilled(page);
    }));

  test('the search works in the other language, also when the page changes it meanwhile', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      await arrive({ needsShipping: true });
      const korean = await openSearch(page);
      await addressesOf(korean).waitFor();
      await page.getByRole('link', { name: 'English' }).click();
      await buttonOf(page, 'Find address (new window)').waitFor();
      await addressesOf(korean).click();
      await assertFilled(page);
      await page.getByText('The address is filled in.').waitFor();
      const english = await openSearch(page, 'Find address (new window)');
      await addressesOf(english).waitFor();
      assert.is(await english.title(), 'Find a postcode and address');
      assert.is(await english.locator('html').getAttribute('lang'), 'en');
    }));
}

function failing(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('where Kakao is blocked both windows say so, and the fields are as usable as before', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      const { asked } = await playKakao(buyer, null);
      await arrive({ needsShipping: true });
      const search = await openSearch(page);
      await search.getByText('지금은 주소 검색을 쓸 수 없습니다.').waitFor();
      await page.getByText('직접 입력해 주세요').waitFor();
      assert.equal(asked, [KAKAO, DAUM]);
      await keepPicture(search, 'address-unavailable');
      await keepPicture(page, 'address-unavailable-page');
      const closed = isGone(search);
      await search.getByRole('button', { name: '닫기' }).click();
      await closed;
      await page.getByText('직접 입력해 주세요').waitFor();
      await page.locator('[name=postcode]').fill('06236');
    }));

  test('a window that is blocked, or never loads, is given up after some seconds, and may come late', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      await page.clock.install();
      await page.addInitScript('window.open = (url) => ((window.wanted = url), null)');
      await arrive({ needsShipping: true });
      await buttonOf(page).click();
      await page.getByText('주소 검색 창을 열고 있습니다.').waitFor();
      await page.locator('[name=postcode]').fill('12345');
      await page.clock.fastForward(10_000);
      await page.getByText('주소 검색을 열거나 불러오지 못했습니다.').waitFor();
      const late = await page.context().newPage();
      await late.goto(new URL(await page.evaluate('window.wanted'), page.url()).href);
      await page.getByText('새 창에서 주소를 선택해 주세요.').waitFor();
      await addressesOf(late).click();
      await assertFilled(page);
    }));

  test('a search that never answers is unavailable after some seconds', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      for (const source of [KAKAO, DAUM]) await page.context().route(source, () => undefined);
      await arrive({ needsShipping: true });
      const search = await openSearch(page);
      await search.getByText('주소 검색을 불러오고 있습니다.').waitFor();
      await search.getByText('지금은 주소 검색을 쓸 수 없습니다.').waitFor();
      await page.getByText('직접 입력해 주세요').waitFor();
    }));

  test('a window that is closed without an address leaves the page as it was, and the search can be opened again', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      await arrive({ needsShipping: true });
      await page.locator('[name=address]').fill('제주시 첨단로 242');
      const closings = [
        (search: Page) => search.getByRole('button', { name: '닫기' }).click(),
        (search: Page) => search.close({ runBeforeUnload: true }),
      ];
      for (const close of closings) {
        const search = await openSearch(page);
        await addressesOf(search).waitFor();
        await page.getByText('새 창에서 주소를 선택해 주세요.').waitFor();
        await assertAccessible(search, 'search');
        await keepPicture(search, 'address-search');
        const closed = isGone(search);
        await close(search);
        await closed;
        await page.locator('[data-said]:empty').waitFor({ state: 'attached' });
      }
      assert.is(await page.locator('[name=address]').inputValue(), '제주시 첨단로 242');
      await addressesOf(await openSearch(page)).click();
      await assertFilled(page);
    }));

  test('only a postcode with an address is taken from the channel', () =>
    withBuyer(async (buyer) => {
      const { arrive, page } = buyer;
      await playKakao(buyer);
      await arrive({ needsShipping: true });
      const search = await openSearch(page);
      await addressesOf(search).waitFor();
      const good = { type: 'found', postcode: '06236', address: '서울 강남구 테헤란로 152 (역삼동)' };
      const other = { ...good, postcode: '48058', address: '부산 해운대구 센텀중앙로 55' };
      await post(search, [
        null,
        'found',
        { ...other, type: 'chosen' },
        { ...other, postcode: '4805' },
        { ...other, postcode: '48058\n' },
        { ...other, postcode: 48058 },
        { ...other, address: '' },
        { ...other, address: '가'.repeat(201) },
        { ...other, address: '부산\u0007' },
        { ...other, address: '부산\u202e' },
        { ...other, address: ['부산'] },
        good,
        // The search is over.
        other,
      ]);
      await assertFilled(page);
    }));
}

suite('address search in a browser', (test) => {
  if (noBrowser) test.skip('buyers find their address', noBrowser);
  else {
    choosing(test);
    failing(test);
  }
});
