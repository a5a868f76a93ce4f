import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { operator, tokenOf } from './operator.ts';
import { type Shop, withDeposits } from './with-deposits.ts';

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Everything that can be posted below a workspace. */
const POSTS = [
  '/deposits/1/match/1',
  '/deposits/1/unmatch',
  '/deposits/1/release',
  '/deposits/1/dismiss',
  '/deposits/1/restore',
  '/refunds/ref_1/sent',
  '/devices',
  '/devices/1/rotate',
  '/devices/1/off',
  '/devices/1/on',
  '/devices/1/signed',
  '/devices/1/unsigned',
  '/accounts',
  '/accounts/1/off',
  '/accounts/1/on',
  '/policy',
  '/sms',
  '/sms/register',
];

/** What of the shop a hostile form could have changed. */
async function stateOf({ core, actor, workspaceId }: Shop) {
  const all = { limit: 100, offset: 0 };
  const versions = [
    ...(await core.deposits.list(actor, workspaceId, {}, all)).items.map(({ deposit }) => deposit),
    ...(await core.devices.list(actor, workspaceId)).map(({ device }) => device),
    ...(await core.bankAccounts.list(actor, workspaceId, {}, all)).items.map(({ account }) => account),
    (await core.workspaces.get(actor, workspaceId)).workspace,
  ];
  return versions.map(({ id, version }) => [id, version]);
}

