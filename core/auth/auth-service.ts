import { DomainError } from '../kernel/errors.ts';
import type { Mode, Scope } from '../kernel/scope.ts';
import type { Clock, Random } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { ApiKey, ApiKeyKind, Merchant } from './api-key.ts';
import {
  hashKey,
  isDead,
  isGood,
  keyHint,
  keyPrefix,
  LAST_USED_EVERY_MS,
  ROTATION_OVERLAP_MS,
} from './api-key-rules.ts';

/** What the service needs from outside. */
export interface AuthPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a caller has shown: an API key of either kind, a user's token, or nothing. */
export type CallerKind = ApiKeyKind | 'user' | 'anonymous';

/** Who is calling, and what for. */
export interface Caller {
  readonly scope: Scope;
  /** Names the credential, or the address of somebody without one: what rate limits count. */
  readonly credentialId: string;
  readonly kind: CallerKind;
  /** The person, for callers of the kind `user`. */
  readonly userId?: number;
}

/** A new key. `key` is shown this once and kept nowhere. */
export interface IssuedKey {
  readonly key: string;
  readonly apiKey: ApiKey;
}

/** What a new key is for; `name` is for people. */
export interface IssueKey {
  readonly kind: ApiKeyKind;
  readonly name: string;
}

export type AuthService = ReturnType<typeof createAuthService>;

/** Merchants and their API keys: issue, rotate, revoke, and tell whose key a request carries. */
export function createAuthService({ storage, clock, random }: AuthPorts) {
  /** Keys that were used since the last flush, and when. */
  const used = new Map<string, { readonly apiKey: ApiKey; readonly at: number }>();

  /** A new tenant, without any key. */
  async function createMerchant(name: string): Promise<Merchant> {
    const merchant = { id: random.id('mer'), name, createdAt: clock.now() };
    await storage.transaction((tx) => tx.merchants.insert(merchant));
    return merchant;
  }

  /** The tenant behind a scope: its name is what buyers see. */
  async function getMerchant(id: string): Promise<Merchant> {
    const merchant = await storage.merchants.find(id);
    if (!merchant) throw new DomainError('not_found', 'no such merchant', { id });
    return merchant;
  }

  async function issue(scope: Scope, { kind, name }: IssueKey): Promise<IssuedKey> {
    await getMerchant(scope.merchantId);
    const issued = newKey(scope, kind, name);
    await storage.transaction((tx) => tx.apiKeys.insert(issued.apiKey));
    return issued;
  }

  /** All keys of this merchant and mode, newest first; never the keys themselves. */
  const list = (scope: Scope): Promise<ApiKey[]> => storage.apiKeys.list(scope);

  /** A successor of the same kind and name; the old key stops working after a day. A dead key has no successor. */
  async function rotate(scope: Scope, id: string): Promise<IssuedKey> {
    return storage.transaction(async (tx) => {
      const old = await find(tx, scope, id);
      const now = clock.now();
      if (isDead(old, now))
        throw new DomainError('illegal_transition', 'this key was revoked', {
          from: 'revoked',
          to: 'rotated',
        });
      const issued = newKey(scope, old.kind, old.name);
      await tx.apiKeys.insert(issued.apiKey);
      await tx.apiKeys.setRevokedAt(scope, id, now + ROTATION_OVERLAP_MS);
      return issued;
    });
  }

  /** The key is refused from now on, in every process. Doing it twice changes nothing. */
  async function revoke(scope: Scope, id: string): Promise<void> {
    await storage.transaction(async (tx) => {
      await find(tx, scope, id);
      await tx.apiKeys.setRevokedAt(scope, id, clock.now());
    });
  }

  /** Whose key this is. Refuses unknown, revoked and malformed keys with one and the same error. */
  async function authenticate(presented: string): Promise<Caller> {
    const stored = await storage.apiKeys.findByHash(hashKey(presented));
    const now = clock.now();
    if (!stored || !isGood(stored, presented, now))
      throw new DomainError('invalid_api_key', 'this API key is not valid');
    if (now - (stored.lastUsedAt ?? 0) >= LAST_USED_EVERY_MS)
      used.set(stored.id, { apiKey: stored, at: now });
    return {
      scope: { merchantId: stored.merchantId, mode: stored.mode },
      credentialId: stored.id,
      kind: stored.kind,
    };
  }

  /** Writes down when keys were last used: a job's work, so that no request waits for it. */
  async function flushLastUsed(): Promise<number> {
    const batch = [...used.values()];
    if (batch.length === 0) return 0;
    await storage.transaction(async (tx) => {
      for (const { apiKey, at } of batch) await tx.apiKeys.setLastUsedAt(apiKey, apiKey.id, at);
    });
    for (const { apiKey } of batch) used.delete(apiKey.id);
    return batch.length;
  }

  function newKey(scope: Scope, kind: ApiKeyKind, name: string): IssuedKey {
    const key = random.secret(keyPrefix(kind, scope.mode), 'base62');
    const apiKey = {
      id: random.id('key'),
      merchantId: scope.merchantId,
      mode: scope.mode,
      kind,
      name,
      hash: hashKey(key),
      hint: keyHint(key),
      createdAt: clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    };
    return { key, apiKey };
  }

  return { createMerchant, getMerchant, issue, list, rotate, revoke, authenticate, flushLastUsed };
}

async function find(from: Repositories, scope: Scope, id: string): Promise<ApiKey> {
  const apiKey = await from.apiKeys.find(scope, id);
  if (!apiKey) throw new DomainError('not_found', 'no such API key', { id });
  return apiKey;
}

/** The scope of a merchant's test or live data. */
export function scopeFor(merchant: Merchant, mode: Mode): Scope {
  return { merchantId: merchant.id, mode };
}
