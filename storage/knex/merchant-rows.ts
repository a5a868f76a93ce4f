import type { Merchant, MerchantRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findOne, insert } from './tables.ts';

const MERCHANTS = defineTable<Merchant>(
  'kc_merchants',
  { id: 'text', name: 'text', createdAt: 'int' },
  { key: ['id'] },
);

/** Merchants in the table `kc_merchants`. */
export function merchantRows(db: Db): MerchantRepository {
  return {
    insert: (merchant) => db.write((session) => insert(session, MERCHANTS, merchant)),
    find: (id) => db.read((session) => findOne(session, MERCHANTS, MERCHANTS.whereKey, [id])),
  };
}
