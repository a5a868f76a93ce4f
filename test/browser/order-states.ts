import type { Page } from 'playwright-core';
import { SANDBOX_AMOUNTS } from '../../adapters/gateways/sandbox-rules.ts';
import { DECLINED, decide } from '../../adapters/http/surfaces/test-helpers/sandbox-buyer.ts';
import { MAX_ATTEMPTS, type NewSession, NOBODY } from '../../core/index.ts';
import { EARPHONES } from '../adapters/session-page/with-session-pages.ts';
import type { Buyer } from './order-page.ts';

/** An order with everything that is long, and an address to ask for. */
export const LONG_ORDER: Partial<NewSession> = {
  items: [
    {
      ...EARPHONES,
      name: '노이즈 캔슬링 무선 이어폰 2세대 (가을 한정, 아주 긴 상품 이름도 줄을 바꾸어 보입니다)',
    },
    {
      ...EARPHONES,
      productId: 'p_2',
      name: 'https://shop.example/a-very-long-name-without-any-place-to-break',
      quantity: 2,
    },
  ],
  shippingAmount: 3_000,
  totalAmount: 90_000,
  needsShipping: true,
};

type Look = (name: string) => Promise<void>;

/** Walks through every state that the page of an order has and calls `look` on each. */
export async function everyState(buyer: Buyer, look: Look): Promise<void> {
  await formStates(buyer, look);
  await waitingStates(buyer, look);
  await endStates(buyer, look);
}

async function formStates(buyer: Buyer, look: Look): Promise<void> {
  const { arrive, page, core, scope, pay, introduce, choose } = buyer;
  await core.coupons.create(scope, {
    code: 'WELCOME10',
    nameKo: '신규 고객 할인',
    type: 'percentage',
    discountValue: 10,
  });
  await core.coupons.create(scope, {
    code: 'FREE100',
    nameKo: '전액 할인',
    type: 'percentage',
    discountValue: 100,
  });
  const coupon = async (code: string) => {
    await page.locator('[name=coupon]').fill(code);
    await page.locator('[formaction*="/coupon#"], [formaction*="/coupon?"]').click();
    await page.waitForURL(/coupon/);
  };
  await arrive(LONG_ORDER);
  await look('payable');
  await pay();
  await page.locator('[role=alert]').waitFor();
  await look('problems');
  await coupon('NOTHING');
  await look('coupon-refused');
  await coupon('WELCOME10');
  await look('coupon-applied');
  await arrive({ shippingAmount: 0, totalAmount: EARPHONES.unitPrice });
  await coupon('FREE100');
  await look('free');
  await arrive();
  await introduce();
  await choose('card');
  await pay();
  await useCard(page, '4000 0000 0000 0002');
  await page.locator('.alert.bad').waitFor();
  await look('declined');
}

async function useCard(page: Page, start: string): Promise<void> {
  await page.locator(`[data-fill^="${start}"]`).click();
  await page.locator('form[data-card] button').click();
}

/** Sets out to pay a new order in this way. */
export async function begin(
  { arrive, introduce, choose, pay }: Buyer,
  method: string,
  input: Partial<NewSession> = {},
) {
  const view = await arrive(input);
  await introduce();
  await choose(method);
  await pay();
  return view;
}

async function waitingStates(buyer: Buyer, look: Look): Promise<void> {
  const { page, url } = buyer;
  const { session } = await begin(buyer, 'kakao_pay');
  await page.goto(`${url}/checkout/${session.id}`);
  await look('action');
  await begin(buyer, 'virtual_account');
  await look('transfer');
  const amount = SANDBOX_AMOUNTS.payAnswerLost;
  await begin(buyer, 'card', {
    items: [{ ...EARPHONES, unitPrice: amount }],
    shippingAmount: 0,
    totalAmount: amount,
  });
  await look('processing');
}

async function endStates(buyer: Buyer, look: Look): Promise<void> {
  const { page, url, core, scope, arrive } = buyer;
  const go = (id: string) => page.goto(`${url}/checkout/${id}`);
  const { session } = await begin(buyer, 'card', { metadata: {} });
  await useCard(page, '4242');
  await page.locator('.status.good').waitFor();
  await look('completed');
  for (const [amount, name] of [
    [10_000, 'partially-refunded'],
    [22_000, 'refunded'],
  ] as const) {
    await core.sessions.refund(scope, session.id, { amount, notifyCustomer: false });
    await go(session.id);
    await look(name);
  }
  await go(await failedOrder(buyer));
  await look('failed');
  const canceled = await arrive();
  await core.sessions.cancel(scope, canceled.session.id);
  await go(canceled.session.id);
  await look('canceled');
  const late = await arrive();
  await core.sessions.expire(scope, late.session.id);
  await go(late.session.id);
  await look('expired');
  const live = await core.sessions.create(
    { ...scope, mode: 'live' },
    { ...ordered(), returnUrl: null, cancelUrl: null },
  );
  await go(live.session.id);
  await look('unavailable');
}

/** An order whose buyer was declined as often as a buyer may try. */
async function failedOrder({ core, scope, sandbox, create }: Buyer): Promise<string> {
  const { session, payment } = await create();
  for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
    const begun = await core.payments.begin(scope, payment.id, {
      method: 'card',
      returnUrl: 'http://localhost/',
    });
    await decide(core, sandbox, begun, DECLINED);
  }
  return session.id;
}

/** An order of a real shop that has no gateway yet. */
function ordered(): NewSession {
  return {
    platform: 'headless',
    platformOrderId: 'live_1',
    items: [EARPHONES],
    shippingAmount: 0,
    taxAmount: 0,
    discountAmount: 0,
    totalAmount: 29_000,
    customer: NOBODY,
    shippingAddress: null,
    needsShipping: false,
    returnUrl: null,
    cancelUrl: null,
    webhookUrl: null,
    metadata: {},
    language: null,
    expiresAt: null,
  };
}
