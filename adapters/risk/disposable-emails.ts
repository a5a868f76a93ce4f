import { domainToASCII } from 'node:url';
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import type { DisposableEmails } from '../../core/index.ts';

/**
 * The providers that the project disposable-email-domains knows (some 9,000; CC0). The list is read when the first
 * address is asked for, so that a start does not wait for it.
 */
export function disposableEmails(): DisposableEmails {
  let known: ReadonlySet<string> | null = null;
  return {
    isDisposable: (domain) => {
      const all = (known ??= disposableEmailBlocklistSet());
      return domainsAbove(domain).some((name) => all.has(name));
    },
  };
}

/** More parts than any provider's name has; what a buyer may write is not. */
const PARTS_MAX = 10;

/** `a.b.com` and `b.com`: whoever has a domain has all addresses below it. */
function domainsAbove(domain: string): string[] {
  const parts = domainToASCII(domain.trim().replace(/\.+$/, '')).split('.').slice(-PARTS_MAX);
  return parts.slice(0, -1).map((_, at) => parts.slice(at).join('.'));
}
