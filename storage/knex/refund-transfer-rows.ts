import type { RefundTransfer, RefundTransferRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findAll, findOne, IN_SCOPE, insert, update } from './tables.ts';

const TRANSFERS = defineTable<RefundTransfer>(
  'kc_refund_transfers',
  {
    refundId: 'text',
    merchantId: 'text',
    mode: 'text',
    workspaceId: 'int',
    orderId: 'int',
    attemptId: 'text',
    amount: 'int',
    sentAt: 'int',
    createdAt: 'int',
    version: 'int',
  },
  { key: ['refundId', 'merchantId', 'mode'] },
);

// Sorted by a column that is null everywhere here for the sake of PostgreSQL: see event-rows.ts.
const WAITING = `where workspace_id = ? and sent_at is null and ${IN_SCOPE} order by sent_at, created_at, refund_id`;
const OF_ATTEMPT = 'where attempt_id = ? order by created_at, refund_id';

/** Transfers back to buyers in the table `kc_refund_transfers`. */
export function refundTransferRows(db: Db): RefundTransferRepository {
  return {
    insert: (transfer) => db.write((session) => insert(session, TRANSFERS, transfer)),
    findByRefund: (refundId) =>
      db.read((session) => findOne(session, TRANSFERS, 'where refund_id = ?', [refundId])),
    update: (was, now) => db.write((session) => update(session, TRANSFERS, was, now)),
    listOfAttempt: (attemptId) => db.read((session) => findAll(session, TRANSFERS, OF_ATTEMPT, [attemptId])),
    listWaiting: ({ merchantId, mode }, workspaceId) =>
      db.read((session) => findAll(session, TRANSFERS, WAITING, [workspaceId, merchantId, mode])),
  };
}
