import type { Coupon, CouponFilter, CouponRepository, CouponUse, Scope } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { keysetPage, type Listed } from './keyset.ts';
import { inList, toInt } from './rows.ts';
import type { Param, Session } from './session.ts';
import { defineTable, findAll, findOne, IN_SCOPE, insert, update } from './tables.ts';

const COUPONS = defineTable<Coupon>(
  'kc_coupons',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    shopId: 'text',
    code: 'text',
    nameKo: 'text',
    nameEn: 'text',
    type: 'text',
    discountKind: 'text',
    discountValue: 'int',
    per: 'text',
    currency: 'text',
    productIds: 'json',
    categoryIds: 'json',
    excludedProductIds: 'json',
    excludedCategoryIds: 'json',
    excludesSaleItems: 'bool',
    minimumOrderAmount: 'int',
    maximumOrderAmount: 'int',
    maximumDiscountAmount: 'int',
    maximumUnits: 'int',
    oneUnit: 'text',
    isExclusive: 'bool',
    usageLimit: 'int',
    usageLimitPerCustomer: 'int',
    usedCount: 'int',
    heldCount: 'int',
    givesUseBack: 'bool',
    validFrom: 'int',
    validUntil: 'int',
    isActive: 'bool',
    removedAt: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  {
    derived: {
      live_code: ({ removedAt, code }) => (removedAt === null ? code : null),
      is_removed: ({ removedAt }) => (removedAt === null ? 0 : 1),
    },
  },
);

const USES = defineTable<CouponUse>(
  'kc_coupon_uses',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    couponId: 'text',
    sessionId: 'text',
    customerHashes: 'json',
    status: 'text',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  { derived: { live_session: (use) => (isLive(use) ? use.sessionId : null) } },
);

/** One hash of a use that counts: what `customerHashes` says, where an index finds it. */
interface UseCustomer extends Scope {
  readonly useId: string;
  readonly couponId: string;
  readonly hash: string;
}

const CUSTOMERS = defineTable<UseCustomer>(
  'kc_coupon_use_customers',
  { useId: 'text', couponId: 'text', hash: 'text', merchantId: 'text', mode: 'text' },
  { key: ['useId', 'hash'] },
);

const OF_CODE = 'where merchant_id = ? and mode = ? and live_code = ?';
const REMOVED = `where merchant_id = ? and mode = ? and code = ? and removed_at is not null
  order by removed_at desc, id desc limit 1`;
const LIVE = `where live_session = ? and ${IN_SCOPE} order by coupon_id`;
const LIVE_OF_COUPON = `where live_session = ? and coupon_id = ? and ${IN_SCOPE}`;

/** Coupons in the table `kc_coupons`, their uses in `kc_coupon_uses`. */
export function couponRows(db: Db): CouponRepository {
  return {
    insert: (coupon) => db.write((session) => insert(session, COUPONS, coupon)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, COUPONS, COUPONS.whereKey, [id, merchantId, mode])),
    findByCode: ({ merchantId, mode }, code) =>
      db.read((session) => findOne(session, COUPONS, OF_CODE, [merchantId, mode, code])),
    findRemoved: ({ merchantId, mode }, code) =>
      db.read((session) => findOne(session, COUPONS, REMOVED, [merchantId, mode, code])),
    lock: ({ merchantId, mode }, id) =>
      db.write((session) => {
        // SQLite runs one unit that writes after another anyway.
        const lock = session.dialect === 'sqlite' ? '' : ' for update';
        return findOne(session, COUPONS, COUPONS.whereKey + lock, [id, merchantId, mode]);
      }),
    update: (was, now) => db.write((session) => update(session, COUPONS, was, now)),
    list: (scope, filter, cursor) =>
      db.read((session) => keysetPage(session, COUPONS, listed(scope, filter), cursor)),
    insertUse: (use) =>
      db.write(async (session) => {
        await insert(session, USES, use);
        await addCustomers(session, use);
      }),
    findUse: ({ merchantId, mode }, couponId, sessionId) =>
      db.read((session) => findOne(session, USES, LIVE_OF_COUPON, [sessionId, couponId, merchantId, mode])),
    listUses: ({ merchantId, mode }, sessionId) =>
      db.read((session) => findAll(session, USES, LIVE, [sessionId, merchantId, mode])),
    updateUse: (was, now) =>
      db.write(async (session) => {
        const saved = await update(session, USES, was, now);
        if (hashesOf(was).join() === hashesOf(saved).join()) return saved;
        await session.run('delete from kc_coupon_use_customers where use_id = ?', [was.id]);
        await addCustomers(session, saved);
        return saved;
      }),
    countOfCustomer: (scope, couponId, hashes, exceptUseId = '') =>
      db.read((session) => count(session, scope, couponId, { hashes, exceptUseId })),
  };
}

async function addCustomers(session: Session, use: CouponUse): Promise<void> {
  const { id: useId, couponId, merchantId, mode } = use;
  const rows = hashesOf(use).map((hash) => ({ useId, couponId, hash, merchantId, mode }));
  if (rows.length === 0) return;
  const sql = CUSTOMERS.insertMissing(session.dialect, rows.length);
  await session.run(sql, rows.flatMap(CUSTOMERS.insertParams));
}

async function count(
  session: Session,
  { merchantId, mode }: Scope,
  couponId: string,
  { hashes, exceptUseId }: { readonly hashes: readonly string[]; readonly exceptUseId: string },
): Promise<number> {
  if (hashes.length === 0) return 0;
  const { sql, params } = inList(hashes);
  const [row] = await session.all(
    `select count(distinct use_id) as n from kc_coupon_use_customers
     where coupon_id = ? and hash in (${sql}) and use_id <> ? and ${IN_SCOPE}`,
    [couponId, ...params, exceptUseId, merchantId, mode],
  );
  return toInt(row?.['n']);
}

function listed({ merchantId, mode }: Scope, { shopId, isActive }: CouponFilter): Listed {
  const sql = ['merchant_id = ? and mode = ? and is_removed = 0'];
  const params: Param[] = [merchantId, mode];
  if (shopId !== undefined) {
    sql.push('shop_id = ?');
    params.push(shopId);
  }
  if (isActive !== undefined) {
    sql.push('is_active = ?');
    params.push(isActive ? 1 : 0);
  }
  return {
    matches: { sql: sql.join(' and '), params },
    // A coupon that was removed, or switched off, since the last page still has its place among the others.
    cursorRow: (id) => ({ sql: COUPONS.whereKey, params: [id, merchantId, mode] }),
    index: indexOf(shopId !== undefined, isActive !== undefined),
  };
}

/** The one that begins with all that is asked for. */
function indexOf(ofShop: boolean, ofState: boolean): string {
  if (ofShop) return ofState ? 'kc_coupons_newest_of_shop_state' : 'kc_coupons_newest_of_shop';
  return ofState ? 'kc_coupons_newest_of_state' : 'kc_coupons_newest';
}

/** Under what a use is found; under nothing once it does not count. */
function hashesOf(use: CouponUse): readonly string[] {
  return isLive(use) ? use.customerHashes : [];
}

function isLive({ status }: CouponUse): boolean {
  return status === 'held' || status === 'redeemed';
}
