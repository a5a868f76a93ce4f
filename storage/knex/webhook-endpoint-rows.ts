import type { Scope, WebhookEndpoint, WebhookEndpointRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findAll, findOne, insert, owned, update } from './tables.ts';

const ENDPOINTS = defineTable<WebhookEndpoint>('kc_webhook_endpoints', {
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
});

const OF_FAMILY = 'where merchant_id = ? and mode = ? and family = ? order by created_at, id';
const ACTIVE = 'where merchant_id = ? and mode = ? and active = 1 order by created_at, id';

const OF_SHOP = 'where shop_id = ? order by created_at, id';

/** Endpoints in the table `kc_webhook_endpoints`. */
export function webhookEndpointRows(db: Db): WebhookEndpointRepository {
  const listOfShop = async (scope: Scope, shopId: string): Promise<WebhookEndpoint[]> =>
    owned(scope, await db.read((session) => findAll(session, ENDPOINTS, OF_SHOP, [shopId])));
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
    listOfShop,
    findOfShop: async (scope, shopId, origin) =>
      (await listOfShop(scope, shopId)).find(({ url }) => url === origin) ?? null,
    listSubscribed: async ({ merchantId, mode }, type) => {
      const active = await db.read((session) => findAll(session, ENDPOINTS, ACTIVE, [merchantId, mode]));
      return active.filter(({ events }) => events.includes(type));
    },
  };
}