suite('deposits page: headers', (test) => {
  test('every page and every redirect allows only what is ours, and is kept nowhere', () =>
    withDeposits(async (shop) => {
      const headers = { cookie: `kc_deposits=${shop.token}` };
      const get = (path: string) => fetch(shop.url + path, { headers, redirect: 'manual' });
      const answers = [
        await get('/deposits/login'),
        await get('/deposits'),
        await get(shop.path),
        await get(`${shop.path}?part=live`),
        await get(`${shop.path}/devices/1`),
        await get('/deposits/workspaces/999'),
        await operator(shop.url, shop.token).post(`${shop.path}/policy`, {}),
      ];
      assert.equal(
        answers.map(({ status }) => status),
        [200, 303, 200, 200, 200, 404, 403],
      );
      for (const answer of answers) {
        assert.is(answer.headers.get('content-security-policy'), CSP);
        assert.is(answer.headers.get('cache-control'), 'no-store');
        assert.is(answer.headers.get('referrer-policy'), 'no-referrer');
        assert.is(answer.headers.get('x-content-type-options'), 'nosniff');
        assert.is(answer.headers.get('x-frame-options'), 'DENY');
      }
    }));

  test('no page carries a script, a style or an event handler of its own, and its files are there', () =>
    withDeposits(async (shop) => {
      await shop.sms({ signed: false });
      const own = operator(shop.url, shop.token);
      for (const path of ['/deposits/login', shop.path, `${shop.path}/devices/1`]) {
        const { html } = await own.open(path);
        assert.not.match(html, /<style|\sstyle=|\son\w+=|javascript:|<script(?! src="\/assets\/)/i);
        const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
        assert.is(files.length, 6);
        for (const file of files) assert.is((await fetch(shop.url + String(file))).status, 200, file);
      }
    }));
});

suite('deposits page: forms of others', (test) => {
  test('a form without our token, or with that of another person or workspace, does nothing', () =>
    withDeposits(async (shop) => {
      await shop.order();
      await shop.sms({ name: '다른이' });
      const own = operator(shop.url, shop.token);
      const { id } = await shop.core.workspaces.create(shop.actor, '둘째 상점');
      const member = await shop.member();
      const tokens = [
        '',
        'x',
        tokenOf(await own.open(`/deposits/workspaces/${id}`)),
        tokenOf(await operator(shop.url, member.token).open(shop.path)),
      ];
      const before = await stateOf(shop);
      for (const token of tokens)
        for (const path of POSTS)
          assert.is((await own.post(shop.path + path, { token })).status, 403, `${path} with "${token}"`);
      assert.equal(await stateOf(shop), before);
    }));

  test('a form that another site sends is refused, even with our token', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      const token = tokenOf(await own.open(shop.path));
      const send = (headers: Record<string, string>) =>
        own.post(`${shop.path}/devices/1/off`, { token }, headers);
      assert.is((await send({ origin: 'https://evil.example' })).status, 403);
      assert.is((await send({ 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.is((await send({ 'content-type': 'application/json' })).status, 403);
      assert.is((await send({ origin: 'null', 'sec-fetch-site': 'same-origin' })).status, 303);
    }));
});

suite('deposits page: tenancy', (test) => {
  test('the workspace of others is not there, for reading and for writing', () =>
    withDeposits(async (shop) => {
      const { core } = shop;
      const merchant = await core.auth.createMerchant('다른 상점');
      const other = await core.users.create({ merchantId: merchant.id, mode: 'live' }, { name: '남' });
      const elsewhere = await core.users.issueToken({ merchantId: merchant.id, mode: 'live' }, other.id);
      const before = await stateOf(shop);
      for (const token of [
        elsewhere.token,
        (await shop.person('남남')).token,
        (await shop.person('시험', 'test')).token,
      ]) {
        const stranger = operator(shop.url, token);
        for (const path of ['', '?part=live', '/devices/1', '/events', '/deposits/1/match/1']) {
          const page = await stranger.open(shop.path + path);
          assert.is(page.status, 404, path);
          assert.not.match(page.text, /루나|홍길동|휴대폰/);
        }
        for (const path of POSTS)
          assert.is((await stranger.post(shop.path + path, { token: 'x' })).status, 404, path);
      }
      assert.equal(await stateOf(shop), before);
    }));

  test('what belongs to another workspace cannot be reached through one of ours', () =>
    withDeposits(async (shop) => {
      const { deposit } = (await shop.sms({ name: '다른이' })) as Extract<
        Awaited<ReturnType<Shop['sms']>>,
        { kind: 'deposit' }
      >;
      const order = await shop.order();
      const before = await stateOf(shop);
      const { id } = await shop.core.workspaces.create(shop.actor, '둘째 상점');
      const own = operator(shop.url, shop.token);
      const path = `/deposits/workspaces/${id}`;
      const token = tokenOf(await own.open(path));
      for (const deed of [
        `/deposits/${deposit.id}/match/${order.id}`,
        `/deposits/${deposit.id}/dismiss`,
        '/devices/1/rotate',
        `/accounts/${shop.accountId}/off`,
      ])
        assert.is(
          (await own.post(path + deed, { token })).headers.get('location'),
          `${path}?refused=not_found`,
          deed,
        );
      assert.is((await own.open(`${path}/devices/1`)).status, 404);
      assert.equal(await stateOf(shop), before);
    }));

  test('ids that are none are not there', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      for (const id of ['0', '-1', '1e3', 'x', '99999999999999999999', '%00', "1'--"])
        assert.is((await own.open(`/deposits/workspaces/${id}`)).status, 404, id);
    }));

  test('a member sees no token, no whole account number and no form of the owner, and may not use one', () =>
    withDeposits(async (shop) => {
      const { token } = await shop.member();
      const member = operator(shop.url, token);
      const page = await member.open(shop.path);
      assert.is(page.h1, '루나 상점 실거래');
      assert.not.match(
        page.html,
        /kcd_|kcs_|123-456-789012|name="unsigned"|name="holder"|연결 설정|휴대폰 등록/,
      );
      assert.match(page.text, /\*\*\*-\*\*\*-\*\*9012/);
      assert.is((await member.open(`${shop.path}/devices/1`)).status, 403);
      const form = tokenOf(page);
      for (const path of ['/devices/1/off', '/accounts/1/off'])
        assert.is((await member.post(shop.path + path, { token: form })).status, 403, path);
      for (const [path, fields] of [
        ['/devices', { name: '폰' }],
        ['/policy', { grace: '1', keep: '1' }],
        ['/accounts', { bank: '088', number: '110-123-456789', holder: '나' }],
      ] as const)
        assert.is((await member.post(shop.path + path, { token: form, ...fields })).status, 403, path);
    }));
});

suite('deposits page: hostile data', (test) => {
  test('names are text, whatever stands in them', () =>
    withDeposits(async (shop) => {
      const evil = `"><img src=x onerror=alert(1)><script>alert('x')</script>`;
      await shop.core.deposits.enter(shop.actor, shop.workspaceId, {
        bankAccountId: shop.accountId,
        amount: 14_510,
        depositorName: evil,
        depositedAt: shop.clock.now(),
        rawSms: `</pre>${evil}`,
      });
      await shop.order({ name: evil.slice(0, 90), number: evil.slice(0, 60), amount: 14_000 });
      const { device } = await shop.core.devices.register(shop.actor, shop.workspaceId, { name: evil });
      await shop.core.workspaces.change(shop.actor, shop.workspaceId, { name: evil });
      const own = operator(shop.url, shop.token);
      for (const path of ['', '?part=live', `/devices/${device.id}`]) {
        const { html } = await own.open(shop.path + path);
        assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
        assert.not.match(html, /<img|<script>/);
      }
      const read = await own.press(await own.open(shop.path), '/sms', { text: evil });
      assert.not.match(read.html, /<img|<script>/);
    }));

  test('nothing in an address can make the page say something', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      for (const query of [
        'notice=evil',
        'refused=evil',
        'notice=constructor',
        'notice=dismissed&deposit=x<b>',
      ])
        assert.not.match((await own.open(`${shop.path}?${query}&why=evil`)).html, /evil|<b>\s*<|constructor/);
    }));

  test('a database that does not answer is a page that says so, without its words', () =>
    withDeposits(async (shop) => {
      const own = operator(shop.url, shop.token);
      await shop.close();
      const page = await own.open(shop.path);
      assert.is(page.status, 503);
      assert.is(page.h1, '잠시 후 다시 시도해 주세요');
      assert.not.match(page.html, /knex|sqlite|SQL|closed/i);
    }));
});
