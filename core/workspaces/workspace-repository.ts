import type { Offset, OffsetPage } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { BankAccount } from './bank-account.ts';
import type { Device } from './device.ts';
import type { Membership, User } from './user.ts';
import type { Workspace } from './workspace.ts';

/** The rows of users. The database gives each its id. */
export interface UserRepository {
  insert(user: Omit<User, 'id'>): Promise<User>;
  find(scope: Scope, id: number): Promise<User | null>;
  /**
   * The person of this address whom this workspace has taken in, or (null) whom the merchant has made. Addresses are
   * compared as they are stored: in lower case.
   */
  findByEmail(scope: Scope, email: string, invitedTo: number | null): Promise<User | null>;
  update(was: User, now: User): Promise<User>;
  /** Oldest first. */
  list(scope: Scope): Promise<User[]>;
}

/** The rows of workspaces and of who belongs to them. */
export interface WorkspaceRepository {
  insert(workspace: Omit<Workspace, 'id'>): Promise<Workspace>;
  find(scope: Scope, id: number): Promise<Workspace | null>;
  update(was: Workspace, now: Workspace): Promise<Workspace>;
  /**
   * Units of work that add or change orders or deposits of a workspace run one after another: each takes this first,
   * so that an order and its deposit which come at the same moment see each other.
   */
  lock(scope: Scope, id: number): Promise<void>;
  /** Those that the user belongs to, oldest first. */
  listOf(scope: Scope, userId: number, offset: Offset): Promise<OffsetPage<Workspace>>;
  addMember(membership: Membership): Promise<void>;
  findMember(scope: Scope, workspaceId: number, userId: number): Promise<Membership | null>;
  /** False when there was no such member. */
  removeMember(scope: Scope, workspaceId: number, userId: number): Promise<boolean>;
  /** Oldest first. */
  listMembers(scope: Scope, workspaceId: number): Promise<Membership[]>;
}

/** Which accounts of a workspace. */
export interface BankAccountFilter {
  readonly isActive?: boolean | undefined;
}

/** The rows of bank accounts. `already_exists` for a number that the workspace has. */
export interface BankAccountRepository {
  insert(account: Omit<BankAccount, 'id'>): Promise<BankAccount>;
  find(scope: Scope, id: number): Promise<BankAccount | null>;
  update(was: BankAccount, now: BankAccount): Promise<BankAccount>;
  /** Oldest first. */
  list(
    scope: Scope,
    workspaceId: number,
    filter: BankAccountFilter,
    offset: Offset,
  ): Promise<OffsetPage<BankAccount>>;
  /** The account of a workspace with one of these hashes. */
  findByHash(scope: Scope, workspaceId: number, hashes: readonly string[]): Promise<BankAccount | null>;
  /**
   * Where payments by transfer go: the merchant's oldest active account in an active workspace whose owner the merchant
   * has made. Somebody who was invited may have workspaces of his own, but gets nobody else's money.
   */
  findReceiving(scope: Scope): Promise<BankAccount | null>;
  /**
   * Active accounts of this bank (of all banks for null) in active workspaces, at most `limit`; across all scopes:
   * a message that nobody has signed names its account and nothing else.
   */
  listActiveOfBank(bankCode: string | null, limit: number): Promise<BankAccount[]>;
}

/** The rows of phones. */
export interface DeviceRepository {
  insert(device: Omit<Device, 'id'>): Promise<Device>;
  find(scope: Scope, id: number): Promise<Device | null>;
  /** Across scopes: the token is what tells the scope. */
  findByTokenHash(hash: string): Promise<Device | null>;
  /** Whose phone this is. Only for messages that its signature then proves. */
  findScope(id: number): Promise<Scope | null>;
  update(was: Device, now: Device): Promise<Device>;
  /** Oldest first. */
  list(scope: Scope, workspaceId: number): Promise<Device[]>;
  /** Phones that have become silent; across all scopes. */
  listDueSilence(now: number, limit: number): Promise<Device[]>;
}
