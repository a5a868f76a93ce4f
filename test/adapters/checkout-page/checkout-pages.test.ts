import * as assert from 'uvu/assert';
import { SANDBOX_AMOUNTS } from '../../../adapters/gateways/sandbox-rules.ts';
import { PAYMENT_METHODS, scopeOf } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { card, type Visit, visitor } from './visitor.ts';
import { type Pages, withPages } from './with-pages.ts';

const ko = visitor();
const open = (pages: Pages, id: string): Promise<Visit> => ko.open(`${pages.url}/checkout/${id}`);

/** From the hosted page to the sandbox's, and through its form. */
async function payByCard(pages: Pages, id: string, number: string): Promise<Visit> {
  const form = await ko.submit(await open(pages, id), '/pay');
  return ko.submit(form, new URL(form.url).pathname, card(number));
}

suite('hosted page: states', (test) => {
  test('a payment that waits shows what is paid for, the amount and the button', () =>
    withPages(async (pages) => {
      const { id } = await pages.create({ description: '프리미엄 구독' });
      const page = await open(pages, id);
      assert.is(page.status, 200);
      assert.is(page.title, '결제하기 · 안전 결제');
      for (const text of [
        '한국 상점',
        '프리미엄 구독',
        '₩29,900',
        '신용·체크카드',
        '테스트 모드',
        '2024년 1월 16일 18:30',
      ])
        assert.ok(page.html.includes(text), text);
      assert.ok(page.forms.includes(`/checkout/${id}/pay`));
    }));

  test('a paid payment shows a receipt with the card, and nothing to click that pays', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const page = await payByCard(pages, id, '4242424242424242');
      assert.is(page.h1, '결제가 완료되었습니다');
      assert.match(page.html, /Visa[\s\S]{1,60}4242/);
      assert.equal(page.forms, []);
      assert.is((await pages.read(id)).status, 'succeeded');
    }));

  test('a decline names its reason, and the next try succeeds', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const declined = await payByCard(pages, id, '4000000000009995');
      assert.is(declined.h1, '결제가 승인되지 않았습니다');
      assert.match(declined.html, /한도 또는 잔액이 부족합니다/);
      assert.is((await payByCard(pages, id, '4242424242424242')).h1, '결제가 완료되었습니다');
      assert.is((await pages.read(id)).attemptCount, 2);
    }));

  test('after the last try the payment has failed, and the tries before say how many are left', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const pagesSeen: Visit[] = [];
      for (let i = 0; i < 5; i += 1) pagesSeen.push(await payByCard(pages, id, '4000000000000002'));
      assert.equal(
        pagesSeen.map(({ html }) => /앞으로 (\d)번/.exec(html)?.[1] ?? null),
        [null, null, '2', '1', null],
      );
      assert.is(pagesSeen[4]?.h1, '결제하지 못했습니다');
      assert.equal(pagesSeen[4]?.forms, []);
    }));

  test('a transfer shows bank, account, holder, sender, amount and deadline', () =>
    withPages(async (pages) => {
      const { id, nextAction } = await pages.create({ method: 'bank_transfer' });
      const page = await open(pages, id);
      assert.is(page.h1, '입금을 기다리고 있습니다');
      const sender = nextAction?.type === 'bank_transfer' ? nextAction.depositorName : '';
      for (const text of ['국민은행', '000000-00-000000', '코리아체크아웃 샌드박스', sender, '₩29,900'])
        assert.ok(text !== '' && page.html.includes(text), text);
      assert.match(page.html, /<noscript><meta http-equiv="refresh"/);
    }));

  test('a virtual account is issued when the buyer asks for it, with a number of its own and any sender', () =>
    withPages(async (pages) => {
      const { id, nextAction } = await pages.create({ method: 'virtual_account' });
      assert.is(nextAction, null);
      const before = await open(pages, id);
      assert.match(before.html, /가상계좌 발급받기/);
      const page = await ko.submit(before, '/pay');
      assert.is(page.h1, '입금을 기다리고 있습니다');
      const to = pages.core.payments.instructions(await pages.read(id));
      for (const text of ['국민은행', to?.accountNumber ?? '?', '₩29,900', '이 결제에만 쓰는 계좌입니다'])
        assert.ok(page.html.includes(text), text);
      assert.not.match(page.html, /000000-00-000000|입금자명/);
    }));

  test('nobody is told to transfer money once the deadline is over', () =>
    withPages(async (pages) => {
      const { id, expiresAt } = await pages.create({ method: 'bank_transfer' });
      pages.clock.set(expiresAt);
      const page = await open(pages, id);
      assert.is(page.h1, '결제 시간이 지났습니다');
      assert.not.match(page.html, /000000-00-000000/);
      await pages.core.jobs.runDue();
      assert.is((await open(pages, id)).h1, '결제 시간이 지났습니다');
    }));

  test('a payment without an answer asks for patience and can be looked at again', () =>
    withPages(async (pages) => {
      const { id } = await pages.create({ amount: SANDBOX_AMOUNTS.payAnswerLost });
      const page = await ko.submit(await open(pages, id), '/pay');
      assert.is(page.h1, '결제를 확인하고 있습니다');
      assert.equal(page.forms, []);
      const again = await ko.open(
        new URL(page.links.find((l) => l.endsWith('/return')) ?? '', page.url).href,
      );
      assert.is(again.h1, '결제가 진행 중입니다');
    }));

  test('an approval that is answered late is found when the buyer looks again', () =>
    withPages(async (pages) => {
      const { id } = await pages.create({ amount: SANDBOX_AMOUNTS.approvalAnswerLost });
      const page = await payByCard(pages, id, '4242424242424242');
      assert.is(page.h1, '결제가 진행 중입니다');
      assert.is((await ko.open(`${pages.url}/checkout/${id}/return`)).h1, '결제가 완료되었습니다');
    }));

  test('a canceled payment says so and offers nothing', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const page = await ko.submit(await open(pages, id), '/cancel');
      assert.is(page.h1, '결제가 취소되었습니다');
      assert.equal(page.forms, []);
      assert.is((await pages.read(id)).cancelReason, 'requested');
    }));

  test('refunds are the news of a paid payment', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      await payByCard(pages, id, '4242424242424242');
      await pages.core.refunds.create(pages.scope, { paymentId: id, amount: 9_900 });
      const partly = await open(pages, id);
      assert.is(partly.h1, '일부 환불되었습니다');
      assert.match(partly.html, /₩9,900/);
      await pages.core.refunds.create(pages.scope, { paymentId: id });
      assert.is((await open(pages, id)).h1, '전액 환불되었습니다');
    }));

  test('a live payment is not payable while only the sandbox is there, and shows no test ribbon', () =>
    withPages(async (pages) => {
      const live = { ...pages.scope, mode: 'live' } as const;
      const { id } = await pages.core.payments.create(live, { amount: 100, currency: 'KRW', method: 'card' });
      const page = await open(pages, id);
      assert.is(page.h1, '지금은 결제할 수 없습니다');
      assert.not.match(page.html, /테스트 모드/);
      assert.equal(page.forms, []);
    }));

  test('a payment without a method lets the buyer choose', () =>
    withPages(async (pages) => {
      const { id } = await pages.create({ method: null });
      const page = await open(pages, id);
      const offered = [...page.html.matchAll(/name="method" value="([a-z_]+)"/g)].map(([, method]) => method);
      assert.equal(offered, PAYMENT_METHODS);
      const next = await ko.submit(page, '/pay', { method: 'kakao_pay' });
      assert.match(next.url, /\/sandbox\/kakao\//);
      assert.is((await pages.read(id)).method, 'kakao_pay');
    }));

  test('ids that are none have a page of their own', () =>
    withPages(async (pages) => {
      for (const id of ['pay_nothing', 'x'.repeat(2_000), '%3Cscript%3E', '%00', "'--"]) {
        const page = await open(pages, id);
        assert.is(page.status, 404, id);
        assert.is(page.h1, '결제를 찾을 수 없습니다');
        assert.not.match(page.html, /<script>/);
      }
    }));
});

