import type { Scope } from '../kernel/scope.ts';
import type { ApiKey, Merchant } from './api-key.ts';

/** The rows of API keys. Keys are never deleted: a revoked one stays to be told from one that never was. */
export interface ApiKeyRepository {
  insert(key: ApiKey): Promise<void>;
  /** Across scopes: the key is what tells the scope. */
  findByHash(hash: string): Promise<ApiKey | null>;
  find(scope: Scope, id: string): Promise<ApiKey | null>;
  /** All keys of the merchant in this mode, newest first. */
  list(scope: Scope): Promise<ApiKey[]>;
  /** Ends the key at this moment, or leaves an earlier end as it is. */
  setRevokedAt(scope: Scope, id: string, revokedAt: number): Promise<void>;
  setLastUsedAt(scope: Scope, id: string, lastUsedAt: number): Promise<void>;
}

/** The rows of merchants: the only ones that belong to no scope. */
export interface MerchantRepository {
  insert(merchant: Merchant): Promise<void>;
  find(id: string): Promise<Merchant | null>;
}
