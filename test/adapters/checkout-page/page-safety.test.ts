import { request } from 'node:http';
import * as assert from 'uvu/assert';
import { fakeGateway } from '../../support/fake-gateway.ts';
import { suite } from '../../support/suite.ts';
import { card, tokenOf, visitor } from './visitor.ts';
import { type Pages, withPages } from './with-pages.ts';

const ko = visitor();

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Posts a form as a hostile or broken sender might. */
function post(url: string, body: string | URLSearchParams, headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, {
    method: 'POST',
    body: String(body),
    headers: { ...type, ...headers },
    redirect: 'manual',
  });
}

async function toCardForm(pages: Pages): Promise<{ id: string; url: string; token: string }> {
  const { id } = await pages.create();
  const form = await ko.submit(await ko.open(`${pages.url}/checkout/${id}`), '/pay');
  return { id, url: form.url, token: tokenOf(form) };
}

suite('pages: headers', (test) => {
  test('every page and every redirect allows only what is ours and tells nobody its address', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const { url, token } = await toCardForm(pages);
      const answers = [
        await fetch(`${pages.url}/checkout/${id}`),
        await fetch(`${pages.url}/checkout/${id}/status`),
        await fetch(`${pages.url}/checkout/${id}/return`, { redirect: 'manual' }),
        await fetch(`${pages.url}/checkout/pay_nothing`),
        await post(`${pages.url}/checkout/${id}/pay`, ''),
        await fetch(url),
        await post(url, new URLSearchParams({ token })),
      ];
      assert.equal(
        answers.map(({ status }) => status),
        [200, 200, 303, 404, 403, 200, 422],
      );
      for (const { headers } of answers) {
        assert.is(headers.get('content-security-policy'), CSP);
        assert.is(headers.get('referrer-policy'), 'no-referrer');
        assert.is(headers.get('x-content-type-options'), 'nosniff');
        assert.is(headers.get('cache-control'), 'no-store');
        assert.is(headers.get('x-frame-options'), 'DENY');
      }
    }));

  test('no page carries a script, a style or an event handler of its own', () =>
    withPages(async (pages) => {
      const { id, url } = await toCardForm(pages);
      for (const address of [url, `${pages.url}/checkout/${id}`]) {
        const { html } = await ko.open(address);
        assert.not.match(html, /<style|\sstyle=|\son\w+=|javascript:|<script(?! src="\/assets\/)/i);
      }
    }));

  test('the files that a page loads are there', () =>
    withPages(async (pages) => {
      const { html } = await ko.open(`${pages.url}/checkout/pay_nothing`);
      const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
      assert.is(files.length, 4);
      for (const file of files) {
        const response = await fetch(pages.url + String(file));
        assert.is(response.status, 200, file);
        assert.is(response.headers.get('x-content-type-options'), 'nosniff');
      }
    }));
});

suite('pages: forms of others', (test) => {
  test('a form without our token, or with that of another payment, does nothing', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const other = tokenOf(await ko.open(`${pages.url}/checkout/${(await pages.create()).id}`));
      for (const token of ['', 'x', other])
        for (const act of ['pay', 'cancel'])
          assert.is(
            (await post(`${pages.url}/checkout/${id}/${act}`, new URLSearchParams({ token }))).status,
            403,
          );
      assert.is((await pages.read(id)).status, 'requires_payment_method');
    }));

  test('a form with our token that names another site as its origin does nothing', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const form = new URLSearchParams({ token: tokenOf(await ko.open(`${pages.url}/checkout/${id}`)) });
      const from = (origin: string) => post(`${pages.url}/checkout/${id}/cancel`, form, { origin });
      assert.is((await from('https://evil.example')).status, 403);
      assert.is((await pages.read(id)).status, 'requires_payment_method');
      assert.is((await from('null')).status, 303);
    }));

  test('the token of a payment does not open the form of its attempt', () =>
    withPages(async (pages) => {
      const { id, url } = await toCardForm(pages);
      const token = tokenOf(await ko.open(`${pages.url}/checkout/${id}`));
      const body = new URLSearchParams({ token, ...card('4242424242424242') });
      assert.is((await post(url, body)).status, 403);
      assert.is((await pages.read(id)).status, 'requires_action');
    }));

  test('a form that another site sends is refused, even with a token', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const body = new URLSearchParams({ token: tokenOf(await ko.open(`${pages.url}/checkout/${id}`)) });
      const url = `${pages.url}/checkout/${id}/cancel`;
      assert.is((await post(url, body, { 'sec-fetch-site': 'cross-site' })).status, 403);
      const own = { origin: 'null', 'sec-fetch-site': 'same-origin' };
      assert.is((await post(url, body, own)).status, 303);
    }));

  test('bodies that are no form, and endless ones, are refused with a page', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const url = `${pages.url}/checkout/${id}/pay`;
      assert.is((await post(url, '{}', { 'content-type': 'application/json' })).status, 403);
      const large = await post(url, `token=${'x'.repeat(17 * 1024)}`);
      assert.is(large.status, 400);
      assert.match(await large.text(), /<h1>요청을 처리할 수 없습니다/);
      assert.is(await endlessPost(url), 400);
    }));
});

