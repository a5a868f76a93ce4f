import type { ApiKey, ApiKeyRepository } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { defineTable, findAll, findOne, insert } from './tables.ts';

const API_KEYS = defineTable<ApiKey>('kc_api_keys', {
  id: 'text',
  merchantId: 'text',
  mode: 'text',
  kind: 'text',
  name: 'text',
  hash: 'text',
  hint: 'text',
  createdAt: 'int',
  lastUsedAt: 'int',
  revokedAt: 'int',
});

const NEWEST_FIRST = 'where merchant_id = ? and mode = ? order by created_at desc, id desc';

/** API keys in the table `kc_api_keys`, which has nothing but their hashes. */
export function apiKeyRows(db: Db): ApiKeyRepository {
  return {
    insert: (key) => db.write((session) => insert(session, API_KEYS, key)),
    findByHash: (hash) => db.read((session) => findOne(session, API_KEYS, 'where hash = ?', [hash])),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, API_KEYS, API_KEYS.whereKey, [id, merchantId, mode])),
    list: ({ merchantId, mode }) =>
      db.read((session) => findAll(session, API_KEYS, NEWEST_FIRST, [merchantId, mode])),
    setRevokedAt: async ({ merchantId, mode }, id, at) => {
      // An end that was set is never put off, whoever comes last.
      const sql = `update kc_api_keys set revoked_at = ? ${API_KEYS.whereKey} and (revoked_at is null or revoked_at > ?)`;
      await db.write((session) => session.run(sql, [at, id, merchantId, mode, at]));
    },
    setLastUsedAt: async ({ merchantId, mode }, id, at) => {
      const sql = `update kc_api_keys set last_used_at = ? ${API_KEYS.whereKey}`;
      await db.write((session) => session.run(sql, [at, id, merchantId, mode]));
    },
  };
}
