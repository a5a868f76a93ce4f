import type { Knex } from 'knex';
import * as assert from 'uvu/assert';

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

/** Fails when a statement goes through all rows of a table, or sorts them; `least` is how many statements there must be. */
export async function assertPlans(knex: Knex, least: number, work: () => Promise<unknown>): Promise<void> {
  const statements = await statementsOf(knex, work);
  assert.ok(statements.length > least, `${statements.length} statements`);
  for (const sql of statements) assert.equal(await slowSteps(knex, sql), [], sql);
}
