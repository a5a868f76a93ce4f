import { DomainError, isRefusal } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Clock, Random } from '../ports.ts';
import { type RateLimitRepository, takeOrRefuse } from '../rate-limits/rate-limit-repository.ts';
import type { RateLimit } from '../rate-limits/rate-limit-rules.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { CustomDomain } from './custom-domain.ts';
import {
  applyCheck,
  CHALLENGE_LETTERS,
  CHALLENGE_PREFIX,
  challengeHost,
  domainFault,
  type DomainFindings,
  givenUp,
  hostOf,
  newDomain,
  type NewDomain,
  reopened,
} from './custom-domain-rules.ts';
import type { DomainNames } from './domain-names.ts';

/** Looks by hand at one domain. */
export const VERIFY_RATE: RateLimit = { limit: 10, windowMs: MINUTE };

/** How long one look may take before another process may take it over; a name server has 10 s for each question. */
export const DOMAIN_LEASE_MS = MINUTE;

/** What the service needs from outside. */
export interface CustomDomainPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly rateLimits: RateLimitRepository;
  readonly names: DomainNames;
  /** The hosts by which this server is reached itself; no shop may have one of them. */
  readonly ownHosts: readonly string[];
}

export type CustomDomainService = ReturnType<typeof createCustomDomainService>;

