import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { kbText, openShop, registerPhone, withShop } from './shop.ts';

const MINUTE = 60_000;

suite('the public SMS webhook', (test) => {
  test('in live mode a message that nobody has signed is stored, named to nobody and matched by no machine', () =>
    withShop(
      async (shop) => {
        const { id } = (await shop.order()).body;
        const { status, body } = await shop.sms(kbText({}));
        assert.is(status, 200);
        assert.equal(Object.keys(body).sort(), ['deposit_id', 'message', 'success']);
        assert.not.match(body.message, /홍길동|14510|#/);
        const deposit = (await shop.within('GET', `/deposits/${body.deposit_id}`)).body;
        assert.equal([deposit.is_matched, deposit.hold_reason], [false, 'unsigned']);
        assert.is((await shop.within('GET', `/orders/${id}`)).body.status, 'PENDING');
        // Nor does an order that comes later take it.
        await shop.within('PATCH', `/orders/${id}`, { status: 'CANCELLED' });
        const later = (await shop.order()).body;
        assert.is(later.status, 'PENDING');
        // A person may.
        const asked = { deposit_id: body.deposit_id, order_id: later.id };
        assert.is((await shop.within('POST', '/matches/manual', asked)).status, 200);
      },
      { mode: 'live' },
    ));

  test('in live mode it is matched once the owner has said so, and no more once a phone is registered', () =>
    withShop(
      async (shop) => {
        await shop.call('PATCH', `/workspaces/${shop.workspaceId}`, {
          body: { policy: { allow_unsigned_sms: true } },
        });
        await shop.order();
        const first = await shop.sms(kbText({}));
        assert.match(first.body.message, /^입금 14510원 \(홍길동\) → 주문 #\d+ 자동 매칭$/);
        await registerPhone(shop);
        await shop.order();
        const second = await shop.sms(kbText({ at: '02/12 09:01' }));
        assert.is(
          (await shop.within('GET', `/deposits/${second.body.deposit_id}`)).body.hold_reason,
          'unsigned',
        );
      },
      { mode: 'live' },
    ));

  test('the phone says what somebody has said before it: one deposit, which counts from then on', () =>
    withShop(
      async (shop) => {
        const phone = await registerPhone(shop);
        const order = (await shop.order()).body;
        const forged = await shop.sms(kbText({}), { received_at: '2024-02-12T09:00:00+09:00' });
        const body = { raw_sms: kbText({}), received_at: '2024-02-12T09:00:07+09:00' };
        const real = await shop.call('POST', phone.path, { key: null, body });
        assert.is(real.body.deposit_id, forged.body.deposit_id);
        assert.is(real.body.message, `입금 14510원 (홍길동) → 주문 #${order.id} 자동 매칭`);
        const again = await shop.call('POST', phone.path, { key: null, body });
        assert.equal(again.body, real.body);
        assert.is((await shop.within('GET', '/deposits')).headers.get('x-total-count'), '1');
      },
      { mode: 'live' },
    ));

  test('a deposit that nobody awaits is stored and says so', () =>
    withShop(async (shop) => {
      const { status, body } = await shop.sms(kbText({}));
      assert.equal(
        [status, body.success, body.message],
        [200, true, '입금 14510원 (홍길동) 등록, 일치하는 주문 없음'],
      );
    }));

  const refused: readonly (readonly [string, string])[] = [
    ['a withdrawal', '[Web발신]\n[KB]02/12 09:00\n123456***012\n홍길동\n출금\n14,510\n잔액10'],
    ['a card approval', '[Web발신]\n[KB국민카드] 홍*동님 14,510원 승인 02/12 09:00 스타벅스'],
    ['an advert', '(광고) 국민은행 적금 가입하고 1,000,000원 받으세요 무료수신거부 080-123-4567'],
    ['advice to pay', '[쇼핑몰] 주문하신 상품 14,510원을 국민 123456-78-9012 로 입금해 주시기 바랍니다.'],
    ['a deposit that was taken back', '[Web발신]\n[KB]02/12 09:00\n123456***012\n홍길동\n입금취소\n14,510'],
    ['no message at all', '안녕하세요'],
  ];
  for (const [what, text] of refused)
    test(`${what} is 400 with the reason, and stores nothing`, () =>
      withShop(async (shop) => {
        const { status, body } = await shop.sms(text);
        assert.equal([status, body.error], [400, 'Bad Request']);
        assert.match(body.detail, /[가-힣]/);
        assert.not.match(body.detail, /14,?510|홍길동/);
        assert.equal((await shop.within('GET', '/deposits')).body, []);
      }));

  test('the same SMS twice gets the first answer again, though the deposit was matched by hand meanwhile', () =>
    withShop(async (shop) => {
      const text = kbText({ balance: 500_000 });
      const first = await shop.sms(text, { received_at: '2024-02-12T09:00:00+09:00' });
      const order = (await shop.order({ depositor_name: '전혀다른이름' })).body;
      await shop.within('POST', '/matches/manual', { deposit_id: first.body.deposit_id, order_id: order.id });
      const again = await shop.sms(text.replaceAll('\n', '\r\n'), {
        received_at: '2024-02-12T09:03:00+09:00',
      });
      assert.equal(again.body, first.body);
      assert.is((await shop.within('GET', '/deposits')).headers.get('x-total-count'), '1');
    }));

  test('25 copies at once store one deposit and get one answer', () =>
    withShop(async (shop) => {
      await shop.order();
      const answers = await Promise.all(Array.from({ length: 25 }, () => shop.sms(kbText({ balance: 1 }))));
      assert.equal(new Set(answers.map(({ status }) => status)), new Set([200]));
      assert.is(new Set(answers.map(({ text }) => text)).size, 1);
      assert.is((await shop.within('GET', '/deposits')).headers.get('x-total-count'), '1');
    }));

  test('without a balance the same text at another time may be a second deposit: kept, flagged, not matched', () =>
    withShop(async (shop) => {
      await shop.order();
      await shop.order();
      const first = await shop.sms(kbText({}), { received_at: '2024-02-12T09:00:05+09:00' });
      const second = await shop.sms(kbText({}), { received_at: '2024-02-12T09:00:40+09:00' });
      assert.is.not(second.body.deposit_id, first.body.deposit_id);
      const kept = (await shop.within('GET', `/deposits/${second.body.deposit_id}`)).body;
      assert.equal([kept.hold_reason, kept.is_matched], ['possible_duplicate', false]);
      const freed = await shop.within('POST', `/deposits/${second.body.deposit_id}/release`);
      assert.is(freed.body.hold_reason, undefined);
      // Repetitions of either stay repetitions.
      const again = await shop.sms(kbText({}), { received_at: '2024-02-12T09:00:40+09:00' });
      assert.is(again.body.deposit_id, second.body.deposit_id);
      assert.is((await shop.within('GET', '/deposits')).headers.get('x-total-count'), '2');
    }));

  test('SMS and push of one deposit are one, and two deposits of one minute are two', () =>
    withShop(async (shop) => {
      const push = '[KB]02/12 09:00 123456***012 홍길동 입금 14,510 잔액500,000';
      const sms = await shop.sms(kbText({ balance: 500_000, at: '02/12 09:00' }));
      assert.is((await shop.sms(push)).body.deposit_id, sms.body.deposit_id);
      const other = await shop.sms(kbText({ balance: 514_510, at: '02/12 09:00' }));
      assert.is.not(other.body.deposit_id, sms.body.deposit_id);
    }));

  test('a balance that does not follow is held for a person, and freed when the missing message comes', () =>
    withShop(async (shop) => {
      await shop.sms(kbText({ amount: 1_000, name: '첫입금', balance: 101_000 }));
      const one = (await shop.order({ amount: 2_000, depositor_name: '김일번' })).body;
      const two = (await shop.order({ amount: 3_000, depositor_name: '김이번' })).body;
      const late = kbText({ amount: 2_000, name: '김일번', balance: 103_000, at: '02/12 09:02' });
      const gap = await shop.sms(
        kbText({ amount: 3_000, name: '김이번', balance: 106_000, at: '02/12 09:03' }),
      );
      assert.is(
        (await shop.within('GET', `/deposits/${gap.body.deposit_id}`)).body.hold_reason,
        'balance_gap',
      );
      assert.match((await shop.sms(late)).body.message, new RegExp(`주문 #${one.id} 자동 매칭`));
      assert.is((await shop.within('GET', `/orders/${two.id}`)).body.status, 'MATCHED');
    }));

  test('from a balance that a person has released the next deposit follows', () =>
    withShop(
      async (shop) => {
        const policy = { allow_unsigned_sms: true };
        await shop.call('PATCH', `/workspaces/${shop.workspaceId}`, { body: { policy } });
        await shop.sms(kbText({ amount: 1_000, name: '첫입금', balance: 101_000 }));
        const gap = await shop.sms(kbText({ amount: 3_000, balance: 90_000, at: '02/12 09:03' }));
        const path = `/deposits/${gap.body.deposit_id}`;
        assert.is((await shop.within('GET', path)).body.hold_reason, 'balance_gap');
        await shop.within('POST', `${path}/release`);
        await shop.order({ amount: 2_000 });
        const next = await shop.sms(kbText({ amount: 2_000, balance: 92_000, at: '02/12 09:05' }));
        assert.match(next.body.message, /자동 매칭/);
      },
      { mode: 'live' },
    ));

  test('a message that came through another country, or from somebody’s mobile, waits for a person', () =>
    withShop(async (shop) => {
      await shop.order();
      const foreign = await shop.sms(kbText({}).replace('[Web발신]', '[국제발신]'));
      const personal = await shop.sms(kbText({ at: '02/12 09:05' }), { sender: '010-1234-5678' });
      const holds = await Promise.all(
        [foreign, personal].map(
          async ({ body }) =>
            (await shop.within('GET', `/deposits/${body.deposit_id}`)).body.hold_reason as string,
        ),
      );
      assert.equal(holds, ['foreign_routed', 'personal_sender']);
    }));

  test('a mask that fits two registered accounts touches neither', () =>
    withShop(async (shop) => {
      await openShop(shop.app, shop.app.scope, {
        bank_code: '004',
        bank_name: '국민은행',
        account_number: '123-456-999012',
        account_holder: '이웃',
      });
      const { status, body } = await shop.sms(kbText({}));
      assert.equal([status, /둘 이상/.test(body.detail as string)], [400, true]);
      assert.equal((await shop.within('GET', '/deposits')).body, []);
    }));

  test('an account that is switched off, or of another bank, is as if it were not there', () =>
    withShop(async (shop) => {
      assert.is((await shop.sms(kbText({}).replace('[KB]', '신한'))).status, 400);
      await shop.within('PATCH', `/bank-accounts/${shop.accountId}`, { is_active: false });
      assert.is((await shop.sms(kbText({}))).status, 400);
    }));

  test('one address has so many calls a minute, and one account as well', () =>
    withShop(
      async (shop) => {
        const statuses: number[] = [];
        for (let n = 0; n < 4; n += 1) statuses.push((await shop.sms('안녕하세요')).status);
        assert.equal(statuses, [400, 400, 400, 429]);
        shop.app.clock.advance(MINUTE);
        assert.is((await shop.sms('안녕하세요')).status, 400);
      },
      { smsRate: { limit: 3, windowMs: MINUTE } },
    ));

  test('bodies that are no message are 400: too large, no JSON, no text, a number, a list', () =>
    withShop(async (shop) => {
      for (const body of [
        JSON.stringify({ raw_sms: 'x'.repeat(4096) }),
        '{"raw_sms":',
        '{}',
        '{"raw_sms":7}',
        '[]',
        '',
        'null',
        '{"raw_sms":"a","raw_sms":"b"}',
      ]) {
        const answer = await shop.call('POST', '/webhooks/bank-sms', { key: null, body });
        assert.is(answer.status, 400, body.slice(0, 40));
      }
    }));

  test('the text is unreadable at rest, and forgotten when its time is over', () =>
    withShop(async (shop) => {
      const { knex, clock, core } = shop.app;
      const { body } = await shop.sms(kbText({ name: '비밀이름', balance: 7_777_777 }));
      const rows = JSON.stringify(await knex('kc_deposits')) + JSON.stringify(await knex('kc_bank_accounts'));
      assert.not.match(rows, /Web발신|123-456-789012|123456789012/);
      assert.ok((await shop.within('GET', `/deposits/${body.deposit_id}`)).body.raw_sms);
      clock.advance(91 * 24 * 60 * MINUTE);
      await core.jobs.runDue();
      const owner = await core.users.issueToken(shop.actor, shop.actor.userId);
      const later = await shop.call('GET', `/workspaces/${shop.workspaceId}/deposits/${body.deposit_id}`, {
        key: owner.token,
      });
      assert.is(later.body.raw_sms, null);
    }));
});
