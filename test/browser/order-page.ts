import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { createApp } from '../../adapters/http/app.ts';
import { lunepaySurface } from '../../adapters/http/surfaces/lunepay/index.ts';
import type { NewSession, SessionView } from '../../core/index.ts';
import { type SessionPages, withSessionPages } from '../adapters/session-page/with-session-pages.ts';
import { withPage } from './browser.ts';

/** A phone of usual width. */
export const PHONE_390 = { width: 390, height: 844 } as const;

/** The headlines that a buyer meets. */
export const SAYS = {
  form: '주문·결제',
  card: '카드 정보 입력',
  declined: '결제가 승인되지 않았습니다',
  transfer: '입금을 기다리고 있습니다',
  action: '결제가 진행 중입니다',
  done: '주문이 완료되었습니다',
  expired: '결제 시간이 지났습니다',
} as const;

/** Somebody with a browser in front of an order. */
export interface Buyer extends SessionPages {
  readonly page: Page;
  /** A new order's page. */
  arrive(input?: Partial<NewSession>): Promise<SessionView>;
  /** Waits for the page with this headline. */
  sees(headline: string): Promise<void>;
  /** Fills in who buys and agrees. */
  introduce(): Promise<void>;
  /** Chooses a way to pay by its tab. */
  choose(method: string): Promise<void>;
  /** Presses the button that pays. */
  pay(): Promise<void>;
  /** Types a test card on the sandbox's page and sends it. */
  useCard(number: string): Promise<void>;
}

/** The button that a buyer sees; another one is there for the Enter key. */
export const PAY = '#pay';

/** Serves the pages to a buyer with a phone, or whatever `options` say. The shop's own pages answer as well. */
export function withBuyer(
  work: (buyer: Buyer) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  return withSessionPages((pages) =>
    withPage((page) => work(buyerOf(pages, page)), { viewport: PHONE_390, ...options }),
  );
}

/** What somebody does with this page. */
export function buyerOf(pages: SessionPages, page: Page): Buyer {
  const sees = (headline: string) =>
    page.getByRole('heading', { level: 1, name: headline, exact: true }).waitFor();
  return {
    ...pages,
    page,
    sees,
    arrive: async (input = {}) => {
      await page.route('https://shop.example/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>shop</h1>' }),
      );
      const view = await pages.create(input);
      await page.goto(`${pages.url}/checkout/${view.session.id}`);
      return view;
    },
    introduce: async () => {
      await page.locator('[name=name]').fill('홍길동');
      await page.locator('[name=phone]').fill('010-1234-5678');
      await page.locator('[name=email]').fill('gildong@example.com');
      await page.locator('[name=agree]').check();
    },
    choose: (method) => page.locator(`#method-${method}`).check(),
    pay: () => page.locator(PAY).click(),
    useCard: async (number) => {
      await sees(SAYS.card);
      await page.locator('#number').fill(number);
      await page.locator('#expiry').fill('12/34');
      await page.locator('#cvc').fill('123');
      await page.locator('form[data-card] button').click();
    },
  };
}

/** The bank account of the shop, and its phone: hands on what the bank has written, over HTTP. */
export interface Phone {
  /** A deposit message of 국민은행 for the shop's account. */
  report(deposit: { readonly name: string; readonly amount: number }): Promise<void>;
}

/** Gives the merchant an account of his own, watched by a phone, for the time of `work`. */
export async function withPhone(
  { core, scope }: SessionPages,
  work: (phone: Phone) => Promise<void>,
): Promise<void> {
  const rate = { limit: 1_000, windowMs: 60_000 };
  const surfaces = [lunepaySurface({ perUser: rate, perAddress: rate, perPhone: rate })];
  const server = createApp(core, { surfaces, publicUrl: 'https://api.example' }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const user = await core.users.create(scope, { name: '사장님' });
  const actor = { ...scope, userId: user.id };
  const workspace = await core.workspaces.create(actor, '루나 상점');
  await core.bankAccounts.register(actor, workspace.id, {
    bankCode: '004',
    bankName: '국민은행',
    accountNumber: '123-456-789012',
    holder: '루나 상점',
  });
  const { token } = await core.devices.register(actor, workspace.id, { name: '매장 휴대폰' });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/webhooks/bank-sms/${token}`;
  try {
    await work({
      report: async ({ name, amount }) => {
        const text = [
          '[Web발신]',
          '[KB]01/15 18:30',
          '123456***012',
          name,
          '입금',
          amount.toLocaleString('en-US'),
        ];
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ raw_sms: text.join('\n') }),
        });
        const said = await response.text();
        if (!response.ok || !said.includes('자동 매칭')) throw new Error(said);
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
