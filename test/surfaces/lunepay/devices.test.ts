import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { kbText, openShop, registerPhone, type Shop, START, withShop } from './shop.ts';

const MINUTE = 60_000;

/** The way of SMS-Gate: over body and seconds. */
function sign(secret: string, body: string, ms: number): Record<string, string> {
  const timestamp = String(Math.floor(ms / 1000));
  const signature = createHmac('sha256', secret)
    .update(body + timestamp)
    .digest('hex');
  return { 'x-signature': signature, 'x-timestamp': timestamp };
}

const post = (shop: Shop, path: string, body: unknown, headers: Record<string, string> = {}) =>
  shop.call('POST', path, { key: null, body, headers });

suite('phones', (test) => {
  test('what a registered phone hands on is matched in live mode', () =>
    withShop(
      async (shop) => {
        const phone = await registerPhone(shop);
        const { id } = (await shop.order()).body;
        const { status, body } = await post(shop, phone.path, { raw_sms: kbText({}) });
        assert.equal([status, body.message], [200, `입금 14510원 (홍길동) → 주문 #${id} 자동 매칭`]);
      },
      { mode: 'live' },
    ));

  test('the token may stand in the path, as a bearer token, in a header of its own or in the query', () =>
    withShop(
      async (shop) => {
        const { token } = await registerPhone(shop);
        const calls: readonly (readonly [string, Record<string, string>])[] = [
          [`/webhooks/bank-sms/${token}`, {}],
          ['/webhooks/bank-sms', { authorization: `Bearer ${token}` }],
          ['/webhooks/bank-sms', { 'x-device-token': token }],
          [`/webhooks/bank-sms?token=${token}`, {}],
        ];
        for (const [n, [path, headers]] of calls.entries()) {
          shop.app.clock.set(START + (n * 3 + 10) * MINUTE);
          await shop.order();
          const { body } = await post(
            shop,
            path,
            { raw_sms: kbText({ at: `02/12 09:${n * 3 + 10}` }) },
            headers,
          );
          assert.match(String(body.message), /자동 매칭/, JSON.stringify([path, body]));
        }
      },
      { mode: 'live' },
    ));

  test('a signature alone proves a phone that names itself', () =>
    withShop(
      async (shop) => {
        const { id, secret } = await registerPhone(shop);
        await shop.order();
        const body = JSON.stringify({ raw_sms: kbText({}) });
        const headers = sign(secret, body, shop.app.clock.now());
        const { body: answer } = await post(shop, `/webhooks/bank-sms?device=${id}`, body, headers);
        assert.match(answer.message, /자동 매칭/);
      },
      { mode: 'live' },
    ));

  test('a wrong, a stale and a missing signature are 401 and store nothing', () =>
    withShop(async (shop) => {
      const { path, secret } = await registerPhone(shop, { name: '폰', requires_signature: true });
      const body = JSON.stringify({ raw_sms: kbText({}) });
      const now = shop.app.clock.now();
      const good = sign(secret, body, now);
      const answers = [
        await post(shop, path, body),
        await post(shop, path, body, { ...good, 'x-signature': 'ab'.repeat(32) }),
        await post(shop, path, body, sign('kcs_wrong', body, now)),
        await post(shop, path, body, sign(secret, body, now - 5 * MINUTE - 1_000)),
        await post(shop, path, body, sign(secret, body, now + 5 * MINUTE + 1_000)),
        await post(shop, path, `${body} `, good),
        await post(shop, '/webhooks/bank-sms', body, good),
        await post(shop, '/webhooks/bank-sms?device=9999', body, good),
      ];
      assert.equal(
        answers.map(({ status }) => status),
        answers.map(() => 401),
      );
      assert.equal((await shop.within('GET', '/deposits')).body, []);
      assert.is((await post(shop, path, body, good)).status, 200);
    }));

  test('a token that nobody has, an old one and that of a phone that is off are 401', () =>
    withShop(async (shop) => {
      const phone = await registerPhone(shop);
      const call = (path: string) => post(shop, path, { raw_sms: kbText({}) });
      assert.is((await call('/webhooks/bank-sms/kcd_nobody')).status, 401);
      const rotated = await shop.within('PATCH', `/devices/${phone.id}`, { rotate: true });
      assert.is((await call(phone.path)).status, 401);
      const path = `/webhooks/bank-sms/${rotated.body.token}`;
      assert.is((await call(path)).status, 200);
      await shop.within('PATCH', `/devices/${phone.id}`, { is_active: false });
      assert.is((await call(path)).status, 401);
    }));

  test('what is no deposit, or of no account, is 200 with a reason: a phone would send it again otherwise', () =>
    withShop(async (shop) => {
      const { path } = await registerPhone(shop);
      const texts = [
        '안녕하세요',
        kbText({}).replace('입금', '출금'),
        kbText({ mask: '999999***999' }),
        '[KB국민카드] 홍*동님 14,510원 승인',
      ];
      for (const raw_sms of texts) {
        const { status, body } = await post(shop, path, { raw_sms });
        assert.equal([status, body.success, typeof body.reason], [200, false, 'string'], raw_sms);
      }
      assert.is((await post(shop, path, '{"raw_sms":')).status, 400);
    }));

  test('the phone decides the workspace, whatever account the text names', () =>
    withShop(async (shop) => {
      const other = await openShop(shop.app, shop.app.scope, {
        bank_code: '004',
        bank_name: '국민은행',
        account_number: '777-777-777777',
        account_holder: '이웃',
      });
      const { path } = await registerPhone(shop);
      const { body } = await post(shop, path, { raw_sms: kbText({ mask: '777777***777' }) });
      assert.equal([body.success, body.reason], [false, 'no_account']);
      assert.equal((await other.within('GET', '/deposits')).body, []);
    }));

  test('twice by two phones is one deposit where the balance tells, and one for a person where it does not', () =>
    withShop(async (shop) => {
      const [one, two] = [await registerPhone(shop), await registerPhone(shop, { name: '둘째' })];
      await shop.order();
      const told = { raw_sms: kbText({ balance: 5_000 }), received_at: '2024-02-12T09:00:01+09:00' };
      const first = await post(shop, one.path, told);
      const second = await post(shop, two.path, { ...told, received_at: '2024-02-12T09:00:09+09:00' });
      assert.equal(second.body, first.body);
      const bare = { raw_sms: kbText({ at: '02/12 09:01' }), received_at: '2024-02-12T09:01:01+09:00' };
      await post(shop, one.path, bare);
      const { body } = await post(shop, two.path, { ...bare, received_at: '2024-02-12T09:01:09+09:00' });
      assert.is(
        (await shop.within('GET', `/deposits/${body.deposit_id}`)).body.hold_reason,
        'possible_duplicate',
      );
    }));

  test('a phone that falls silent is told once, and again after it was heard', () =>
    withShop(async (shop) => {
      const phone = await registerPhone(shop, { name: '매장', heartbeat_minutes: 10 });
      const { clock, core, knex } = shop.app;
      const told = async () => {
        await core.jobs.runDue();
        const facts = await knex<{ fact: string }>('kc_events').select('fact');
        return facts.filter(({ fact }) => fact.includes('"device.silent"')).length;
      };
      assert.is((await post(shop, `${phone.path}/heartbeat`, {})).body.success, true);
      clock.advance(9 * MINUTE);
      assert.is(await told(), 0);
      clock.advance(MINUTE);
      assert.is(await told(), 1);
      assert.is((await shop.within('GET', '/devices')).body[0].is_silent, true);
      clock.advance(60 * MINUTE);
      assert.is(await told(), 1);
      await shop.call('GET', phone.path, { key: null });
      assert.is((await shop.within('GET', '/devices')).body[0].is_silent, false);
      clock.advance(11 * MINUTE);
      assert.is(await told(), 2);
      assert.not.match(JSON.stringify(await knex('kc_events')), /kcd_|kcs_|sealed/);
    }));

  test('tokens and secrets are unreadable at rest, and members do not see them', () =>
    withShop(async (shop) => {
      const { token, secret } = await registerPhone(shop);
      const rows = JSON.stringify(await shop.app.knex('kc_devices'));
      assert.not.match(rows, new RegExp(`${token}|${secret}`));
      const added = await shop.within('POST', '/members', { name: '직원', email: 'staff@shop.kr' });
      const seen = await shop.call('GET', `/workspaces/${shop.workspaceId}/devices`, {
        key: added.body.token as string,
      });
      assert.equal([seen.status, seen.body[0].token, seen.body[0].secret], [200, undefined, undefined]);
    }));
});
