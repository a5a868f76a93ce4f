import type { Knex } from 'knex';
import * as assert from 'uvu/assert';
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

interface Traced {
  on(event: 'trace', told: (sql: string) => void): void;
}

/** Every statement, with its values, that `work` sends to the only connection of this database. */
async function statementsOf(knex: Knex, work: () => Promise<unknown>): Promise<string[]> {
  const client = knex.client as {
    acquireConnection(): Promise<Traced>;
    releaseConnection(connection: unknown): Promise<void>;
  };
  const connection = await client.acquireConnection();
  const seen = new Set<string>();
  connection.on('trace', (sql) => seen.add(sql));
  await client.releaseConnection(connection);
  await work();
  return [...seen].filter((sql) => /^(\s*select|update|delete)/i.test(sql));
}

/** The steps of a statement's plan that cost more the more rows there are. */
async function slowSteps(knex: Knex, sql: string): Promise<string[]> {
  const steps = await knex.raw<{ detail: string }[]>(`explain query plan ${sql}`);
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN (?!waiting|q\d|\(subquery)|TEMP B-TREE FOR ORDER BY/.test(detail))
    .filter((detail) => !(detail.includes('ORDER BY') && SORTS_FEW.test(sql)));
}

/** Endpoints with due deliveries are sorted by how long they wait; their deliveries are not. */
const SORTS_FEW = /first_due/;

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

suite('query plans', (test) => {
  test('no query goes through all rows or sorts them', () =>
    withMemory(async (storage, { knex }) => {
      const [payment, endpoint] = [samplePayment(), sampleEndpoint()];
      await storage.payments.insert(payment);
      await storage.webhookEndpoints.insert(endpoint);
      await storage.webhookDeliveries.insert([sampleDelivery({ endpointId: endpoint.id })]);
      await storage.idempotency.insert(sampleRecord());
      const statements = await statementsOf(knex, () => readEverything(storage, endpoint.id, payment.id));
      assert.ok(statements.length > 30, `${statements.length} statements`);
      for (const sql of statements) assert.equal(await slowSteps(knex, sql), [], sql);
    }));
});
