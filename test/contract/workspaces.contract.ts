import * as assert from 'uvu/assert';
import type { Repositories, Scope } from '../../core/index.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE, WILD_TEXT } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import {
  sampleBankAccount,
  sampleDevice,
  sampleMembership,
  sampleUser,
  sampleWorkspace,
} from '../support/workspace-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const ALL = { limit: 100, offset: 0 };

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** The repositories whose rows the database numbers and that are found and changed by their number. */
const NUMBERED = {
  users: sampleUser,
  workspaces: sampleWorkspace,
  bankAccounts: sampleBankAccount,
  devices: sampleDevice,
};

type Numbered = keyof typeof NUMBERED;

interface Row extends Scope {
  readonly id: number;
  readonly version: number;
}

/** What these repositories have in common, whatever their rows are. */
interface Kept {
  insert(row: object): Promise<Row>;
  find(scope: Scope, id: number): Promise<Row | null>;
  update(was: Row, now: Row): Promise<Row>;
}

const kept = (storage: Repositories, name: Numbered): Kept => storage[name];

/** Every column with another value than the sample has; null where that may be. */
const CHANGED = {
  users: { name: '', email: 'hong@example.com', tokensValidFrom: NOW + 1, updatedAt: NOW + 2 },
  workspaces: {
    name: 'x',
    ownerId: 2,
    isActive: false,
    policy: { graceMinutes: 0, matchAmountOnly: true, allowUnsignedSms: false, keepSmsDays: 0 },
    webhookEndpointId: null,
    updatedAt: NOW + 2,
  },
  bankAccounts: {
    workspaceId: 2,
    bankCode: '088',
    bankName: WILD_TEXT,
    sealedNumber: 'v1.other',
    numberHash: 'a'.repeat(64),
    holder: '',
    isActive: false,
    deviceId: null,
    balances: [],
    updatedAt: NOW + 2,
  },
  devices: {
    workspaceId: 2,
    name: '',
    tokenHash: 'b'.repeat(64),
    sealedToken: 'v1.other',
    sealedSecret: 'v1.others',
    requiresSignature: false,
    heartbeatMinutes: 1,
    lastSeenAt: null,
    dueAt: null,
    silentSince: NOW,
    isActive: false,
    updatedAt: NOW + 2,
  },
} as const;

