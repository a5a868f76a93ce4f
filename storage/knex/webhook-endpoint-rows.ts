import { createHash } from 'node:crypto';
import type { WebhookEndpoint, WebhookEndpointRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findAll, findOne, IN_SCOPE, insert, update } from './tables.ts';

const ENDPOINTS = defineTable<WebhookEndpoint>(
  'kc_webhook_endpoints',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    family: 'text',
    workspaceId: 'int',
    shopId: 'text',
    url: 'text',
    events: 'json',
    sealedSecret: 'text',
    sealedPreviousSecret: 'text',
    previousSecretUntil: 'int',
    active: 'bool',
    disabledReason: 'text',
    failingSince: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  { derived: { shop_origin: ({ shopId, url }) => (shopId === null ? null : originKey(shopId, url)) } },
);

const OF_FAMILY = 'where merchant_id = ? and mode = ? and family = ? order by created_at, id';
const ACTIVE = 'where merchant_id = ? and mode = ? and active = 1 order by created_at, id';

const OF_ORIGIN = `where shop_origin = ? and ${IN_SCOPE}`;

/** Endpoints in the table `kc_webhook_endpoints`. */
export function webhookEndpointRows(db: Db): WebhookEndpointRepository {
  return {
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, ENDPOINTS, ENDPOINTS.whereKey, [id, merchantId, mode])),
    insert: (endpoint) => db.write((session) => insert(session, ENDPOINTS, endpoint)),
    update: (was, now) => db.write((session) => update(session, ENDPOINTS, was, now)),
    remove: ({ merchantId, mode }, id) =>
      db.write(async (session) => {
        const sql = `delete from kc_webhook_endpoints ${ENDPOINTS.whereKey}`;
        if ((await session.run(sql, [id, merchantId, mode])) === 0) return false;
        await session.run('delete from kc_webhook_deliveries where endpoint_id = ?', [id]);
        return true;
      }),
    list: ({ merchantId, mode }, family) =>
      db.read((session) => findAll(session, ENDPOINTS, OF_FAMILY, [merchantId, mode, family])),
    insertMissing: (endpoint) =>
      db.write(async (session) => {
        const sql = ENDPOINTS.insertMissing(session.dialect, 1);
        await session.run(sql, ENDPOINTS.insertParams(endpoint));
      }),
    findOfShop: ({ merchantId, mode }, shopId, origin) =>
      db.read((session) =>
        findOne(session, ENDPOINTS, OF_ORIGIN, [originKey(shopId, origin), merchantId, mode]),
      ),
    listSubscribed: async ({ merchantId, mode }, type) => {
      const active = await db.read((session) => findAll(session, ENDPOINTS, ACTIVE, [merchantId, mode]));
      return active.filter(({ events }) => events.includes(type));
    },
  };
}

/** Short enough for an index, whatever the origin. */
function originKey(shopId: string, origin: string): string {
  return createHash('sha256').update(`${shopId} ${origin}`).digest('hex');
}
