import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import type { Answer } from '../support/test-app.ts';
import { ACCOUNT, type Shop, withShop } from '../surfaces/lunepay/shop.ts';

/** Somebody else of the same merchant, who belongs to no workspace. */
async function otherUser({ app, actor }: Shop): Promise<{ id: number; token: string }> {
  const { id } = await app.core.users.create(actor, { name: '다른 사람' });
  return { id, token: (await app.core.users.issueToken(actor, id)).token };
}

/** A POST with the same Idempotency-Key, whoever calls. */
const keyed = (shop: Shop, key: string, path: string, body?: object): Promise<Answer> =>
  shop.call('POST', path, {
    key,
    ...(body === undefined ? {} : { body }),
    headers: { 'idempotency-key': 'same-key' },
  });

const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

const invite = (shop: Shop, key: string, workspaceId: number, email: string): Promise<Answer> =>
  shop.call('POST', `/workspaces/${workspaceId}/members`, { key, body: { name: '동업자', email } });

suite('an Idempotency-Key belongs to one user', (test) => {
  test('a token is never replayed to another user of the merchant, and is to the same one', () =>
    withShop(async (shop) => {
      const other = await otherUser(shop);
      const first = await keyed(shop, shop.token, '/me/tokens');
      const theirs = await keyed(shop, other.token, '/me/tokens');
      assert.equal([theirs.status, isReplay(theirs)], [201, false]);
      const me = await shop.call('GET', '/me', { key: theirs.body.token as string });
      assert.is(me.body.id, other.id);
      const again = await keyed(shop, shop.token, '/me/tokens');
      assert.equal([isReplay(again), again.body], [true, first.body]);
    }));

  test('a phone’s token and secret are never replayed to a member or to a stranger', () =>
    withShop(async (shop) => {
      const member = await invite(shop, shop.token, shop.workspaceId, 'staff@shop.kr');
      const stranger = await otherUser(shop);
      const path = `/workspaces/${shop.workspaceId}/devices`;
      const body = { name: '매장 휴대폰' };
      const made = await keyed(shop, shop.token, path, body);
      assert.is(made.status, 201);
      for (const [key, status] of [
        [member.body.token as string, 403],
        [stranger.token, 404],
      ] as const) {
        const refused = await keyed(shop, key, path, body);
        assert.equal(
          [refused.status, refused.body.token, refused.body.secret],
          [status, undefined, undefined],
        );
      }
      const again = await keyed(shop, shop.token, path, body);
      assert.equal([isReplay(again), again.body], [true, made.body]);
      assert.is((await shop.within('GET', '/devices')).body.length, 1);
    }));

  test('an order is never replayed to another user: a stranger sees none, a member makes their own', () =>
    withShop(async (shop) => {
      const member = await invite(shop, shop.token, shop.workspaceId, 'staff@shop.kr');
      const stranger = await otherUser(shop);
      const path = `/workspaces/${shop.workspaceId}/orders`;
      const body = { order_number: 'X-1', amount: 14_510, depositor_name: '홍길동' };
      const made = await keyed(shop, shop.token, path, body);
      assert.is((await keyed(shop, stranger.token, path, body)).status, 404);
      const own = await keyed(shop, member.body.token as string, path, { ...body, order_number: 'X-2' });
      assert.equal([own.status, own.body.order_number], [201, 'X-2']);
      const again = await keyed(shop, shop.token, path, body);
      assert.equal([isReplay(again), again.body], [true, made.body]);
    }));
});

