import type { ApiKey, ApiKeyRepository, Scope } from '../../core/index.ts';
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
  async function set(column: string, scope: Scope, id: string, value: number): Promise<void> {
    const sql = `update kc_api_keys set ${column} = ? ${API_KEYS.whereKey}`;
    await db.write((session) => session.run(sql, [value, id, scope.merchantId, scope.mode]));
  }

  return {
    insert: (key) => db.write((session) => insert(session, API_KEYS, key)),
    findByHash: (hash) => db.read((session) => findOne(session, API_KEYS, 'where hash = ?', [hash])),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, API_KEYS, API_KEYS.whereKey, [id, merchantId, mode])),
    list: ({ merchantId, mode }) =>
      db.read((session) => findAll(session, API_KEYS, NEWEST_FIRST, [merchantId, mode])),
    setRevokedAt: (scope, id, at) => set('revoked_at', scope, id, at),
    setLastUsedAt: (scope, id, at) => set('last_used_at', scope, id, at),
  };
}
