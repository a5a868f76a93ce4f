import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { TEST_CARDS } from '../../../adapters/gateways/sandbox-cards.ts';
import type { PaymentMethod } from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { card, type Visit, visitor } from './visitor.ts';
import { type Pages, withPages } from './with-pages.ts';

const ko = visitor();

/** The sandbox's page of a new payment. */
async function toSandbox(pages: Pages, method: PaymentMethod): Promise<{ id: string; page: Visit }> {
  const { id } = await pages.create({ method });
  const page = await ko.open(`${pages.url}/checkout/${id}`);
  if (method !== 'bank_transfer') return { id, page: await ko.submit(page, '/pay') };
  const link = page.links.find((target) => target.startsWith('/sandbox/bank/')) ?? '';
  return { id, page: await ko.open(pages.url + link) };
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
      for (const step of ['kakao', 'bank'])
        assert.is((await ko.open(page.url.replace('/card/', `/${step}/`))).status, 404);
      assert.is((await ko.open(`${pages.url}/sandbox/card/att_nothing`)).status, 404);
    }));
});

suite('sandbox pages: wallet and bank', (test) => {
  test('the wallet pays, is too empty, or is closed', () =>
    withPages(async (pages) => {
      for (const [said, h1] of [
        ['pay', '결제가 완료되었습니다'],
        ['insufficient_balance', '결제가 승인되지 않았습니다'],
        ['cancel', '결제하기'],
        ['nonsense', '결제하기'],
      ] as const) {
        const { page } = await toSandbox(pages, 'kakao_pay');
        assert.is((await answer(page, { answer: said })).h1, h1, said);
      }
    }));

  test('a simulated transfer completes the payment and leads back to it', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'bank_transfer');
      assert.match(page.html, /000000-00-000000/);
      const paid = await answer(page, { answer: 'deposit' });
      assert.is(paid.h1, '결제가 완료되었습니다');
      assert.is((await pages.read(id)).status, 'succeeded');
    }));

  test('a transfer after the deadline does not arrive', () =>
    withPages(async (pages) => {
      const { id, page } = await toSandbox(pages, 'bank_transfer');
      pages.clock.set((await pages.read(id)).expiresAt);
      assert.is((await answer(page, { answer: 'deposit' })).h1, '결제 시간이 지났습니다');
      assert.is((await pages.read(id)).amountCaptured, 0);
    }));
});

const grouped = (number: string): string => number.replace(/(\d{4})(?=\d)/g, '$1 ');

suite('sandbox pages: card data', (test) => {
  test('no card number and no CVC is in the database, in its log files or in our log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kc-card-'));
    try {
      await withPages(
        async (pages) => {
          const cvc = '907';
          const numbers = [...TEST_CARDS.map(({ number }) => number), '5555555555554444', '4242424242424241'];
          for (const number of numbers) {
            const { page } = await toSandbox(pages, 'card');
            await answer(page, card(grouped(number), { cvc }));
          }
          const stored = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
          const kept = [...stored, ...pages.logged].join('\n');
          assert.ok(kept.includes('4242') && kept.includes('visa'), 'the rows were looked at');
          for (const number of numbers)
            for (const trace of [number.slice(0, 10), grouped(number).slice(0, 9)])
              assert.not.ok(kept.includes(trace), `${trace} of ${number}`);
          assert.not.match(kept, /cvc"/);
        },
        { database: `sqlite:${join(folder, 'shop.sqlite')}` },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
