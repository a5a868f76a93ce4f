import * as assert from 'node:assert/strict';
import type { Knex } from 'knex';
import { type DepositOrderStatus, type DepositStatus, OWN_ACCOUNT } from '../../core/index.ts';

/** The bigints are text on PostgreSQL: `numeric` makes numbers of them. */
interface OrderRow {
  readonly id: number;
  readonly workspace_id: number;
  readonly status: DepositOrderStatus;
  readonly amount: number;
  readonly open_amount: number | null;
  readonly deposit_id: number | null;
  readonly matched_at: number | null;
  readonly payment_id: string | null;
  readonly attempt_id: string | null;
}

interface DepositRow {
  readonly id: number;
  readonly workspace_id: number;
  readonly status: DepositStatus;
  readonly hold: string | null;
  readonly amount: number;
  readonly open_amount: number | null;
  readonly order_id: number | null;
  readonly matched_by: string | null;
  readonly matched_at: number | null;
}

interface PaidRow {
  readonly id: string;
  readonly status: string;
  readonly gateway: string | null;
  readonly attempt_id: string | null;
}

/**
 * One order, one deposit: who is matched names the other and is named by it, and nobody else does. An order that
 * belongs to a payment is matched exactly when that payment has succeeded by it. Reads the rows themselves.
 */
export async function assertDeposits(knex: Knex): Promise<void> {
  const orders = byId((await rowsOf<OrderRow>(knex('kc_deposit_orders'))).map(numeric));
  const deposits = byId((await rowsOf<DepositRow>(knex('kc_deposits'))).map(numeric));
  const payments = await rowsOf<PaidRow>(knex('kc_payments'));
  for (const order of orders.values()) assertOrder(order, deposits);
  for (const deposit of deposits.values()) assertDeposit(deposit, orders);
  const named = [...deposits.values()].flatMap(({ order_id: id }) => (id === null ? [] : [id]));
  assert.equal(new Set(named).size, named.length, 'an order has two deposits');
  assertPaid([...orders.values()], payments);
}

/** The state of an order agrees with its deposit. */
function assertOrder(order: OrderRow, deposits: ReadonlyMap<number, DepositRow>): void {
  const isMatched = order.status === 'matched';
  const what = `order ${order.id}, ${order.status}`;
  assert.equal(order.deposit_id !== null, isMatched, `${what}: names a deposit exactly when it is matched`);
  assert.equal(order.matched_at !== null, isMatched, `${what}: has a moment of the match exactly then`);
  const open = order.status === 'pending' ? order.amount : null;
  assert.equal(order.open_amount, open, `${what}: can be matched exactly while it is pending`);
  if (order.deposit_id === null) return;
  const deposit = deposits.get(order.deposit_id);
  assert.ok(deposit, `${what}: its deposit ${order.deposit_id} is not there`);
  assert.equal(deposit.order_id, order.id, `${what}: its deposit ${deposit.id} names another order`);
  assert.equal(deposit.workspace_id, order.workspace_id, `${what}: its deposit is somebody else's`);
  if (deposit.matched_by !== 'manual' || order.payment_id !== null)
    assert.equal(deposit.amount, order.amount, `${what}: a machine matched another amount`);
}

/** The state of a deposit agrees with its order. */
function assertDeposit(deposit: DepositRow, orders: ReadonlyMap<number, OrderRow>): void {
  const isMatched = deposit.status === 'matched';
  const what = `deposit ${deposit.id}, ${deposit.status}`;
  assert.equal(deposit.order_id !== null, isMatched, `${what}: names an order exactly when it is matched`);
  assert.equal(deposit.matched_by !== null, isMatched, `${what}: says how exactly when it is matched`);
  assert.equal(deposit.matched_at !== null, isMatched, `${what}: says when exactly when it is matched`);
  const open = deposit.status === 'open' && deposit.hold === null ? deposit.amount : null;
  assert.equal(deposit.open_amount, open, `${what}: is offered to a machine exactly while it may be`);
  if (deposit.order_id === null) return;
  const order = orders.get(deposit.order_id);
  assert.equal(order?.status, 'matched', `${what}: its order ${deposit.order_id} is not matched`);
  assert.equal(order?.deposit_id, deposit.id, `${what}: its order ${deposit.order_id} names another deposit`);
}

/** A payment to an own account has succeeded exactly when the order of the attempt that it follows is matched. */
function assertPaid(orders: readonly OrderRow[], payments: readonly PaidRow[]): void {
  const succeeded = payments.filter(
    ({ status, gateway }) => status === 'succeeded' && gateway === OWN_ACCOUNT,
  );
  const paidBy = (row: { payment: string; attempt: string | null }): string =>
    `${row.payment} ${row.attempt}`;
  const paid = succeeded.map((row) => paidBy({ payment: row.id, attempt: row.attempt_id }));
  const matched = orders.flatMap((row) =>
    row.payment_id !== null && row.status === 'matched'
      ? [paidBy({ payment: row.payment_id, attempt: row.attempt_id })]
      : [],
  );
  assert.deepEqual(matched.sort(), paid.sort(), 'payments with their attempts: of matched orders, succeeded');
}

/** What the tables hold; knex does not know their columns. */
const rowsOf = async <T>(query: Knex.QueryBuilder): Promise<T[]> => (await query) as T[];

function byId<Row extends { readonly id: number }>(rows: readonly Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Only ids, amounts and times are whole numbers; ids of payments begin with letters. */
function numeric<Row extends object>(row: Row): Row {
  const entries = Object.entries(row).map(([column, value]: [string, unknown]) => [
    column,
    /(^id|_id|amount|_at)$/.test(column) && /^\d+$/.test(String(value)) ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as Row;
}
