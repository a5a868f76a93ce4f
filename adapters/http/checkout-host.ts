import type { Context, Middleware } from 'koa';
import type { Clock, CustomDomain, Scope } from '../../core/index.ts';

/** A custom domain on which a request has come. */
export interface CheckoutHost extends Scope {
  readonly host: string;
  /** `https://checkout.yourstore.com` */
  readonly origin: string;
  /** The shop whose pages are shown here, and nobody else's. */
  readonly shopId: string;
}

/** What must be known of hosts: core's custom domains. */
export interface KnownHosts {
  findVerified(host: string): Promise<CustomDomain | null>;
  isKnown(host: string): Promise<boolean>;
}

export interface CheckoutHostOptions {
  readonly domains: KnownHosts;
  /** Where browsers reach this server itself. */
  readonly publicUrl: string;
  readonly clock: Clock;
}

/** So long a look-up is remembered, in milliseconds: what is verified or lost meanwhile shows a little later. */
export const REMEMBER_HOST_MS = 5_000;

/** So many hosts are remembered; anybody may send any. */
export const REMEMBER_HOSTS_MAX = 1_000;

/** No host name is longer, even in other scripts than Latin or with a dot at its end. */
const HOST_TEXT_MAX = 254;

const STATE = 'checkoutHost';

/** The checkout pages and what they load; whoever asks for `..` or `%2e` asks for something else. */
const CHECKOUT_PATH = /^\/(?:(?:checkout|assets)(?=\/.)|cs_\w+(?=\/|$))(?:\/(?!\.)[\w.-]+)*\/?$/;

type Standing = CheckoutHost | 'unverified' | 'foreign';

/**
 * Comes before all pages and APIs. A verified custom domain serves the checkout pages and nothing else: `next` runs
 * with `checkoutHostOf(ctx)`, or the answer is 404. One that is not verified gets 421. Our own host, and names under
 * which nobody has asked for a domain (an IP address, a health check's), are served as if this were not here.
 */
export function checkoutHost(options: CheckoutHostOptions): Middleware {
  const standingOf = remembered(options, (host) => lookUp(options.domains, host));
  const ownHost = new URL(options.publicUrl).hostname;
  return async (ctx, next) => {
    const { hostname } = ctx;
    const isOwn = hostname.toLowerCase() === ownHost || hostname.length > HOST_TEXT_MAX;
    const standing = isOwn ? 'foreign' : await standingOf(hostname);
    if (standing === 'foreign') return next();
    if (standing === 'unverified')
      return refuse(ctx, 421, '이 주소는 아직 연결되지 않았습니다.\nThis address is not connected yet.\n');
    if (!CHECKOUT_PATH.test(ctx.path))
      return refuse(ctx, 404, '페이지를 찾을 수 없습니다.\nThere is no such page.\n');
    ctx.state[STATE] = standing;
    return next();
  };
}

/** The custom domain on which this request has come, or null on our own host. */
export function checkoutHostOf(ctx: Pick<Context, 'state'>): CheckoutHost | null {
  return (ctx.state[STATE] as CheckoutHost | undefined) ?? null;
}

/**
 * `GET /tls/ask?domain=…`: whether a certificate may be asked for, as Caddy's `on_demand_tls` wants to know it: 200 or
 * 404. Anybody may learn it: it is in the public logs of certificates. Place it behind `checkoutHost`, which keeps it
 * off custom domains.
 */
export function tlsAsk({ domains, publicUrl }: Omit<CheckoutHostOptions, 'clock'>): Middleware {
  const ownHost = new URL(publicUrl).hostname;
  return async (ctx, next) => {
    if (ctx.path !== '/tls/ask' || ctx.method !== 'GET') return next();
    const { domain } = ctx.query;
    const asked = typeof domain === 'string' && domain.length <= HOST_TEXT_MAX ? domain : '';
    const isOurs = asked.toLowerCase() === ownHost || (await domains.findVerified(asked)) !== null;
    answer(ctx, isOurs ? 200 : 404, isOurs ? 'yes\n' : 'no\n');
  };
}

async function lookUp(domains: KnownHosts, host: string): Promise<Standing> {
  const found = await domains.findVerified(host);
  if (!found) return (await domains.isKnown(host)) ? 'unverified' : 'foreign';
  const { merchantId, mode, shopId } = found;
  return { merchantId, mode, shopId, host: found.host, origin: `https://${found.host}` };
}

/** Looks each host up once in a while, however many requests come for it; never remembers a failure. */
function remembered(
  { clock }: Pick<CheckoutHostOptions, 'clock'>,
  look: (host: string) => Promise<Standing>,
): (host: string) => Promise<Standing> {
  const known = new Map<string, { readonly until: number; readonly standing: Promise<Standing> }>();
  return (host) => {
    const now = clock.now();
    const last = known.get(host);
    // A clock that was set back must not keep an answer for hours.
    if (last && last.until > now && last.until <= now + REMEMBER_HOST_MS) return last.standing;
    const standing = look(host);
    known.delete(host);
    known.set(host, { until: now + REMEMBER_HOST_MS, standing });
    standing.catch(() => known.delete(host));
    const [oldest] = known.keys();
    if (known.size > REMEMBER_HOSTS_MAX && oldest !== undefined) known.delete(oldest);
    return standing;
  };
}

function refuse(ctx: Context, status: number, text: string): void {
  ctx.set('x-content-type-options', 'nosniff');
  answer(ctx, status, text);
}

function answer(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.set('cache-control', 'no-store');
  ctx.body = text;
}
