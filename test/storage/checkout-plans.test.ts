import type { Storage } from '../../core/index.ts';
import { sampleSession, sampleShop, sampleTally } from '../support/checkout-fixtures.ts';
import { sampleCoupon, sampleUse } from '../support/coupon-fixtures.ts';
import { pendingDomain } from '../support/domain-fixtures.ts';
import { DAY, NOW, SCOPE, sampleEndpoint } from '../support/fixtures.ts';
import { sampleAssessment, sampleSignal } from '../support/risk-fixtures.ts';
import { withMemory } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { sampleHash } from '../support/workspace-fixtures.ts';
import { assertPlans } from './plans.ts';

const FIRST = { limit: 10 };

async function readShops({ shops, sessions, tallies, webhookEndpoints }: Storage): Promise<void> {
  await shops.findDefault(SCOPE);
  await shops.list(SCOPE, FIRST);
  await sessions.findScope('cs_1');
  await sessions.findOpen(SCOPE, 'shop_1', 'order_123');
  await sessions.list(SCOPE, 'shop_1', FIRST);
  await tallies.list(SCOPE, { subject: 'shop_1', from: 1, to: 99_999 });
  await webhookEndpoints.findOfShop(SCOPE, 'shop_1', 'https://shop.example');
}

async function readCoupons({ coupons }: Storage): Promise<void> {
  await coupons.findByCode(SCOPE, 'WELCOME10');
  await coupons.findRemoved(SCOPE, 'WELCOME10');
  for (const shopId of [undefined, 'shop_1'])
    for (const isActive of [undefined, true]) await coupons.list(SCOPE, { shopId, isActive }, FIRST);
  await coupons.findUse(SCOPE, 'cpn_1', 'cs_1');
  await coupons.listUses(SCOPE, 'cs_1');
  await coupons.countOfCustomer(SCOPE, 'cpn_1', [sampleHash(), sampleHash()]);
}

async function readRiskAndDomains({ risk, customDomains }: Storage): Promise<void> {
  await risk.countSignals(SCOPE, [sampleHash(), sampleHash()], NOW);
  await risk.purgeSignals(NOW + DAY, 10);
  await risk.findOfAttempt(SCOPE, 'att_1');
  await risk.listOfPayment(SCOPE, 'pay_1', 10);
  for (const decision of [undefined, 'review'] as const)
    await risk.list(SCOPE, 'shop_1', { decision }, FIRST);
  await risk.listPaid(SCOPE, { shopId: 'shop_1', currency: 'KRW', from: 1, to: 3 });
  await customDomains.findOfShop(SCOPE, 'shop_1');
  await customDomains.findVerified('checkout.shop.kr');
  await customDomains.isKnown('checkout.shop.kr');
  await customDomains.listDueCheck(NOW + DAY, 10);
}

suite('query plans of the checkout', (test) => {
  test('no query about shops, sessions, coupons, fraud and domains goes through all rows or sorts them', () =>
    withMemory(async (storage, { knex }) => {
      await storage.shops.insert(sampleShop());
      await storage.sessions.insert(sampleSession());
      await storage.tallies.add(SCOPE, [sampleTally()]);
      await storage.webhookEndpoints.insert(sampleEndpoint());
      await storage.coupons.insert(sampleCoupon());
      await storage.coupons.insertUse(sampleUse());
      await storage.risk.insert(sampleAssessment());
      await storage.risk.addSignals([sampleSignal()]);
      await storage.customDomains.insert(pendingDomain());
      await assertPlans(knex, 25, async () => {
        await readShops(storage);
        await readCoupons(storage);
        await readRiskAndDomains(storage);
      });
    }));
});
