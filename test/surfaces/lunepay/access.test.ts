import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import type { Route } from '../../../adapters/http/route.ts';
import { receiver } from '../../support/receiver.ts';
import { suite } from '../../support/suite.ts';
import type { TestApp } from '../../support/test-app.ts';
import { ACCOUNT, kbText, openShop, registerPhone, type Shop, withShop } from './shop.ts';

/** The routes of the family that ask for a person. */
function routesOf({ surfaces }: TestApp): readonly Route[] {
  const lunepay = surfaces.find(({ name }) => name === 'lunepay');
  return lunepay?.routes.filter(({ access }) => access?.kind !== 'anonymous') ?? [];
}

/** One of each thing that a path can name. */
async function things(shop: Shop): Promise<Readonly<Record<string, number>>> {
  const order = (await shop.order({ amount: 5_000 })).body.id as number;
  const deposit = (await shop.sms(kbText({ amount: 777 }))).body.deposit_id as number;
  const phone = await registerPhone(shop);
  const added = await shop.within('POST', '/members', { name: '직원', email: 'staff@shop.kr' });
  return {
    id: shop.workspaceId,
    account_id: shop.accountId,
    order_id: order,
    deposit_id: deposit,
    device_id: phone.id,
    user_id: added.body.user_id as number,
    refund_id: 1,
  };
}

/** A body that the route would take. */
const BODIES: Readonly<Record<string, object>> = {
  createWorkspace: { name: '새 워크스페이스' },
  changeWorkspace: { name: '바뀐 이름' },
  addMember: { name: '손님', email: 'guest@shop.kr' },
  createBankAccount: ACCOUNT,
  changeBankAccount: { is_active: true },
  createOrder: { order_number: 'X-1', amount: 1_000, depositor_name: '홍길동' },
  changeOrder: { memo: 'x' },
  createDeposit: { bank_account_id: 1, amount: 1, deposited_at: '2024-02-12T09:00:00+09:00' },
  matchByHand: { deposit_id: 1, order_id: 1 },
  createDevice: { name: '폰' },
  changeDevice: { name: '폰' },
};

const QUERY: Readonly<Record<string, string>> = { suggestAmount: '?amount=1000' };

function urlOf({ path, id }: Route, ids: Readonly<Record<string, number | string>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => String(ids[name])) + (QUERY[id] ?? '');
}

