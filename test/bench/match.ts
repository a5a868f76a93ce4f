import { join } from 'node:path';
import { decide } from '../../core/deposits/find-orders.ts';
import { newDeposit } from '../../core/deposits/new-deposit.ts';
import type { Deposit } from '../../core/index.ts';
import { type OpenStorage, openStorage } from '../../storage/index.ts';
import { percentile } from './load.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const MATCHES = 2_000;
const POLICY = { graceMinutes: 30, matchAmountOnly: false };
const SCOPE = { merchantId: 'mer_bench', mode: 'live' } as const;
const SYLLABLES = '김이박최정강조윤장임한오서신권황안송류홍';

/** How long the machine looks for a deposit's order among 10,000 pending ones, and among a million. */
export async function match(folder: string): Promise<string[]> {
  const few = await measured(join(folder, 'few.sqlite'), FEW);
  const many = await measured(join(folder, 'many.sqlite'), MANY);
  return [
    ...[few, many].map(
      ({ orders, p50, p99 }) =>
        `among ${orders.toLocaleString('en-US').padStart(9)}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    ),
    `a hundred times as many orders cost ${(many.p50 / few.p50).toFixed(2)} times as much (goal: at most 1.5; at most 2 ms at the median)`,
  ];
}

interface Measured {
  readonly orders: number;
  readonly p50: number;
  readonly p99: number;
}

async function measured(file: string, orders: number): Promise<Measured> {
  const opened = await openStorage(`sqlite:${file}`);
  try {
    await opened.migrate();
    await seed(opened, orders);
    const times: number[] = [];
    for (let n = 0; n < MATCHES; n += 1) {
      const number = ((n * 7919) % orders) + 1;
      const began = performance.now();
      const { decision } = await opened.storage.transaction((tx) => decide(tx, depositOf(number), POLICY));
      times.push(performance.now() - began);
      if (decision.kind !== 'matched' || decision.orderId !== number)
        throw new Error(`order ${number} was not found: ${JSON.stringify(decision)}`);
    }
    times.sort((a, b) => a - b);
    return { orders, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  } finally {
    await opened.close();
  }
}

const NOW = Date.now();

/** The nth order's name and amount, as `seed` writes them. */
function depositOf(number: number): Deposit {
  const at = (place: number): string =>
    SYLLABLES[Math.floor((number - 1) / SYLLABLES.length ** place) % SYLLABLES.length] ?? '';
  return {
    id: 1,
    ...newDeposit({
      ...SCOPE,
      workspaceId: 1,
      bankAccountId: 1,
      amount: 1_000 + Math.floor((number - 1) / SYLLABLES.length ** 3) * 1_000 + 100 * ((number - 1) % 7),
      depositorName: at(0) + at(1) + at(2),
      depositedAt: NOW,
      source: 'manual',
      createdAt: NOW,
    }),
  };
}

/** Orders of 8,000 names; at most a few share both name and amount, so that each deposit has one order. */
async function seed({ knex }: OpenStorage, orders: number): Promise<void> {
  const size = SYLLABLES.length;
  const syllable = (place: number): string =>
    `substr('${SYLLABLES}', ((n - 1) / ${size ** place}) % ${size} + 1, 1)`;
  const name = `${syllable(0)} || ${syllable(1)} || ${syllable(2)}`;
  const amount = `1000 + ((n - 1) / ${size ** 3}) * 1000 + 100 * ((n - 1) % 7)`;
  const values: Record<string, string> = {
    id: 'n',
    merchant_id: `'${SCOPE.merchantId}'`,
    mode: `'${SCOPE.mode}'`,
    workspace_id: '1',
    order_number: `'A-' || n`,
    amount,
    depositor_name: name,
    status: `'pending'`,
    created_at: String(NOW - 1000),
    updated_at: String(NOW - 1000),
    version: '1',
    open_amount: amount,
    open_name: name,
    open_code: `'A' || n`,
  };
  await knex.raw(
    `insert into kc_deposit_orders (${Object.keys(values).join()})
     with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${orders})
     select ${Object.values(values).join()} from counter`,
  );
}
