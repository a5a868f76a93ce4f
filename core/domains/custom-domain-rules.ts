import { assertTransition } from '../kernel/machine.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import { DAY, HOUR, MINUTE } from '../kernel/time.ts';
import {
  type CustomDomain,
  DOMAIN_CONFIGURATION_TRANSITIONS,
  DOMAIN_VERIFICATION_TRANSITIONS,
  type DomainConfiguration,
} from './custom-domain.ts';
import type { DomainParts } from './domain-names.ts';

/** The first label of every challenge. */
export const CHALLENGE_LABEL = '_korea-checkout-challenge';

/** How every challenge value begins. */
export const CHALLENGE_PREFIX = 'kc-domain-verify-';

/** So many random letters follow: 190 bits. */
export const CHALLENGE_LETTERS = 32;

/** A host has at most so many characters: the name of its challenge must not be longer than DNS allows (253). */
export const HOST_MAX = 253 - CHALLENGE_LABEL.length - 1;

/** How long after it was asked for a domain may be proved. */
export const VERIFY_WITHIN_MS = DAY;

/** After waits of 1, 5, 15 and 60 minutes the job looks every hour. */
export const TRY_AFTER_MS: readonly number[] = [MINUTE, 6 * MINUTE, 21 * MINUTE, 81 * MINUTE];

/** So many daily looks in a row without the record make a verified domain `failed`. */
export const MISSES_MAX = 3;

/** Looks by hand count as one with a daily look: no two misses are closer than this. */
export const MISS_GAP_MS = DAY - HOUR;

/** DNS that has said nothing at all for so long after the deadline is waited for no more. */
export const SILENCE_MAX_MS = DAY;

/** What DNS has said of a domain. */
export interface DomainFindings {
  readonly txtFound: boolean;
  /** Null without an answer. */
  readonly pointsHere: boolean | null;
}

/** Why a domain cannot be a custom domain. */
export type DomainFault = 'not_a_host_name' | 'too_long' | 'own_host' | 'not_public' | 'not_a_subdomain';

/** Names that are never in the public DNS, whatever a list of suffixes says (RFC 6761 and its kin). */
const SPECIAL_USE = /(^|\.)(localhost|localdomain|local|internal|test|invalid|example|onion|alt|arpa)$/;

/** A URL would take tabs, escapes, user names and ports: nothing but letters, digits, dots and hyphens is let near. */
const HOST_TEXT = /^[A-Za-z0-9.\-\u0080-\u{10ffff}]{1,1000}$/u;

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * The host name as it is kept and compared: lower-case ASCII, names in other scripts as punycode, without the dot that
 * may end it. Null for everything that is no host name and nothing else: addresses of IP, URLs, ports, spaces.
 */
export function hostOf(text: string): string | null {
  if (!HOST_TEXT.test(text) || !URL.canParse(`http://${text}`)) return null;
  const host = new URL(`http://${text}`).hostname.replace(/\.$/, '');
  const labels = host.split('.');
  // The parser has turned all spellings of an IPv4 address into four numbers; no top-level domain is one.
  return labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '') ? host : null;
}

/** Why this host (of `hostOf`) cannot be a custom domain, or null. `ownHosts` are those by which we are reached. */
export function domainFault(
  host: string | null,
  parts: DomainParts | null,
  ownHosts: readonly string[],
): DomainFault | null {
  if (host === null) return 'not_a_host_name';
  if (host.length > HOST_MAX) return 'too_long';
  if (ownHosts.includes(host)) return 'own_host';
  if (!host.includes('.') || SPECIAL_USE.test(host) || parts === null) return 'not_public';
  return parts.sub === '' ? 'not_a_subdomain' : null;
}

/** What a new domain is made of; `host` and `sub` have passed `domainFault`. */
export interface NewDomain {
  readonly id: string;
  readonly scope: Scope;
  readonly shopId: string;
  readonly host: string;
  readonly sub: string;
  readonly challengeValue: string;
}

