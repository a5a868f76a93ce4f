import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { TEST_CARDS } from '../../../adapters/gateways/sandbox-cards.ts';
import type { PaymentMethod } from '../../../core/index.ts';
import { TABLES } from '../../support/storage.ts';
import { suite } from '../../support/suite.ts';
import { card, type Visit, visitor } from './visitor.ts';
import { type Pages, withPages } from './with-pages.ts';

const ko = visitor();

/** The sandbox's page of a new payment. */
async function toSandbox(pages: Pages, method: PaymentMethod): Promise<{ id: string; page: Visit }> {
  const { id } = await pages.create({ method });
  let page = await ko.open(`${pages.url}/checkout/${id}`);
  if (method !== 'bank_transfer') page = await ko.submit(page, '/pay');
  const link = page.links.find((target) => target.startsWith('/sandbox/bank/'));
  return { id, page: link === undefined ? page : await ko.open(pages.url + link) };
}

/** The card page of ₩60,000 over so many months. */
async function toCardPage(
  { core, create, scope, url }: Pages,
  instalmentMonths: number | null,
): Promise<{ id: string; page: Visit }> {
  const { id } = await create({ amount: 60_000 });
  const returnUrl = `${url}/checkout/${id}/return`;
  const { nextAction } = await core.payments.begin(scope, id, { instalmentMonths, returnUrl });
  return { id, page: await ko.open(nextAction?.type === 'redirect' ? nextAction.url : '') };
}

const answer = (page: Visit, fields: Record<string, string>): Promise<Visit> =>
  ko.submit(page, new URL(page.url).pathname, fields);

suite('sandbox pages: card', (test) => {
  test('the form names every wrong field and repeats nothing that was typed', () =>
    withPages(async (pages) => {
      const { page } = await toSandbox(pages, 'card');
      const wrong = await answer(page, { number: '4242 4242 4242 4241', expiry: '13/30', cvc: '98765' });
      assert.is(wrong.status, 422);
      assert.match(wrong.title, /^입력한 내용을 확인해 주세요/);
      for (const name of ['number', 'expiry', 'cvc'])
        assert.match(wrong.html, new RegExp(`aria-invalid="true" aria-describedby="${name}-problem"`));
      assert.not.match(wrong.html, /4242 4242 4242 4241|13\/30|98765/);
      assert.is((await answer(wrong, card('4242424242424242'))).h1, '결제가 완료되었습니다');
    }));

  test('it lists every test card with what it does', () =>
    withPages(async (pages) => {
      const { page } = await toSandbox(pages, 'card');
      for (const { number } of TEST_CARDS) assert.ok(page.html.replaceAll(' ', '').includes(number), number);
    }));

  test('of the cards that are approved it says which one is for disputes, and that there are none yet', () =>
    withPages(async (pages) => {
      const { page } = await toSandbox(pages, 'card');
      const effectOf = (number: string) =>
        new RegExp(`${number}</span>\\s*<span class="effect">([^<]*)`).exec(page.html)?.[1];
      assert.is(effectOf('4242 4242 4242 4242'), '승인');
      assert.is(effectOf('4000 0000 0000 0259'), '승인 (분쟁은 아직 열리지 않음)');
      assert.is(effectOf('4000 0084 0000 0001'), '승인 · 해외 발급 (US)');
    }));

  test('a real card is refused with the reason', () =>
    withPages(async (pages) => {
      const { page } = await toSandbox(pages, 'card');
      const declined = await answer(page, card('5555555555554444'));
      assert.match(declined.html, /실제 카드 번호를 입력하지 마세요/);
    }));

  test('a challenge is between the card and the outcome, and cannot be skipped', () =>
    withPages(async (pages) => {
      for (const [said, h1] of [
        ['approve', '결제가 완료되었습니다'],
        ['refuse', '결제가 승인되지 않았습니다'],
        ['nonsense', '결제가 승인되지 않았습니다'],
      ] as const) {
        const { page } = await toSandbox(pages, 'card');
        const early = await ko.open(page.url.replace('/card/', '/challenge/'));
        assert.is(early.url, page.url);
        const challenge = await answer(page, card('4000000000003220'));
        assert.is(challenge.h1, '카드 본인 인증');
        assert.is((await ko.open(page.url)).url, challenge.url);
        assert.is((await answer(challenge, { answer: said })).h1, h1);
      }
    }));

  test('going back without paying lets the buyer begin anew', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'card');
      assert.is((await answer(page, { answer: 'cancel' })).h1, '결제하기');
      assert.is((await pages.read(id)).status, 'requires_payment_method');
    }));

  test('a page of a charge that is decided leads back and decides nothing', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'card');
      await answer(page, card('4242424242424242'));
      const again = await ko.open(page.url);
      assert.is(again.h1, '처리가 끝난 결제입니다');
      assert.ok(again.links.includes(`${pages.url}/checkout/${id}/return`));
      assert.is((await answer(page, card('4000000000000002'))).h1, '결제가 완료되었습니다');
    }));

  test('an attempt has the pages of its own method only', () =>
    withPages(async (pages) => {
      const { page } = await toSandbox(pages, 'card');
      for (const step of ['kakao', 'naver', 'samsung', 'transfer', 'bank'])
        assert.is((await ko.open(page.url.replace('/card/', `/${step}/`))).status, 404);
      assert.is((await ko.open(`${pages.url}/sandbox/card/att_nothing`)).status, 404);
    }));

  test('it says over how many months the card pays, in both languages, also while it is challenged', () =>
    withPages(async (pages) => {
      for (const [months, korean, english] of [
        [null, '일시불', 'Paid at once'],
        [2, '할부 2개월', 'Paid over 2 months'],
        [12, '할부 12개월', 'Paid over 12 months'],
      ] as const) {
        const { page } = await toCardPage(pages, months);
        assert.ok(page.html.includes(korean), korean);
        assert.ok((await ko.open(`${page.url}?lang=en`)).html.includes(english), english);
        const challenge = await answer(page, card('4000002500003155'));
        assert.is(challenge.h1, '카드 본인 인증');
        assert.ok(challenge.html.includes(korean), korean);
      }
    }));

  test('a payment over three months is paid whole and remembers them', () =>
    withPages(async (pages) => {
      const { id, page } = await toCardPage(pages, 3);
      assert.is((await answer(page, card('4242424242424242'))).h1, '결제가 완료되었습니다');
      const { amountCaptured, instalmentMonths } = await pages.read(id);
      assert.equal([amountCaptured, instalmentMonths], [60_000, 3]);
    }));

  test('a card that is sent twice at once is charged once', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'card');
      const seen = await Promise.all([1, 2, 3].map(() => answer(page, card('4242424242424242'))));
      for (const { h1 } of seen) assert.is(h1, '결제가 완료되었습니다');
      assert.is((await pages.read(id)).amountCaptured, 29_900);
    }));
});