/** Domains of merchants' own: asked for, proved by a TXT record, looked after by a job. */
export function createCustomDomainService(ports: CustomDomainPorts) {
  const { storage, clock, random, rateLimits, names } = ports;

  /**
   * Asks for a domain for this shop, in place of the one that it has. The same one again changes nothing, but gives a
   * failed one 24 new hours. Refuses with `domain_refused` what is no sub-domain of somebody's, and with `not_found`.
   */
  async function put(scope: Scope, shopId: string, domain: string): Promise<CustomDomain> {
    const asked = await acceptable(scope, shopId, domain);
    try {
      return await storage.transaction((tx) => replace(tx, asked));
    } catch (error) {
      // The shop's first domain, asked for twice at once: the second time there is one to replace.
      if (!isRefusal(error, 'already_exists')) throw error;
      return storage.transaction((tx) => replace(tx, asked));
    }
  }

  async function acceptable(scope: Scope, shopId: string, domain: string): Promise<NewDomain> {
    await assertShop(scope, shopId);
    const host = hostOf(domain);
    const parts = host === null ? null : names.split(host);
    const fault = domainFault(host, parts, ports.ownHosts);
    if (fault !== null || host === null || parts === null)
      throw new DomainError('domain_refused', 'this cannot be a custom domain', {
        field: 'domain',
        reason: fault ?? 'not_public',
      });
    const secret = random.secret('', 'base62').slice(0, CHALLENGE_LETTERS);
    const challengeValue = CHALLENGE_PREFIX + secret;
    return { id: random.id('dom'), scope: scopeOf(scope), shopId, host, sub: parts.sub, challengeValue };
  }

  async function replace(tx: Repositories, asked: NewDomain): Promise<CustomDomain> {
    const was = await tx.customDomains.findOfShop(asked.scope, asked.shopId);
    if (was?.host === asked.host)
      return was.verificationStatus === 'failed'
        ? tx.customDomains.update(was, reopened(was, clock.now()))
        : was;
    if (was) await tx.customDomains.remove(asked.scope, was.id);
    const domain = newDomain(asked, clock.now());
    await tx.customDomains.insert(domain);
    return domain;
  }

  async function assertShop(scope: Scope, shopId: string): Promise<void> {
    if (!(await storage.shops.find(scope, shopId)))
      throw new DomainError('not_found', 'no such shop', { id: shopId });
  }

  /** The domain of this shop, or null. */
  async function get(scope: Scope, shopId: string): Promise<CustomDomain | null> {
    await assertShop(scope, shopId);
    return storage.customDomains.findOfShop(scope, shopId);
  }

  /** The shop has no domain any more; it may have had none. */
  async function remove(scope: Scope, shopId: string): Promise<void> {
    await assertShop(scope, shopId);
    await storage.transaction(async (tx) => {
      const was = await tx.customDomains.findOfShop(scope, shopId);
      if (was) await tx.customDomains.remove(scope, was.id);
    });
  }

  /**
   * Asks DNS now and answers what became of the domain. Refuses with `not_found` when the shop has none, with
   * `rate_limited`, and with `already_exists` while another shop has proved the same host and can do so still.
   */
  async function verify(scope: Scope, shopId: string): Promise<CustomDomain> {
    const domain = await get(scope, shopId);
    if (!domain) throw new DomainError('not_found', 'this shop has no custom domain', { id: shopId });
    await takeOrRefuse(rateLimits, `domains.verify:${domain.id}`, VERIFY_RATE, clock.now());
    const { now, isTaken } = await check(domain);
    if (isTaken)
      throw new DomainError('already_exists', 'another shop has verified this domain', { field: 'domain' });
    if (!now) throw new DomainError('not_found', 'this domain was replaced or removed', { id: domain.id });
    return now;
  }

  /** The job: asks DNS about the domains that are due, all at once: a name server that is silent holds up no other. */
  async function checkDue(limit: number): Promise<number> {
    const due = await storage.customDomains.listDueCheck(clock.now(), limit);
    const results = await Promise.allSettled(due.map(checkLeased));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    return due.length;
  }

  async function checkLeased(domain: CustomDomain): Promise<void> {
    if (!(await storage.customDomains.postpone(domain, clock.now() + DOMAIN_LEASE_MS))) return;
    await check(domain).catch((error: unknown) => {
      // Somebody was faster; if it matters still, the next look finds out.
      if (!isRefusal(error, 'stale_write', 'already_exists')) throw error;
    });
  }

  /** Asks, then records. `now` is null when the domain was replaced or removed meanwhile. */
  async function check(domain: CustomDomain): Promise<{ now: CustomDomain | null; isTaken: boolean }> {
    const findings = await look(domain);
    try {
      return { now: await record(domain, findings), isTaken: false };
    } catch (error) {
      if (findings === 'unreachable' || !isRefusal(error, 'already_exists')) throw error;
    }
    if (await isFree(domain)) return { now: await record(domain, findings), isTaken: false };
    // As good as not found: two shops that both have their record there are told apart by who was first.
    return { now: await record(domain, { ...findings, txtFound: false }), isTaken: true };
  }

  async function look(domain: CustomDomain): Promise<DomainFindings | 'unreachable'> {
    const [txt, pointsHere] = await Promise.all([
      names.txt(challengeHost(domain)),
      names.pointsHere(domain.host),
    ]);
    return txt === null ? 'unreachable' : { txtFound: txt.includes(domain.challengeValue), pointsHere };
  }

  function record(
    domain: CustomDomain,
    findings: DomainFindings | 'unreachable',
  ): Promise<CustomDomain | null> {
    return storage.transaction(async (tx) => {
      const was = await tx.customDomains.find(scopeOf(domain), domain.id);
      return was && tx.customDomains.update(was, applyCheck(was, findings, clock.now()));
    });
  }

  /** Takes the host from a shop that has proved it once and cannot do so now: the domain has a new owner. */
  async function isFree({ host }: CustomDomain): Promise<boolean> {
    const holder = await storage.customDomains.findVerified(host);
    if (!holder) return true;
    const findings = await look(holder);
    if (findings === 'unreachable' || findings.txtFound) return false;
    await storage.transaction(async (tx) => {
      const was = await tx.customDomains.find(scopeOf(holder), holder.id);
      if (was?.verificationStatus === 'verified')
        await tx.customDomains.update(was, givenUp(was, clock.now()));
    });
    return true;
  }

  /**
   * The verified domain of this host, of whatever merchant, or null: for who must know on whose behalf to answer. Takes
   * any text; what is no host name is looked up nowhere.
   */
  async function findVerified(text: string): Promise<CustomDomain | null> {
    const host = hostOf(text);
    return host === null ? null : storage.customDomains.findVerified(host);
  }

  /** Whether any shop has asked for this host, verified or not. Takes any text as well. */
  async function isKnown(text: string): Promise<boolean> {
    const host = hostOf(text);
    return host !== null && storage.customDomains.isKnown(host);
  }

  return { put, get, verify, remove, findVerified, isKnown, checkDue };
}
