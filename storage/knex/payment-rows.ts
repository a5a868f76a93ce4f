import {
  type Payment,
  type PaymentFilter,
  type PaymentRepository,
  type Scope,
  standingOf,
} from '../../core/index.ts';
import type { Db } from './backend.ts';
import { keysetPage, type Listed } from './keyset.ts';
import { addToTotals, countPayments } from './payment-totals.ts';
import type { Param } from './session.ts';
import { defineTable, findAll, findOne, insert, update } from './tables.ts';

const PAYMENTS = defineTable<Payment>(
  'kc_payments',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    status: 'text',
    amount: 'int',
    currency: 'text',
    amountCaptured: 'int',
    amountRefunded: 'int',
    amountRefunding: 'int',
    amountDisputed: 'int',
    method: 'text',
    instalmentMonths: 'int',
    sessionId: 'text',
    description: 'text',
    metadata: 'json',
    gateway: 'text',
    attemptId: 'text',
    attemptCount: 'int',
    nextAction: 'json',
    instrument: 'json',
    cancelReason: 'text',
    failureCode: 'text',
    failureMessage: 'text',
    expiresAt: 'int',
    dueAt: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  { derived: { standing: standingOf } },
);

const LEASE = `update kc_payments set due_at = ? ${PAYMENTS.whereKey} and due_at = ?`;

/** Payments in the table `kc_payments`, counted in `kc_payment_totals`. */
export function paymentRows(db: Db): PaymentRepository {
  return {
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, PAYMENTS, PAYMENTS.whereKey, [id, merchantId, mode])),
    findScope: (id) =>
      db.read(async (session) => {
        const [row] = await session.all('select merchant_id, mode from kc_payments where id = ?', [id]);
        return row ? ({ merchantId: row['merchant_id'], mode: row['mode'] } as Scope) : null;
      }),
    lock: ({ merchantId, mode }, id) =>
      db.write(async (session) => {
        // SQLite runs one unit that writes after another anyway.
        if (session.dialect === 'sqlite') return;
        const sql = `select id from kc_payments ${PAYMENTS.whereKey} for update`;
        await session.all(sql, [id, merchantId, mode]);
      }),
    insert: (payment) =>
      db.write(async (session) => {
        await insert(session, PAYMENTS, payment);
        await addToTotals(session, payment, [{ standing: standingOf(payment), n: 1 }]);
      }),
    update: (was, now) =>
      db.write(async (session) => {
        const saved = await update(session, PAYMENTS, was, now);
        const [before, after] = [standingOf(was), standingOf(saved)];
        if (before !== after)
          await addToTotals(session, was, [
            { standing: before, n: -1 },
            { standing: after, n: 1 },
          ]);
        return saved;
      }),
    list: (scope, filter, cursor) =>
      db.read((session) => keysetPage(session, PAYMENTS, listed(scope, filter), cursor)),
    count: (scope, filter) => db.read((session) => countPayments(session, scope, filter)),
    listDueExpiry: (now, limit) =>
      db.read((session) =>
        findAll(session, PAYMENTS, 'where due_at <= ? order by due_at limit ?', [now, limit]),
      ),
    postpone: (due, dueAt) =>
      db.write(async (session) => {
        if (due.dueAt === null) return false;
        return (await session.run(LEASE, [dueAt, due.id, due.merchantId, due.mode, due.dueAt])) === 1;
      }),
  };
}

function listed({ merchantId, mode }: Scope, { standing, createdAfter }: PaymentFilter): Listed {
  const sql = ['merchant_id = ?', 'mode = ?'];
  const params: Param[] = [merchantId, mode];
  if (standing !== undefined) {
    sql.push('standing = ?');
    params.push(standing);
  }
  if (createdAfter !== undefined) {
    sql.push('created_at > ?');
    params.push(createdAfter);
  }
  return {
    matches: { sql: sql.join(' and '), params },
    cursorRow: (id) => ({ sql: PAYMENTS.whereKey, params: [id, merchantId, mode] }),
    index: standing === undefined ? 'kc_payments_newest' : 'kc_payments_newest_of_standing',
  };
}
