import type { CheckoutSession, Scope, SessionRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { keysetPage } from './keyset.ts';
import { defineTable, findOne, IN_SCOPE, insert, update } from './tables.ts';

const SESSIONS = defineTable<CheckoutSession>(
  'kc_checkout_sessions',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    shopId: 'text',
    paymentId: 'text',
    platform: 'text',
    platformOrderId: 'text',
    askedHash: 'text',
    currency: 'text',
    items: 'json',
    shippingAmount: 'int',
    taxAmount: 'int',
    discountAmount: 'int',
    orderAmount: 'int',
    coupons: 'json',
    customer: 'json',
    shippingAddress: 'json',
    needsShipping: 'bool',
    returnUrl: 'text',
    cancelUrl: 'text',
    webhookUrl: 'text',
    metadata: 'json',
    language: 'text',
    expiresAt: 'int',
    completedAt: 'int',
    endedAt: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  { derived: { open_order: ({ endedAt, platformOrderId }) => (endedAt === null ? platformOrderId : null) } },
);

const OPEN = `where shop_id = ? and open_order = ? and ${IN_SCOPE}`;

/** Checkout sessions in the table `kc_checkout_sessions`. */
export function sessionRows(db: Db): SessionRepository {
  return {
    insert: (session) => db.write((at) => insert(at, SESSIONS, session)),
    find: ({ merchantId, mode }, id) =>
      db.read((at) => findOne(at, SESSIONS, SESSIONS.whereKey, [id, merchantId, mode])),
    findScope: (id) =>
      db.read(async (at) => {
        const sql = 'select merchant_id, mode from kc_checkout_sessions where id = ?';
        const [row] = await at.all(sql, [id]);
        return row ? ({ merchantId: row['merchant_id'], mode: row['mode'] } as Scope) : null;
      }),
    findOpen: ({ merchantId, mode }, shopId, platformOrderId) =>
      db.read((at) => findOne(at, SESSIONS, OPEN, [shopId, platformOrderId, merchantId, mode])),
    update: (was, now) => db.write((at) => update(at, SESSIONS, was, now)),
    list: ({ merchantId, mode }, shopId, cursor) => {
      const listed = {
        matches: {
          sql: 'merchant_id = ? and mode = ? and shop_id = ?',
          params: [merchantId, mode, shopId],
        },
        cursorRow: (id: string) => ({
          sql: `${SESSIONS.whereKey} and shop_id = ?`,
          params: [id, merchantId, mode, shopId],
        }),
        index: 'kc_checkout_sessions_newest',
      };
      return db.read((at) => keysetPage(at, SESSIONS, listed, cursor));
    },
  };
}
