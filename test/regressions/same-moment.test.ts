import * as assert from 'uvu/assert';
import { onEachDatabase } from '../server/databases.ts';
import { kbText, registerPhone, type Shop, withShop } from '../surfaces/lunepay/shop.ts';
import { depositsOf, LIVE, say, statusOf } from './telling.ts';

const LIMIT = { limitMs: 60_000 };
const ROUNDS = Array.from({ length: 30 }, (_, n) => 20_000 + n);

/** An order and its deposit, 30 times: how many of them have not found each other. */
async function pairs(shop: Shop): Promise<void> {
  const statuses: string[] = [];
  for (const amount of ROUNDS) {
    const [order, told] = await Promise.all([shop.order({ amount }), shop.sms(kbText({ amount }))]);
    assert.equal([order.status, told.status], [201, 200]);
    statuses.push(await statusOf(shop, order));
  }
  assert.equal(statuses.filter((status) => status !== 'MATCHED').length, 0, 'orders that were missed');
  const waiting = await shop.within('GET', '/deposits?is_matched=false');
  assert.is(waiting.headers.get('x-total-count'), '0');
}

/** An order that is changed into the one that a deposit pays, as it comes. */
async function changed(shop: Shop): Promise<void> {
  for (const amount of ROUNDS) {
    const order = await shop.order({ amount: amount + 500_000 });
    const [patched] = await Promise.all([
      shop.within('PATCH', `/orders/${order.body.id}`, { amount }),
      shop.sms(kbText({ amount })),
    ]);
    assert.is(patched.status, 200);
    assert.is(await statusOf(shop, order), 'MATCHED', String(amount));
  }
}

/** SMS and push of one deposit, without a balance: at most one of them may pay an order. */
async function twins(shop: Shop): Promise<void> {
  const phone = await registerPhone(shop);
  for (const amount of ROUNDS) {
    const push = `[KB]02/12 09:00 123456***012 홍길동님 입금 ${amount.toLocaleString('en-US')}원`;
    await Promise.all([say(shop, phone, kbText({ amount })), say(shop, phone, push)]);
    const told = (await depositsOf(shop)).filter((deposit) => deposit.amount === amount);
    const holds = told.map(({ hold_reason: hold = 'none' }) => hold);
    assert.equal(holds.sort(), ['none', 'possible_duplicate'], String(amount));
  }
}

onEachDatabase('at the same moment', (test, withPlace) => {
  const told =
    (work: (shop: Shop) => Promise<void>, options: { mode?: 'live' } = {}) =>
    () =>
      withPlace(({ databaseUrl }) => withShop(work, { database: databaseUrl, ...options }));
  test('an order and its deposit always find each other', told(pairs), LIMIT);
  test('an order that is changed to the amount of a deposit as it comes is matched', told(changed), LIMIT);
  test('SMS and push of one deposit are never both matchable', told(twins, LIVE), LIMIT);
});
