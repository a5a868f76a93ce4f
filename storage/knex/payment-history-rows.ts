import type { PaymentHistoryEntry, PaymentHistoryRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findAll, insert } from './tables.ts';

const HISTORY = defineTable<PaymentHistoryEntry>(
  'kc_payment_history',
  {
    paymentId: 'text',
    merchantId: 'text',
    mode: 'text',
    sequence: 'int',
    from: 'text',
    to: 'text',
    reason: 'text',
    attemptId: 'text',
    at: 'int',
  },
  {
    key: ['paymentId', 'sequence'],
    names: { sequence: 'seq', from: 'from_status', to: 'to_status', at: 'changed_at' },
  },
);

const OLDEST_FIRST = 'where payment_id = ? and merchant_id = ? and mode = ? order by seq';

/** The history of payments in the table `kc_payment_history`. */
export function paymentHistoryRows(db: Db): PaymentHistoryRepository {
  return {
    append: (entry) => db.write((session) => insert(session, HISTORY, entry)),
    list: ({ merchantId, mode }, paymentId) =>
      db.read((session) => findAll(session, HISTORY, OLDEST_FIRST, [paymentId, merchantId, mode])),
  };
}
