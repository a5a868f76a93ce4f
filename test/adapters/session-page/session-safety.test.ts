import * as assert from 'uvu/assert';
import { SESSION_ASSETS } from '../../../adapters/http/session-page/session-frame.ts';
import { asset } from '../../../adapters/http/assets.ts';
import { sampleDomain } from '../../support/domain-fixtures.ts';
import { suite } from '../../support/suite.ts';
import { tokenOf, visitor } from '../checkout-page/visitor.ts';
import { ask, BUYER, EARPHONES, post, type SessionPages, withSessionPages } from './with-session-pages.ts';

const ko = visitor();

const POSTS = ['pay', 'coupon', 'coupon/remove', 'other-way', 'cancel'] as const;

const policyOf = async (pages: SessionPages, id: string): Promise<Record<string, string>> => {
  const answer = await fetch(`${pages.url}/checkout/${id}`);
  const directives = (answer.headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(directives.map((text) => text.split(/ (.*)/) as [string, string]));
};

suite('the page of an order: headers', (test) => {
  test('every answer allows only what is ours, and tells nobody its address', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const url = `${pages.url}/checkout/${session.id}`;
      const token = tokenOf(await ko.open(url));
      const answers = [
        await fetch(url),
        await fetch(`${url}/status`),
        await fetch(`${url}/return`, { redirect: 'manual' }),
        await fetch(`${pages.url}/checkout/cs_nothing`),
        await fetch(`${pages.url}/${session.id}`, { redirect: 'manual' }),
        await post(`${url}/pay`, {}),
        await post(`${url}/pay`, { token }),
        await post(`${url}/coupon`, { token, coupon: 'x' }),
      ];
      assert.equal(
        answers.map(({ status }) => status),
        [200, 200, 303, 404, 303, 403, 409, 422],
      );
      for (const { headers } of answers) {
        const policy = headers.get('content-security-policy') ?? '';
        assert.match(
          policy,
          /^default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';/,
        );
        assert.not.match(policy, /unsafe/);
        assert.is(headers.get('referrer-policy'), 'no-referrer');
        assert.is(headers.get('x-content-type-options'), 'nosniff');
        assert.is(headers.get('cache-control'), 'no-store');
        assert.is(headers.get('x-frame-options'), 'DENY');
      }
    }));

  test('pictures may come from where the shop and its items say, over https, and from nowhere else', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, { name: '그림 상점' });
      await pages.core.shops.change(pages.scope, shop.id, {
        theme: { ...shop.theme, logoUrl: 'https://logo.example/a.png' },
      });
      const images = ['https://cdn.example/1.png', 'https://cdn.example/2.png', 'http://plain.example/3.png'];
      const items = images.map((imageUrl, at) => ({ ...EARPHONES, productId: `p${at}`, imageUrl }));
      const { session } = await pages.create({ shopId: shop.id, items, totalAmount: 90_000 });
      const policy = await policyOf(pages, session.id);
      assert.is(policy['img-src'], "'self' data: https://logo.example https://cdn.example");
      const { html } = await pages.open(session.id);
      assert.ok(html.includes('src="https://cdn.example/2.png"'));
      assert.not.match(html, /plain\.example/);
    }));

  test('an order with pictures from everywhere has a policy of usual length', () =>
    withSessionPages(async (pages) => {
      const items = Array.from({ length: 40 }, (_, at) => ({
        ...EARPHONES,
        imageUrl: `https://cdn${at}.example/1.png`,
      }));
      const { session } = await pages.create({ items, totalAmount: 40 * 29_000 + 3_000 });
      assert.is((await policyOf(pages, session.id))['img-src'], "'self' data: https:");
    }));

  test('nothing is framed, for an order that is sent somewhere neither', () =>
    withSessionPages(async (pages) => {
      const sent = await pages.create({ needsShipping: true });
      assert.is((await policyOf(pages, sent.session.id))['frame-src'], undefined);
      assert.is((await fetch(`${pages.url}/checkout/address-search`)).status, 200);
    }));

  test('the page and all that it loads weigh less than 60 kB', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create({ needsShipping: true });
      const { html } = await pages.open(session.id);
      const loaded = [...html.matchAll(/(?:src|href)="\/assets\/([\w.-]+)\?v=/g)].map(
        ([, name]) => name ?? '',
      );
      for (const name of SESSION_ASSETS) assert.ok(loaded.includes(name), name);
      const bytes = loaded.reduce((sum, name) => sum + asset(name).body.length, Buffer.byteLength(html));
      assert.ok(bytes < 60_000, `${bytes} bytes`);
      assert.not.match(html, /(?:src|href)="https?:\/\/(?!shop\.example)/);
    }));

  test('the theme is served once and for all, at an address that changes with it', () =>
    withSessionPages(async (pages) => {
      const { shop } = await pages.core.shops.create(pages.scope, { name: '초록' });
      const { session } = await pages.create({ shopId: shop.id });
      const linkIn = async () =>
        /href="([^"]*theme\.css[^"]*)"/.exec((await pages.open(session.id)).html)?.[1];
      assert.is(await linkIn(), undefined);
      const paint = (primaryColor: string) =>
        pages.core.shops.change(pages.scope, shop.id, { theme: { ...shop.theme, primaryColor } });
      await paint('#0f5c4a');
      const first = await linkIn();
      const address = pages.url + String(first);
      const { html: css, headers } = await ask(address);
      assert.match(css, /--primary-color: #0f5c4a/);
      assert.match(headers['cache-control'] ?? '', /immutable/);
      assert.is((await ask(address, { headers: { 'if-none-match': headers.etag ?? '' } })).status, 304);
      await paint('#aa0000');
      assert.is.not(await linkIn(), first);
    }));
});

