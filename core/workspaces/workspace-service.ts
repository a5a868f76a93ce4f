import { hashKey } from '../auth/api-key-rules.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import { type Offset, type OffsetPage } from '../kernel/page.ts';
import { scopeOf } from '../kernel/scope.ts';
import type { Clock, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { WebhookService } from '../webhooks/webhook-service.ts';
import type { Membership, Role, User } from './user.ts';
import { type Actor, newUser } from './user-service.ts';
import type { Workspace, WorkspacePolicy } from './workspace.ts';
import { defaultPolicy } from './workspace-rules.ts';

/** What the services of workspaces need from outside. */
export interface WorkspacePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly secretBox: SecretBox;
  readonly webhooks: WebhookService;
}

/** The events that a workspace's webhook hears of. */
export const WORKSPACE_EVENTS = [
  'deposit.received',
  'deposit.matched',
  'deposit.unmatched',
  'order.expired',
  'device.silent',
] as const;

/** The family whose words tell them. */
export const WORKSPACE_FAMILY = 'lunepay';

/** What to change of a workspace; what is left out stays. */
export interface ChangeWorkspace {
  readonly name?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly policy?: { readonly [K in keyof WorkspacePolicy]?: WorkspacePolicy[K] | undefined } | undefined;
  /** Where its events go; null ends that. */
  readonly webhookUrl?: string | null | undefined;
}

/** A workspace as its members see it. */
export interface WorkspaceView {
  readonly workspace: Workspace;
  readonly role: Role;
  readonly webhookUrl: string | null;
  /** Shown once, when an address is new. */
  readonly webhookSecret: string | null;
}

/** Somebody who belongs to a workspace. */
export interface MemberView {
  readonly user: User;
  readonly role: Role;
}

export type WorkspaceService = ReturnType<typeof createWorkspaceService>;

