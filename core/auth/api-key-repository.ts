import type { Scope } from '../kernel/scope.ts';
import type { ApiKey, Merchant } from './api-key.ts';

export interface ApiKeyRepository {
  insert(key: ApiKey): Promise<void>;
  /** Across scopes: the key is what tells the scope. */
  findByHash(hash: string): Promise<ApiKey | null>;
  find(scope: Scope, id: string): Promise<ApiKey | null>;
  /** All keys of the merchant in this mode, newest first. */
  list(scope: Scope): Promise<ApiKey[]>;
  setRevokedAt(scope: Scope, id: string, revokedAt: number): Promise<void>;
  setLastUsedAt(scope: Scope, id: string, lastUsedAt: number): Promise<void>;
}

export interface MerchantRepository {
  insert(merchant: Merchant): Promise<void>;
  find(id: string): Promise<Merchant | null>;
}