suite('hosted page: two at once', (test) => {
  test('a double click begins one attempt', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const page = await open(pages, id);
      // One that overtakes the gateway's answer sees that it is awaited.
      const seen = await Promise.all([1, 2, 3].map(() => ko.submit(page, '/pay')));
      const paths = seen.map(({ url }) => new URL(url).pathname);
      assert.ok(paths.every((path) => path === `/checkout/${id}` || path.startsWith('/sandbox/card/')));
      assert.is((await pages.storage.paymentAttempts.list(pages.scope, id)).length, 1);
    }));

  test('a form of a second tab leads to the true state when the first one has paid', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const second = await open(pages, id);
      await payByCard(pages, id, '4242424242424242');
      assert.is((await ko.submit(second, '/pay')).h1, '결제가 완료되었습니다');
      const refused = await ko.submit(second, '/cancel');
      assert.is(refused.h1, '결제가 완료되었습니다');
      assert.match(refused.html, /요청을 처리하지 못했습니다/);
    }));

  test('a form sent after the payment has expired leads to the expired page', () =>
    withPages(async (pages) => {
      const { id, expiresAt } = await pages.create();
      const page = await open(pages, id);
      pages.clock.set(expiresAt);
      assert.is((await ko.submit(page, '/pay')).h1, '결제 시간이 지났습니다');
      await pages.core.jobs.runDue();
      assert.is((await ko.submit(page, '/pay')).h1, '결제 시간이 지났습니다');
      assert.is((await pages.read(id)).cancelReason, 'expired');
    }));

  test('too many tries in a short time are put off', () =>
    withPages(async (pages) => {
      const { id } = await pages.create({ method: 'kakao_pay' });
      let page = await open(pages, id);
      for (let i = 0; i < 20 && !page.html.includes('짧은 시간에'); i += 1) {
        page = await ko.submit(page, '/pay');
        if (page.url.includes('/sandbox/'))
          page = await ko.submit(page, new URL(page.url).pathname, { answer: 'cancel' });
      }
      assert.match(page.html, /1분 뒤에 다시 시도해 주세요/);
      pages.clock.advance(60_000);
      assert.match((await ko.submit(page, '/pay')).url, /\/sandbox\/kakao\//);
    }));

  test('the status for the script is the state of the page and nothing else', () =>
    withPages(async (pages) => {
      const { id, attemptId } = await pages.create({ method: 'bank_transfer' });
      const status = async () => (await fetch(`${pages.url}/checkout/${id}/status`)).json();
      assert.equal(await status(), { state: 'transfer' });
      const outcome = await pages.sandbox.deposit(attemptId ?? '');
      await pages.core.payments.hear(scopeOf(pages.scope), attemptId ?? '', outcome);
      assert.equal(await status(), { state: 'succeeded' });
    }));
});

suite('hosted page: languages', (test) => {
  test('English where the browser asks for it, Korean otherwise', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const english = await visitor({ 'accept-language': 'en-GB,en;q=0.9' }).open(
        `${pages.url}/checkout/${id}`,
      );
      assert.is(english.title, 'Pay · Secure checkout');
      assert.match(english.html, /<html lang="en">/);
      assert.is(english.headers.get('content-language'), 'en');
      assert.match((await open(pages, id)).html, /<html lang="ko">/);
    }));

  test('a chosen language stays through the whole payment', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      let page = await open(pages, id);
      const english = page.links.find((target) => target.includes('lang=en')) ?? '';
      page = await ko.submit(await ko.open(new URL(english, page.url).href), '/pay');
      assert.is(page.h1, 'Card details');
      page = await ko.submit(page, new URL(page.url).pathname, card('4000002500003155'));
      assert.is(page.h1, 'Identity check');
      page = await ko.submit(page, new URL(page.url).pathname, { answer: 'refuse' });
      assert.is(page.h1, 'Your payment was not approved');
    }));
});