/** Workspaces and who belongs to them. */
export function createWorkspaceService({ storage, clock, webhooks }: WorkspacePorts) {
  /** A new workspace, whose owner is the actor. */
  async function create(actor: Actor, name: string, once: Once<Workspace> = UNKEYED): Promise<Workspace> {
    const now = clock.now();
    return storage.transaction(async (tx) => {
      const workspace = await tx.workspaces.insert({
        ...scopeOf(actor),
        name,
        ownerId: actor.userId,
        isActive: true,
        policy: defaultPolicy(actor.mode),
        webhookEndpointId: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      await tx.workspaces.addMember(membership(actor, workspace.id, 'owner'));
      await once.finish(tx, String(workspace.id), workspace);
      return workspace;
    });
  }

  const membership = (actor: Actor, workspaceId: number, role: Role): Membership => ({
    ...scopeOf(actor),
    workspaceId,
    userId: actor.userId,
    role,
    createdAt: clock.now(),
  });

  /** Those that the actor belongs to, oldest first. */
  const list = (actor: Actor, offset: Offset): Promise<OffsetPage<Workspace>> =>
    storage.workspaces.listOf(scopeOf(actor), actor.userId, offset);

  async function get(actor: Actor, id: number): Promise<WorkspaceView> {
    const { workspace, role } = await enter(storage, actor, id);
    return { workspace, role, webhookUrl: await urlOf(actor, workspace), webhookSecret: null };
  }

  /** Null also when somebody has removed the endpoint. */
  async function urlOf(actor: Actor, { webhookEndpointId: id }: Workspace): Promise<string | null> {
    const endpoint = id === null ? null : await storage.webhookEndpoints.find(scopeOf(actor), id);
    return endpoint?.url ?? null;
  }

  /** For its owner. */
  async function change(actor: Actor, id: number, input: ChangeWorkspace): Promise<WorkspaceView> {
    await enter(storage, actor, id, 'owner');
    const hook = input.webhookUrl === undefined ? null : await hookOf(actor, id, input.webhookUrl);
    const workspace = await storage.transaction(async (tx) => {
      await tx.workspaces.lock(scopeOf(actor), id);
      const was = (await enter(tx, actor, id, 'owner')).workspace;
      // Somebody has set another address meanwhile: this one's endpoint must not stay and hear of everything.
      const isLate = hook !== null && ![hook.seen, hook.endpointId].includes(was.webhookEndpointId);
      if (isLate && hook.endpointId !== null && hook.endpointId !== hook.seen)
        await tx.webhookEndpoints.remove(scopeOf(actor), hook.endpointId);
      return tx.workspaces.update(was, {
        ...was,
        name: input.name ?? was.name,
        isActive: input.isActive ?? was.isActive,
        policy: { ...was.policy, ...given(input.policy ?? {}) },
        webhookEndpointId: hook && !isLate ? hook.endpointId : was.webhookEndpointId,
        updatedAt: clock.now(),
      });
    });
    const webhookUrl = await urlOf(actor, workspace);
    const isOurs = hook !== null && workspace.webhookEndpointId === hook.endpointId;
    return { workspace, role: 'owner', webhookUrl, webhookSecret: isOurs ? hook.secret : null };
  }

  /** Registers, moves or removes the endpoint of a workspace. */
  async function hookOf(actor: Actor, id: number, url: string | null) {
    const scope = scopeOf(actor);
    const { workspace } = await enter(storage, actor, id);
    const known = workspace.webhookEndpointId;
    const old = known !== null && (await storage.webhookEndpoints.find(scope, known)) ? known : null;
    if (url === null) {
      if (old !== null) await webhooks.remove(scope, old);
      return { endpointId: null, secret: null, seen: known };
    }
    if (old !== null) {
      await webhooks.change(scope, old, { url, active: true });
      return { endpointId: old, secret: null, seen: known };
    }
    const made = await webhooks.register(scope, {
      family: WORKSPACE_FAMILY,
      url,
      events: WORKSPACE_EVENTS,
      workspaceId: id,
    });
    return { endpointId: made.endpoint.id, secret: made.secret, seen: known };
  }

  /** Everybody who belongs to it, oldest first. */
  async function listMembers(actor: Actor, id: number): Promise<MemberView[]> {
    await enter(storage, actor, id);
    const members: MemberView[] = [];
    for (const { userId, role } of await storage.workspaces.listMembers(scopeOf(actor), id)) {
      const user = await storage.users.find(scopeOf(actor), userId);
      if (user) members.push({ user, role });
    }
    return members;
  }

  /** Takes somebody in whom the merchant knows, for the owner. Twice is the same as once. */
  async function addMember(actor: Actor, id: number, userId: number): Promise<MemberView> {
    return storage.transaction(async (tx) => {
      await enter(tx, actor, id, 'owner');
      const user = await tx.users.find(scopeOf(actor), userId);
      if (!user) throw new DomainError('not_found', 'no such user', { id: userId });
      return takeIn(tx, actor, id, user);
    });
  }

  async function takeIn(tx: Repositories, actor: Actor, id: number, user: User): Promise<MemberView> {
    const there = await tx.workspaces.findMember(scopeOf(actor), id, user.id);
    if (!there) await tx.workspaces.addMember(membership({ ...actor, userId: user.id }, id, 'member'));
    return { user, role: there?.role ?? 'member' };
  }

  /**
   * Takes somebody in by e-mail address, for the owner: one of the merchant's own people if the address is theirs,
   * else somebody who belongs to this workspace alone. An address proves nothing, so whom another owner has invited is
   * somebody else. Twice is the same as once.
   */
  async function invite(
    actor: Actor,
    id: number,
    input: { readonly name: string; readonly email: string },
  ): Promise<MemberView> {
    const email = input.email.toLowerCase();
    const scope = scopeOf(actor);
    return storage.transaction(async (tx) => {
      await enter(tx, actor, id, 'owner');
      const user =
        (await tx.users.findByEmail(scope, email, null)) ??
        (await tx.users.findByEmail(scope, email, id)) ??
        (await tx.users.insert(newUser(actor, { ...input, invitedTo: id }, clock.now())));
      return takeIn(tx, actor, id, user);
    });
  }

  /** Lets somebody go, for the owner, who must stay. */
  async function removeMember(actor: Actor, id: number, userId: number): Promise<void> {
    await storage.transaction(async (tx) => {
      const { workspace } = await enter(tx, actor, id, 'owner');
      if (workspace.ownerId === userId)
        throw new DomainError('invalid_request', 'a workspace needs its owner', { field: 'user_id' });
      if (!(await tx.workspaces.removeMember(scopeOf(actor), id, userId)))
        throw new DomainError('not_found', 'no such member', { id: userId });
    });
  }

  return { create, list, get, change, listMembers, addMember, invite, removeMember };
}

/** Leaves out what is undefined, so that it overwrites nothing. */
export function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as never;
}

/**
 * The workspace, for somebody who belongs to it: to all others it is as if it were not there. With `role: 'owner'`
 * refuses members as `forbidden`.
 */
export async function enter(
  from: Repositories,
  actor: Actor,
  id: number,
  role?: Role,
): Promise<{ workspace: Workspace; role: Role }> {
  const scope = scopeOf(actor);
  const member = await from.workspaces.findMember(scope, id, actor.userId);
  const workspace = member && (await from.workspaces.find(scope, id));
  if (!workspace) throw new DomainError('not_found', 'no such workspace', { id });
  if (role === 'owner' && member.role !== 'owner')
    throw new DomainError('forbidden', 'only the owner of the workspace may do that');
  return { workspace, role: member.role };
}

/** The same for units that add or change orders or deposits: they run one after another in each workspace. */
export async function enterInTurn(
  tx: Repositories,
  actor: Actor,
  id: number,
  role?: Role,
): Promise<{ workspace: Workspace; role: Role }> {
  await tx.workspaces.lock(scopeOf(actor), id);
  return enter(tx, actor, id, role);
}

/** The form in which a phone's token is stored and looked for: the same as an API key's. */
export const hashToken = hashKey;
