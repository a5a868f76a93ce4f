import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { isRefusal } from '../../core/index.ts';
import { buildCore } from '../support/build-core.ts';
import { makeCoupon, openSession, payByCard } from '../support/checkout.ts';
import { MYSQL, POSTGRES, withFolder, withServerDatabase } from '../support/storage.ts';
import { suite, type Test } from '../support/suite.ts';

const CLIENTS = 200;
const LIMIT = 50;

/** 200 buyers try a code of which 50 uses are there, all at once; then some pay and the others let go. */
async function race(database: string): Promise<void> {
  const shop = await buildCore({ database });
  try {
    const { core, scope } = shop;
    await makeCoupon(shop, { usageLimit: LIMIT });
    const sessions = await Promise.all(Array.from({ length: CLIENTS }, () => openSession(shop)));
    const tries = await Promise.allSettled(
      sessions.map(({ session }) => core.sessionCoupons.apply(scope, session.id, 'WELCOME10')),
    );
    const applied = sessions.filter((_, index) => tries[index]?.status === 'fulfilled');
    assert.is(applied.length, LIMIT);
    for (const result of tries)
      if (result.status === 'rejected')
        assert.ok(isRefusal(result.reason, 'coupon_used_up'), String(result.reason));
    const [payers, others] = [applied.slice(0, 10), applied.slice(10)];
    await Promise.all([
      ...payers.map(({ session }) => payByCard(shop, session.id)),
      ...others.map(({ session }) => core.sessions.cancel(scope, session.id)),
    ]);
    const { usedCount, heldCount } = await core.coupons.get(scope, 'WELCOME10');
    assert.equal([usedCount, heldCount], [10, 0]);
  } finally {
    await shop.close();
  }
}

/** One customer in fifty tabs, with a coupon that he may use once. */
async function tabs(database: string): Promise<void> {
  const shop = await buildCore({ database });
  try {
    const { core, scope } = shop;
    await makeCoupon(shop, { usageLimitPerCustomer: 1 });
    const sessions = await Promise.all(Array.from({ length: 50 }, () => openSession(shop)));
    const tries = await Promise.allSettled(
      sessions.map(({ session }) => core.sessionCoupons.apply(scope, session.id, 'WELCOME10')),
    );
    assert.is(tries.filter(({ status }) => status === 'fulfilled').length, 1);
  } finally {
    await shop.close();
  }
}

function declare(test: Test, withUrl: (work: (url: string) => Promise<void>) => Promise<void>): void {
  test(`of ${CLIENTS} applies at once ${LIMIT} hold a use, and what is not paid is free again`, () =>
    withUrl(race));
  test('one customer in fifty tabs holds one use', () => withUrl(tabs));
}

suite('coupon races: sqlite', (test) =>
  declare(test, (work) => withFolder((folder) => work(`sqlite:${join(folder, 'shop.sqlite')}`))),
);
for (const server of [POSTGRES, MYSQL])
  suite(`coupon races: ${server.name}`, (test) => {
    if (server.url) declare(test, (work) => withServerDatabase(server, work));
    else test.skip('all of it', server.missing);
  });
