import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import * as assert from 'uvu/assert';
import { asset } from '../../../../adapters/http/assets.ts';
import {
  ADDRESS_SEARCH_ASSETS,
  ADDRESS_SEARCH_PATH,
  addressSearchPage,
} from '../../../../adapters/http/session-page/address-search.ts';
import { suite } from '../../../support/suite.ts';

async function ask(path: string): Promise<{ response: Response; text: string }> {
  const app = new Koa().use(addressSearchPage());
  const server = createServer((request, response) => void app.callback()(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return { response, text: await response.text() };
  } finally {
    server.close();
  }
}

suite('address search', (test) => {
  test('its own page may load the search, is framed by nobody and holds nothing of anybody', async () => {
    const { response, text } = await ask(`${ADDRESS_SEARCH_PATH}?lang=en`);
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const part of [
      'https://t1.kakaocdn.net https://t1.daumcdn.net',
      'frame-src https://postcode.map.kakao.com https://postcode.map.daum.net',
      "frame-ancestors 'none'",
      "worker-src 'none'",
      "default-src 'none'",
    ])
      assert.ok(policy.includes(part), part);
    assert.not.match(policy, /connect-src/);
    assert.is(response.headers.get('x-frame-options'), 'DENY');
    assert.is(response.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.is(response.headers.get('referrer-policy'), 'no-referrer');
    assert.not.match(text, /cs_|<form|<input/);
  });

  test('its window has a title and a button to close it, in the language asked for', async () => {
    const ko = await ask(ADDRESS_SEARCH_PATH);
    assert.match(
      ko.text,
      /<html lang="ko">[^]*<title>우편번호와 주소 찾기<\/title>[^]*data-close>닫기<\/button>/,
    );
    const en = await ask(`${ADDRESS_SEARCH_PATH}?lang=en`);
    assert.match(
      en.text,
      /<html lang="en">[^]*<title>Find a postcode and address<\/title>[^]*data-close>Close<\/button>/,
    );
    assert.not.match(en.text, /[가-힣]/);
  });

  test('its path says nothing of an order, for its script tells the path to Kakao', () => {
    assert.is(ADDRESS_SEARCH_PATH, '/checkout/address-search');
  });

  test('other paths are left to others', async () => {
    assert.is((await ask('/checkout/address-search/x')).response.status, 404);
    assert.is((await ask('/checkout/cs_1')).response.status, 404);
  });

  test('the scripts that it needs are there, and the page’s own script is small', () => {
    for (const name of ADDRESS_SEARCH_ASSETS) assert.ok(asset(name).body.length > 0);
    const size = asset('session.js').body.length;
    assert.ok(size < 6_500, `${size} bytes`);
  });
});
