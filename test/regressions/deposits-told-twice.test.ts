import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { kbText, registerPhone, type Shop, START, withShop } from '../surfaces/lunepay/shop.ts';
import { DAY, depositOf, depositsOf, HOUR, LIVE, MINUTE, say, second, statusOf } from './telling.ts';

const live = (work: (shop: Shop) => Promise<void>) => () => withShop(work, LIVE);

/** A push notification names neither account nor time nor balance. */
const PUSH = '[카카오뱅크]\n홍길동님이 50,000원을 보내셨어요';
const KAKAO = {
  bank_code: '090',
  bank_name: '카카오뱅크',
  account_number: '3333-01-1234567',
  account_holder: '홍길동',
};

/** What a person enters for the document's deposit. */
const enter = (shop: Shop) =>
  shop.within('POST', '/deposits', {
    bank_account_id: shop.accountId,
    amount: 14_510,
    depositor_name: '홍길동',
    deposited_at: '2024-02-12T09:00:00+09:00',
  });

suite('the same words, and another deposit', (test) => {
  test(
    'a push without id or time is a repetition for a while, and a month later a second deposit for a person',
    live(async (shop) => {
      await shop.within('POST', '/bank-accounts', KAKAO);
      const phone = await registerPhone(shop);
      const push = () =>
        shop.call('POST', phone.path, { key: null, body: PUSH, headers: { 'content-type': 'text/plain' } });
      const first = await push();
      shop.app.clock.advance(10 * MINUTE);
      assert.is((await push()).body.deposit_id, first.body.deposit_id);
      shop.app.clock.set(START + 30 * DAY);
      const { token } = await shop.app.core.users.issueToken(shop.actor, shop.actor.userId);
      const later = await push();
      assert.is.not(later.body.deposit_id, first.body.deposit_id);
      const path = `/workspaces/${shop.workspaceId}/deposits/${later.body.deposit_id}`;
      assert.is((await shop.call('GET', path, { key: token })).body.hold_reason, 'possible_duplicate');
      shop.app.clock.advance(10 * MINUTE);
      assert.is((await push()).body.deposit_id, later.body.deposit_id);
    }),
  );

  test(
    'two buyers who leave the same balance in the same minute are two deposits, the second for a person',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const one = await shop.order();
      const two = await shop.order({ depositor_name: '김철수' });
      const swept = kbText({ name: '자동이체', balance: 0 }).replace('입금', '출금');
      const first = await say(shop, phone, kbText({ balance: 14_510 }), second('05'));
      await say(shop, phone, swept, second('15'));
      const last = await say(shop, phone, kbText({ name: '김철수', balance: 14_510 }), second('25'));
      assert.is.not(last.body.deposit_id, first.body.deposit_id);
      const held = await depositOf(shop, last);
      assert.equal([held.depositor_name, held.hold_reason], ['김철수', 'possible_duplicate']);
      assert.equal([await statusOf(shop, one), await statusOf(shop, two)], ['MATCHED', 'PENDING']);
      const freed = await shop.within('POST', `/deposits/${held.id}/release`);
      assert.is(freed.body.matched_order_id, two.body.id);
    }),
  );
});

suite('a deposit that a person has entered, and its message', (test) => {
  test(
    'are one deposit while it is open: the message takes its place and brings what it knows',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const entered = await enter(shop);
      const text = kbText({ balance: 500_000 });
      const told = await say(shop, phone, text);
      assert.is(told.body.deposit_id, entered.body.id);
      const [shown, ...others] = await depositsOf(shop);
      assert.equal(others, []);
      assert.equal([shown?.source, shown?.balance, shown?.raw_sms], ['sms', 500_000, text]);
      // An order that comes later is paid by it once.
      const orders = [await shop.order(), await shop.order()];
      assert.equal(await Promise.all(orders.map((order) => statusOf(shop, order))), ['MATCHED', 'PENDING']);
      assert.is((await say(shop, phone, text)).body.deposit_id, entered.body.id);
    }),
  );

  test(
    'that is matched already leave the message for a person, and pay one order',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      const paid = await shop.order();
      const entered = await enter(shop);
      assert.equal([entered.body.is_matched, await statusOf(shop, paid)], [true, 'MATCHED']);
      const next = await shop.order();
      const told = await depositOf(shop, await say(shop, phone, kbText({ balance: 500_000 })));
      assert.is.not(told.id, entered.body.id);
      assert.is(told.hold_reason, 'possible_duplicate');
      assert.is(await statusOf(shop, next), 'PENDING');
    }),
  );

  test(
    'are two when nobody has signed the message: it takes no place and is matched by no machine',
    live(async (shop) => {
      const entered = await enter(shop);
      await shop.sms(kbText({ balance: 500_000 }));
      const kept = await shop.within('GET', `/deposits/${entered.body.id}`);
      assert.equal([kept.body.source, kept.body.raw_sms], [undefined, null]);
      const orders = [await shop.order(), await shop.order()];
      assert.equal(await Promise.all(orders.map((order) => statusOf(shop, order))), ['MATCHED', 'PENDING']);
    }),
  );

  test(
    'hours apart are two deposits',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      await enter(shop);
      shop.app.clock.advance(3 * HOUR);
      const told = await say(shop, phone, kbText({ balance: 500_000, at: '02/12 12:00' }));
      assert.is((await depositOf(shop, told)).hold_reason, undefined);
      assert.is((await depositsOf(shop)).length, 2);
    }),
  );
});
