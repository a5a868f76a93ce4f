import type { CustomDomain } from '../../core/domains/custom-domain.ts';
import { DAY, NOW, SCOPE, sampleId } from './fixtures.ts';

/** A verified domain with something in every column that may be empty. Each has a shop and a host of its own. */
export function sampleDomain(change: Partial<CustomDomain> = {}): CustomDomain {
  const id = sampleId('dom');
  return {
    id,
    ...SCOPE,
    shopId: sampleId('shop'),
    host: `${id.replace('_', '-')}.yourstore.com`,
    challengeName: '_korea-checkout-challenge.checkout',
    challengeValue: `kc-domain-verify-${'aB3'.repeat(10)}xY`,
    verificationStatus: 'verified',
    configurationStatus: 'configured',
    checks: 3,
    checkAt: NOW,
    deadline: NOW + DAY,
    misses: 1,
    missedAt: NOW - DAY,
    verifiedAt: NOW - 1,
    createdAt: NOW - DAY,
    updatedAt: NOW,
    version: 1,
    ...change,
  };
}

/** A domain that waits for its record: everything that may be empty is. */
export function pendingDomain(change: Partial<CustomDomain> = {}): CustomDomain {
  return sampleDomain({
    verificationStatus: 'pending',
    configurationStatus: 'pending',
    checks: 0,
    misses: 0,
    missedAt: null,
    verifiedAt: null,
    ...change,
  });
}