suite('who may do what in a workspace', (test) => {
  test('without a token, with half of one and with an API key every route is 401', () =>
    withShop(async (shop) => {
      const ids = await things(shop);
      for (const route of routesOf(shop.app))
        for (const key of [null, shop.token.slice(0, -2), shop.app.keys.test]) {
          const body = route.method === 'GET' ? undefined : BODIES[route.id];
          const { status } = await shop.call(route.method, urlOf(route, ids), { key, body });
          assert.is(status, 401, `${route.method} ${route.path}`);
        }
    }));

  for (const who of [
    'another merchant',
    'the same merchant in live mode',
    'somebody who does not belong to it',
  ])
    test(`for ${who} what is there is as what is not, on every route`, () =>
      withShop(async (shop) => {
        const { app } = shop;
        const other = await app.core.auth.createMerchant('이웃');
        const scope = {
          merchantId: who === 'another merchant' ? other.id : app.scope.merchantId,
          mode: who === 'the same merchant in live mode' ? ('live' as const) : ('test' as const),
        };
        const stranger = await openShop(app, scope, { ...ACCOUNT, account_number: '777-777-777777' });
        const ids = await things(shop);
        const none = Object.fromEntries(Object.keys(ids).map((name) => [name, 999_999]));
        let walked = 0;
        for (const route of routesOf(app).filter(({ path }) => path.includes(':'))) {
          const body = route.method === 'GET' ? undefined : BODIES[route.id];
          const call = (url: string) => stranger.call(route.method, url, { body });
          const theirs = await call(urlOf(route, ids));
          const absent = await call(urlOf(route, none));
          assert.is(theirs.status, 404, `${route.method} ${route.path}`);
          assert.is(theirs.text, absent.text, `${route.method} ${route.path}`);
          // In a workspace of their own they reach nothing of this one either.
          if (route.path.split(':').length > 2) {
            const mixed = await call(urlOf(route, { ...ids, id: stranger.workspaceId }));
            assert.is(mixed.status, 404, `mixed ${route.method} ${route.path}`);
          }
          walked += 1;
        }
        assert.ok(walked >= 25, String(walked));
        const listed = (await stranger.call('GET', '/workspaces')).body as { id: number }[];
        assert.equal(
          listed.map(({ id }) => id),
          [stranger.workspaceId],
        );
      }));

  const OWNERS_ONLY = [
    'changeWorkspace',
    'addMember',
    'removeMember',
    'createBankAccount',
    'changeBankAccount',
    'createDevice',
    'changeDevice',
  ];
  test('a member works with orders and deposits, and leaves settings to the owner', () =>
    withShop(async (shop) => {
      const added = await shop.within('POST', '/members', { name: '직원', email: 'STAFF@shop.kr' });
      const key = added.body.token as string;
      assert.is(added.status, 201);
      const ids = await things(shop);
      for (const route of routesOf(shop.app).filter(({ path }) => path.startsWith('/workspaces/:id'))) {
        const body = route.method === 'GET' ? undefined : BODIES[route.id];
        const { status } = await shop.call(route.method, urlOf(route, ids), { key, body });
        if (OWNERS_ONLY.includes(route.id)) assert.is(status, 403, route.id);
        else assert.ok(status !== 403 && status !== 401, `${route.id} ${status}`);
      }
      const [account] = (await shop.call('GET', `/workspaces/${shop.workspaceId}/bank-accounts`, { key }))
        .body;
      assert.is(account.account_number, '***-***-**9012');
    }));

  test('somebody who is taken in twice is one member, and who was let go sees nothing', () =>
    withShop(async (shop) => {
      const staff = { name: '직원', email: 'staff@shop.kr' };
      const added = await shop.within('POST', '/members', staff);
      const again = await shop.within('POST', '/members', staff);
      assert.is(again.body.user_id, added.body.user_id);
      assert.is((await shop.within('GET', '/members')).body.length, 2);
      const key = added.body.token as string;
      const look = () => shop.call('GET', `/workspaces/${shop.workspaceId}`, { key });
      assert.is((await look()).body.role, 'member');
      assert.is((await shop.within('DELETE', `/members/${added.body.user_id}`)).status, 204);
      assert.is((await look()).status, 404);
      assert.is((await shop.within('DELETE', `/members/${shop.actor.userId}`)).status, 400);
    }));

  test('what cannot be an id is 404 on every route', () =>
    withShop(async (shop) => {
      for (const id of ['0', '-1', '1.5', 'abc', '01', '9007199254740993', '%00'])
        for (const route of routesOf(shop.app).filter(({ path }) => path.includes(':'))) {
          const url = route.path.replaceAll(/:\w+/g, id) + (QUERY[route.id] ?? '');
          const body = route.method === 'GET' ? undefined : BODIES[route.id];
          assert.is((await shop.call(route.method, url, { body })).status, 404, `${route.method} ${url}`);
        }
    }));

  const BAD_ACCOUNTS: readonly (readonly [string, object])[] = [
    ['a bank that there is not', { ...ACCOUNT, bank_code: '999' }],
    ['the name of another bank', { ...ACCOUNT, bank_name: '신한은행' }],
    ['letters in its number', { ...ACCOUNT, account_number: '123-45A-789012' }],
    ['a number that is too short', { ...ACCOUNT, account_number: '12-34' }],
    ['no holder', { ...ACCOUNT, account_holder: '' }],
  ];
  for (const [what, account] of BAD_ACCOUNTS)
    test(`an account with ${what} is 400`, () =>
      withShop(async (shop) => {
        assert.is((await shop.within('POST', '/bank-accounts', account)).status, 400);
      }));

  test('one account is registered once in a workspace, in whatever spelling', () =>
    withShop(async (shop) => {
      const same = { ...ACCOUNT, account_number: '123456789012' };
      assert.is((await shop.within('POST', '/bank-accounts', same)).status, 409);
      assert.is((await shop.within('GET', '/bank-accounts')).body.length, 1);
    }));
});

suite('the webhook of a workspace', (test) => {
  test('its address gets a secret that is shown once, and hears of this workspace alone', () =>
    withShop(async (shop) => {
      const hook = await receiver();
      try {
        const set = await shop.call('PATCH', `/workspaces/${shop.workspaceId}`, {
          body: { webhook_url: hook.url },
        });
        assert.match(set.body.webhook_secret, /^whsec_/);
        assert.is((await shop.call('GET', `/workspaces/${shop.workspaceId}`)).body.webhook_secret, undefined);
        const other = await openShop(shop.app, shop.app.scope, {
          ...ACCOUNT,
          account_number: '777-777-777777',
        });
        await other.sms(kbText({ mask: '777777***777' }));
        await shop.order();
        const { body } = await shop.sms(kbText({}));
        await shop.within('POST', `/matches/${body.deposit_id}/unmatch`);
        await shop.app.core.jobs.runDue();
        await shop.app.core.jobs.runDue();
        await shop.app.core.webhooks.settled();
        const heard = hook.received.map(({ body: told }) => (JSON.parse(told) as { event: string }).event);
        assert.equal(heard.sort(), ['deposit.matched', 'deposit.received', 'deposit.unmatched']);
        for (const { headers, body: told } of hook.received) {
          const signature = createHmac('sha256', set.body.webhook_secret as string)
            .update(told)
            .digest('hex');
          assert.is(headers['lunepay-signature'], signature);
          assert.not.match(told, /Web발신/);
        }
      } finally {
        hook.close();
      }
    }));
});