/** A domain that waits for its record; the job looks a minute later. */
export function newDomain({ scope, sub, ...given }: NewDomain, now: number): CustomDomain {
  const deadline = now + VERIFY_WITHIN_MS;
  return {
    ...given,
    ...scopeOf(scope),
    challengeName: `${CHALLENGE_LABEL}.${sub}`,
    verificationStatus: 'pending',
    configurationStatus: 'pending',
    checks: 0,
    checkAt: nextTryAt(deadline, now),
    deadline,
    misses: 0,
    missedAt: null,
    verifiedAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** A failed domain that is asked for again: 24 new hours for the record that may be in place already. */
export function reopened(domain: CustomDomain, now: number): CustomDomain {
  assertTransition(DOMAIN_VERIFICATION_TRANSITIONS, domain.verificationStatus, 'pending');
  const deadline = now + VERIFY_WITHIN_MS;
  return {
    ...domain,
    verificationStatus: 'pending',
    configurationStatus: domain.configurationStatus === 'failed' ? 'pending' : domain.configurationStatus,
    checks: 0,
    checkAt: nextTryAt(deadline, now),
    deadline,
    misses: 0,
    missedAt: null,
    updatedAt: now,
  };
}

/** The whole name of the TXT record. */
export function challengeHost({ host }: Pick<CustomDomain, 'host'>): string {
  return `${CHALLENGE_LABEL}.${host}`;
}

/** Whether buyers may be sent there: it is the merchant's, and it leads to us. */
export function takesBuyers(domain: CustomDomain): boolean {
  return domain.verificationStatus === 'verified' && domain.configurationStatus === 'configured';
}

/** What a look at DNS makes of a domain. Trouble with DNS is no answer: it changes nothing but when we look next. */
export function applyCheck(
  domain: CustomDomain,
  findings: DomainFindings | 'unreachable',
  now: number,
): CustomDomain {
  const found = findings === 'unreachable' ? silent(domain, now) : heard(domain, findings, now);
  const after = { ...domain, ...found };
  const { verificationStatus: verification, configurationStatus: configuration } = domain;
  if (after.verificationStatus !== verification)
    assertTransition(DOMAIN_VERIFICATION_TRANSITIONS, verification, after.verificationStatus);
  if (after.configurationStatus !== configuration)
    assertTransition(DOMAIN_CONFIGURATION_TRANSITIONS, configuration, after.configurationStatus);
  const isNews = after.verificationStatus !== verification || after.configurationStatus !== configuration;
  return {
    ...after,
    checkAt: nextCheckAt(after, findings !== 'unreachable', now),
    updatedAt: isNews ? now : domain.updatedAt,
  };
}

/** A verified domain whose record is gone while somebody else has put his own there: not served from now on. */
export function givenUp(domain: CustomDomain, now: number): CustomDomain {
  assertTransition(DOMAIN_VERIFICATION_TRANSITIONS, domain.verificationStatus, 'failed');
  return { ...domain, verificationStatus: 'failed', checkAt: null, updatedAt: now };
}

function silent(domain: CustomDomain, now: number): Partial<CustomDomain> {
  const isOver = domain.verificationStatus === 'pending' && now >= domain.deadline + SILENCE_MAX_MS;
  return isOver ? { verificationStatus: 'failed' } : {};
}

function heard(
  domain: CustomDomain,
  { txtFound, pointsHere }: DomainFindings,
  now: number,
): Partial<CustomDomain> {
  const configurationStatus = configurationAfter(domain, pointsHere, now);
  if (!txtFound) return { configurationStatus, ...missed(domain, now) };
  const verifiedAt = domain.verificationStatus === 'verified' ? domain.verifiedAt : now;
  return { configurationStatus, verificationStatus: 'verified', verifiedAt, misses: 0, missedAt: null };
}

function missed(domain: CustomDomain, now: number): Partial<CustomDomain> {
  if (domain.verificationStatus === 'pending')
    return now >= domain.deadline ? { verificationStatus: 'failed' } : {};
  const isCounted = domain.missedAt === null || now - domain.missedAt >= MISS_GAP_MS;
  if (domain.verificationStatus === 'failed' || !isCounted) return {};
  const misses = domain.misses + 1;
  return { misses, missedAt: now, ...(misses >= MISSES_MAX ? { verificationStatus: 'failed' } : {}) };
}

function configurationAfter(
  { configurationStatus, deadline }: CustomDomain,
  pointsHere: boolean | null,
  now: number,
): DomainConfiguration {
  if (pointsHere === null) return configurationStatus;
  if (pointsHere) return 'configured';
  return configurationStatus === 'pending' && now < deadline ? 'pending' : 'failed';
}

function nextCheckAt(domain: CustomDomain, isHeard: boolean, now: number): number | null {
  if (domain.verificationStatus === 'failed') return null;
  if (domain.verificationStatus === 'pending') return nextTryAt(domain.deadline, now);
  // The record is there and the name does not lead here yet: somebody is working on it.
  if (domain.configurationStatus === 'pending' && now < domain.deadline)
    return nextTryAt(domain.deadline, now);
  return now + (isHeard ? DAY : HOUR);
}

/** The next of the moments at which a domain is looked for, by its age alone: looks by hand move none of them. */
function nextTryAt(deadline: number, now: number): number {
  const askedAt = deadline - VERIFY_WITHIN_MS;
  const early = TRY_AFTER_MS.find((after) => askedAt + after > now);
  if (early !== undefined) return askedAt + early;
  const hourly = askedAt + (TRY_AFTER_MS.at(-1) ?? 0);
  const next = hourly + (Math.floor((now - hourly) / HOUR) + 1) * HOUR;
  return now < deadline ? Math.min(next, deadline) : next;
}