/** Methods whose page only asks what to do, with its headline. */
const WALLETS = [
  ['kakao_pay', 'kakao', '카카오페이 (모의)'],
  ['naver_pay', 'naver', '네이버페이 (모의)'],
  ['samsung_pay', 'samsung', '삼성페이 (모의)'],
  ['realtime_transfer', 'transfer', '실시간 계좌이체 (모의)'],
] as const;

suite('sandbox pages: wallets and the transfer in real time', (test) => {
  for (const [method, step, title] of WALLETS) {
    test(`${method} pays, is too empty, or is closed`, () =>
      withPages(async (pages) => {
        for (const [said, h1, status] of [
          ['pay', '결제가 완료되었습니다', 'succeeded'],
          ['insufficient_balance', '결제가 승인되지 않았습니다', 'requires_payment_method'],
          ['cancel', '결제하기', 'requires_payment_method'],
          ['nonsense', '결제하기', 'requires_payment_method'],
        ] as const) {
          const { id, page } = await toSandbox(pages, method);
          assert.is(page.h1, title);
          assert.match(page.url, new RegExp(`/sandbox/${step}/`));
          assert.is((await answer(page, { answer: said })).h1, h1, said);
          assert.is((await pages.read(id)).status, status);
        }
      }));

    test(`${method}: a second answer changes nothing, and its page is done`, () =>
      withPages(async (pages) => {
        const { id, page } = await toSandbox(pages, method);
        await Promise.all([answer(page, { answer: 'pay' }), answer(page, { answer: 'pay' })]);
        assert.is((await answer(page, { answer: 'cancel' })).h1, '결제가 완료되었습니다');
        assert.is((await ko.open(page.url)).h1, '처리가 끝난 결제입니다');
        assert.is((await pages.read(id)).amountCaptured, 29_900);
      }));

    test(`${method} has the pages of no other method`, () =>
      withPages(async (pages) => {
        const { page } = await toSandbox(pages, method);
        for (const other of ['card', 'challenge', 'bank', ...WALLETS.map((wallet) => wallet[1])])
          if (other !== step)
            assert.is((await ko.open(page.url.replace(`/${step}/`, `/${other}/`))).status, 404, other);
      }));
  }

  test('the transfer in real time is pressed by its own name', () =>
    withPages(async (pages) => {
      assert.match((await toSandbox(pages, 'realtime_transfer')).page.html, /이체하기/);
    }));
});

