import { createHmac } from 'node:crypto';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { kbText, registerPhone, type Shop, withShop } from '../surfaces/lunepay/shop.ts';
import { depositOf, depositsOf, LIVE, MINUTE, say, second, statusOf } from './telling.ts';

const live = (work: (shop: Shop) => Promise<void>) => () => withShop(work, LIVE);

suite('what nobody has signed, against what a phone says', (test) => {
  test(
    'a signed message in the place of an unsigned copy of another year has its own date, and is matched',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const order = await shop.order();
      const forged = await shop.sms(kbText({}), { received_at: '2023-02-12T09:00:05+09:00' });
      const real = await say(shop, phone, kbText({}), second('05'));
      const shown = await depositOf(shop, real);
      assert.equal([real.body.deposit_id, shown.matched_order_id], [forged.body.deposit_id, order.body.id]);
      assert.match(shown.deposited_at, /^2024-02-12T09:00/);
      assert.is((await depositsOf(shop)).length, 1);
    }),
  );

  test(
    'a signed message in the place of an unsigned one of a like name has its own name, time and text',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const order = await shop.order();
      const forged = await shop.sms(kbText({ name: '홍길', balance: 500_000, at: '02/12 08:59' }));
      const text = kbText({ balance: 500_000 });
      const real = await say(shop, phone, text);
      const shown = await depositOf(shop, real);
      assert.is(real.body.deposit_id, forged.body.deposit_id);
      assert.equal(
        [shown.depositor_name, shown.balance, shown.raw_sms, shown.matched_order_id],
        ['홍길동', 500_000, text, order.body.id],
      );
      assert.match(shown.deposited_at, /^2024-02-12T09:00/);
      // The message is known by its own text from then on.
      assert.equal((await say(shop, phone, text)).body, real.body);
    }),
  );

  for (const [when, first] of [
    ['before', true],
    ['after', false],
  ] as const)
    test(
      `a forged message with another name and the right balance, ${when} the real one, is matched in its stead by nobody`,
      live(async (shop) => {
        const phone = await registerPhone(shop);
        const theirs = await shop.order({ depositor_name: '공격자' });
        const right = await shop.order();
        const forge = () => shop.sms(kbText({ name: '공격자', balance: 500_000 }));
        const early = first ? await forge() : null;
        const real = await say(shop, phone, kbText({ balance: 500_000 }));
        const forged = early ?? (await forge());
        assert.is.not(real.body.deposit_id, forged.body.deposit_id);
        const shown = await depositOf(shop, real);
        assert.equal(
          [shown.depositor_name, shown.hold_reason, shown.matched_order_id],
          ['홍길동', undefined, right.body.id],
        );
        assert.is((await depositOf(shop, forged)).hold_reason, 'unsigned');
        assert.is(await statusOf(shop, theirs), 'PENDING');
      }),
    );

  test(
    'an unsigned copy between the messages of two phones leaves the second a possible duplicate',
    live(async (shop) => {
      const [one, two] = [await registerPhone(shop), await registerPhone(shop)];
      await shop.order();
      assert.match((await say(shop, one, kbText({}), second('05'))).body.message, /자동 매칭/);
      const next = await shop.order();
      await shop.sms(kbText({}), second('06'));
      const repeated = await depositOf(shop, await say(shop, two, kbText({}), second('09')));
      assert.equal([repeated.hold_reason, repeated.is_matched], ['possible_duplicate', false]);
      assert.is(await statusOf(shop, next), 'PENDING');
    }),
  );

  test(
    'an unsigned twin makes no signed deposit doubtful, before it or after it',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const push = '[KB]02/12 09:00 123456***012 홍길동님 입금 14,510원';
      const order = await shop.order();
      await shop.sms(push);
      const real = await depositOf(shop, await say(shop, phone, kbText({})));
      assert.equal([real.hold_reason, real.matched_order_id], [undefined, order.body.id]);
      await shop.sms(push.replace('09:00', '09:01'));
      assert.equal((await depositOf(shop, { ...order, body: { deposit_id: real.id } })).is_matched, true);
    }),
  );

  test(
    'a signed message whose unsigned copy was dismissed is open again, and matched',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const order = await shop.order();
      const forged = await shop.sms(kbText({ balance: 500_000 }));
      await shop.within('POST', `/deposits/${forged.body.deposit_id}/dismiss`);
      const real = await say(shop, phone, kbText({ balance: 500_000 }));
      assert.match(real.body.message, /자동 매칭/);
      assert.is((await depositOf(shop, real)).matched_order_id, order.body.id);
    }),
  );

  test(
    'unsigned messages of one text whose ids and times differ are two deposits, each held',
    live(async (shop) => {
      const one = await shop.sms(kbText({}), { ...second('05'), event_id: 'a1' });
      const two = await shop.sms(kbText({}), { ...second('40'), event_id: 'b2' });
      assert.is.not(one.body.deposit_id, two.body.deposit_id);
      const holds = (await depositsOf(shop)).map(({ hold_reason }) => hold_reason);
      assert.equal(holds, ['unsigned', 'unsigned']);
      const again = await shop.sms(kbText({}), { ...second('40'), event_id: 'b2' });
      assert.is(again.body.deposit_id, two.body.deposit_id);
    }),
  );

  test(
    'where unsigned messages are allowed, two forged ones that bear each other out are both held',
    live(async (shop) => {
      await shop.within('PATCH', '', { policy: { allow_unsigned_sms: true } });
      shop.app.clock.advance(5 * MINUTE);
      await shop.sms(kbText({ amount: 1_000, name: '첫입금', balance: 101_000 }));
      const order = await shop.order({ depositor_name: '공격자' });
      const bait = await shop.sms(
        kbText({ amount: 5_000, name: '아무개', balance: 777_000, at: '02/12 09:01' }),
      );
      const forged = await shop.sms(kbText({ name: '공격자', balance: 791_510, at: '02/12 09:02' }));
      for (const told of [bait, forged]) assert.is((await depositOf(shop, told)).hold_reason, 'balance_gap');
      assert.is(await statusOf(shop, order), 'PENDING');
      // The real chain goes on where it was.
      await shop.order({ amount: 2_000, depositor_name: '김일번' });
      const real = await shop.sms(
        kbText({ amount: 2_000, name: '김일번', balance: 103_000, at: '02/12 09:03' }),
      );
      assert.match(real.body.message, /자동 매칭/);
    }),
  );
});

