import { BlockList, isIP, isIPv6 } from 'node:net';
import { lookupFor } from './address-lookup.ts';
import type { AddressLookup } from './address-lookup.ts';

/** How long registration waits for a name to resolve. The connection is guarded again, so a slow name may pass. */
const LOOKUP_LIMIT_MS = 2_000;

/** IPv4 that is not the public internet (IANA special-purpose registry), and metadata services on public addresses. */
const BLOCKED_IPV4 = blockList('ipv4', [
  '0.0.0.0/8', // this network, unspecified
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's metadata service
  '169.254.0.0/16', // link-local, and most metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // IETF protocols
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]);

/**
 * Public IPv6 lies in here and nowhere else. Outside are loopback, unspecified, IPv4-mapped and -compatible, NAT64
 * (64:ff9b::), discard, unique local (fc00::/7, with the metadata services), link-local, site-local and multicast.
 */
const GLOBAL_IPV6 = blockList('ipv6', ['2000::/3']);

/** Exceptions inside the global range: those that carry an IPv4 address in them, and those that nobody may route. */
const BLOCKED_IPV6 = blockList('ipv6', [
  '2001::/23', // IETF protocols, among them Teredo (2001::/32)
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
]);

/** Ports that no web server should have: the "bad ports" of the Fetch standard, and databases that read lines. */
const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
  11211, 27017,
]);

const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/;

const NOT_PUBLIC = 'the address is private, reserved or local';

export interface UrlGuardOptions {
  /** Turns off the checks of names and addresses, and no others. For tests and closed networks. */
  readonly allowPrivate: boolean;
  readonly lookup?: AddressLookup;
}

/** Whether this IP address (no brackets) is not on the public internet. Text that is no IP address is blocked too. */
export function blockedAddress(ip: string): boolean {
  const address = ip.replace(/%.*$/, '');
  if (isIPv6(address)) return !GLOBAL_IPV6.check(address, 'ipv6') || BLOCKED_IPV6.check(address, 'ipv6');
  return isIP(address) === 0 || BLOCKED_IPV4.check(address, 'ipv4');
}

/**
 * Why this URL may not be called, or null. Resolves its name: one blocked address among many is enough. Null for a
 * name that does not resolve (soon): it may yet, so the connection must be guarded by `guardedLookup` as well.
 */
export async function urlRefusal(url: string, options: UrlGuardOptions): Promise<string | null> {
  const refusal = literalRefusal(url, options.allowPrivate);
  if (refusal !== null || options.allowPrivate) return refusal;
  const { host } = hostOf(new URL(url));
  if (isIP(host) !== 0) return null;
  const addresses = await soon((options.lookup ?? lookupFor(false))(host));
  return addresses.some(blockedAddress) ? NOT_PUBLIC : null;
}

/** What can be refused without asking DNS. A literal address never reaches a `lookup`, so this comes first. */
export function literalRefusal(url: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(url)) return 'not a URL';
  const parsed = new URL(url); // spells 127.1, 0x7f000001, 2130706433 and ①②⑦.⓪.⓪.① as 127.0.0.1
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return 'the scheme must be https or http';
  if (parsed.username !== '' || parsed.password !== '') return 'user name and password are not allowed';
  if (parsed.port !== '' && BLOCKED_PORTS.has(Number(parsed.port)))
    return `port ${parsed.port} is not allowed`;
  if (allowPrivate) return null;
  const { host, local } = hostOf(parsed);
  return local || (isIP(host) !== 0 && blockedAddress(host)) ? NOT_PUBLIC : null;
}

function hostOf(url: URL): { host: string; local: boolean } {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, local: LOCAL_NAME.test(host.replace(/\.$/, '')) };
}

async function soon(addresses: Promise<readonly string[]>): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve([]), LOOKUP_LIMIT_MS);
  });
  return Promise.race([addresses.catch(() => []), tooLate]).finally(() => clearTimeout(timer));
}

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}
