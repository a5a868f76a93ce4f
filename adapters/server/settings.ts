import { isIP } from 'node:net';
import { type SurfaceName, SURFACE_NAMES } from '../surface-names.ts';

/** How much is logged, as pino counts; `silent` logs nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Setting<T> {
  readonly env: string;
  /** The flag without its dashes; null for what must not be seen in a list of processes. */
  readonly flag: string | null;
  readonly fallback: string;
  /** Throws an Error whose message finishes the sentence "PORT …". */
  readonly read: (text: string) => T;
  readonly help: string;
  /** True when the flag stands alone: `--metrics`, `--no-metrics`. */
  readonly isSwitch?: boolean;
}

const setting = <T>(spec: Setting<T>): Setting<T> => spec;

/** Every setting of the server: where it is read, what it may be and what it is when nobody says. */
export const SETTINGS = {
  port: setting({
    env: 'PORT',
    flag: 'port',
    fallback: '3000',
    read: integer(0, 65_535),
    help: 'port to listen on; 0 takes a free one',
  }),
  host: setting({
    env: 'HOST',
    flag: 'host',
    fallback: '127.0.0.1',
    read: host,
    help: 'address to listen on; 0.0.0.0 for all',
  }),
  publicUrl: setting({
    env: 'PUBLIC_URL',
    flag: 'public-url',
    fallback: '',
    read: publicUrl,
    help: 'where buyers reach this server; http://HOST:PORT when left out',
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    flag: 'database-url',
    fallback: 'sqlite:./data/korea-checkout.sqlite',
    read: databaseUrl,
    help: 'sqlite:<file>, sqlite::memory:, postgres://… or mysql://…',
  }),
  encryptionKeys: setting({
    env: 'ENCRYPTION_KEY',
    flag: null,
    fallback: '',
    read: encryptionKeys,
    help: '32 bytes in base64 or hex; `new,old` while one is replaced. With SQLite a key file is made when left out',
  }),
  jwtKeys: setting({
    env: 'JWT_KEY',
    flag: null,
    fallback: '',
    read: jwtKeys,
    help: 'signs the tokens of people: a secret of 32 bytes or more, or an Ed25519 key in PEM; `new,old` while one is replaced. Made of ENCRYPTION_KEY when left out',
  }),
  trustProxy: setting({
    env: 'TRUST_PROXY',
    flag: 'trust-proxy',
    fallback: '0',
    read: integer(0, 10),
    help: 'how many proxies of yours stand before the server: so many addresses of X-Forwarded-For are believed',
  }),
  webhookAllowPrivate: setting({
    env: 'WEBHOOK_ALLOW_PRIVATE',
    flag: 'webhook-allow-private',
    fallback: '',
    read: (text) => (text === '' ? null : yesOrNo(text)),
    help: 'true lets webhooks go to private addresses; for tests and closed networks',
    isSwitch: true,
  }),
  logLevel: setting({
    env: 'LOG_LEVEL',
    flag: 'log-level',
    fallback: 'info',
    read: oneOf(LOG_LEVELS),
    help: LOG_LEVELS.join(', '),
  }),
  metrics: setting({
    env: 'METRICS',
    flag: 'metrics',
    fallback: 'false',
    read: yesOrNo,
    help: 'true serves Prometheus metrics at /metrics',
    isSwitch: true,
  }),
  rateLimitLifeos: setting({
    env: 'RATE_LIMIT_LIFEOS',
    flag: 'rate-limit-lifeos',
    fallback: '200',
    read: integer(1, 1_000_000),
    help: 'requests a minute for each API key',
  }),
  rateLimitLunepay: setting({
    env: 'RATE_LIMIT_LUNEPAY',
    flag: 'rate-limit-lunepay',
    fallback: '600',
    read: integer(1, 1_000_000),
    help: 'requests a minute for each person, and for each address that phones call from',
  }),
  rateLimitCheckout: setting({
    env: 'RATE_LIMIT_CHECKOUT',
    flag: 'rate-limit-checkout',
    fallback: '1000',
    read: integer(1, 1_000_000),
    help: 'requests a minute for each live API key of Korea Checkout',
  }),
  rateLimitCheckoutTest: setting({
    env: 'RATE_LIMIT_CHECKOUT_TEST',
    flag: 'rate-limit-checkout-test',
    fallback: '100',
    read: integer(1, 1_000_000),
    help: 'the same for each test API key',
  }),
  dnsServers: setting({
    env: 'DNS_SERVERS',
    flag: 'dns-servers',
    fallback: '',
    read: nameServers,
    help: 'name servers that custom domains are checked with, for instance 1.1.1.1,8.8.8.8; those of this machine when left out',
  }),
  rateLimitSms: setting({
    env: 'RATE_LIMIT_SMS',
    flag: 'rate-limit-sms',
    fallback: '60',
    read: integer(1, 1_000_000),
    help: 'calls a minute of the public SMS webhook for each address',
  }),
  surfaces: setting({
    env: 'SURFACES',
    flag: 'surfaces',
    fallback: SURFACE_NAMES.join(','),
    read: surfaces,
    help: 'which APIs to serve, separated by commas',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

function integer(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new Error(`must be a whole number from ${minimum} to ${maximum}`);
    return value;
  };
}

function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((known) => known === text.toLowerCase());
    if (word === undefined) throw new Error(`must be one of ${words.join(', ')}`);
    return word;
  };
}

function yesOrNo(text: string): boolean {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  throw new Error('must be true or false');
}

function host(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (!/^[\w.:%-]+$/.test(bare))
    throw new Error('must be a name or an IP address, without http:// or a port');
  return bare;
}

function publicUrl(text: string): string | null {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username)
    throw new Error('must be a web address such as https://pay.example.com');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function databaseUrl(text: string): string {
  if (/^sqlite:./.test(text)) return text;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^(postgres|postgresql|mysql):$/.test(url.protocol))
    throw new Error(
      'must look like sqlite:./data/shop.sqlite, postgres://user:password@host/name or mysql://…',
    );
  return text;
}

function encryptionKeys(text: string): readonly string[] {
  const keys = text.split(',').flatMap((key) => key.trim() || []);
  const good = (key: string): boolean => /^[0-9a-f]{64}$/i.test(key) || /^[\w+/-]{43}=?$/.test(key);
  if (!keys.every(good))
    throw new Error('must be 32 bytes in base64 or hex: make one with `openssl rand -base64 32`');
  return keys;
}

function nameServers(text: string): readonly string[] {
  const servers = text.split(',').flatMap((part) => part.trim() || []);
  const isServer = (server: string): boolean => {
    const [, host = '', port = '53'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(server) ?? [];
    return (isIP(host) !== 0 || isIP(server) !== 0) && Number(port) > 0 && Number(port) < 65_536;
  };
  if (!servers.every(isServer)) throw new Error('must be IP addresses, separated by commas: 1.1.1.1,8.8.8.8');
  return servers;
}

function jwtKeys(text: string): readonly string[] {
  const keys = text.split(',').flatMap((key) => key.trim().replaceAll('\\n', '\n') || []);
  if (!keys.every((key) => Buffer.byteLength(key) >= 32))
    throw new Error('must have at least 32 bytes: make one with `openssl rand -base64 32`');
  return keys;
}

function surfaces(text: string): readonly SurfaceName[] {
  const names = text.split(',').flatMap((name) => name.trim() || []);
  if (names.length === 0) throw new Error(`must name at least one of ${SURFACE_NAMES.join(', ')}`);
  return [...new Set(names.map(oneOf(SURFACE_NAMES)))];
}
