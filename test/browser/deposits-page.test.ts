import type { BrowserContextOptions, Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { kbText, type Shop, withDeposits } from '../adapters/deposits-page/with-deposits.ts';
import { suite, type Test } from '../support/suite.ts';
import { DESKTOP, noBrowser, withPage } from './browser.ts';
import { signIn } from './sign-in.ts';

interface Owner extends Shop {
  readonly page: Page;
  /** Presses the button or link with this name. */
  press(name: string | RegExp): Promise<void>;
  /** Waits for this text in the part of the page with this headline. */
  sees(text: string | RegExp): Promise<void>;
}

/** The owner of a shop, signed in, in front of its page. */
function withOwner(
  work: (owner: Owner) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  return withDeposits((shop) =>
    withPage(async (page) => {
      const owner: Owner = {
        ...shop,
        page,
        press: (name) =>
          page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click(),
        sees: (text) => page.getByText(text).first().waitFor(),
      };
      await signIn(page, shop);
      await work(owner);
    }, options),
  );
}

/** The page is told of changes from now on. */
const isLive = (page: Page): Promise<void> => page.locator('.sync-state[data-state=on]').waitFor();

/** Rows that have come in take no press for a moment. */
const isStill = (page: Page): Promise<void> =>
  page.locator('[aria-busy]').first().waitFor({ state: 'detached' });

/** Ends when an open page has been told of another state than the one that this page shows. */
const TOLD = `new Promise((done) => {
  const source = new EventSource(document.body.dataset.events);
  const { stamp } = document.getElementById('live-state').dataset;
  source.addEventListener('changed', ({ data }) => data !== stamp && (source.close(), done()));
})`;

/** Presses the first match button as soon as it is there; says whether that came to nothing. */
const PRESSED_AT_ONCE = `new Promise((done) => {
  addEventListener('submit', (event) => {
    done(event.defaultPrevented);
    event.preventDefault();
  });
  new MutationObserver(() => document.querySelector('.candidates form button')?.click())
    .observe(document.body, { subtree: true, childList: true });
})`;

/** A mark that a reload would wipe away. */
const mark = (page: Page): Promise<unknown> => page.evaluate('window.mark = true');
const isMarked = (page: Page): Promise<unknown> => page.evaluate('window.mark === true');

/** A machine that is busy with other things still passes. */
const LIMIT = { limitMs: 60_000 };

function flows(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('a deposit that arrives is there without a reload, matched by one click and undone by another', () =>
    withOwner(async ({ page, order, sms, sees }) => {
      await isLive(page);
      await mark(page);
      await order({ number: 'A-1', name: '박지훈' });
      await order({ number: 'A-2', name: '박지훈' });
      await sms({ name: '박지훈' });
      await sees('확인할 입금');
      await page.getByRole('heading', { level: 3, name: '14,510원 박지훈' }).waitFor();
      assert.match(await page.title(), /^확인할 입금 1건/);
      assert.is(await isMarked(page), true);
      await isStill(page);
      await page.getByRole('button', { name: /이 주문과 매칭 .*A-1 / }).click();
      await sees('매칭했습니다.');
      assert.not.match(page.url(), /notice/);
      await page.locator('.rows').getByRole('button', { name: '되돌리기' }).click();
      await sees('매칭을 되돌렸습니다.');
    }));

  test('a match that the machine makes shows on the open page, in English as well', () =>
    withOwner(
      async ({ page, order, sms, sees }) => {
        await isLive(page);
        await mark(page);
        await order({ number: 'A-1' });
        await sees('1 order waits for a deposit');
        await sms();
        await sees('automatic · name fits');
        assert.is(await isMarked(page), true);
      },
      { locale: 'en-US', viewport: DESKTOP },
    ));

  test('news leave focus, folds, place and half-filled forms as they are', () =>
    withOwner(async ({ page, sms }) => {
      for (const name of ['가나다', '라마바', '사아자']) await sms({ name, amount: name.charCodeAt(0) });
      await page.reload();
      await isLive(page);
      await page.locator('#sms-text').fill('반쯤 쓴');
      await page.locator('.deposit').last().locator('.text summary').click();
      const button = page
        .locator('.deposit')
        .last()
        .getByRole('button', { name: /목록에서 빼기/ });
      await button.focus();
      const id = await button.getAttribute('id');
      const top = async () => (await page.locator(`#${id}`).boundingBox())?.y ?? 0;
      const before = await top();
      await sms({ name: '새로운', amount: 77_000 });
      await page.getByRole('heading', { level: 3, name: '77,000원 새로운' }).waitFor();
      assert.is(await page.evaluate('document.activeElement.id'), id);
      assert.is(await page.locator('#sms-text').inputValue(), '반쯤 쓴');
      assert.is(await page.locator('.deposit').last().locator('.text').getAttribute('open'), '');
      assert.ok(Math.abs((await top()) - before) < 2, `the row has moved by ${(await top()) - before}`);
    }));

  test('a finger that presses while news come does not press something else', () =>
    withOwner(async ({ page, sms, order }) => {
      await order({ number: 'A-1', name: '박지훈' });
      await order({ number: 'A-2', name: '박지훈' });
      await sms({ name: '박지훈' });
      await page.reload();
      await isLive(page);
      await page.mouse.move(180, 300);
      await page.mouse.down();
      const told = page.evaluate(TOLD);
      await sms({ name: '새로운', amount: 77_000 });
      const heading = page.getByRole('heading', { level: 3, name: '77,000원 새로운' });
      await told;
      // What the page itself had asked for would have come before these.
      for (const _ of [1, 2])
        await page.evaluate('fetch(document.body.dataset.part).then((it) => it.text())');
      assert.is(await heading.count(), 0);
      await page.mouse.up();
      await heading.waitFor();
    }));

  test('a button that has just come in under a finger takes no press', () =>
    withOwner(async ({ page, sms, order }) => {
      await order({ number: 'A-1', name: '박지훈' });
      await order({ number: 'A-2', name: '박지훈' });
      await page.reload();
      await isLive(page);
      const refused = page.evaluate(PRESSED_AT_ONCE);
      await sms({ name: '박지훈' });
      assert.is(await refused, true);
    }));

  test('an amount that differs is asked about before it is matched', () =>
    withOwner(async ({ page, order, sms, press, sees }) => {
      await order({ number: 'A-1', name: '김서연', amount: 32_000 });
      await sms({ name: '김서연', amount: 31_900 });
      await press(/^확인하고 매칭/);
      await page.getByRole('heading', { level: 1, name: '이대로 매칭할까요?' }).waitFor();
      await sees('주문보다 100원 적게 입금되었습니다.');
      await press('금액이 달라도 매칭합니다');
      await sees('매칭했습니다.');
    }));

  test('a pasted message is read aloud', () =>
    withOwner(async ({ page, press, sees }) => {
      await page.getByLabel('문자 내용').fill(kbText({ balance: 50_000 }));
      await press('읽어 보기');
      await page.getByRole('heading', { level: 1, name: '문자를 이렇게 읽었습니다' }).waitFor();
      for (const text of ['14,510원', '50,000원', '홍길동', '국민은행 …9012 계좌의 입금입니다.'])
        await sees(text);
    }));

  test('a phone is registered, its address copied, and its first message seen on its page', () =>
    withOwner(async ({ page, press, core, url }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      await page.locator('summary', { hasText: '휴대폰 등록' }).click();
      await page.getByLabel('휴대폰 이름').fill('창고 폰');
      await press('등록하고 연결하기');
      await page.getByRole('heading', { level: 1, name: '창고 폰' }).waitFor();
      await page.getByText('연결 대기').waitFor();
      assert.ok(await page.locator('.guide[open] .steps li').first().isVisible());
      await page.getByRole('button', { name: '복사 이 휴대폰의 전송 주소' }).click();
      const address = String(await page.evaluate('navigator.clipboard.readText()'));
      const token = address.slice(address.lastIndexOf('/') + 1);
      const device = await core.devices.findByToken(token);
      assert.ok(device, address);
      if (device) await core.devices.hear(device);
      await page.getByText('마지막 신호').waitFor();
      await page.getByText('연결됨').waitFor();
    }));

  test('a session that has ended leads to the login page by itself', () =>
    withOwner(async ({ page, clock, sees }) => {
      await isLive(page);
      clock.advance(91 * 86_400_000);
      await sees('로그인 기간이 끝났습니다.');
      assert.match(page.url(), /\/deposits\/login/);
    }));

  test('signing out is one press away', () =>
    withOwner(async ({ page, press, sees, url, path }) => {
      await press('로그아웃');
      await sees('로그아웃했습니다.');
      assert.equal(await page.context().cookies(), []);
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1, name: '입금 확인 로그인' }).waitFor();
    }));

  test('without scripts everything can still be done', () =>
    withOwner(
      async ({ page, order, sms, press, sees }) => {
        await order({ number: 'A-1', name: '박지훈' });
        await order({ number: 'A-2', name: '박지훈' });
        await sms({ name: '박지훈' });
        await press('새로고침');
        await press(/이 주문과 매칭 .*A-1 /);
        await sees('매칭했습니다.');
        await page.locator('summary', { hasText: '매칭 규칙' }).click();
        await page.getByLabel('문자 원문 보관 기간(일)').fill('7');
        await press('저장');
        await sees('매칭 규칙을 저장했습니다.');
        await page.locator('summary', { hasText: '휴대폰 등록' }).click();
        await page.getByLabel('휴대폰 이름').fill('창고 폰');
        await press('등록하고 연결하기');
        assert.is(await page.getByRole('button', { name: /^복사/ }).count(), 0);
        await sees(/webhooks\/bank-sms\/kcd_/);
      },
      { javaScriptEnabled: false },
    ));
}

suite('deposits page in a browser', (test) => {
  if (noBrowser) test.skip('owners look after deposits', noBrowser);
  else flows(test);
});
