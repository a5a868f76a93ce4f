import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { kbText, registerPhone, type Shop, START, withShop } from '../surfaces/lunepay/shop.ts';
import {
  DAY,
  depositOf,
  depositsOf,
  HOUR,
  LIVE,
  MIDNIGHT,
  MINUTE,
  row,
  say,
  second,
  statusOf,
  takeRows,
} from './telling.ts';

const live = (work: (shop: Shop) => Promise<void>) => () => withShop(work, LIVE);

suite('a row of a statement without a time', (test) => {
  for (const [when, later] of [
    ['at once', 0],
    ['five hours later', 5 * HOUR],
    ['the next day', DAY],
  ] as const)
    test(
      `pays an order of its day when it is imported ${when}`,
      live(async (shop) => {
        const order = await shop.order();
        shop.app.clock.advance(later);
        const result = await takeRows(shop, row({ depositedAt: MIDNIGHT }));
        assert.equal([result.added, result.matched], [1, 1]);
        assert.is(await statusOf(shop, order), 'MATCHED');
      }),
    );

  test(
    'pays no order of the day after',
    live(async (shop) => {
      shop.app.clock.advance(DAY);
      const order = await shop.order();
      const result = await takeRows(shop, row({ depositedAt: MIDNIGHT }));
      assert.equal([result.added, result.matched, await statusOf(shop, order)], [1, 0, 'PENDING']);
    }),
  );

  for (const [of, day] of [
    ['the order’s day', 0],
    ['the day after', DAY],
  ] as const)
    test(
      `of ${of} is known when its SMS comes late, which pays nothing twice`,
      live(async (shop) => {
        const phone = await registerPhone(shop);
        const paid = await shop.order();
        shop.app.clock.advance(day);
        await takeRows(shop, row({ depositedAt: MIDNIGHT + day }));
        assert.is(await statusOf(shop, paid), 'MATCHED');
        const [imported] = await depositsOf(shop);
        const next = await shop.order();
        shop.app.clock.advance(MINUTE);
        const at = day === 0 ? '02/12 09:00' : '02/13 09:00';
        const late = await say(shop, phone, kbText({ balance: 500_000, at }));
        assert.is(late.body.deposit_id, imported?.id);
        assert.equal([(await depositsOf(shop)).length, await statusOf(shop, next)], [1, 'PENDING']);
      }),
    );

  test(
    'is known when an SMS has brought it, and when a second file has its time',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      await shop.order();
      await say(shop, phone, kbText({ balance: 500_000 }));
      const next = await shop.order();
      shop.app.clock.advance(DAY);
      assert.is((await takeRows(shop, row({ depositedAt: MIDNIGHT }))).known, 1);
      const timed = row({ depositedAt: START + 23_000, balance: 500_000 });
      assert.is((await takeRows(shop, timed)).known, 1);
      assert.equal([(await depositsOf(shop)).length, await statusOf(shop, next)], [1, 'PENDING']);
    }),
  );

  test(
    'twice on one day, once for each of two buyers of one name, is two deposits',
    live(async (shop) => {
      const twice = [row({ depositedAt: MIDNIGHT }), row({ depositedAt: MIDNIGHT })];
      assert.is((await takeRows(shop, ...twice)).added, 2);
      assert.is((await takeRows(shop, ...twice)).known, 2);
    }),
  );
});

suite('one statement in two files', (test) => {
  const seconds = { depositedAt: START + 23_000 };
  const balance = { balance: 500_000 };
  for (const [what, first, then] of [
    ['seconds added', {}, seconds],
    ['a balance added', {}, balance],
    ['seconds and a balance added', {}, { ...seconds, ...balance }],
    ['a time added', { depositedAt: MIDNIGHT }, seconds],
    ['the time left out', seconds, { depositedAt: MIDNIGHT }],
  ] as const)
    test(
      `with ${what} in the second is known, and pays nothing twice`,
      live(async (shop) => {
        const paid = await shop.order();
        shop.app.clock.advance(MINUTE);
        assert.is((await takeRows(shop, row(first))).matched, 1);
        const next = await shop.order();
        const again = await takeRows(shop, row(then));
        assert.equal([again.added, again.known], [0, 1]);
        assert.equal([await statusOf(shop, paid), await statusOf(shop, next)], ['MATCHED', 'PENDING']);
        assert.is((await depositsOf(shop)).length, 1);
      }),
    );
});

suite('an imported row, and the messages of its minute', (test) => {
  test(
    'is claimed by one of two different messages: they end as two deposits',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      await takeRows(shop, row());
      const [imported] = await depositsOf(shop);
      const one = await say(shop, phone, kbText({}), second('05'));
      const two = await say(shop, phone, kbText({}), second('40'));
      assert.is(one.body.deposit_id, imported?.id);
      assert.is.not(two.body.deposit_id, imported?.id);
      assert.is((await depositOf(shop, two)).hold_reason, 'possible_duplicate');
      // Repetitions stay repetitions.
      for (const [told, ss] of [
        [one, '05'],
        [two, '40'],
      ] as const)
        assert.is((await say(shop, phone, kbText({}), second(ss))).body.deposit_id, told.body.deposit_id);
      assert.is((await depositsOf(shop)).length, 2);
    }),
  );

  test(
    'is claimed by one of two messages with balances that differ',
    live(async (shop) => {
      const phone = await registerPhone(shop);
      await takeRows(shop, row());
      const one = await say(shop, phone, kbText({ balance: 500_000 }), second('05'));
      const two = await say(shop, phone, kbText({ balance: 514_510 }), second('40'));
      assert.is.not(two.body.deposit_id, one.body.deposit_id);
      assert.is((await depositsOf(shop)).length, 2);
    }),
  );
});