suite('what is asked for once is made once', (test) => {
  test('the same Idempotency-Key makes one workspace', () =>
    withShop(async (shop) => {
      const ask = () => keyed(shop, shop.token, '/workspaces', { name: '하나뿐' });
      const answers = [...(await Promise.all([ask(), ask(), ask()])), await ask()];
      const made = answers.filter(({ status }) => status === 200);
      assert.ok(answers.every(({ status }) => status === 200 || status === 409));
      assert.is(new Set(made.map(({ body }) => body.id as number)).size, 1);
      assert.is((await shop.call('GET', '/workspaces')).body.length, 2);
    }));

  test('the same Idempotency-Key makes one account and answers it again', () =>
    withShop(async (shop) => {
      const path = `/workspaces/${shop.workspaceId}/bank-accounts`;
      const body = { ...ACCOUNT, account_number: '777-777-777777' };
      const first = await keyed(shop, shop.token, path, body);
      const again = await keyed(shop, shop.token, path, body);
      assert.equal([first.status, again.status, isReplay(again)], [201, 201, true]);
      assert.equal(again.body, first.body);
      assert.is((await shop.within('GET', '/bank-accounts')).body.length, 2);
    }));

  test('the same Idempotency-Key makes one phone, and its token is the one that was told', () =>
    withShop(async (shop) => {
      const path = `/workspaces/${shop.workspaceId}/devices`;
      const ask = () => keyed(shop, shop.token, path, { name: '매장 휴대폰' });
      const answers = [...(await Promise.all([ask(), ask(), ask()])), await ask()];
      assert.ok(answers.every(({ status }) => status === 201 || status === 409));
      const tokens = answers.flatMap(({ status, body }) => (status === 201 ? [body.token as string] : []));
      assert.is(new Set(tokens).size, 1);
      const phones = (await shop.within('GET', '/devices')).body as { token: string }[];
      assert.equal(
        phones.map(({ token }) => token),
        [tokens[0]],
      );
    }));
});

suite('an invited e-mail address', (test) => {
  test('that somebody has invited before opens no workspace that invites it later', () =>
    withShop(async (shop) => {
      const attacker = await otherUser(shop);
      const theirs = await shop.call('POST', '/workspaces', { key: attacker.token, body: { name: '미끼' } });
      const bait = await invite(shop, attacker.token, theirs.body.id as number, 'partner@shop.kr');
      const key = bait.body.token as string;
      assert.is((await shop.call('GET', `/workspaces/${theirs.body.id}`, { key })).status, 200);
      const real = await invite(shop, shop.token, shop.workspaceId, 'Partner@shop.kr');
      assert.is(real.status, 201);
      assert.is.not(real.body.user_id, bait.body.user_id);
      for (const path of ['', '/deposits', '/orders', '/members']) {
        const look = await shop.call('GET', `/workspaces/${shop.workspaceId}${path}`, { key });
        assert.is(look.status, 404, path);
      }
      // Who was really invited gets a token of their own, for this workspace and no other.
      const partner = real.body.token as string;
      assert.is((await shop.call('GET', `/workspaces/${shop.workspaceId}`, { key: partner })).status, 200);
      assert.is((await shop.call('GET', `/workspaces/${theirs.body.id}`, { key: partner })).status, 404);
    }));

  test('that was let go by one workspace stays a member of the other', () =>
    withShop(async (shop) => {
      const owner = await otherUser(shop);
      const other = await shop.call('POST', '/workspaces', { key: owner.token, body: { name: '이웃' } });
      const here = await invite(shop, shop.token, shop.workspaceId, 'partner@shop.kr');
      const there = await invite(shop, owner.token, other.body.id as number, 'partner@shop.kr');
      assert.is((await shop.within('DELETE', `/members/${here.body.user_id}`)).status, 204);
      const key = there.body.token as string;
      assert.is((await shop.call('GET', `/workspaces/${other.body.id}`, { key })).status, 200);
    }));

  test('that is invited twice into one workspace is one member, also at the same moment', () =>
    withShop(async (shop) => {
      const ask = (email: string) => invite(shop, shop.token, shop.workspaceId, email);
      const answers = [
        ...(await Promise.all([ask('partner@shop.kr'), ask('PARTNER@shop.kr'), ask('partner@shop.kr')])),
        await ask('partner@shop.kr'),
      ];
      assert.equal(new Set(answers.map(({ status }) => status)), new Set([201]));
      assert.is(new Set(answers.map(({ body }) => body.user_id as number)).size, 1);
      assert.is((await shop.within('GET', '/members')).body.length, 2);
    }));
});
