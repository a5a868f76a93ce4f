import type { Scope, WebhookDelivery, WebhookDeliveryRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { type Condition, keysetPage } from './keyset.ts';
import { inList } from './rows.ts';
import { defineTable, findAll, findOne } from './tables.ts';
import { listDueInTurn } from './webhook-turns.ts';

const DELIVERIES = defineTable<WebhookDelivery>('kc_webhook_deliveries', {
  id: 'text',
  merchantId: 'text',
  mode: 'text',
  endpointId: 'text',
  url: 'text',
  eventId: 'text',
  eventType: 'text',
  body: 'text',
  status: 'text',
  attempts: 'int',
  dueAt: 'int',
  lastAttemptAt: 'int',
  responseStatus: 'int',
  error: 'text',
  createdAt: 'int',
});

/** Rows of one insert; all databases take so many values at once. */
const INSERT_ROWS = 32;

/** Deliveries in the table `kc_webhook_deliveries`. */
export function webhookDeliveryRows(db: Db): WebhookDeliveryRepository {
  return {
    find: (scope, endpointId, id) =>
      db.read((session) => {
        const { sql, params } = atEndpoint(scope, endpointId, id);
        return findOne(session, DELIVERIES, sql, params);
      }),
    insert: (deliveries) =>
      db.write(async (session) => {
        for (let from = 0; from < deliveries.length; from += INSERT_ROWS) {
          const rows = deliveries.slice(from, from + INSERT_ROWS);
          await session.run(
            DELIVERIES.insertMissing(session.dialect, rows.length),
            rows.flatMap(DELIVERIES.insertParams),
          );
        }
      }),
    update: async (was, now) => {
      const sql = `${DELIVERIES.update} and coalesce(due_at, -1) = ? and attempts = ?`;
      const fence = [was.dueAt ?? -1, was.attempts];
      const params = [...DELIVERIES.updateParams(now), ...DELIVERIES.keyParams(was), ...fence];
      return (await db.write((session) => session.run(sql, params))) === 1;
    },
    list: (scope, endpointId, cursor) => {
      const listed = {
        matches: {
          sql: 'endpoint_id = ? and merchant_id = ? and mode = ?',
          params: [endpointId, scope.merchantId, scope.mode],
        },
        cursorRow: (id: string) => atEndpoint(scope, endpointId, id),
        index: 'kc_webhook_deliveries_newest',
      };
      return db.read((session) => keysetPage(session, DELIVERIES, listed, cursor));
    },
    listDue: (now, room) => db.read((session) => listDueInTurn(session, DELIVERIES, now, room)),
    claim: (due, { token, now, until }) => {
      if (due.length === 0) return Promise.resolve([]);
      const { sql, params } = inList(due.map(({ id }) => id));
      const lease = `update kc_webhook_deliveries set due_at = ?, lease = ? where id in (${sql}) and status = ? and due_at <= ?`;
      return db.write(async (session) => {
        await session.run(lease, [until, token, ...params, 'pending', now]);
        return findAll(session, DELIVERIES, `where id in (${sql}) and lease = ?`, [...params, token]);
      });
    },
  };
}

/** The delivery of this id, if it is one to this endpoint; computed, so that it is found by its id. */
function atEndpoint({ merchantId, mode }: Scope, endpointId: string, id: string): Condition {
  return {
    sql: `${DELIVERIES.whereKey} and coalesce(endpoint_id, '') = ?`,
    params: [id, merchantId, mode, endpointId],
  };
}
