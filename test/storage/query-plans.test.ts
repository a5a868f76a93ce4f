import type { Storage } from '../../core/index.ts';
import {
  DAY,
  NOW,
  SCOPE,
  sampleDelivery,
  sampleEndpoint,
  samplePayment,
  sampleRecord,
} from '../support/fixtures.ts';
import { suite } from '../support/suite.ts';
import { withMemory } from '../support/storage.ts';
import {
  sampleBankAccount,
  sampleDeposit,
  sampleHash,
  sampleMembership,
  sampleOrder,
  sampleUser,
  sampleWorkspace,
} from '../support/workspace-fixtures.ts';
import { assertPlans } from './plans.ts';

/** All that may be called while there are millions of rows. */
async function readEverything(storage: Storage, endpointId: string, paymentId: string): Promise<void> {
  for (const standing of [undefined, 'open'] as const)
    for (const createdAfter of [undefined, NOW - DAY])
      for (const startingAfter of [undefined, paymentId]) {
        await storage.payments.list(SCOPE, { standing, createdAfter }, { limit: 10, startingAfter });
        await storage.payments.count(SCOPE, { standing, createdAfter });
      }
  await storage.payments.find(SCOPE, paymentId);
  await storage.payments.findScope(paymentId);
  await storage.payments.listDueExpiry(NOW, 10);
  await storage.payments.postpone(samplePayment({ id: paymentId }), NOW);
  await storage.paymentHistory.list(SCOPE, paymentId);
  await storage.paymentAttempts.list(SCOPE, paymentId);
  await storage.paymentAttempts.listDueCheck(NOW, 10);
  await storage.refunds.list(SCOPE, paymentId);
  await storage.refunds.listDueCheck(NOW, 10);
  await storage.events.listDueDispatch(10);
  await storage.events.markDispatched(['a', 'b', 'c'], NOW);
  await storage.webhookEndpoints.listSubscribed(SCOPE, 'payment.created');
  await storage.webhookDeliveries.list(SCOPE, endpointId, { limit: 10 });
  await storage.webhookDeliveries.listDue(NOW, { limit: 10, perEndpoint: 4, busy: new Map() });
  await storage.webhookDeliveries.claim([sampleDelivery()], { token: 't', now: NOW, until: NOW + 1 });
  await storage.apiKeys.findByHash('f'.repeat(64));
  await storage.idempotency.find(SCOPE, 'key');
  await storage.idempotency.takeOver(sampleRecord(), NOW);
  await storage.idempotency.deleteExpired(NOW + DAY, 10);
}

/** The same for what belongs to workspaces. */
async function readWorkspaces({ users, workspaces, bankAccounts, devices }: Storage): Promise<void> {
  const page = { limit: 10, offset: 0 };
  await users.find(SCOPE, 1);
  await users.findByEmail(SCOPE, 'hong@example.com', null);
  await users.list(SCOPE);
  await workspaces.find(SCOPE, 1);
  await workspaces.listOf(SCOPE, 1, page);
  await workspaces.findMember(SCOPE, 1, 1);
  await workspaces.listMembers(SCOPE, 1);
  await workspaces.removeMember(SCOPE, 1, 2);
  for (const isActive of [undefined, true, false]) await bankAccounts.list(SCOPE, 1, { isActive }, page);
  await bankAccounts.findByHash(SCOPE, 1, [sampleHash(), sampleHash()]);
  await bankAccounts.findReceiving(SCOPE);
  for (const bankCode of ['004', null]) await bankAccounts.listActiveOfBank(bankCode, 10);
  await devices.findByTokenHash(sampleHash());
  await devices.findScope(1);
  await devices.list(SCOPE, 1);
  await devices.listDueSilence(NOW, 10);
}

/** The same for orders, deposits and transfers back. */
async function readDeposits({ depositOrders, deposits, refundTransfers }: Storage): Promise<void> {
  const page = { limit: 10, offset: 0 };
  const open = { workspaceId: 1, amount: 50_000 };
  for (const status of [undefined, 'pending'] as const) await depositOrders.list(SCOPE, 1, { status }, page);
  await depositOrders.findByNumber(SCOPE, 1, 'ORD');
  await depositOrders.findByAttempt('att_1');
  await depositOrders.listOpenNamed(SCOPE, open, '홍길동', 10);
  await depositOrders.listOpenCoded(SCOPE, open, ['A1', 'B2', 'C3']);
  await depositOrders.listOpen(SCOPE, open, 10);
  await depositOrders.listOpenOfName(SCOPE, 1, '홍길동', 10);
  await depositOrders.listOpenBetween(SCOPE, 1, { from: 49_000, to: 51_000 }, 10);
  await depositOrders.listDueExpiry(NOW + 9 * DAY, 10);
  for (const bankAccountId of [undefined, 3])
    for (const status of [undefined, 'open', 'matched'] as const)
      for (const isMatched of [undefined, false])
        await deposits.list(SCOPE, 1, { bankAccountId, status, isMatched }, page);
  await deposits.listOfText(SCOPE, 1, [sampleHash(), sampleHash()]);
  await deposits.listTwins(SCOPE, { bankAccountId: 3, amount: 50_000, from: NOW, to: NOW + 1 });
  await deposits.listMatchable(SCOPE, { ...open, since: NOW }, 10);
  await deposits.listHeld(SCOPE, 3, 'balance_gap');
  await deposits.lastChange(SCOPE, 1);
  await deposits.purgeTexts(NOW + 9 * DAY, 10);
  await refundTransfers.findByRefund('ref_1');
  await refundTransfers.listOfAttempt('att_1');
  await refundTransfers.listWaiting(SCOPE, 1);
}

suite('query plans', (test) => {
  test('no query about workspaces and deposits goes through all rows or sorts them', () =>
    withMemory(async (storage, { knex }) => {
      const [user, workspace] = [sampleUser({ email: 'hong@example.com' }), sampleWorkspace()];
      await storage.users.insert(user);
      await storage.workspaces.insert(workspace);
      await storage.workspaces.addMember(sampleMembership());
      await storage.bankAccounts.insert(sampleBankAccount());
      await storage.depositOrders.insert(sampleOrder({ orderNumber: 'ORD', attemptId: 'att_1' }));
      await storage.deposits.insert(sampleDeposit());
      await assertPlans(knex, 50, async () => {
        await readWorkspaces(storage);
        await readDeposits(storage);
      });
    }));

  test('no query goes through all rows or sorts them', () =>
    withMemory(async (storage, { knex }) => {
      const [payment, endpoint] = [samplePayment(), sampleEndpoint()];
      await storage.payments.insert(payment);
      await storage.webhookEndpoints.insert(endpoint);
      await storage.webhookDeliveries.insert([sampleDelivery({ endpointId: endpoint.id })]);
      await storage.idempotency.insert(sampleRecord());
      await assertPlans(knex, 30, () => readEverything(storage, endpoint.id, payment.id));
    }));
});
