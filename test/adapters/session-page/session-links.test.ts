import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { visitor } from '../checkout-page/visitor.ts';
import { BUYER, send, withSessionPages } from './with-session-pages.ts';

suite('the page of an order: addresses', (test) => {
  test('the short address and those of forms lead to the page', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      for (const path of [
        `/${session.id}`,
        `/checkout/${session.id}/pay`,
        `/checkout/${session.id}/coupon`,
        `/checkout/${session.id}/cancel`,
      ]) {
        const answer = await fetch(pages.url + path, { redirect: 'manual' });
        assert.is(answer.status, 303, path);
        assert.is(answer.headers.get('location'), `/checkout/${session.id}`, path);
      }
    }));

  test('the state is told to scripts by name alone', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const answer = await fetch(`${pages.url}/checkout/${session.id}/status`);
      assert.equal(await answer.json(), { state: 'payable' });
    }));

  test('a listening page is told its state', () =>
    withSessionPages(async (pages) => {
      const { id } = (await pages.create()).session;
      await send(await pages.open(id), '/pay', { ...BUYER, method: 'virtual_account' });
      const answer = await fetch(`${pages.url}/checkout/${id}/events`);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
      const reader = answer.body?.getReader();
      let heard = '';
      while (reader && !heard.includes('\ndata: '))
        heard += new TextDecoder().decode((await reader.read()).value);
      await reader?.cancel();
      assert.match(heard, /event: state\ndata: transfer\n/);
    }));

  test('no session, and ids that cannot be one, are 404 as a page', () =>
    withSessionPages(async (pages) => {
      for (const id of ['cs_nothing', `cs_${'x'.repeat(80)}`]) {
        const page = await pages.open(id);
        assert.is(page.status, 404);
        assert.is(page.h1, '결제를 찾을 수 없습니다');
      }
    }));

  test('a link that was cut, or copied with what stood beside it, is 404 as a page', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      for (const path of [
        `/${session.id})`,
        `/${session.id})/`,
        `/checkout/${session.id})`,
        `/checkout/${session.id}/nope`,
        `/checkout/${session.id}/pay/x`,
        '/checkout/nope/x',
        '/checkout/',
        '/checkout',
      ]) {
        const page = await visitor().open(pages.url + path);
        assert.is(page.status, 404, path);
        assert.is(page.h1, '결제를 찾을 수 없습니다', path);
        assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
        assert.not.match(page.html, /nope/);
      }
    }));

  test('what is no address of buyers, and what is no GET, keeps the words of the API', () =>
    withSessionPages(async (pages) => {
      for (const [method, path] of [
        ['GET', '/checkouts/x'],
        ['GET', '/v2/nope'],
        ['GET', '/nope'],
        ['POST', '/checkout/nope/x'],
      ] as const) {
        const answer = await fetch(pages.url + path, { method });
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/, path);
      }
    }));

  test('payments keep their own page', () =>
    withSessionPages(async (pages) => {
      const { id } = await pages.core.payments.create(pages.scope, {
        amount: 1_000,
        currency: 'KRW',
        method: 'card',
      });
      assert.is((await pages.open(id)).title, '결제하기 · 안전 결제');
    }));

  test('the language is chosen, or the order says it, or the browser, or the shop', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, { name: 'Shop', language: 'en' });
      const plain = (await pages.create({ shopId: shop.id })).session.id;
      const korean = (await pages.create({ shopId: shop.id, language: 'ko' })).session.id;
      const titleOf = async (id: string, accepts: string, query = '') =>
        (await visitor({ 'accept-language': accepts }).open(`${pages.url}/checkout/${id}${query}`)).title;
      assert.is(await titleOf(plain, 'fr'), 'Checkout · Shop');
      assert.is(await titleOf(plain, 'ko-KR'), '주문·결제 · Shop');
      assert.is(await titleOf(korean, 'en-US'), '주문·결제 · Shop');
      assert.is(await titleOf(korean, 'ko-KR', '?lang=en'), 'Checkout · Shop');
    }));
});
