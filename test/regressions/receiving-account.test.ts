import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import type { Answer } from '../support/test-app.ts';
import { kbText, openShop, type Shop, withShop } from '../surfaces/lunepay/shop.ts';
import { depositsOf } from './telling.ts';

const STAFFS = {
  bank_code: '088',
  bank_name: '신한은행',
  account_number: '999-999-999999',
  account_holder: '나쁜직원',
};
const NEW_OWNERS = {
  bank_code: '020',
  bank_name: '우리은행',
  account_number: '1002-123-456789',
  account_holder: '사장님',
};

/** An invited member opens a workspace of their own, with an account of their own in it. */
async function staffOpensShop(shop: Shop): Promise<void> {
  const staff = await shop.within('POST', '/members', { name: '직원', email: 'staff@shop.kr' });
  const key = staff.body.token as string;
  const workspace = await shop.call('POST', '/workspaces', { key, body: { name: '내 가게' } });
  const path = `/workspaces/${workspace.body.id}/bank-accounts`;
  assert.is((await shop.call('POST', path, { key, body: STAFFS })).status, 201);
}

suite('where the payments of a merchant go', (test) => {
  for (const mode of ['test', 'live'] as const) {
    const pay = ({ app }: Shop): Promise<Answer> =>
      app.call('POST', '/v2/payments', {
        key: app.keys[mode],
        body: { amount: 29_900, currency: 'KRW', method: 'bank' },
      });

    test(`in ${mode} mode never to the account of an invited member, whatever of the owner’s is switched off`, () =>
      withShop(
        async (shop) => {
          await shop.within('PATCH', `/bank-accounts/${shop.accountId}`, { is_active: false });
          const without = await pay(shop);
          await staffOpensShop(shop);
          const off = await pay(shop);
          assert.is(off.status, without.status);
          assert.not.match(off.text, /999-999-999999|나쁜직원/);
          await shop.within('PATCH', `/bank-accounts/${shop.accountId}`, { is_active: true });
          assert.is((await pay(shop)).body.bank.account_number, '123-456-789012');
          await shop.within('PATCH', `/bank-accounts/${shop.accountId}`, { is_active: false });
          // The owner's next account is younger than the member's.
          assert.is((await shop.within('POST', '/bank-accounts', NEW_OWNERS)).status, 201);
          assert.is((await pay(shop)).body.bank.account_number, '1002-123-456789');
          await shop.within('PATCH', '', { is_active: false });
          const asleep = await pay(shop);
          assert.is(asleep.status, without.status);
          assert.not.match(asleep.text, /999-999-999999|1002-123-456789/);
        },
        { mode },
      ));
  }

  test('an account that is registered in test and in live mode is the live one at the public door', () =>
    withShop(async (shop) => {
      const live = await openShop(shop.app, { ...shop.app.scope, mode: 'live' });
      const { status } = await shop.sms(kbText({}));
      assert.is(status, 200);
      assert.equal([(await depositsOf(live)).length, (await depositsOf(shop)).length], [1, 0]);
    }));

  test('an account of the live shop that is switched off leaves the public door to the test one', () =>
    withShop(async (shop) => {
      const live = await openShop(shop.app, { ...shop.app.scope, mode: 'live' });
      await live.within('PATCH', `/bank-accounts/${live.accountId}`, { is_active: false });
      await shop.sms(kbText({}));
      assert.equal([(await depositsOf(live)).length, (await depositsOf(shop)).length], [0, 1]);
    }));
});
