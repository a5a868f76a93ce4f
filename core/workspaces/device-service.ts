import { event } from '../events/record-event.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError, isRefusal } from '../kernel/errors.ts';
import { eachByItself } from '../kernel/each.ts';
import { scopeOf } from '../kernel/scope.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { Device } from './device.ts';
import type { Actor } from './user-service.ts';
import { fallenSilent, heard, HEARTBEAT_MINUTES, isNewsOf, silenceOf } from './workspace-rules.ts';
import { enter, hashToken } from './workspace-service.ts';

/** What the service needs from outside. */
export interface DevicePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
}

/** A phone as its owner registers it. */
export interface NewDevice {
  readonly name: string;
  readonly requiresSignature?: boolean | undefined;
  readonly heartbeatMinutes?: number | undefined;
}

/** What to change of a phone; what is left out stays. */
export interface ChangeDevice {
  readonly name?: string | undefined;
  readonly requiresSignature?: boolean | undefined;
  readonly heartbeatMinutes?: number | undefined;
  readonly isActive?: boolean | undefined;
  /** True makes a new token and a new secret; the old ones end at once. */
  readonly rotate?: boolean | undefined;
}

/** A phone with what it proves itself with; null for members who are not the owner. */
export interface DeviceView {
  readonly device: Device;
  readonly token: string | null;
  readonly secret: string | null;
}

export type DeviceService = ReturnType<typeof createDeviceService>;

