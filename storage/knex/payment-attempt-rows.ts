import type { PaymentAttempt, PaymentAttemptRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { listDueCheck, postponeCheck } from './checks.ts';
import { defineTable, findAll, findOne, insert, update } from './tables.ts';

const ATTEMPTS = defineTable<PaymentAttempt>('kc_payment_attempts', {
  id: 'text',
  merchantId: 'text',
  mode: 'text',
  paymentId: 'text',
  gateway: 'text',
  method: 'text',
  instalmentMonths: 'int',
  status: 'text',
  returnUrl: 'text',
  nextAction: 'json',
  amountApproved: 'int',
  failureCode: 'text',
  failureMessage: 'text',
  checkAt: 'int',
  checks: 'int',
  createdAt: 'int',
  updatedAt: 'int',
  version: 'int',
});

const OLDEST_FIRST = 'where payment_id = ? and merchant_id = ? and mode = ? order by created_at, id';

/** Attempts in the table `kc_payment_attempts`. */
export function paymentAttemptRows(db: Db): PaymentAttemptRepository {
  return {
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, ATTEMPTS, ATTEMPTS.whereKey, [id, merchantId, mode])),
    insert: (attempt) => db.write((session) => insert(session, ATTEMPTS, attempt)),
    update: (was, now) => db.write((session) => update(session, ATTEMPTS, was, now)),
    list: ({ merchantId, mode }, paymentId) =>
      db.read((session) => findAll(session, ATTEMPTS, OLDEST_FIRST, [paymentId, merchantId, mode])),
    listDueCheck: (now, limit) => listDueCheck(db, ATTEMPTS, now, limit),
    postpone: (due, checkAt) => postponeCheck(db, ATTEMPTS, due, checkAt),
  };
}