/** A body without a length that never ends: the status that comes before it does. */
function endlessPost(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(url, { method: 'POST', headers: type }, (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.on('error', reject);
    sent.write('x'.repeat(64 * 1024));
  });
}

suite('pages: hostile data', (test) => {
  test('a description is text, whatever stands in it', () =>
    withPages(async (pages) => {
      const description = `"><img src=x onerror=alert(1)><script>alert('x')</script>\u202E${'</dd>'}`;
      const { id } = await pages.create({ description });
      const { url } = await ko.submit(await ko.open(`${pages.url}/checkout/${id}`), '/pay');
      for (const address of [`${pages.url}/checkout/${id}`, url]) {
        const { html } = await ko.open(address);
        assert.match(html, /<bdi>&quot;&gt;&lt;img src=x onerror=alert\(1\)&gt;/);
        assert.not.match(html, /<img|<script>/);
      }
    }));

  test('nothing in a request can choose where the browser is sent', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      const evil = 'https://evil.example/';
      const query = new URLSearchParams({ returnUrl: evil, return: evil, next: evil, url: evil, lang: evil });
      const page = await ko.open(`${pages.url}/checkout/${id}?${query.toString()}&notice=${evil}`);
      assert.not.match(page.html, /evil/);
      const token = tokenOf(page);
      const asked = await post(
        `${pages.url}/checkout/${id}/pay?${query.toString()}`,
        new URLSearchParams([...query, ['token', token]]),
        {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
        },
      );
      assert.ok(asked.headers.get('location')?.startsWith(`${pages.url}/sandbox/card/`));
      const back = await fetch(`${pages.url}/checkout/${id}/return?${query.toString()}`, {
        redirect: 'manual',
      });
      assert.is(back.headers.get('location'), `/checkout/${id}`);
    }));

  test('a gateway of another site gets a link, not a redirect, and only over the web', async () => {
    const gateway = fakeGateway();
    const says = (url: string) =>
      gateway.script.pay.push({ kind: 'requires_action', nextAction: { type: 'redirect', url } });
    await withPages(
      async (pages) => {
        for (const [url, linked] of [
          ['https://gateway.example/pay?a=1&b=2', true],
          ['javascript:alert(1)', false],
          ['//evil.example', false],
        ] as const) {
          says(url);
          const { id } = await pages.create();
          const page = await ko.submit(await ko.open(`${pages.url}/checkout/${id}`), '/pay');
          assert.is(page.h1, '결제가 진행 중입니다');
          assert.is(page.links.includes(url), linked, url);
        }
      },
      { gateways: [gateway] },
    );
  });

  test('a database that does not answer is a page that says so, without its words', () =>
    withPages(async (pages) => {
      const { id } = await pages.create();
      await pages.close();
      const page = await ko.open(`${pages.url}/checkout/${id}`);
      assert.is(page.status, 503);
      assert.is(page.h1, '잠시 후 다시 시도해 주세요');
      assert.not.match(page.html, /knex|sqlite|SQL|closed/i);
    }));
});
