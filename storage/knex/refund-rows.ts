import type { Refund, RefundRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { listDueCheck, postponeCheck } from './checks.ts';
import { defineTable, findAll, findOne, insert, update } from './tables.ts';

const REFUNDS = defineTable<Refund>('kc_refunds', {
  id: 'text',
  merchantId: 'text',
  mode: 'text',
  paymentId: 'text',
  status: 'text',
  amount: 'int',
  currency: 'text',
  reason: 'text',
  notifyCustomer: 'bool',
  origin: 'text',
  refundAccount: 'json',
  failureCode: 'text',
  failureMessage: 'text',
  checkAt: 'int',
  checks: 'int',
  createdAt: 'int',
  updatedAt: 'int',
  version: 'int',
});

const OLDEST_FIRST = 'where payment_id = ? and merchant_id = ? and mode = ? order by created_at, id';

/** Refunds in the table `kc_refunds`. */
export function refundRows(db: Db): RefundRepository {
  return {
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, REFUNDS, REFUNDS.whereKey, [id, merchantId, mode])),
    insert: (refund) => db.write((session) => insert(session, REFUNDS, refund)),
    update: (was, now) => db.write((session) => update(session, REFUNDS, was, now)),
    list: ({ merchantId, mode }, paymentId) =>
      db.read((session) => findAll(session, REFUNDS, OLDEST_FIRST, [paymentId, merchantId, mode])),
    listDueCheck: (now, limit) => listDueCheck(db, REFUNDS, now, limit),
    postpone: (due, checkAt) => postponeCheck(db, REFUNDS, due, checkAt),
  };
}
