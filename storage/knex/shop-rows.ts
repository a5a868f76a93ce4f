import type { Scope, Shop, ShopRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { keysetPage } from './keyset.ts';
import { defineTable, findOne, insert, update } from './tables.ts';

const SHOPS = defineTable<Shop>(
  'kc_shops',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    name: 'text',
    description: 'text',
    website: 'text',
    status: 'text',
    business: 'json',
    isBusinessVerified: 'bool',
    contactEmail: 'text',
    contactPhone: 'text',
    currency: 'text',
    timezone: 'text',
    language: 'text',
    paymentMethods: 'json',
    theme: 'json',
    termsUrl: 'text',
    privacyUrl: 'text',
    notificationEmail: 'text',
    autoRefund: 'bool',
    paymentTimeoutMs: 'int',
    riskPolicy: 'json',
    webhookUrl: 'text',
    sealedWebhookSecret: 'text',
    sealedPreviousSecret: 'text',
    previousSecretUntil: 'int',
    isDefault: 'bool',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  { derived: { default_of: (shop) => (shop.isDefault ? ownerOf(shop) : null) } },
);

/** Shops in the table `kc_shops`. */
export function shopRows(db: Db): ShopRepository {
  return {
    insert: (shop) => db.write((session) => insert(session, SHOPS, shop)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, SHOPS, SHOPS.whereKey, [id, merchantId, mode])),
    findDefault: (scope) =>
      db.read((session) => findOne(session, SHOPS, 'where default_of = ?', [ownerOf(scope)])),
    update: (was, now) => db.write((session) => update(session, SHOPS, was, now)),
    list: ({ merchantId, mode }, cursor) => {
      const listed = {
        matches: { sql: 'merchant_id = ? and mode = ?', params: [merchantId, mode] },
        cursorRow: (id: string) => ({ sql: SHOPS.whereKey, params: [id, merchantId, mode] }),
        index: 'kc_shops_newest',
      };
      return db.read((session) => keysetPage(session, SHOPS, listed, cursor));
    },
  };
}

function ownerOf({ merchantId, mode }: Scope): string {
  return `${merchantId} ${mode}`;
}
