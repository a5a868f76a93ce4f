import { lookup as getAddresses, Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { LookupFunction } from 'node:net';

/** All IPv4 and IPv6 addresses of a host name; rejects, or answers none, when there are none. */
export type AddressLookup = (hostname: string) => Promise<readonly string[]>;

/** The `code` of the errors that `guardedLookup` gives to the socket. */
export const LOOKUP_BLOCKED = 'LOOKUP_BLOCKED';
export const LOOKUP_FAILED = 'LOOKUP_FAILED';

/** The lookup to use: with private addresses the system's own (it knows the hosts file), else DNS alone. */
export function lookupFor(allowPrivate: boolean): AddressLookup {
  return allowPrivate ? systemLookup : dnsLookup();
}

const systemLookup: AddressLookup = async (hostname) =>
  (await getAddresses(hostname, { all: true })).map(({ address }) => address);

/**
 * Asks DNS directly. `dns.lookup` would hold one of Node's four worker threads for seconds per name that does not
 * answer, and the database driver needs those threads: four such names would stop every payment.
 */
function dnsLookup(): AddressLookup {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  };
}

/**
 * A `lookup` for sockets: the addresses handed over are the very ones that were checked, so a name that changes its
 * mind between check and connection gains nothing. Any blocked address refuses the name.
 */
export function guardedLookup(lookup: AddressLookup, blocked: (ip: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    checkedAddresses(lookup, hostname, blocked).then(
      ([first, ...rest]) => {
        if (options.all === true) callback(null, [first, ...rest]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, []),
    );
  };
}

interface Address {
  address: string;
  family: 4 | 6;
}

async function checkedAddresses(
  lookup: AddressLookup,
  hostname: string,
  blocked: (ip: string) => boolean,
): Promise<[Address, ...Address[]]> {
  const found = await lookup(hostname).catch(() => []);
  const [first, ...rest] = found.map((address): Address => ({ address, family: isIPv6(address) ? 6 : 4 }));
  if (first === undefined) throw Object.assign(new Error('name does not resolve'), { code: LOOKUP_FAILED });
  if (found.some(blocked)) throw Object.assign(new Error('blocked address'), { code: LOOKUP_BLOCKED });
  return [first, ...rest];
}
