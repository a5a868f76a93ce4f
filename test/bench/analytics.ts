import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Pool } from 'undici';
import { DAY, seoulDay } from '../../core/index.ts';
import { openStorage } from '../../storage/index.ts';
import { start } from './children.ts';
import { seedPayments } from './lists.ts';
import { percentile } from './load.ts';

const READS = 200;
const CLI = 'dist/adapters/server/cli.js';
const METHODS = ['card', 'kakao_pay', 'naver_pay', 'virtual_account', 'bank_transfer', 'free'];

/** `GET /api/shops/{id}/analytics` of a shop with a million payments: a month, and a year. */
export async function analytics(folder: string): Promise<string[]> {
  const database = `sqlite:${join(folder, 'analytics.sqlite')}`;
  const env = { PORT: '0', DATABASE_URL: database, RATE_LIMIT_CHECKOUT_TEST: '1000000', LOG_LEVEL: 'warn' };
  const demo = JSON.parse(
    execFileSync(process.execPath, [CLI, 'demo', '--json'], { env: { ...process.env, ...env } }).toString(),
  ) as { apiKeys: { test: string }; merchantId: string; shopId: string };
  await seedPayments(database, demo.merchantId);
  await seedTallies(database, demo);
  const server = await start([CLI, 'serve'], env);
  const pool = new Pool(server.url, { connections: 1 });
  try {
    const month = await read(pool, demo, 30);
    const year = await read(pool, demo, 365);
    return [`30 days       ${month}`, `365 days      ${year}`];
  } finally {
    await pool.close();
    await server.stop();
  }
}

async function read(
  pool: Pool,
  demo: { apiKeys: { test: string }; shopId: string },
  days: number,
): Promise<string> {
  const [from, to] = [Date.now() - (days - 1) * DAY, Date.now()].map((ms) => dateOf(seoulDay(ms)));
  const times: number[] = [];
  let payments = 0;
  for (let n = 0; n < READS; n += 1) {
    const began = performance.now();
    const { body } = await pool.request({
      method: 'GET',
      path: `/api/shops/${demo.shopId}/analytics?from=${from}&to=${to}`,
      headers: { 'x-api-key': demo.apiKeys.test },
    });
    const { data } = (await body.json()) as { data: { totals: { payments: number } } };
    times.push(performance.now() - began);
    payments = data.totals.payments;
  }
  times.sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((part) => percentile(times, part).toFixed(1));
  return `p50 ${p50} ms, p99 ${p99} ms (goal: at most 50), ${payments} payments`;
}

/** What a million payments of a year have left in the counters: the same rows as if they had been made one by one. */
async function seedTallies(database: string, { merchantId, shopId }: { merchantId: string; shopId: string }) {
  const { storage, close } = await openStorage(database);
  const today = seoulDay(Date.now());
  const each = Math.ceil(1_000_000 / 365 / METHODS.length);
  const scope = { merchantId, mode: 'test' } as const;
  for (let ago = 0; ago < 365; ago += 1) {
    const shared = { subject: shopId, day: today - ago, currency: 'KRW', detail: '' };
    const paid = METHODS.map((detail) => ({
      ...shared,
      metric: 'payment.succeeded' as const,
      detail,
      count: each,
      amount: each * 29_900,
    }));
    const others = (
      ['session.created', 'session.expired', 'refund.succeeded', 'coupon.discount'] as const
    ).map((metric) => ({ ...shared, metric, count: each, amount: each * 1_000 }));
    const decisions = ['allow', 'review'].map((detail) => ({
      ...shared,
      metric: 'risk.decision' as const,
      detail,
      count: each,
      amount: 0,
    }));
    await storage.tallies.add(scope, [...paid, ...others, ...decisions]);
  }
  await close();
}

const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
