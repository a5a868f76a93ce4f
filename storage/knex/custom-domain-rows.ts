import type { CustomDomain, CustomDomainRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { listDueCheck, postponeCheck } from './checks.ts';
import { defineTable, findOne, IN_SCOPE, insert, update } from './tables.ts';

const DOMAINS = defineTable<CustomDomain>(
  'kc_custom_domains',
  {
    id: 'text',
    merchantId: 'text',
    mode: 'text',
    shopId: 'text',
    host: 'text',
    challengeName: 'text',
    challengeValue: 'text',
    verificationStatus: 'text',
    configurationStatus: 'text',
    checks: 'int',
    checkAt: 'int',
    deadline: 'int',
    misses: 'int',
    missedAt: 'int',
    verifiedAt: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  {
    derived: {
      verified_host: ({ host, verificationStatus }) => (verificationStatus === 'verified' ? host : null),
    },
  },
);

/** Custom domains in the table `kc_custom_domains`. */
export function customDomainRows(db: Db): CustomDomainRepository {
  return {
    insert: (domain) => db.write((session) => insert(session, DOMAINS, domain)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, DOMAINS, DOMAINS.whereKey, [id, merchantId, mode])),
    findOfShop: ({ merchantId, mode }, shopId) =>
      db.read((session) =>
        findOne(session, DOMAINS, `where shop_id = ? and ${IN_SCOPE}`, [shopId, merchantId, mode]),
      ),
    update: (was, now) => db.write((session) => update(session, DOMAINS, was, now)),
    remove: ({ merchantId, mode }, id) =>
      db.write(async (session) => {
        const sql = `delete from kc_custom_domains ${DOMAINS.whereKey}`;
        return (await session.run(sql, [id, merchantId, mode])) === 1;
      }),
    findVerified: (host) =>
      db.read((session) => findOne(session, DOMAINS, 'where verified_host = ?', [host])),
    isKnown: (host) =>
      db.read(async (session) => {
        const rows = await session.all('select id from kc_custom_domains where host = ? limit 1', [host]);
        return rows.length > 0;
      }),
    postpone: (due, checkAt) => postponeCheck(db, DOMAINS, due, checkAt),
    listDueCheck: (now, limit) => listDueCheck(db, DOMAINS, now, limit),
  };
}
