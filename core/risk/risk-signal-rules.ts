import { customerKeys } from '../coupons/coupon-usage-rules.ts';
import type { RiskBuyer, RiskFacts, RiskSignalKind } from './risk.ts';

/** What the attempts of a buyer are counted under. */
export interface SignalKey {
  readonly kind: RiskSignalKind;
  /** `card:…`, `email:…`, `phone:…`, `address:…`: personal data, to be stored as a hash alone. */
  readonly key: string;
}

/**
 * Under what an attempt is counted: one key for each thing that is known of its buyer. E-mail and telephone are written
 * as coupons write them (`customerKeys`); of an IPv6 address the first 64 bits count: one customer has all behind them.
 */
export function signalKeys(
  buyer: Omit<RiskBuyer, 'country' | 'shippingCountry' | 'cardCountry'>,
): SignalKey[] {
  const { email, phone, address, cardFingerprint } = buyer;
  const network = networkOf(address ?? '');
  return [
    ...(cardFingerprint ? [`card:${cardFingerprint}`] : []),
    ...customerKeys({ email, phone }),
    ...(network === null ? [] : [`address:${network}`]),
  ].map((key) => ({ kind: key.slice(0, key.indexOf(':')) as RiskSignalKind, key }));
}

/** Eight groups of four, or six of them and an IPv4 address. */
const ADDRESS_LENGTH_MAX = 45;

/**
 * The network that an address is in: an IPv4 address itself, also one that is written as IPv6, and of IPv6 the first
 * four groups: `2001:db8:0:7`. Null for what is no address.
 */
export function networkOf(address: string): string | null {
  const bare = address.trim().toLowerCase().replace(/%.*$/, '');
  if (bare.length > ADDRESS_LENGTH_MAX) return null;
  const four = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare)?.[1];
  if (four !== undefined) return isFour(four) ? four : null;
  if (!/^[\da-f:]+(?:\d{1,3}(?:\.\d{1,3}){3})?$/.test(bare)) return null;
  const groups = groupsOf(bare);
  return groups && (mappedFour(groups) ?? groups.slice(0, 4).join(':'));
}

/** `::ffff:102:304` is 1.2.3.4. */
function mappedFour(groups: readonly string[]): string | null {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null;
  const parts = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return parts.join('.');
}

function isFour(address: string): boolean {
  return address.split('.').every((part) => Number(part) <= 255);
}

/** The eight groups of an IPv6 address without leading zeros; null when there are not eight. */
function groupsOf(address: string): string[] | null {
  // An IPv4 address at the end stands for two groups, which nobody looks at.
  const [head = '', tail, more] = address.replace(/\d+(?:\.\d+){3}$/, '0:0').split('::');
  if (more !== undefined) return null;
  const [before, after] = [partsOf(head), partsOf(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return groups.every((group) => /^[\da-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : null;
}

function partsOf(groups: string): string[] {
  return groups === '' ? [] : groups.split(':');
}

/** The domain of an e-mail address in lower case without a dot at its end; null for what is no address. */
export function emailDomain(email: string | null): string | null {
  const written = (email ?? '').trim().toLowerCase();
  const at = written.lastIndexOf('@');
  const domain = written.slice(at + 1).replace(/(?<!\.)\.+$/, '');
  return at < 1 || domain === '' || /^\.|\s/.test(domain) ? null : domain;
}

/** The countries of a buyer as facts: two capital letters, or null for what is not known. */
export function countriesOf(buyer: RiskBuyer): RiskFacts['countries'] {
  return {
    buyer: countryCode(buyer.country),
    card: countryCode(buyer.cardCountry ?? null),
    shipping: countryCode(buyer.shippingCountry),
  };
}

/** Two capital letters; null for what is no country. */
export function countryCode(country: string | null): string | null {
  const code = (country ?? '').trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
