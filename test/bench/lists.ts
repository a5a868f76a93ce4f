import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'undici';
import { openStorage } from '../../storage/index.ts';
import { start } from './children.ts';
import { percentile } from './load.ts';

const PAYMENTS = 1_000_000;
const READS = 300;
const CLI = 'dist/adapters/server/cli.js';
const DAY = 86_400_000;

/** `GET /v2/payments?limit=100` among a million payments: the first page and the 5,000th. */
export async function lists(folder: string): Promise<string[]> {
  const database = `sqlite:${join(folder, 'million.sqlite')}`;
  const env = { PORT: '0', DATABASE_URL: database, RATE_LIMIT_LIFEOS: '1000000', LOG_LEVEL: 'warn' };
  const demo = execFileSync(process.execPath, [CLI, 'demo', '--json'], { env: { ...process.env, ...env } });
  const { apiKeys, merchantId } = JSON.parse(demo.toString()) as {
    apiKeys: { test: string };
    merchantId: string;
  };
  const cursor = await seedPayments(database, merchantId);
  const server = await start([CLI, 'serve'], env);
  const pool = new Pool(server.url, { connections: 1 });
  const headers = { authorization: `Bearer ${apiKeys.test}` };
  try {
    const lines: string[] = [];
    for (const [name, query] of [
      ['first page      ', ''],
      ['5,000th page    ', `&starting_after=${cursor}`],
      ['completed ones  ', '&status=completed'],
    ] as const) {
      const times: number[] = [];
      let total = 0;
      for (let n = 0; n < READS; n += 1) {
        const began = performance.now();
        const { body } = await pool.request({
          method: 'GET',
          path: `/v2/payments?limit=100${query}`,
          headers,
        });
        const page = (await body.json()) as { data: unknown[]; total: number };
        times.push(performance.now() - began);
        if (page.data.length !== 100) throw new Error(`${name}: ${page.data.length} payments`);
        ({ total } = page);
      }
      times.sort((a, b) => a - b);
      const p50 = percentile(times, 0.5).toFixed(1);
      lines.push(
        `${name} p50 ${p50} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms (goal: p99 at most 20), total ${total}`,
      );
    }
    return lines;
  } finally {
    await pool.close();
    await server.stop();
  }
}

/** Writes a million payments by one statement; answers the last id of the 4,999th page. */
export async function seedPayments(database: string, merchantId: string): Promise<string> {
  const { knex, migrate, close } = await openStorage(database);
  await migrate();
  const names = (await knex('kc_payments').columnInfo()) as Record<
    string,
    { type: string; nullable: boolean; defaultValue: unknown }
  >;
  const now = Date.now();
  // A payment every 9 seconds: about 100 days of a busy shop.
  const values: Record<string, string> = {
    id: `printf('pay_%08dabcdefghijklmnop', n)`,
    merchant_id: `'${merchantId}'`,
    mode: `'test'`,
    status: `'succeeded'`,
    standing: `'paid'`,
    amount: '29900',
    currency: `'KRW'`,
    amount_captured: '29900',
    method: `'card'`,
    metadata: `'{}'`,
    attempt_count: '1',
    expires_at: String(now + DAY),
    created_at: `${now} - (${PAYMENTS} - n) * 9000`,
    updated_at: String(now),
    version: '3',
  };
  const columns = Object.entries(names).filter(([name, { nullable }]) => name in values || !nullable);
  await knex.raw(
    `insert into kc_payments (${columns.map(([name]) => name).join()})
     with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${PAYMENTS})
     select ${columns.map(([name]) => values[name] ?? '0').join()} from counter`,
  );
  await knex.raw(
    `insert into kc_payment_totals (merchant_id, mode, standing, day, shard, n)
     select merchant_id, mode, standing, created_at / ${DAY}, 0, count(*) from kc_payments group by 1, 2, 3, 4`,
  );
  const [row] = (await knex('kc_payments')
    .select('id')
    .orderBy('created_at', 'desc')
    .offset(4_999 * 100 - 1)
    .limit(1)) as { id: string }[];
  await close();
  return row?.id ?? '';
}