suite('a signature over an empty body', (test) => {
  for (const requires_signature of [true, false])
    for (const stamped of [true, false]) {
      const phones = requires_signature ? 'a phone that must sign' : 'a phone that need not sign';
      const how = stamped ? 'with a timestamp' : 'without a timestamp';
      test(
        `of ${phones}, ${how}, vouches for no text in the query`,
        live(async (shop) => {
          const phone = await registerPhone(shop, { name: '폰', requires_signature });
          const order = await shop.order({ depositor_name: '도둑놈' });
          const timestamp = stamped ? String(shop.app.clock.now() / 1000) : '';
          const headers = {
            'x-signature': createHmac('sha256', phone.secret).update(timestamp).digest('hex'),
            ...(stamped ? { 'x-timestamp': timestamp } : {}),
          };
          // What somebody has seen of the phone is good for what it was.
          assert.is((await shop.call('POST', `${phone.path}/heartbeat`, { key: null, headers })).status, 200);
          const text = `text=${encodeURIComponent(kbText({ name: '도둑놈', balance: 500_000 }))}`;
          const door = '/webhooks/bank-sms';
          for (const [method, path] of [
            ['GET', `${phone.path}?${text}`],
            ['POST', `${phone.path}?${text}`],
            ['POST', `${door}?token=${phone.token}&${text}`],
            ['POST', `${door}?device=${phone.id}&${text}`],
          ] as const) {
            const { status, body } = await shop.call(method, path, { key: null, headers });
            assert.ok(status < 500 && body.deposit_id === undefined, `${method} ${path}: ${status}`);
          }
          assert.equal(await depositsOf(shop), []);
          assert.is(await statusOf(shop, order), 'PENDING');
        }),
      );
    }
});

suite('many unsigned messages', (test) => {
  test(
    '600 of an account in a minute stop the next unsigned one and not the phone’s',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      await shop.order();
      for (let n = 0; n < 600; n += 1) assert.is((await shop.sms(kbText({ balance: 1 }))).status, 200);
      assert.is((await shop.sms(kbText({ balance: 1 }))).status, 429);
      const real = await say(shop, phone, kbText({ balance: 500_000 }));
      assert.is(real.status, 200);
      assert.match(real.body.message, /자동 매칭/);
    }),
    { limitMs: 60_000 },
  );
});
