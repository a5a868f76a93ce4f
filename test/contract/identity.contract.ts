import * as assert from 'uvu/assert';
import {
  NOW,
  OTHER_MERCHANT,
  OTHER_MODE,
  SCOPE,
  sampleCharge,
  sampleKey,
  sampleMerchant,
} from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

/** Merchants, API keys and the sandbox's own charges. */
export const identityContract: Contract = (test, withStorage) => {
  test('a merchant comes back as it was saved, and an unknown one is null', () =>
    withStorage(async (storage) => {
      const merchant = sampleMerchant();
      await storage.merchants.insert(merchant);
      assert.equal(await storage.merchants.find(merchant.id), merchant);
      assert.is(await storage.merchants.find('mer_unknown'), null);
    }));

  test('a second merchant or key of the same id is refused', () =>
    withStorage(async (storage) => {
      const [merchant, key] = [sampleMerchant(), sampleKey()];
      await storage.merchants.insert(merchant);
      await storage.apiKeys.insert(key);
      await rejectsWith('already_exists', storage.merchants.insert({ ...merchant, name: 'other' }));
      await rejectsWith('already_exists', storage.apiKeys.insert({ ...key, hash: 'a'.repeat(64) }));
      assert.equal(await storage.merchants.find(merchant.id), merchant);
    }));

  test('two keys never have the same hash', () =>
    withStorage(async (storage) => {
      const key = sampleKey();
      await storage.apiKeys.insert(key);
      await rejectsWith('already_exists', storage.apiKeys.insert(sampleKey({ hash: key.hash })));
      assert.equal(await storage.apiKeys.list(SCOPE), [key]);
    }));

  test('a refused duplicate does not spoil the transaction that goes on', () =>
    withStorage(async (storage) => {
      const [first, second] = [sampleKey(), sampleKey()];
      await storage.apiKeys.insert(first);
      await storage.transaction(async (tx) => {
        await rejectsWith('already_exists', tx.apiKeys.insert(first));
        await tx.apiKeys.insert(second);
      });
      assert.equal(await storage.apiKeys.find(SCOPE, second.id), second);
    }));

  test('a key is found by its hash from anywhere, by its id only in its scope', () =>
    withStorage(async (storage) => {
      const key = sampleKey();
      await storage.apiKeys.insert(key);
      assert.equal(await storage.apiKeys.findByHash(key.hash), key);
      assert.equal(await storage.apiKeys.find(SCOPE, key.id), key);
      assert.is(await storage.apiKeys.findByHash(key.hash.toUpperCase()), null);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.apiKeys.find(scope, key.id), null);
        assert.equal(await storage.apiKeys.list(scope), []);
      }
    }));

  test('the end of a key is never put off, whoever comes last', () =>
    withStorage(async (storage) => {
      const key = sampleKey();
      await storage.apiKeys.insert(key);
      for (const at of [NOW + 50, NOW + 10, NOW + 90]) await storage.apiKeys.setRevokedAt(SCOPE, key.id, at);
      assert.is((await storage.apiKeys.find(SCOPE, key.id))?.revokedAt, NOW + 10);
    }));

  test('keys are listed newest first', () =>
    withStorage(async (storage) => {
      const [a, b, c] = [NOW, NOW + 1, NOW + 1].map((createdAt) => sampleKey({ createdAt })) as [
        ReturnType<typeof sampleKey>,
        ReturnType<typeof sampleKey>,
        ReturnType<typeof sampleKey>,
      ];
      for (const key of [b, a, c]) await storage.apiKeys.insert(key);
      assert.equal(await storage.apiKeys.list(SCOPE), [c, b, a]);
    }));

  test('use and revocation are noted in the scope of the key only', () =>
    withStorage(async (storage) => {
      const key = sampleKey();
      await storage.apiKeys.insert(key);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        await storage.apiKeys.setRevokedAt(scope, key.id, NOW);
        await storage.apiKeys.setLastUsedAt(scope, key.id, NOW);
      }
      assert.equal(await storage.apiKeys.find(SCOPE, key.id), key);
      await storage.apiKeys.setRevokedAt(SCOPE, key.id, NOW + 1);
      await storage.apiKeys.setLastUsedAt(SCOPE, key.id, NOW + 2);
      assert.equal(await storage.apiKeys.find(SCOPE, key.id), {
        ...key,
        revokedAt: NOW + 1,
        lastUsedAt: NOW + 2,
      });
    }));

  test('ids are told apart by case', () =>
    withStorage(async (storage) => {
      const lower = sampleMerchant({ id: 'mer_abc' });
      const upper = sampleMerchant({ id: 'mer_ABC' });
      await storage.merchants.insert(lower);
      await storage.merchants.insert(upper);
      assert.is((await storage.merchants.find('mer_ABC'))?.id, 'mer_ABC');
      assert.is(await storage.merchants.find('mer_Abc'), null);
    }));

  test('a charge of the sandbox comes back whole and refuses stale updates', () =>
    withStorage(async (storage) => {
      const charge = sampleCharge();
      await storage.sandboxCharges.insert(charge);
      assert.equal(await storage.sandboxCharges.find(charge.attemptId), charge);
      const refunds = [{ id: 'ref_1', amount: 1_000, status: 'succeeded' as const }];
      const saved = await storage.sandboxCharges.update(charge, { ...charge, status: 'approved', refunds });
      assert.is(saved.version, 2);
      assert.equal(await storage.sandboxCharges.find(charge.attemptId), saved);
      await rejectsWith('stale_write', storage.sandboxCharges.update(charge, { ...charge, status: 'lost' }));
      await rejectsWith('already_exists', storage.sandboxCharges.insert(charge));
      assert.is(await storage.sandboxCharges.find('att_unknown'), null);
    }));
};
