import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { operator, type Seen } from './operator.ts';
import { type Shop, withDeposits } from './with-deposits.ts';

/** The answer to the form of the login page. */
async function signIn(shop: Shop, credential: string, language = 'ko'): Promise<Response> {
  const nobody = operator(shop.url, null, language);
  const token = loginToken(await nobody.open('/deposits/login'));
  return nobody.post('/deposits/login', { token, credential });
}

function loginToken({ html }: Seen): string {
  return /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

suite('deposits page: signing in', (test) => {
  test('who has not signed in is asked to, wherever they knock', () =>
    withDeposits(async (shop) => {
      const nobody = operator(shop.url, null);
      for (const path of ['/deposits', shop.path, `${shop.path}/devices/1`]) {
        const page = await nobody.open(path);
        assert.is(page.h1, '입금 확인 로그인');
        assert.is(new URL(page.url).pathname, '/deposits/login');
      }
      assert.is((await nobody.open(`${shop.path}/events`)).status, 401);
      assert.is((await nobody.post(`${shop.path}/policy`, {})).headers.get('location'), '/deposits/login');
    }));

  test('a token signs in, and is kept where no script and no other site reaches it', () =>
    withDeposits(async (shop) => {
      const answer = await signIn(shop, shop.token);
      assert.is(answer.status, 303);
      assert.is(answer.headers.get('location'), '/deposits');
      const cookie = answer.headers.get('set-cookie') ?? '';
      assert.ok(cookie.startsWith(`kc_deposits=${shop.token};`));
      for (const flag of ['Path=/deposits', 'HttpOnly', 'SameSite=Strict'])
        assert.ok(cookie.split('; ').includes(flag), flag);
      assert.not.match(cookie, /Secure/);
      assert.is((await operator(shop.url, shop.token).open('/deposits')).h1, '루나 상점 실거래');
    }));

  test('over https the cookie goes nowhere else', () =>
    withDeposits(
      async (shop) =>
        assert.match((await signIn(shop, shop.token)).headers.get('set-cookie') ?? '', /; Secure$/),
      { publicUrl: 'https://pay.example.com' },
    ));

  test('a token with blanks and the word Bearer before it is one', () =>
    withDeposits(async (shop) => {
      const broken = `  Bearer ${shop.token.slice(0, 40)}\n${shop.token.slice(40)} `;
      assert.is((await signIn(shop, broken)).headers.get('location'), '/deposits');
    }));

  test('a token that is none leads back, with the reason in the language of who reads it', () =>
    withDeposits(async (shop) => {
      for (const bad of ['', 'x', `${shop.token}x`, 'a.b.c', `${'x'.repeat(5000)}.y.z`]) {
        const answer = await signIn(shop, bad);
        assert.is(answer.headers.get('location'), '/deposits/login?why=invalid');
      }
      const at = '/deposits/login?why=invalid';
      assert.match((await operator(shop.url, null).open(at)).text, /사용할 수 없는 토큰입니다/);
      assert.match((await operator(shop.url, null, 'en').open(at)).text, /This token cannot be used/);
    }));

  test('a session ends with its token, and every page of it says so', () =>
    withDeposits(async (shop) => {
      shop.clock.advance(91 * 86_400_000);
      for (const path of [shop.path, `${shop.path}?part=live`, '/deposits']) {
        const page = await operator(shop.url, shop.token).open(path);
        assert.match(page.text, /로그인 기간이 끝났습니다/);
        assert.is(page.headers.get('set-cookie'), null);
      }
    }));

  test('revoked tokens sign nobody in', () =>
    withDeposits(async (shop) => {
      shop.clock.advance(1000);
      await shop.core.users.revokeTokens(shop.scope, shop.actor.userId);
      assert.match((await operator(shop.url, shop.token).open(shop.path)).text, /사용할 수 없는 토큰입니다/);
    }));

  test('signing out forgets the token', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      const token = loginToken(await own.open('/deposits'));
      const answer = await own.post('/deposits/logout', { token });
      assert.match(answer.headers.get('set-cookie') ?? '', /^kc_deposits=; .*Max-Age=0/);
      assert.is(answer.headers.get('location'), '/deposits/login?why=bye');
      assert.is((await own.post('/deposits/logout', { token: 'x' })).status, 403);
    }));

  test('the eleventh attempt of a minute is not looked at', () =>
    withDeposits(async (shop) => {
      for (let attempt = 1; attempt <= 10; attempt += 1) assert.is((await signIn(shop, 'a.b.c')).status, 303);
      const late = await signIn(shop, shop.token);
      assert.is(late.status, 429);
      assert.is(late.headers.get('set-cookie'), null);
      assert.match(await late.text(), /로그인 시도가 너무 많습니다/);
      shop.clock.advance(60_000);
      assert.is((await signIn(shop, shop.token)).headers.get('location'), '/deposits');
    }));

  test('a login form of another site does nothing', () =>
    withDeposits(async (shop) => {
      const nobody = operator(shop.url, null);
      const token = loginToken(await nobody.open('/deposits/login'));
      const sent = { token, credential: shop.token };
      for (const [fields, headers] of [
        [{ ...sent, token: '' }, {}],
        [sent, { origin: 'https://evil.example' }],
        [sent, { 'sec-fetch-site': 'cross-site' }],
      ] as const) {
        const answer = await nobody.post('/deposits/login', fields, headers);
        assert.is(answer.status, 403);
        assert.is(answer.headers.get('set-cookie'), null);
      }
    }));

  test('the token stands in no page, no address and no log', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      await signIn(shop, shop.token);
      await signIn(shop, `${shop.token}x`);
      const signature = shop.token.split('.')[2] ?? '';
      for (const path of ['/deposits', shop.path, `${shop.path}/devices/1`, '/deposits/login?why=invalid']) {
        const page = await own.open(path);
        assert.not.ok(page.html.includes(signature), path);
        assert.not.ok(page.url.includes(signature));
      }
      assert.not.ok(shop.logged.join().includes(signature));
    }));
});

suite('deposits page: workspaces', (test) => {
  test('who belongs to several chooses, who belongs to none makes one', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      await shop.core.workspaces.create(shop.actor, '<b>둘째</b> 상점');
      const choice = await own.open('/deposits');
      assert.is(choice.h1, '워크스페이스 선택');
      assert.match(choice.text, /루나 상점.*<b>둘째<\/b> 상점/);
      const { token } = await shop.person('새 사람');
      const fresh = operator(shop.url, token);
      const made = await fresh.press(await fresh.open('/deposits'), '/workspaces', { name: '새 상점' });
      assert.is(made.h1, '새 상점 실거래');
      assert.match(made.notice ?? '', /워크스페이스를 만들었습니다/);
    }));
});
