import * as assert from 'uvu/assert';
import { type OpenStorage, openStorage } from '../../storage/index.ts';

/** What a database holds, read with plain SQL, behind the back of everything that is tested. */
export interface Books {
  readonly knex: OpenStorage['knex'];
  count(table: string, where?: Readonly<Record<string, unknown>>): Promise<number>;
  eventIds(): Promise<string[]>;
  /** Whether every event is told, every delivery has arrived and every refund is settled. */
  isQuiet(): Promise<boolean>;
  /** Refunds never exceed what was captured, and numbers, rows, history and outbox say the same. */
  assertSound(): Promise<void>;
}

/** Lends the books of a database. */
export async function withBooks(url: string, use: (books: Books) => Promise<void>): Promise<void> {
  const { knex, dialect, close } = await openStorage(url);
  const count = async (table: string, where: Readonly<Record<string, unknown>> = {}): Promise<number> => {
    const [row] = await knex(table).where(where).count({ n: '*' });
    return Number(row?.['n']);
  };
  try {
    await use({
      knex,
      count,
      eventIds: async () => (await knex<{ id: string }>('kc_events').select('id')).map(({ id }) => id),
      isQuiet: async () =>
        (await count('kc_events', { dispatched_at: null })) +
          (await count('kc_webhook_deliveries', { status: 'pending' })) +
          (await count('kc_refunds', { status: 'processing' })) ===
        0,
      assertSound: async () => {
        if (dialect === 'sqlite')
          assert.equal(await knex.raw('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
        await assertRefunds(knex);
        await assertHistory(knex);
        await assertEvents(knex);
      },
    });
  } finally {
    await close();
  }
}

interface PaymentRow {
  readonly id: string;
  readonly status: string;
  readonly amount_captured: number | string;
  readonly amount_refunded: number | string;
  readonly amount_refunding: number | string;
  readonly version: number | string;
}

async function payments(knex: Books['knex']): Promise<PaymentRow[]> {
  return knex<PaymentRow>('kc_payments').select('*');
}

async function assertRefunds(knex: Books['knex']): Promise<void> {
  const refunds = await knex<{ payment_id: string; status: string; amount: number | string }>(
    'kc_refunds',
  ).select('*');
  for (const payment of await payments(knex)) {
    const sum = (status: string): number =>
      refunds
        .filter((refund) => refund.payment_id === payment.id && refund.status === status)
        .reduce((total, { amount }) => total + Number(amount), 0);
    assert.is(Number(payment.amount_refunded), sum('succeeded'), payment.id);
    assert.is(Number(payment.amount_refunding), sum('processing'), payment.id);
    const given = sum('succeeded') + sum('processing');
    assert.ok(given <= Number(payment.amount_captured), `${payment.id} gives back ${given}`);
  }
}

/** One row for each version of a payment, without a gap. */
async function assertHistory(knex: Books['knex']): Promise<void> {
  const rows = await knex<{ payment_id: string; seq: number | string }>('kc_payment_history').select('*');
  const seen = new Map<string, Set<number>>();
  for (const { payment_id: id, seq } of rows) seen.set(id, (seen.get(id) ?? new Set()).add(Number(seq)));
  for (const { id, version } of await payments(knex)) {
    assert.is(seen.get(id)?.size, Number(version), `history of ${id}`);
    assert.is(Math.max(...(seen.get(id) ?? [])), Number(version), `history of ${id}`);
  }
}

interface Fact {
  readonly type: string;
  readonly payment: { readonly id: string };
  readonly refund?: { readonly id: string };
}

/** A payment that has succeeded has told so once, and so has each refund. */
async function assertEvents(knex: Books['knex']): Promise<void> {
  const rows = await knex<{ fact: string }>('kc_events').select('fact');
  const facts = rows.map(({ fact }) => JSON.parse(fact) as Fact);
  const told = (type: string): string[] =>
    facts.filter((fact) => fact.type === type).map((fact) => (fact.refund ?? fact.payment).id);
  const paid = (await payments(knex)).filter(({ status }) => status === 'succeeded').map(({ id }) => id);
  assert.equal(told('payment.succeeded').sort(), paid.sort());
  const refunds = await knex<{ id: string; status: string }>('kc_refunds').select('*');
  const settled = refunds.filter(({ status }) => status === 'succeeded').map(({ id }) => id);
  assert.equal(told('refund.succeeded').sort(), settled.sort());
  assert.equal(told('refund.created').sort(), refunds.map(({ id }) => id).sort());
}