/** The phones that forward bank messages: register, look after, notice when they fall silent. */
export function createDeviceService({ storage, clock, random, secretBox }: DevicePorts) {
  /**
   * For the owner. From now on messages that nobody has signed wait for a person, since there is somebody who can
   * sign them (BANK-SMS.md).
   */
  async function register(
    actor: Actor,
    workspaceId: number,
    input: NewDevice,
    once: Once<DeviceView> = UNKEYED,
  ): Promise<DeviceView> {
    const now = clock.now();
    const heartbeatMinutes = input.heartbeatMinutes ?? HEARTBEAT_MINUTES;
    return storage.transaction(async (tx) => {
      const { workspace } = await enter(tx, actor, workspaceId, 'owner');
      if (workspace.policy.allowUnsignedSms)
        await tx.workspaces.update(workspace, {
          ...workspace,
          policy: { ...workspace.policy, allowUnsignedSms: false },
          updatedAt: now,
        });
      const device = await tx.devices.insert({
        ...scopeOf(actor),
        workspaceId,
        name: input.name,
        ...newProof(),
        requiresSignature: input.requiresSignature ?? false,
        heartbeatMinutes,
        lastSeenAt: null,
        dueAt: now + heartbeatMinutes * MINUTE,
        silentSince: null,
        isActive: true,
        lastRefusal: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      await once.finish(tx, String(device.id), view(device));
      return view(device);
    });
  }

  function newProof(): Pick<Device, 'tokenHash' | 'sealedToken' | 'sealedSecret'> {
    const token = random.secret('kcd_', 'base62');
    return {
      tokenHash: hashToken(token),
      sealedToken: secretBox.seal(token),
      sealedSecret: secretBox.seal(random.secret('kcs_', 'base62')),
    };
  }

  const view = (device: Device): DeviceView => ({
    device,
    token: secretBox.open(device.sealedToken),
    secret: secretBox.open(device.sealedSecret),
  });

  /** Oldest first. */
  async function list(actor: Actor, workspaceId: number): Promise<DeviceView[]> {
    const { role } = await enter(storage, actor, workspaceId);
    const devices = await storage.devices.list(scopeOf(actor), workspaceId);
    return devices.map((device) => (role === 'owner' ? view(device) : { device, token: null, secret: null }));
  }

  /** For the owner. */
  async function get(actor: Actor, workspaceId: number, id: number): Promise<DeviceView> {
    await enter(storage, actor, workspaceId, 'owner');
    return view(await find(storage, actor, workspaceId, id));
  }

  /** For the owner. */
  async function change(
    actor: Actor,
    workspaceId: number,
    id: number,
    input: ChangeDevice,
  ): Promise<DeviceView> {
    const device = await storage.transaction(async (tx) => {
      await enter(tx, actor, workspaceId, 'owner');
      const was = await find(tx, actor, workspaceId, id);
      const isActive = input.isActive ?? was.isActive;
      const heartbeatMinutes = input.heartbeatMinutes ?? was.heartbeatMinutes;
      return tx.devices.update(was, {
        ...was,
        ...(input.rotate ? newProof() : {}),
        name: input.name ?? was.name,
        requiresSignature: input.requiresSignature ?? was.requiresSignature,
        heartbeatMinutes,
        isActive,
        ...silenceOf(was, { isActive, heartbeatMinutes }, clock.now()),
        updatedAt: clock.now(),
      });
    });
    return view(device);
  }

  /** The phone with this token, or null. */
  async function findByToken(token: string): Promise<Device | null> {
    const device = await storage.devices.findByTokenHash(hashToken(token));
    return device?.isActive ? device : null;
  }

  /** The phone that says it has this id, with the secret that its signature must prove; null when there is none. */
  async function findClaimed(id: number): Promise<Device | null> {
    const scope = await storage.devices.findScope(id);
    const device = scope && (await storage.devices.find(scope, id));
    return device?.isActive ? device : null;
  }

  /** What this phone's signatures are made with. */
  const secretOf = (device: Device): string => secretBox.open(device.sealedSecret);

  /** The phone has said something. */
  async function hear(device: Device): Promise<void> {
    const { id } = device;
    const scope = scopeOf(device);
    const found = await storage.devices.find(scope, id);
    if (!found || !isNewsOf(found, clock.now())) return;
    try {
      await storage.transaction(async (tx) => {
        const was = await tx.devices.find(scope, id);
        const now = clock.now();
        if (was && isNewsOf(was, now)) await tx.devices.update(was, heard(was, now));
      });
    } catch (error) {
      // Another message of the same moment has said the same.
      if (!isRefusal(error, 'stale_write')) throw error;
    }
  }

  /** Remembers why the last message of this phone was no deposit of ours, so that its owner can see it. */
  async function noteRefusal(device: Device, reason: string): Promise<void> {
    await storage.transaction(async (tx) => {
      const was = await tx.devices.find(scopeOf(device), device.id);
      if (was) await tx.devices.update(was, { ...was, lastRefusal: { reason, at: clock.now() } });
    });
  }

  /** Tells of phones that have been silent for too long, once each time. */
  async function noticeSilence(limit: number): Promise<number> {
    const due = await storage.devices.listDueSilence(clock.now(), limit);
    await eachByItself(due, (seen) =>
      storage.transaction(async (tx) => {
        const was = await tx.devices.find(scopeOf(seen), seen.id);
        const silent = was && fallenSilent(was, clock.now());
        if (!silent) return;
        const device = await tx.devices.update(was, silent);
        const fact = { type: 'device.silent', device: newsOf(device) } as const;
        await tx.events.append(event(random, device, fact, clock.now()));
      }),
    );
    return due.length;
  }

  return {
    register,
    list,
    get,
    change,
    findByToken,
    findClaimed,
    secretOf,
    hear,
    noteRefusal,
    noticeSilence,
  };
}

function newsOf({ id, workspaceId, name, lastSeenAt, silentSince, heartbeatMinutes }: Device) {
  return { id, workspaceId, name, lastSeenAt, silentSince, heartbeatMinutes };
}

async function find(from: Repositories, actor: Actor, workspaceId: number, id: number): Promise<Device> {
  const device = await from.devices.find(scopeOf(actor), id);
  if (device?.workspaceId !== workspaceId) throw new DomainError('not_found', 'no such phone', { id });
  return device;
}
