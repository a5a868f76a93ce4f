import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { kbText, registerPhone, type Shop, withShop } from '../surfaces/lunepay/shop.ts';
import { DAY, depositOf, HOUR, LIVE, MINUTE, say, statusOf } from './telling.ts';

const live = (work: (shop: Shop) => Promise<void>) => () => withShop(work, LIVE);

suite('money on an account that is switched off', (test) => {
  for (const [what, path] of [
    ['account', ({ accountId }: Shop) => `/bank-accounts/${accountId}`],
    ['workspace', () => ''],
  ] as const)
    test(
      `when the ${what} is off the phone’s message is stored and held, and released once it is on`,
      live(async (shop) => {
        const phone = await registerPhone(shop);
        const order = await shop.order();
        assert.is((await shop.within('PATCH', path(shop), { is_active: false })).status, 200);
        const told = await say(shop, phone, kbText({ balance: 500_000 }));
        assert.equal([told.status, typeof told.body.deposit_id], [200, 'number']);
        assert.is((await depositOf(shop, told)).hold_reason, 'inactive_account');
        assert.is((await shop.within('PATCH', path(shop), { is_active: true })).status, 200);
        assert.is(await statusOf(shop, order), 'PENDING');
        const released = await shop.within('POST', `/deposits/${told.body.deposit_id}/release`);
        assert.is(released.body.matched_order_id, order.body.id);
      }),
    );
});

suite('a message that a phone’s owner should look at', (test) => {
  const last = async (shop: Shop): Promise<unknown> =>
    (await shop.within('GET', '/devices')).body[0].last_refusal as unknown;

  for (const [reason, text] of [
    ['no_account', kbText({ mask: '999999***999' })],
    ['ambiguous', `${kbText({})} 15,000`],
    ['not_understood', kbText({}).replace('입금\n', '')],
  ] as const)
    test(`is remembered on the phone: ${reason}`, () =>
      withShop(async (shop) => {
        const phone = await registerPhone(shop);
        assert.is(await last(shop), undefined);
        shop.app.clock.advance(MINUTE);
        assert.is((await say(shop, phone, text)).body.reason, reason);
        assert.equal(await last(shop), { reason, at: '2024-02-12T09:01:00+09:00' });
        // A deposit does not wipe it out: the money of before is still missing.
        await say(shop, phone, kbText({ balance: 500_000 }));
        assert.equal(await last(shop), { reason, at: '2024-02-12T09:01:00+09:00' });
      }));

  test('is not remembered when it is a withdrawal or no message of a bank', () =>
    withShop(async (shop) => {
      const phone = await registerPhone(shop);
      for (const text of ['안녕하세요', kbText({ balance: 1 }).replace('입금', '출금')])
        assert.is((await say(shop, phone, text)).body.success, false);
      assert.is(await last(shop), undefined);
    }));

  test(
    'from a private number is held and never feeds the chain of balances, nor drives real ones out of it',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      shop.app.clock.advance(5 * MINUTE);
      const sender = { sender: '010-1234-5678' };
      await say(shop, phone, kbText({ amount: 1_000, name: '첫입금', balance: 101_000 }));
      for (let n = 0; n < 25; n += 1) {
        const amount = 5_000 + n;
        const text = kbText({ amount, name: '아무개', balance: 777_000 + n, at: '02/12 09:01' });
        const told = await say(shop, phone, text, sender);
        assert.is((await depositOf(shop, told)).hold_reason, 'personal_sender');
      }
      const withdrawal = kbText({ name: '아무개', balance: 777_000, at: '02/12 09:01' });
      await say(shop, phone, withdrawal.replace('입금', '출금'), sender);
      const lured = await shop.order({ depositor_name: '도둑놈' });
      const fed = kbText({ name: '도둑놈', balance: 791_510, at: '02/12 09:02' });
      assert.is((await depositOf(shop, await say(shop, phone, fed))).hold_reason, 'balance_gap');
      assert.is(await statusOf(shop, lured), 'PENDING');
      const order = await shop.order({ amount: 3_000, depositor_name: '김이번' });
      await say(shop, phone, kbText({ amount: 3_000, name: '김이번', balance: 104_000, at: '02/12 09:02' }));
      assert.is(await statusOf(shop, order), 'MATCHED');
    }),
  );
});

suite('the date of a message', (test) => {
  const DATES = [
    ['three days and an hour before now', -3 * DAY - HOUR, 'odd_date', 'PENDING'],
    ['three days and an hour after now', 3 * DAY + HOUR, 'odd_date', 'PENDING'],
    ['a year before now', -365 * DAY, 'odd_date', 'PENDING'],
    // A deposit of days before is not the order's, doubtful or not.
    ['two days before now', -2 * DAY, undefined, 'PENDING'],
    ['this minute', 0, undefined, 'MATCHED'],
  ] as const;
  for (const [what, away, hold, status] of DATES)
    test(
      `in live mode ${what} is ${hold ? 'doubtful' : 'believed'}`,
      live(async (shop) => {
        const phone = await registerPhone(shop);
        const order = await shop.order();
        const day = new Date(shop.app.clock.now() + away + 9 * HOUR).toISOString().slice(0, 16);
        const at = day.replaceAll('-', '/').replace('T', ' ');
        const shown = await depositOf(shop, await say(shop, phone, kbText({ at, balance: 500_000 })));
        assert.equal([shown.deposited_at.slice(0, 16), shown.hold_reason], [day, hold]);
        assert.is(await statusOf(shop, order), status);
      }),
    );

  test('in test mode is taken as it is: samples are old', () =>
    withShop(async (shop) => {
      const told = await shop.sms(kbText({ at: '02/01 09:00' }));
      assert.is((await depositOf(shop, told)).hold_reason, undefined);
    }));
});

suite('a phone that is silent', (test) => {
  test('raises device.silent once, whatever of it is changed meanwhile but its being heard', () =>
    withShop(async (shop) => {
      const phone = await registerPhone(shop, { name: '매장', heartbeat_minutes: 10 });
      const { clock, core, knex } = shop.app;
      const told = async (): Promise<number> => {
        await core.jobs.runDue();
        const facts = await knex('kc_events').select<{ fact: string }[]>('fact');
        return facts.filter(({ fact }) => fact.includes('"device.silent"')).length;
      };
      clock.advance(11 * MINUTE);
      assert.is(await told(), 1);
      await shop.within('PATCH', `/devices/${phone.id}`, { name: '새 이름' });
      clock.advance(11 * MINUTE);
      assert.is(await told(), 1);
      assert.is((await shop.within('GET', '/devices')).body[0].is_silent, true);
      await shop.call('GET', phone.path, { key: null });
      clock.advance(11 * MINUTE);
      assert.is(await told(), 2);
    }));
});
