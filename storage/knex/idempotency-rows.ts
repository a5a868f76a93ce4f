import type { IdempotencyRecord, IdempotencyRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findOne, insertNew } from './tables.ts';

const RECORDS = defineTable<IdempotencyRecord>(
  'kc_idempotency_keys',
  {
    merchantId: 'text',
    mode: 'text',
    key: 'text',
    requestHash: 'text',
    subjectId: 'text',
    answer: 'json',
    leaseUntil: 'int',
    expiresAt: 'int',
  },
  { key: ['merchantId', 'mode', 'key'], names: { key: 'idempotency_key' } },
);

const EXPIRED =
  'select merchant_id, mode, idempotency_key from kc_idempotency_keys where expires_at <= ? order by expires_at limit ?';

/** Idempotency keys in the table `kc_idempotency_keys`. */
export function idempotencyRows(db: Db): IdempotencyRepository {
  return {
    find: ({ merchantId, mode }, key) =>
      db.read((session) => findOne(session, RECORDS, RECORDS.whereKey, [merchantId, mode, key])),
    insert: (record) => db.write((session) => insertNew(session, RECORDS, record)),
    takeOver: async (seen, leaseUntil) => {
      const sql = `update kc_idempotency_keys set lease_until = ? ${RECORDS.whereKey} and lease_until = ? and answer is null`;
      const params = [leaseUntil, ...RECORDS.keyParams(seen), seen.leaseUntil];
      return (await db.write((session) => session.run(sql, params))) === 1;
    },
    saveAnswer: async (record, answer) => {
      const sql = `update kc_idempotency_keys set answer = ? ${RECORDS.whereKey}`;
      await db.write((session) => session.run(sql, [JSON.stringify(answer), ...RECORDS.keyParams(record)]));
    },
    remove: async (seen) => {
      // A key that was taken again meanwhile has another end.
      const sql = `delete from kc_idempotency_keys ${RECORDS.whereKey} and coalesce(expires_at, 0) = ?`;
      await db.write((session) => session.run(sql, [...RECORDS.keyParams(seen), seen.expiresAt]));
    },
    deleteExpired: (now, limit) =>
      db.write(async (session) => {
        let deleted = 0;
        for (const row of await session.all(EXPIRED, [now, limit])) {
          const key = [row['merchant_id'], row['mode'], row['idempotency_key']] as string[];
          const sql = `delete from kc_idempotency_keys ${RECORDS.whereKey} and coalesce(expires_at, 0) <= ?`;
          deleted += await session.run(sql, [...key, now]);
        }
        return deleted;
      }),
  };
}
