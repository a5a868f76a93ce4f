import * as assert from 'uvu/assert';
import { hashKey, LAST_USED_EVERY_MS, ROTATION_OVERLAP_MS } from '../../../core/index.ts';
import { buildCore, type TestCore } from '../../support/build-core.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { suite } from '../../support/suite.ts';

async function withAuth(
  work: (built: TestCore & { readonly auth: TestCore['core']['auth'] }) => Promise<unknown>,
): Promise<void> {
  const built = await buildCore();
  try {
    await work({ ...built, auth: built.core.auth });
  } finally {
    await built.close();
  }
}

const SECRET = { kind: 'secret', name: 'shop' } as const;

suite('issuing and using keys', (test) => {
  test('a key opens the scope that it was issued for, and no other', () =>
    withAuth(async ({ auth, merchant }) => {
      for (const mode of ['test', 'live'] as const) {
        const scope = { merchantId: merchant.id, mode };
        const { key, apiKey } = await auth.issue(scope, SECRET);
        assert.equal(await auth.authenticate(key), { scope, credentialId: apiKey.id, kind: 'secret' });
      }
    }));

  test('the key itself is nowhere in what is stored', () =>
    withAuth(async ({ auth, scope }) => {
      const { key } = await auth.issue(scope, SECRET);
      const [stored] = await auth.list(scope);
      assert.is(stored?.hash, hashKey(key));
      assert.not(JSON.stringify(stored).includes(key.slice(8, -4)));
    }));

  test('no key is issued to a merchant that does not exist', () =>
    withAuth(({ auth }) =>
      rejectsWith('not_found', auth.issue({ merchantId: 'mer_0', mode: 'test' }, SECRET)),
    ));

  for (const presented of ['', 'sk_test_', 'sk_test_nobody', '열쇠'])
    test(`"${presented}" is no key`, () =>
      withAuth(({ auth }) => rejectsWith('invalid_api_key', auth.authenticate(presented))));

  test('another merchant, or the other mode, has no such key', () =>
    withAuth(async ({ auth, scope }) => {
      const { apiKey } = await auth.issue(scope, SECRET);
      const other = await auth.createMerchant('other');
      for (const stranger of [
        { ...scope, merchantId: other.id },
        { ...scope, mode: 'live' as const },
      ]) {
        await rejectsWith('not_found', auth.revoke(stranger, apiKey.id));
        await rejectsWith('not_found', auth.rotate(stranger, apiKey.id));
        assert.equal(await auth.list(stranger), []);
      }
    }));
});

suite('rotating and revoking keys', (test) => {
  test('both keys work for a day, then only the new one', () =>
    withAuth(async ({ auth, scope, clock }) => {
      const old = await auth.issue(scope, SECRET);
      const { key } = await auth.rotate(scope, old.apiKey.id);
      clock.advance(ROTATION_OVERLAP_MS - 1);
      await auth.authenticate(old.key);
      clock.advance(1);
      await rejectsWith('invalid_api_key', auth.authenticate(old.key));
      await auth.authenticate(key);
    }));

  test('a revoked key is refused at once', () =>
    withAuth(async ({ auth, scope }) => {
      const { key, apiKey } = await auth.issue(scope, SECRET);
      await auth.revoke(scope, apiKey.id);
      await rejectsWith('invalid_api_key', auth.authenticate(key));
    }));

  test('a key that is being rotated out can be revoked before its day is over', () =>
    withAuth(async ({ auth, scope }) => {
      const old = await auth.issue(scope, SECRET);
      await auth.rotate(scope, old.apiKey.id);
      await auth.revoke(scope, old.apiKey.id);
      await rejectsWith('invalid_api_key', auth.authenticate(old.key));
    }));

  test('rotating a revoked key does not bring it back to life', () =>
    withAuth(async ({ auth, scope }) => {
      const { key, apiKey } = await auth.issue(scope, SECRET);
      await auth.revoke(scope, apiKey.id);
      await auth.rotate(scope, apiKey.id).catch(() => undefined);
      await rejectsWith('invalid_api_key', auth.authenticate(key));
    }));

  test('rotating a key again does not give the old one another day', () =>
    withAuth(async ({ auth, scope, clock }) => {
      const { key, apiKey } = await auth.issue(scope, SECRET);
      await auth.rotate(scope, apiKey.id);
      clock.advance(ROTATION_OVERLAP_MS - 1);
      await auth.rotate(scope, apiKey.id).catch(() => undefined);
      clock.advance(1);
      await rejectsWith('invalid_api_key', auth.authenticate(key));
    }));

  test('revoking a revoked key keeps the moment at which it was revoked', () =>
    withAuth(async ({ auth, scope, clock }) => {
      const { apiKey } = await auth.issue(scope, SECRET);
      await auth.revoke(scope, apiKey.id);
      const [first] = await auth.list(scope);
      clock.advance(1000);
      await auth.revoke(scope, apiKey.id);
      const [second] = await auth.list(scope);
      assert.is(second?.revokedAt, first?.revokedAt);
    }));
});

suite('when a key was last used', (test) => {
  test('it is written by the job, and at most once a minute', () =>
    withAuth(async ({ auth, scope, clock }) => {
      const { key } = await auth.issue(scope, SECRET);
      const lastUsed = async (): Promise<number | null | undefined> =>
        (await auth.list(scope))[0]?.lastUsedAt;
      const began = clock.now();
      await auth.authenticate(key);
      assert.is(await lastUsed(), null);
      assert.is(await auth.flushLastUsed(), 1);
      assert.is(await lastUsed(), began);
      clock.advance(LAST_USED_EVERY_MS - 1);
      await auth.authenticate(key);
      assert.is(await auth.flushLastUsed(), 0);
      clock.advance(1);
      await auth.authenticate(key);
      assert.is(await auth.flushLastUsed(), 1);
    }));

  test('a refused key leaves no trace', () =>
    withAuth(async ({ auth, scope }) => {
      const { key, apiKey } = await auth.issue(scope, SECRET);
      await auth.revoke(scope, apiKey.id);
      await rejectsWith('invalid_api_key', auth.authenticate(key));
      assert.is(await auth.flushLastUsed(), 0);
    }));
});
