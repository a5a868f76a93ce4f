import * as assert from 'uvu/assert';
import type { Scope, Storage } from '../../core/index.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE, sampleEndpoint } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import {
  sampleBankAccount,
  sampleDevice,
  sampleHash,
  sampleUser,
  sampleWorkspace,
} from '../support/workspace-fixtures.ts';
import type { Contract } from './storage.contract.ts';

const ALL = { limit: 100, offset: 0 };

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** A workspace of this scope and an account in it. */
async function accountIn(
  storage: Storage,
  scope: Scope,
  change: { isActive?: boolean; inactive?: boolean; bankCode?: string; invitedTo?: number } = {},
) {
  const { isActive = true, inactive = false, bankCode = '004', invitedTo = null } = change;
  const owner = await storage.users.insert(sampleUser({ ...scope, invitedTo }));
  const workspace = await storage.workspaces.insert(
    sampleWorkspace({ ...scope, ownerId: owner.id, isActive: !inactive }),
  );
  return storage.bankAccounts.insert(
    sampleBankAccount({ ...scope, workspaceId: workspace.id, isActive, bankCode }),
  );
}

/** The bank accounts, phones and endpoints of workspaces. */
export const accountsContract: Contract = (test, withStorage) => {
  test('accounts are paged oldest first and counted, all of them or the active or the others', () =>
    withStorage(async (storage) => {
      const made = [];
      for (const isActive of [true, false, true, true])
        made.push(await storage.bankAccounts.insert(sampleBankAccount({ isActive })));
      await storage.bankAccounts.insert(sampleBankAccount({ workspaceId: 2 }));
      const [first, off, third, last] = made;
      const list = (isActive: boolean | undefined, limit = 100, offset = 0) =>
        storage.bankAccounts.list(SCOPE, 1, { isActive }, { limit, offset });
      assert.equal(await list(undefined), { items: made, total: 4 });
      assert.equal(await list(true), { items: [first, third, last], total: 3 });
      assert.equal(await list(false), { items: [off], total: 1 });
      assert.equal(await list(true, 1, 1), { items: [third], total: 3 });
      for (const scope of [OTHER_MERCHANT, OTHER_MODE])
        assert.equal(await storage.bankAccounts.list(scope, 1, {}, ALL), { items: [], total: 0 });
    }));

  test('an account is found by any of several hashes, in its workspace and scope only', () =>
    withStorage(async (storage) => {
      const account = await storage.bankAccounts.insert(sampleBankAccount());
      const hashes = [sampleHash(), account.numberHash, sampleHash()];
      assert.equal(await storage.bankAccounts.findByHash(SCOPE, 1, hashes), account);
      assert.is(await storage.bankAccounts.findByHash(SCOPE, 2, hashes), null);
      assert.is(await storage.bankAccounts.findByHash(SCOPE, 1, [sampleHash()]), null);
      assert.is(await storage.bankAccounts.findByHash(SCOPE, 1, []), null);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE])
        assert.is(await storage.bankAccounts.findByHash(scope, 1, hashes), null);
    }));

  test('a workspace has a number once, and another workspace may have it too', () =>
    withStorage(async (storage) => {
      const account = await storage.bankAccounts.insert(sampleBankAccount());
      const { numberHash } = account;
      await rejectsWith('already_exists', storage.bankAccounts.insert(sampleBankAccount({ numberHash })));
      await storage.bankAccounts.insert(sampleBankAccount({ workspaceId: 2, numberHash }));
      assert.is((await storage.bankAccounts.list(SCOPE, 1, {}, ALL)).total, 1);
    }));

  test('payments go to the oldest active account of an active workspace, and to none of somebody who was invited', () =>
    withStorage(async (storage) => {
      assert.is(await storage.bankAccounts.findReceiving(SCOPE), null);
      const asleep = await accountIn(storage, SCOPE, { inactive: true });
      await accountIn(storage, SCOPE, { isActive: false });
      await accountIn(storage, OTHER_MERCHANT);
      await accountIn(storage, OTHER_MODE);
      await accountIn(storage, SCOPE, { invitedTo: 7 });
      assert.is(await storage.bankAccounts.findReceiving(SCOPE), null);
      const receiving = await accountIn(storage, SCOPE);
      await accountIn(storage, SCOPE);
      assert.equal(await storage.bankAccounts.findReceiving(SCOPE), receiving);
      const workspace = await storage.workspaces.find(SCOPE, asleep.workspaceId);
      assert.ok(workspace);
      await storage.workspaces.update(workspace, { ...workspace, isActive: true });
      assert.equal(await storage.bankAccounts.findReceiving(SCOPE), asleep);
    }));

  test('active accounts of one bank or of all are listed across scopes, up to the limit', () =>
    withStorage(async (storage) => {
      const kookmin = await accountIn(storage, SCOPE);
      const shinhan = await accountIn(storage, SCOPE, { bankCode: '088' });
      const theirs = await accountIn(storage, OTHER_MODE);
      await accountIn(storage, SCOPE, { inactive: true });
      await accountIn(storage, SCOPE, { isActive: false });
      const { listActiveOfBank } = storage.bankAccounts;
      assert.equal(await listActiveOfBank('004', 10), [kookmin, theirs]);
      assert.equal(await listActiveOfBank('004', 1), [kookmin]);
      assert.equal(await listActiveOfBank('020', 10), []);
      assert.equal(
        idsOf(await listActiveOfBank(null, 10)).sort((a, b) => a - b),
        idsOf([kookmin, shinhan, theirs]),
      );
      assert.is((await listActiveOfBank(null, 2)).length, 2);
    }));

  test('a phone is found by its token and its scope by its id from anywhere, and listed in its scope', () =>
    withStorage(async (storage) => {
      const first = await storage.devices.insert(sampleDevice());
      const next = await storage.devices.insert(sampleDevice({ createdAt: NOW }));
      const theirs = await storage.devices.insert(sampleDevice(OTHER_MODE));
      await storage.devices.insert(sampleDevice({ workspaceId: 2 }));
      assert.equal(await storage.devices.findByTokenHash(theirs.tokenHash), theirs);
      assert.is(await storage.devices.findByTokenHash(theirs.tokenHash.toUpperCase()), null);
      assert.equal(await storage.devices.findScope(first.id), SCOPE);
      assert.equal(await storage.devices.findScope(theirs.id), OTHER_MODE);
      assert.is(await storage.devices.findScope(theirs.id + 100), null);
      assert.equal(await storage.devices.list(SCOPE, 1), [first, next]);
      assert.equal(await storage.devices.list(OTHER_MODE, 1), [theirs]);
      assert.equal(await storage.devices.list(OTHER_MERCHANT, 1), []);
    }));

  test('no two phones have one token, neither as new ones nor by a change', () =>
    withStorage(async (storage) => {
      const first = await storage.devices.insert(sampleDevice());
      const other = await storage.devices.insert(sampleDevice());
      const { tokenHash } = first;
      await rejectsWith('already_exists', storage.devices.insert(sampleDevice({ ...OTHER_MODE, tokenHash })));
      await rejectsWith('already_exists', storage.devices.update(other, { ...other, tokenHash }));
      assert.equal(await storage.devices.list(SCOPE, 1), [first, other]);
    }));

  test('phones are due for silence from their moment on, oldest first, across scopes', () =>
    withStorage(async (storage) => {
      const late = await storage.devices.insert(sampleDevice());
      const early = await storage.devices.insert(sampleDevice({ ...OTHER_MODE, dueAt: NOW - 1 }));
      for (const dueAt of [null, NOW + 1]) await storage.devices.insert(sampleDevice({ dueAt }));
      assert.equal(await storage.devices.listDueSilence(NOW, 10), [early, late]);
      assert.equal(await storage.devices.listDueSilence(NOW, 1), [early]);
    }));

  test('an endpoint keeps the workspace that it belongs to', () =>
    withStorage(async (storage) => {
      const endpoint = sampleEndpoint({ workspaceId: 5 });
      await storage.webhookEndpoints.insert(endpoint);
      assert.equal(await storage.webhookEndpoints.find(SCOPE, endpoint.id), endpoint);
      const saved = await storage.webhookEndpoints.update(endpoint, { ...endpoint, workspaceId: null });
      assert.equal(await storage.webhookEndpoints.find(SCOPE, endpoint.id), saved);
    }));
};
