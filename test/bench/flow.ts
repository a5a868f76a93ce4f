import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Pool } from 'undici';
import { type Running, start } from './children.ts';
import { load, type Measured, post, type Timed } from './load.ts';

const CONNECTIONS = 16;
const ROUNDS = 3;
const SECONDS = 5;
const BODY = JSON.stringify({ amount: 29_900, currency: 'KRW', method: 'card' });
const CLI = 'dist/adapters/server/cli.js';

/** Create and complete a payment with its outbox rows, durable, against the same rows written by hand. */
export async function flow(folder: string): Promise<string[]> {
  const env = {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'ours.sqlite')}`,
    RATE_LIMIT_LIFEOS: '1000000',
    LOG_LEVEL: 'warn',
    WEBHOOK_ALLOW_PRIVATE: 'true',
  };
  const demo = execFileSync(process.execPath, [CLI, 'demo', '--json'], { env: { ...process.env, ...env } });
  const { apiKeys } = JSON.parse(demo.toString()) as { apiKeys: { test: string } };
  const ours = await start([CLI, 'serve'], env);
  const theirs = await start([
    '--import',
    'tsx',
    'test/bench/hand-written-server.ts',
    join(folder, 'theirs.sqlite'),
  ]);
  const headers = { authorization: `Bearer ${apiKeys.test}`, 'content-type': 'application/json' };
  const rounds: { ours: Measured; theirs: Measured }[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({
        ours: await load(ours.url, CONNECTIONS, SECONDS, buy('/v2', '/test_helpers', headers)),
        theirs: await load(theirs.url, CONNECTIONS, SECONDS, buy('', '', {})),
      });
    return report(rounds, ours);
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

function buy(create: string, complete: string, headers: Record<string, string>) {
  return async (pool: Pool, timed: Timed): Promise<void> => {
    const { id } = await timed(() => post(pool, `${create}/payments`, headers, BODY));
    await timed(() => post(pool, `${complete}/payments/${id}/complete`, headers, ''));
  };
}

function report(rounds: readonly { ours: Measured; theirs: Measured }[], server: Running): string[] {
  const ratios = rounds.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond).sort((a, b) => a - b);
  const line = (name: string, { perSecond, p50Ms, p99Ms }: Measured): string =>
    `${name}: ${Math.round(perSecond)} requests/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
  const last = rounds.at(-1);
  return [
    ...(last ? [line('ours        ', last.ours), line('hand-written', last.theirs)] : []),
    `ratio of ${ROUNDS} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} (goal: at least 0.50)`,
    `resident memory after it: ${Math.round(server.residentMiB() ?? 0)} MiB (goal: at most 160)`,
  ];
}
