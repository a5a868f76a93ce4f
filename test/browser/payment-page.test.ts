import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import type { NewPayment, Payment } from '../../core/index.ts';
import { type Pages, withPages } from '../adapters/checkout-page/with-pages.ts';
import { suite, type Test } from '../support/suite.ts';
import { noBrowser, withPage } from './browser.ts';

interface Buyer extends Pages {
  readonly page: Page;
  /** A new payment's page. */
  arrive(input?: Partial<NewPayment>): Promise<Payment>;
  /** Presses the button or link with this name, and waits for the headline that must follow. */
  press(name: string | RegExp, headline: string): Promise<void>;
  /** Types a test card and sends it. */
  useCard(number: string, headline: string): Promise<void>;
}

/** A buyer with a phone in front of our pages. */
function withBuyer(work: (buyer: Buyer) => Promise<void>): Promise<void> {
  return withPages((pages) =>
    withPage(async (page) => {
      const sees = (headline: string) => page.getByRole('heading', { level: 1, name: headline }).waitFor();
      const press = async (name: string | RegExp, headline: string) => {
        await page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click();
        await sees(headline);
      };
      await work({
        ...pages,
        page,
        press,
        arrive: async (input = {}) => {
          const payment = await pages.create(input);
          await page.goto(`${pages.url}/checkout/${payment.id}`);
          return payment;
        },
        useCard: async (number, headline) => {
          await press(/결제하기$/, '카드 정보 입력');
          await page.getByLabel('카드 번호').fill(number);
          await page.getByLabel('유효기간').fill('12/34');
          await page.getByLabel('CVC').fill('123');
          await press(/^결제하기$/, headline);
        },
      });
    }),
  );
}

const PAID = '결제가 완료되었습니다';
const DECLINED = '결제가 승인되지 않았습니다';

/** A machine that is busy with other things still passes. */
const LIMIT = { limitMs: 60_000 };