suite('the page of an order: forms of others', (test) => {
  test('a form without our token, or with that of another order, does nothing', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const other = tokenOf(await pages.open((await pages.create()).session.id));
      for (const token of ['', 'x', other])
        for (const path of POSTS) {
          const body = { ...BUYER, token, method: 'card', amount: '32000' };
          assert.is((await post(`${pages.url}/checkout/${session.id}/${path}`, body)).status, 403, path);
        }
      assert.is((await pages.read(session.id)).payment.status, 'requires_payment_method');
    }));

  test('a form that another site sends is refused, even with a token', () =>
    withSessionPages(async (pages) => {
      const { session } = await pages.create();
      const body = { token: tokenOf(await pages.open(session.id)) };
      const url = `${pages.url}/checkout/${session.id}/cancel`;
      assert.is((await post(url, body, { origin: 'https://evil.example' })).status, 403);
      assert.is((await post(url, body, { 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.is((await pages.read(session.id)).payment.status, 'requires_payment_method');
      assert.is((await post(url, body, { origin: pages.url })).status, 303);
    }));
});

suite("the page of an order: a shop's own host", (test) => {
  const HOST = 'checkout.yourstore.com';

  const verify = (pages: SessionPages, shopId: string): Promise<void> =>
    pages.storage.customDomains.insert(sampleDomain({ ...pages.scope, shopId, host: HOST }));

  test('shows the orders of its shop alone, with addresses of its own and a form that may lead to the gateway', () =>
    withSessionPages(
      async (pages) => {
        const { shop } = await pages.core.shops.create(pages.scope, { name: '내 상점' });
        await verify(pages, shop.id);
        const own = await pages.create({ shopId: shop.id });
        const other = (await pages.core.shops.create(pages.scope, { name: '남의 상점' })).shop;
        const foreign = await pages.create({ shopId: other.id });
        const url = `${pages.url}/checkout/${own.session.id}`;
        const answer = await ask(url, { headers: { host: HOST } });
        assert.is(answer.status, 200);
        assert.ok(
          String(answer.headers['content-security-policy']).includes(`form-action 'self' ${pages.url}`),
        );
        assert.ok(answer.html.includes(`action="/checkout/${own.session.id}/pay"`));
        assert.is(
          (await ask(`${pages.url}/checkout/${foreign.session.id}`, { headers: { host: HOST } })).status,
          404,
        );
        assert.is((await ask(`${pages.url}/${own.session.id}`, { headers: { host: HOST } })).status, 303);
      },
      { unchecked: true },
    ));

  test('takes its own forms, sends the buyer to the gateway and has him sent back to itself', () =>
    withSessionPages(
      async (pages) => {
        const { shop } = await pages.core.shops.create(pages.scope, { name: '내 상점' });
        await verify(pages, shop.id);
        const { session } = await pages.create({ shopId: shop.id });
        const token = tokenOf(await pages.open(session.id));
        const body = { ...BUYER, token, method: 'card', amount: '32000' };
        const url = `${pages.url}/checkout/${session.id}/pay`;
        const from = (origin: string) =>
          ask(url, { method: 'POST', body: new URLSearchParams(body), headers: { host: HOST, origin } });
        assert.is((await from(pages.url)).status, 403);
        const taken = await from(`https://${HOST}`);
        assert.ok(taken.headers.location?.startsWith(`${pages.url}/sandbox/card/`));
        const { attemptId } = (await pages.read(session.id)).payment;
        const charge = await pages.sandbox.find(attemptId ?? '');
        assert.is(charge?.payment.returnUrl, `https://${HOST}/checkout/${session.id}/return`);
      },
      { unchecked: true },
    ));
});
