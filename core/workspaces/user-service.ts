import type { Caller } from '../auth/auth-service.ts';
import { DomainError } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import type { Clock, TokenSigner } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { User } from './user.ts';
import { TOKEN_LIFETIME_MS } from './workspace-rules.ts';

/** What the service needs from outside. */
export interface UserPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly tokens: TokenSigner;
}

/** A person of a scope: the first argument of what only members of a workspace may do. */
export interface Actor extends Scope {
  readonly userId: number;
}

/** A new person. */
export interface NewUser {
  readonly name: string;
  readonly email?: string | null | undefined;
  /** The workspace that takes this person in; left out for one of the merchant's own. */
  readonly invitedTo?: number | undefined;
}

/** A new token, shown this once, and when it ends. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

export type UserService = ReturnType<typeof createUserService>;

/** People and their tokens. */
export function createUserService({ storage, clock, tokens }: UserPorts) {
  /** A new person, without any workspace. Refuses an address that another one has. */
  async function create(scope: Scope, input: NewUser): Promise<User> {
    return storage.transaction((tx) => tx.users.insert(newUser(scope, input, clock.now())));
  }

  const get = (scope: Scope, id: number): Promise<User> => find(storage, scope, id);

  /** Everybody of this merchant and mode, oldest first. */
  const list = (scope: Scope): Promise<User[]> => storage.users.list(scope);

  /** A token for this person. */
  async function issueToken(scope: Scope, id: number, lifetimeMs = TOKEN_LIFETIME_MS): Promise<IssuedToken> {
    const user = await get(scope, id);
    const issuedAt = clock.now();
    const expiresAt = issuedAt + lifetimeMs;
    const claims = { ...scopeOf(user), subject: String(user.id), issuedAt, expiresAt };
    return { token: await tokens.sign(claims), expiresAt };
  }

  /** Ends all tokens that this person has. Those of this very second end with the next call. */
  async function revokeTokens(scope: Scope, id: number): Promise<void> {
    await storage.transaction(async (tx) => {
      const user = await find(tx, scope, id);
      const now = clock.now();
      await tx.users.update(user, { ...user, tokensValidFrom: now + 1, updatedAt: now });
    });
  }

  /** Whose token this is. Refuses forged, expired and revoked ones and those of nobody. */
  async function authenticate(token: string): Promise<Caller> {
    const claims = await tokens.read(token);
    const scope = { merchantId: claims.merchantId, mode: claims.mode };
    const id = Number(claims.subject);
    const user = Number.isSafeInteger(id) ? await storage.users.find(scope, id) : null;
    if (!user || claims.issuedAt < user.tokensValidFrom)
      throw new DomainError('invalid_token', 'this token is not valid any more');
    return {
      scope,
      credentialId: `user:${user.id}`,
      kind: 'user',
      userId: user.id,
    };
  }

  return { create, get, list, issueToken, revokeTokens, authenticate };
}

/** A person who has just become known. */
export function newUser(scope: Scope, { name, email, invitedTo }: NewUser, now: number): Omit<User, 'id'> {
  return {
    ...scopeOf(scope),
    name,
    email: email?.toLowerCase() ?? null,
    invitedTo: invitedTo ?? null,
    // JSON Web Tokens count in whole seconds.
    tokensValidFrom: Math.floor(now / 1000) * 1000,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

async function find(from: Repositories, scope: Scope, id: number): Promise<User> {
  const user = await from.users.find(scope, id);
  if (!user) throw new DomainError('not_found', 'no such user', { id });
  return user;
}
