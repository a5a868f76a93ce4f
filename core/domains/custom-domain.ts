import type { Transitions } from '../kernel/machine.ts';
import type { Mode, Scope } from '../kernel/scope.ts';

/** Whether the merchant has proved that the domain is his. Only a `verified` one is served. */
export type DomainVerification = 'pending' | 'verified' | 'failed';

/** Whether the domain's name leads to this server. */
export type DomainConfiguration = 'pending' | 'configured' | 'failed';

/**
 * `failed` ends the tries of the job, not the domain's life: the merchant may have it checked again, or ask for it
 * again.
 */
export const DOMAIN_VERIFICATION_TRANSITIONS: Transitions<DomainVerification> = {
  pending: ['verified', 'failed'],
  verified: ['failed'],
  failed: ['verified', 'pending'],
};

/** A name may lead here or elsewhere at any time. */
export const DOMAIN_CONFIGURATION_TRANSITIONS: Transitions<DomainConfiguration> = {
  pending: ['configured', 'failed'],
  configured: ['failed'],
  failed: ['configured', 'pending'],
};

/** The sub-domain of a merchant's own on which a shop's checkout page is shown. A shop has one at most. */
export interface CustomDomain {
  /** `dom_…` */
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly shopId: string;
  /** Lower-case ASCII (punycode) without a dot at its end: `checkout.yourstore.com`. Verified for one shop at most. */
  readonly host: string;
  /** Where the TXT record goes, as name servers' pages want it: relative to the domain that was registered. */
  readonly challengeName: string;
  /** What the TXT record must say; public, like everything in DNS. */
  readonly challengeValue: string;
  readonly verificationStatus: DomainVerification;
  readonly configurationStatus: DomainConfiguration;
  /** How often the job has looked. */
  readonly checks: number;
  /** When the job looks next, pushed forward as its lease; null after a failure. */
  readonly checkAt: number | null;
  /** Until when the record must be found. */
  readonly deadline: number;
  /** Daily looks in a row that have not found the record of a verified domain. */
  readonly misses: number;
  /** When the last of them was; null for none. */
  readonly missedAt: number | null;
  /** Since when it is verified; null before. Stays when the record is lost. */
  readonly verifiedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** The rows of custom domains. Several shops may wait for one host, but only one may have verified it. */
export interface CustomDomainRepository {
  /** `already_exists` when the shop has one. */
  insert(domain: CustomDomain): Promise<void>;
  find(scope: Scope, id: string): Promise<CustomDomain | null>;
  findOfShop(scope: Scope, shopId: string): Promise<CustomDomain | null>;
  /** Refuses a stale version, and with `already_exists` to verify a host that another shop has verified. */
  update(was: CustomDomain, now: CustomDomain): Promise<CustomDomain>;
  /** False when there was none. */
  remove(scope: Scope, id: string): Promise<boolean>;
  /** The verified domain of this host; across scopes: the host is what tells the scope. */
  findVerified(host: string): Promise<CustomDomain | null>;
  /** Whether any shop has asked for this host; across scopes. */
  isKnown(host: string): Promise<boolean>;
  /** Leases a check: counts it and moves `checkAt`, unless somebody else has done so since `due` was read. */
  postpone(due: CustomDomain, checkAt: number): Promise<boolean>;
  /** The oldest that are due; across all scopes. */
  listDueCheck(now: number, limit: number): Promise<CustomDomain[]>;
}