suite('sandbox pages: bank', (test) => {
  for (const method of ['bank_transfer', 'virtual_account'] as const) {
    test(`a simulated transfer (${method}) completes the payment and leads back to it`, () =>
      withPages(async (pages) => {
        const { id, page } = await toSandbox(pages, method);
        const waiting = pages.core.payments.instructions(await pages.read(id));
        assert.ok(waiting && page.html.includes(waiting.accountNumber));
        const paid = await answer(page, { answer: 'deposit' });
        assert.is(paid.h1, '결제가 완료되었습니다');
        assert.is((await answer(page, { answer: 'deposit' })).h1, '결제가 완료되었습니다');
        const { status, amountCaptured } = await pages.read(id);
        assert.equal([status, amountCaptured], ['succeeded', 29_900]);
      }));

    test(`a transfer after the deadline does not arrive (${method})`, () =>
      withPages(async (pages) => {
        const { id, page } = await toSandbox(pages, method);
        pages.clock.set((await pages.read(id)).expiresAt);
        assert.is((await answer(page, { answer: 'deposit' })).h1, '결제 시간이 지났습니다');
        assert.is((await pages.read(id)).amountCaptured, 0);
      }));

    test(`whoever looks at the bank's page and goes back has moved no money (${method})`, () =>
      withPages(async (pages) => {
        const { id, page } = await toSandbox(pages, method);
        assert.is((await answer(page, { answer: 'nonsense' })).h1, '입금을 기다리고 있습니다');
        assert.is((await pages.read(id)).status, 'requires_action');
      }));
  }

  test('a virtual account that is called off takes no deposit', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'virtual_account');
      const waiting = await ko.open(`${pages.url}/checkout/${id}`);
      assert.is((await ko.submit(waiting, '/cancel')).h1, '결제가 취소되었습니다');
      assert.is((await answer(page, { answer: 'deposit' })).h1, '결제가 취소되었습니다');
      assert.is((await pages.read(id)).amountCaptured, 0);
    }));
});

const grouped = (number: string): string => number.replace(/(\d{4})(?=\d)/g, '$1 ');

const NUMBERS = [...TEST_CARDS.map(({ number }) => number), '5555555555554444', '4242424242424241'];
const CVC = '907';

/** Every value of every row of every table, as text. */
async function everyValue({ knex }: Pages): Promise<string[]> {
  const values: string[] = [];
  for (const table of TABLES)
    for (const row of (await knex(table).select()) as object[])
      values.push(...Object.values(row).map(String));
  return values;
}

suite('sandbox pages: card data', (test) => {
  test('no card number and no CVC is in the database, in its log files or in our log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kc-card-'));
    try {
      await withPages(
        async (pages) => {
          for (const [index, number] of NUMBERS.entries()) {
            const { page } = await toCardPage(pages, index % 2 === 0 ? 3 : null);
            const next = await answer(page, card(grouped(number), { cvc: CVC }));
            if (next.url.includes('/challenge/')) await answer(next, { answer: 'approve' });
          }
          const stored = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
          const values = await everyValue(pages);
          const kept = [...stored, ...values, ...pages.logged].join('\n');
          assert.ok(kept.includes('4242') && kept.includes('visa'), 'the rows were looked at');
          for (const number of NUMBERS)
            for (const trace of [number.slice(0, 10), grouped(number).slice(0, 9)])
              assert.not.ok(kept.includes(trace), `${trace} of ${number}`);
          assert.not.match(kept, /cvc"/);
          // Three digits are in many numbers; by themselves they would be the CVC.
          assert.equal(
            [...values, ...pages.logged].filter((text) => /(?<![\w.:-])907(?![\w.:-])/.test(text)),
            [],
          );
        },
        { database: `sqlite:${join(folder, 'shop.sqlite')}` },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
