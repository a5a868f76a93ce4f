import * as assert from 'uvu/assert';
import { assertDeposits } from './assert-deposits.ts';
import { NOW, paidPayment } from './fixtures.ts';
import { withMemory } from './storage.ts';
import { suite } from './suite.ts';
import { sampleDeposit, sampleOrder } from './workspace-fixtures.ts';

/** What somebody may have done to the rows of an order, its deposit and its payment: table, change. */
const BROKEN: Readonly<Record<string, readonly [string, Readonly<Record<string, unknown>>]>> = {
  'an order without its deposit': ['kc_deposit_orders', { deposit_id: null }],
  'an order that names another deposit': ['kc_deposit_orders', { deposit_id: 99 }],
  'an order that waits although it has a deposit': ['kc_deposit_orders', { status: 'pending' }],
  'an order that can be matched again': ['kc_deposit_orders', { open_amount: 50_000 }],
  'an order of another amount': ['kc_deposit_orders', { amount: 1 }],
  'an order of another workspace': ['kc_deposit_orders', { workspace_id: 9 }],
  'an order that completes another payment': ['kc_deposit_orders', { payment_id: 'pay_other' }],
  'an order of another attempt': ['kc_deposit_orders', { attempt_id: 'att_other' }],
  'a deposit without its order': ['kc_deposits', { order_id: null }],
  'a deposit that names another order': ['kc_deposits', { order_id: 99 }],
  'a deposit that is open although it has an order': ['kc_deposits', { status: 'open' }],
  'a deposit that can be matched again': ['kc_deposits', { open_amount: 50_000 }],
  'a deposit that nobody has matched': ['kc_deposits', { matched_by: null }],
  'a payment that has not succeeded': ['kc_payments', { status: 'processing' }],
  'a payment that another attempt has paid': ['kc_payments', { attempt_id: 'att_2' }],
};

suite('the promises about deposits', (test) => {
  const withMatch = (change: (typeof BROKEN)[string] | null): Promise<unknown> =>
    new Promise((resolve, reject) => {
      withMemory(async (storage, { knex }) => {
        const matched = { status: 'matched', matchedAt: NOW } as const;
        await storage.payments.insert(
          paidPayment({ id: 'pay_1', gateway: 'own_account', attemptId: 'att_1' }),
        );
        const order = sampleOrder({ ...matched, depositId: 1, paymentId: 'pay_1', attemptId: 'att_1' });
        await storage.depositOrders.insert(order);
        await storage.deposits.insert(sampleDeposit({ ...matched, orderId: 1, matchedBy: 'exact' }));
        if (change) await knex(change[0]).update(change[1]);
        resolve(await assertDeposits(knex).catch((error: unknown) => error));
      }).catch(reject);
    });

  test('hold for an order, its deposit and its payment', async () => {
    assert.is(await withMatch(null), undefined);
  });

  for (const [what, change] of Object.entries(BROKEN))
    test(`do not hold for ${what}`, async () => {
      assert.is(((await withMatch(change)) as Error | undefined)?.name, 'AssertionError');
    });
});