function flows(declare: Test): void {
  const test = (title: string, body: () => unknown): void => declare(title, body, LIMIT);

  test('a test card pays, and the page says so', () =>
    withBuyer(async ({ arrive, useCard, read, page }) => {
      const { id } = await arrive({ description: '프리미엄 구독' });
      await useCard('4242 4242 4242 4242', PAID);
      assert.match(await page.title(), /^결제가 완료되었습니다/);
      assert.is((await read(id)).status, 'succeeded');
    }));

  test('a declined card can be followed by a good one', () =>
    withBuyer(async ({ arrive, useCard, read, page }) => {
      const { id } = await arrive();
      await useCard('4000000000000002', DECLINED);
      await page.getByRole('alert').getByText('카드사에서 승인을 거절했습니다').waitFor();
      await useCard('4242424242424242', PAID);
      assert.is((await read(id)).attemptCount, 2);
    }));

  test('a challenge can be refused and then accepted', () =>
    withBuyer(async ({ arrive, useCard, press }) => {
      await arrive();
      await useCard('4000002500003155', '카드 본인 인증');
      await press('인증 거부', DECLINED);
      await useCard('4000000000003220', '카드 본인 인증');
      await press('인증 완료', PAID);
    }));

  test('a wrong card number is shown beside its field, and a test card can be filled in by its button', () =>
    withBuyer(async ({ arrive, useCard, press, page }) => {
      await arrive();
      await useCard('4242424242424241', '카드 정보 입력');
      const field = page.getByLabel('카드 번호');
      assert.is(await field.getAttribute('aria-invalid'), 'true');
      assert.is(await field.and(page.locator(':focus')).count(), 1);
      await page.getByRole('button', { name: '입력 4242 4242 4242 4242' }).click();
      await press(/^결제하기$/, PAID);
    }));

  test('KakaoPay can be left, be too empty, and pay', () =>
    withBuyer(async ({ arrive, press, read }) => {
      const { id } = await arrive({ method: 'kakao_pay' });
      await press(/카카오페이로/, '카카오페이 (모의)');
      await press('취소하고 돌아가기', '결제하기');
      await press(/카카오페이로/, '카카오페이 (모의)');
      await press('잔액 부족으로 실패', DECLINED);
      await press(/다시 결제하기/, '카카오페이 (모의)');
      await press('결제하기', PAID);
      assert.is((await read(id)).method, 'kakao_pay');
    }));

  test('a waiting transfer can be copied, and the page turns by itself when it has arrived', () =>
    withBuyer(async ({ arrive, press, page, read, url }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
      const { id } = await arrive({ method: 'bank_transfer' });
      await page.getByRole('button', { name: '복사 000000-00-000000' }).click();
      await page.getByText('복사됨').waitFor();
      assert.is(await page.evaluate('navigator.clipboard.readText()'), '000000-00-000000');
      const second = await page.context().newPage();
      await second.goto(`${url}/checkout/${id}`);
      await press('테스트 입금하러 가기', '테스트 입금');
      await press('입금하기', PAID);
      await second.getByRole('heading', { name: PAID }).waitFor();
      assert.is((await read(id)).status, 'succeeded');
    }));

  test('a buyer can cancel, after a question', () =>
    withBuyer(async ({ arrive, press, page, read }) => {
      const { id } = await arrive();
      assert.is(await page.getByRole('button', { name: '결제 취소' }).isVisible(), false);
      await page.locator('summary').click();
      await press('결제 취소', '결제가 취소되었습니다');
      assert.is((await read(id)).cancelReason, 'requested');
    }));

  test('a page that was left open leads to the expired state', () =>
    withBuyer(async ({ arrive, press, clock, core }) => {
      const { expiresAt } = await arrive();
      clock.set(expiresAt);
      await core.jobs.runDue();
      await press(/결제하기$/, '결제 시간이 지났습니다');
    }));

  test('going back in the browser after paying shows the paid payment', () =>
    withBuyer(async ({ arrive, useCard, page, press }) => {
      await arrive();
      await useCard('4242424242424242', PAID);
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: '처리가 끝난 결제입니다' }).waitFor();
      await press('결제 페이지로 돌아가기', PAID);
    }));

  test('the keyboard alone is enough', () =>
    withBuyer(async ({ arrive, page }) => {
      await arrive();
      const tabTo = async (name: string | RegExp, role: 'button' | 'textbox') => {
        const wanted = page.getByRole(role, { name, exact: true }).and(page.locator(':focus'));
        for (let i = 0; i < 20; i += 1) {
          await page.keyboard.press('Tab');
          if ((await wanted.count()) === 1) return;
        }
        assert.unreachable(`Tab does not reach ${String(name)}`);
      };
      await tabTo('₩29,900 결제하기', 'button');
      await page.keyboard.press('Enter');
      await page.getByLabel('카드 번호').waitFor();
      await tabTo('카드 번호', 'textbox');
      for (const text of ['4242424242424242', '1234', '123']) {
        await page.keyboard.type(text);
        if (text !== '123') await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: PAID }).waitFor();
    }));

  test('without scripts everything can still be paid', () =>
    withPages((pages) =>
      withPage(
        async (page) => {
          const { id } = await pages.create();
          await page.goto(`${pages.url}/checkout/${id}`);
          await page.getByRole('button', { name: /결제하기$/ }).click();
          await page.getByLabel('카드 번호').fill('4242424242424242');
          await page.getByLabel('유효기간').fill('12/34');
          await page.getByLabel('CVC').fill('123');
          await page.getByRole('button', { name: '결제하기' }).click();
          await page.getByRole('heading', { name: PAID }).waitFor();
          const transfer = await pages.create({ method: 'bank_transfer' });
          await page.goto(`${pages.url}/checkout/${transfer.id}`);
          assert.is(await page.getByRole('button', { name: /복사/ }).count(), 0);
          await page.getByRole('link', { name: '결제 상태 확인' }).click();
          await page.getByRole('heading', { name: '입금을 기다리고 있습니다' }).waitFor();
        },
        { javaScriptEnabled: false },
      ),
    ));
}

suite('payment page in a browser', (test) => {
  if (noBrowser) test.skip('buyers pay, fail, cancel and come back', noBrowser);
  else flows(test);
});
