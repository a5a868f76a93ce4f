// The limit to measure against: node:http and sqlite3 by hand, the same rows in the same tables, one transaction
// for each request. No routing, no validation, no authentication, no idempotency, no limits.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sqlite3 from 'sqlite3';
import { openStorage } from '../../storage/index.ts';

const file = process.argv[2] ?? '';
const opened = await openStorage(`sqlite:${file}`);
await opened.migrate();
const columns = new Map<string, { name: string; number: boolean }[]>();
const db = new sqlite3.Database(file);
const run = (sql: string, params: unknown[] = []): Promise<void> =>
  new Promise((resolve, reject) => db.run(sql, params, (error) => (error ? reject(error) : resolve())));
const all = (sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> =>
  new Promise((resolve, reject) =>
    db.all(sql, params, (error, rows) =>
      error ? reject(error) : resolve(rows as Record<string, unknown>[]),
    ),
  );
for (const pragma of ['journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON'])
  await run(`PRAGMA ${pragma}`);
for (const table of [
  'kc_payments',
  'kc_payment_history',
  'kc_payment_attempts',
  'kc_events',
  'kc_sandbox_charges',
]) {
  const found = (await all(`PRAGMA table_info(${table})`)).filter(
    ({ name }) => table !== 'kc_events' || name !== 'seq',
  );
  columns.set(
    table,
    found.map(({ name, type }) => ({ name: String(name), number: /int/i.test(String(type)) })),
  );
}

/** Inserts a row; columns that are not named get what their type allows. */
function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const all = columns.get(table) ?? [];
  const values = all.map(({ name, number }) => row[name] ?? (number ? 0 : 'x'));
  const names = all.map(({ name }) => name).join();
  return run(`insert into ${table} (${names}) values (${values.map(() => '?').join()})`, values);
}

let last: Promise<unknown> = Promise.resolve();
/** One transaction at a time, as one connection allows. */
function transaction<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(async () => {
    await run('BEGIN IMMEDIATE');
    const result = await work();
    await run('COMMIT');
    return result;
  });
  last = mine;
  return mine;
}

const id = (prefix: string): string => `${prefix}_${randomBytes(16).toString('hex')}`;
const owner = { merchant_id: 'mer_1', mode: 'test' };
const TOTALS = `insert into kc_payment_totals (merchant_id, mode, standing, day, shard, n) values (?,?,?,?,0,?)
  on conflict (merchant_id, mode, standing, day, shard) do update set n = n + excluded.n`;

async function create(body: { amount: number; currency: string }): Promise<object> {
  const payment = {
    id: id('pay'),
    ...owner,
    ...body,
    status: 'requires_payment_method',
    standing: 'open',
    created_at: Date.now(),
    metadata: '{}',
    version: 1,
  };
  await transaction(async () => {
    await insert('kc_payments', payment);
    await run(TOTALS, ['mer_1', 'test', 'open', 1, 1]);
    await insert('kc_payment_history', { ...owner, payment_id: payment.id, seq: 1 });
    await insert('kc_events', {
      ...owner,
      id: id('evt'),
      fact: JSON.stringify({ type: 'payment.created', payment }),
    });
  });
  return payment;
}

async function complete(paymentId: string): Promise<object> {
  return transaction(async () => {
    const [payment] = await all('select * from kc_payments where id = ?', [paymentId]);
    const attempt = id('att');
    await insert('kc_payment_attempts', { ...owner, id: attempt, payment_id: paymentId });
    await insert('kc_sandbox_charges', { attempt_id: attempt, mode: 'test' });
    await insert('kc_payment_history', { ...owner, payment_id: paymentId, seq: 2 });
    await run(`update kc_payments set status = 'succeeded', standing = 'paid', version = 3 where id = ?`, [
      paymentId,
    ]);
    await run(TOTALS, ['mer_1', 'test', 'open', 1, -1]);
    await run(TOTALS, ['mer_1', 'test', 'paid', 1, 1]);
    await insert('kc_payment_history', { ...owner, payment_id: paymentId, seq: 3 });
    await insert('kc_events', {
      ...owner,
      id: id('evt'),
      fact: JSON.stringify({ type: 'payment.succeeded', payment }),
    });
    return { ...payment, status: 'completed' };
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const done = /\/payments\/(\w+)\/complete$/.exec(request.url ?? '')?.[1];
  const body = done
    ? await complete(done)
    : await create(JSON.parse(text) as { amount: number; currency: string });
  response.writeHead(done ? 200 : 201, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

await run(`insert into kc_merchants (id, name, created_at) values ('mer_1', 'bench', 0)`);
const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