/** Workspaces and who belongs to them; and what holds for all rows that the database numbers. */
export const workspacesContract: Contract = (test, withStorage) => {
  for (const name of Object.keys(NUMBERED) as Numbered[]) {
    test(`${name} get growing ids from the database and come back whole, full or empty`, () =>
      withStorage(async (storage) => {
        const [full, empty] = [NUMBERED[name](), { ...NUMBERED[name](), ...CHANGED[name] }];
        const first = await kept(storage, name).insert(full);
        const second = await kept(storage, name).insert(empty);
        assert.equal(first, { ...full, id: first.id });
        assert.ok(Number.isSafeInteger(first.id) && first.id > 0 && second.id > first.id);
        assert.equal(await kept(storage, name).find(SCOPE, first.id), first);
        assert.equal(await kept(storage, name).find(SCOPE, second.id), second);
        assert.is(await kept(storage, name).find(SCOPE, second.id + 1), null);
      }));

    test(`${name}: an update saves every field, and a stale one is refused`, () =>
      withStorage(async (storage) => {
        const was = await kept(storage, name).insert(NUMBERED[name]());
        const saved = await kept(storage, name).update(was, { ...was, ...CHANGED[name] });
        assert.equal(saved, { ...was, ...CHANGED[name], version: 2 });
        assert.equal(await kept(storage, name).find(SCOPE, was.id), saved);
        await rejectsWith('stale_write', kept(storage, name).update(was, was));
        assert.equal(await kept(storage, name).find(SCOPE, was.id), saved);
      }));

    test(`${name}: nobody else finds or changes one`, () =>
      withStorage(async (storage) => {
        const own = await kept(storage, name).insert(NUMBERED[name]());
        for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
          assert.is(await kept(storage, name).find(scope, own.id), null);
          const theirs = { ...own, ...scope };
          await rejectsWith('stale_write', kept(storage, name).update(theirs, theirs));
        }
        assert.equal(await kept(storage, name).find(SCOPE, own.id), own);
      }));
  }

  test('many inserts at once, in one unit or in several, are each told their own id', () =>
    withStorage(async (storage) => {
      const names = Array.from({ length: 20 }, (_, n) => `user ${n}`);
      const together = await storage.transaction((tx) =>
        Promise.all(names.map((name) => tx.users.insert(sampleUser({ name })))),
      );
      const apart = await Promise.all(names.map((name) => storage.users.insert(sampleUser({ name }))));
      for (const user of [...together, ...apart])
        assert.equal(await storage.users.find(SCOPE, user.id), user);
      assert.is(new Set(idsOf([...together, ...apart])).size, 40);
    }));

  test('an id is never given again, also when the newest row is gone', () =>
    withStorage(async (storage, { knex }) => {
      const [first, gone] = [
        await storage.users.insert(sampleUser()),
        await storage.users.insert(sampleUser()),
      ];
      await knex('kc_users').where({ id: gone.id }).del();
      const next = await storage.users.insert(sampleUser());
      assert.ok(next.id > gone.id);
      assert.equal(await storage.users.list(SCOPE), [first, next]);
    }));

  test('users are listed oldest first and found by e-mail address, in their scope only', () =>
    withStorage(async (storage) => {
      const email = 'hong@example.com';
      const own = await storage.users.insert(sampleUser({ email }));
      const theirs = await storage.users.insert(sampleUser({ ...OTHER_MERCHANT, email }));
      const live = await storage.users.insert(sampleUser({ ...OTHER_MODE, email }));
      const next = await storage.users.insert(sampleUser({ createdAt: NOW + 1 }));
      assert.equal(await storage.users.list(SCOPE), [own, next]);
      assert.equal(await storage.users.findByEmail(SCOPE, email, null), own);
      assert.equal(await storage.users.findByEmail(OTHER_MERCHANT, email, null), theirs);
      assert.equal(await storage.users.findByEmail(OTHER_MODE, email, null), live);
      assert.is(await storage.users.findByEmail(SCOPE, 'kim@example.com', null), null);
    }));

  test('two users of a scope never have one e-mail address, neither as new ones nor by a change', () =>
    withStorage(async (storage) => {
      const email = 'hong@example.com';
      const first = await storage.users.insert(sampleUser({ email }));
      const other = await storage.users.insert(sampleUser({ email: 'kim@example.com' }));
      await rejectsWith('already_exists', storage.users.insert(sampleUser({ email })));
      await rejectsWith('already_exists', storage.users.update(other, { ...other, email }));
      await rejectsWith(
        'already_exists',
        storage.transaction(async (tx) => {
          await tx.users.insert(sampleUser());
          await tx.users.update(other, { ...other, email });
        }),
      );
      assert.equal(await storage.users.list(SCOPE), [first, other]);
    }));

  test('members come and go, are listed oldest first and belong to their scope only', () =>
    withStorage(async (storage) => {
      const [owner, member] = [
        sampleMembership({ role: 'owner' }),
        sampleMembership({ userId: 2, createdAt: NOW - 1 }),
      ];
      for (const each of [owner, member, sampleMembership({ workspaceId: 2 })])
        await storage.workspaces.addMember(each);
      assert.equal(await storage.workspaces.listMembers(SCOPE, 1), [member, owner]);
      assert.equal(await storage.workspaces.findMember(SCOPE, 1, 1), owner);
      assert.is(await storage.workspaces.findMember(SCOPE, 1, 3), null);
      await rejectsWith('already_exists', storage.workspaces.addMember({ ...owner, role: 'member' }));
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.workspaces.findMember(scope, 1, 1), null);
        assert.equal(await storage.workspaces.listMembers(scope, 1), []);
        assert.is(await storage.workspaces.removeMember(scope, 1, 1), false);
      }
      assert.is(await storage.workspaces.removeMember(SCOPE, 1, 2), true);
      assert.is(await storage.workspaces.removeMember(SCOPE, 1, 2), false);
      assert.equal(await storage.workspaces.listMembers(SCOPE, 1), [owner]);
      await storage.workspaces.addMember(member);
    }));

  test('a user’s workspaces are paged oldest first and counted, in their scope only', () =>
    withStorage(async (storage) => {
      const made = [];
      for (let n = 0; n < 5; n += 1) made.push(await storage.workspaces.insert(sampleWorkspace()));
      const theirs = await storage.workspaces.insert(sampleWorkspace(OTHER_MODE));
      for (const { id } of [...made].reverse().slice(1))
        await storage.workspaces.addMember(sampleMembership({ workspaceId: id, userId: 9 }));
      await storage.workspaces.addMember(
        sampleMembership({ ...OTHER_MODE, workspaceId: theirs.id, userId: 9 }),
      );
      const page = (offset: number, scope = SCOPE) =>
        storage.workspaces.listOf(scope, 9, { limit: 3, offset });
      assert.equal(await page(0), { items: made.slice(0, 3), total: 4 });
      assert.equal(await page(3), { items: made.slice(3, 4), total: 4 });
      assert.equal(await page(4), { items: [], total: 4 });
      assert.equal(await page(0, OTHER_MODE), { items: [theirs], total: 1 });
      assert.equal(await page(0, OTHER_MERCHANT), { items: [], total: 0 });
      assert.equal(await storage.workspaces.listOf(SCOPE, 8, ALL), { items: [], total: 0 });
    }));
};
