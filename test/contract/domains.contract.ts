import * as assert from 'uvu/assert';
import { pendingDomain, sampleDomain } from '../support/domain-fixtures.ts';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

const HOST = 'checkout.yourstore.com';

/** Custom domains: one to a shop, and one verified to a host. */
export const domainsContract: Contract = (test, withStorage) => {
  test('a domain comes back whole, full or empty, by its id and by its shop', () =>
    withStorage(async ({ customDomains }) => {
      for (const domain of [sampleDomain(), pendingDomain({ checkAt: null })]) {
        await customDomains.insert(domain);
        assert.equal(await customDomains.find(SCOPE, domain.id), domain);
        assert.equal(await customDomains.findOfShop(SCOPE, domain.shopId), domain);
      }
      assert.is(await customDomains.find(SCOPE, 'dom_unknown'), null);
      assert.is(await customDomains.findOfShop(SCOPE, 'shop_unknown'), null);
    }));

  test('nobody else finds, changes, leases or removes a domain', () =>
    withStorage(async ({ customDomains }) => {
      const own = sampleDomain();
      await customDomains.insert(own);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await customDomains.find(scope, own.id), null);
        assert.is(await customDomains.findOfShop(scope, own.shopId), null);
        assert.is(await customDomains.remove(scope, own.id), false);
        const theirs = { ...own, ...scope };
        await rejectsWith('stale_write', customDomains.update(theirs, theirs));
        assert.is(await customDomains.postpone(theirs, NOW + 1), false);
      }
      assert.equal(await customDomains.find(SCOPE, own.id), own);
    }));

  test('an update of a domain saves every field that may change, and a stale one is refused', () =>
    withStorage(async ({ customDomains }) => {
      const was = sampleDomain();
      await customDomains.insert(was);
      const change = {
        verificationStatus: 'failed',
        configurationStatus: 'failed',
        checks: 9,
        checkAt: null,
        deadline: NOW + 5,
        misses: 3,
        missedAt: null,
        verifiedAt: null,
        updatedAt: NOW + 6,
      } as const;
      const saved = await customDomains.update(was, { ...was, ...change });
      assert.equal(saved, { ...was, ...change, version: 2 });
      assert.equal(await customDomains.find(SCOPE, was.id), saved);
      await rejectsWith('stale_write', customDomains.update(was, was));
      assert.equal(await customDomains.find(SCOPE, was.id), saved);
    }));

  test('a shop has one domain at most, and may have another when that is gone', () =>
    withStorage(async ({ customDomains }) => {
      const first = sampleDomain({ shopId: 'shop_1' });
      await customDomains.insert(first);
      const next = pendingDomain({ shopId: 'shop_1' });
      await rejectsWith('already_exists', customDomains.insert(next));
      assert.is(await customDomains.remove(SCOPE, first.id), true);
      assert.is(await customDomains.remove(SCOPE, first.id), false);
      await customDomains.insert(next);
      assert.equal(await customDomains.findOfShop(SCOPE, 'shop_1'), next);
    }));

  test('many shops may wait for one host, but only one has it verified', () =>
    withStorage(async ({ customDomains }) => {
      const first = pendingDomain({ host: HOST });
      const second = pendingDomain({ host: HOST, ...OTHER_MERCHANT });
      const third = pendingDomain({ host: HOST, ...OTHER_MODE, verificationStatus: 'failed' });
      for (const domain of [first, second, third]) await customDomains.insert(domain);
      assert.is(await customDomains.findVerified(HOST), null);
      const verified = await customDomains.update(first, { ...first, verificationStatus: 'verified' });
      for (const late of [second, third])
        await rejectsWith(
          'already_exists',
          customDomains.update(late, { ...late, verificationStatus: 'verified' }),
        );
      await rejectsWith('already_exists', customDomains.insert(sampleDomain({ host: HOST })));
      assert.equal(await customDomains.findVerified(HOST), verified);
      await customDomains.update(verified, { ...verified, verificationStatus: 'failed' });
      assert.is(await customDomains.findVerified(HOST), null);
      await customDomains.update(second, { ...second, verificationStatus: 'verified' });
      assert.is((await customDomains.findVerified(HOST))?.id, second.id);
    }));

  test('a host is known from the moment it is asked for until it is removed, and no other is', () =>
    withStorage(async ({ customDomains }) => {
      const domain = pendingDomain({ host: HOST });
      assert.is(await customDomains.isKnown(HOST), false);
      await customDomains.insert(domain);
      assert.is(await customDomains.isKnown(HOST), true);
      assert.is(await customDomains.isKnown('yourstore.com'), false);
      await customDomains.remove(SCOPE, domain.id);
      assert.is(await customDomains.isKnown(HOST), false);
    }));

  test('domains that are due come oldest first from all scopes; a lease is given once and counts a check', () =>
    withStorage(async ({ customDomains }) => {
      const late = pendingDomain({ checkAt: NOW });
      const later = sampleDomain({ checkAt: NOW - 1, ...OTHER_MERCHANT });
      const idle = [
        pendingDomain({ checkAt: NOW + 1 }),
        pendingDomain({ checkAt: null, verificationStatus: 'failed' }),
      ];
      for (const domain of [late, later, ...idle]) await customDomains.insert(domain);
      assert.equal(await customDomains.listDueCheck(NOW, 10), [later, late]);
      assert.equal(await customDomains.listDueCheck(NOW, 1), [later]);
      assert.is(await customDomains.postpone(late, NOW + 60), true);
      assert.is(await customDomains.postpone(late, NOW + 90), false);
      assert.equal(await customDomains.find(SCOPE, late.id), { ...late, checkAt: NOW + 60, checks: 1 });
      assert.equal(await customDomains.listDueCheck(NOW, 10), [later]);
    }));
};
