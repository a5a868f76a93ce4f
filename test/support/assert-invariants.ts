import * as assert from 'node:assert/strict';
import type { Knex } from 'knex';
import { PAYMENT_TRANSITIONS, type PaymentStatus } from '../../core/index.ts';
import { assertCoupons } from './assert-coupons.ts';
import { assertDeposits } from './assert-deposits.ts';
import { assertSessions } from './assert-sessions.ts';

interface PaymentRow {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly standing: string;
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly amount_refunding: number;
  readonly amount_disputed: number;
  readonly attempt_id: string | null;
  readonly version: number;
}

interface HistoryRow {
  readonly payment_id: string;
  readonly seq: number;
  readonly from_status: PaymentStatus | null;
  readonly to_status: PaymentStatus;
}

/**
 * What must be true of a database at every moment, whatever was done to it (the promises of TRUST). Reads the rows
 * themselves, so that no code of ours can hide what it has done. Throws with the payment that breaks a promise.
 */
export async function assertInvariants(knex: Knex): Promise<void> {
  const payments = await rowsOf<PaymentRow>(knex('kc_payments'));
  const refunds = await sumsOf(knex);
  const history = group(await rowsOf<HistoryRow>(knex('kc_payment_history').orderBy('seq')));
  const told = await toldOf(knex);
  const approved = await approvedOf(knex);
  for (const row of payments) {
    const payment = numeric(row);
    assertMoney(payment, refunds);
    assertHistory(payment, history.get(payment.id) ?? []);
    const succeeded = payment.status === 'succeeded' ? 1 : 0;
    assert.equal(told.get(payment.id) ?? 0, succeeded, `${payment.id}: succeeded, and told so, are one`);
    assert.deepEqual(
      approved.get(payment.id) ?? [],
      // Coupons have paid for a payment of nothing.
      succeeded && payment.amount > 0 ? [payment.attempt_id] : [],
      `${payment.id}: exactly the attempt that it follows has paid it`,
    );
  }
  await assertTotals(knex, payments);
  await assertDeposits(knex);
  await assertSessions(knex);
  await assertCoupons(knex);
}

/** No more is given back than was taken, and the numbers on the payment are those of its refunds. */
function assertMoney(payment: PaymentRow, refunds: ReadonlyMap<string, number>): void {
  const { id, amount, amount_captured: captured, amount_refunded: back, amount_refunding: open } = payment;
  assert.ok(captured <= amount, `${id}: captured ${captured} of ${amount}`);
  assert.ok(back + open <= captured, `${id}: ${back} and ${open} of ${captured} given back`);
  assert.ok(open >= 0 && back >= 0, `${id}: negative numbers`);
  assert.equal(back, refunds.get(`${id} succeeded`) ?? 0, `${id}: refunds that succeeded`);
  assert.equal(open, refunds.get(`${id} processing`) ?? 0, `${id}: refunds that wait`);
}

/** The history has no gap, ends where the payment is, and takes only steps of the table. */
function assertHistory(payment: PaymentRow, rows: readonly HistoryRow[]): void {
  assert.equal(rows.length, payment.version, `${payment.id}: one row of history for each version`);
  rows.forEach(({ seq, from_status: from, to_status: to }, index) => {
    assert.equal(Number(seq), index + 1, `${payment.id}: a gap in its history`);
    assert.equal(
      from,
      rows[index - 1]?.to_status ?? null,
      `${payment.id}: its history does not hang together`,
    );
    const legal = from === null || from === to || PAYMENT_TRANSITIONS[from].includes(to);
    assert.ok(legal, `${payment.id}: ${String(from)} became ${to}`);
  });
  assert.equal(rows.at(-1)?.to_status, payment.status, `${payment.id}: its history ends elsewhere`);
}

async function sumsOf(knex: Knex): Promise<Map<string, number>> {
  const rows = await rowsOf<{ payment_id: string; status: string; amount: number }>(
    knex('kc_refunds').select('payment_id', 'status', 'amount'),
  );
  const sums = new Map<string, number>();
  for (const { payment_id: id, status, amount } of rows) {
    const key = `${id} ${status}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(amount));
  }
  return sums;
}

/** How often the world was told that a payment has succeeded. */
async function toldOf(knex: Knex): Promise<Map<string, number>> {
  const told = new Map<string, number>();
  for (const { fact } of await rowsOf<{ fact: string }>(knex('kc_events').select('fact'))) {
    const { type, payment } = JSON.parse(fact) as { type: string; payment: { id: string } };
    if (type === 'payment.succeeded') told.set(payment.id, (told.get(payment.id) ?? 0) + 1);
  }
  return told;
}

async function approvedOf(knex: Knex): Promise<Map<string, string[]>> {
  const rows = await rowsOf<{ id: string; payment_id: string }>(
    knex('kc_payment_attempts').where({ status: 'succeeded' }),
  );
  const approved = new Map<string, string[]>();
  for (const { id, payment_id: of } of rows) approved.set(of, [...(approved.get(of) ?? []), id]);
  return approved;
}

/** The counters behind `total` say what counting would. */
async function assertTotals(knex: Knex, payments: readonly PaymentRow[]): Promise<void> {
  const counted = new Map<string, number>();
  for (const { standing } of payments) counted.set(standing, (counted.get(standing) ?? 0) + 1);
  const kept = new Map<string, number>();
  for (const { standing, n } of await rowsOf<{ standing: string; n: number }>(knex('kc_payment_totals')))
    kept.set(standing, (kept.get(standing) ?? 0) + Number(n));
  for (const standing of new Set([...counted.keys(), ...kept.keys()]))
    assert.equal(kept.get(standing) ?? 0, counted.get(standing) ?? 0, `the total of ${standing} payments`);
}

function group(rows: readonly HistoryRow[]): Map<string, HistoryRow[]> {
  const grouped = new Map<string, HistoryRow[]>();
  for (const row of rows) grouped.set(row.payment_id, [...(grouped.get(row.payment_id) ?? []), row]);
  return grouped;
}

/** What the tables hold; knex does not know their columns. */
const rowsOf = async <T>(query: Knex.QueryBuilder): Promise<T[]> => (await query) as T[];

/** PostgreSQL gives bigints as text. */
function numeric(row: PaymentRow): PaymentRow {
  return {
    ...row,
    amount: Number(row.amount),
    amount_captured: Number(row.amount_captured),
    amount_refunded: Number(row.amount_refunded),
    amount_refunding: Number(row.amount_refunding),
    version: Number(row.version),
  };
}
