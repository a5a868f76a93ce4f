import { createHmac } from 'node:crypto';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import {
  type Clock,
  CHECKOUT_FAMILY,
  type Core,
  createCore,
  type DomainNames,
  type Gateway,
  type Log,
  type Random,
  type RateLimit,
  type RateLimitRepository,
  readableInstructions,
  type Storage,
  type WebhookSender,
} from '../core/index.ts';
import { nodeDomainNames } from './domains/node-domain-names.ts';
import { sandboxGateway, type SandboxGateway } from './gateways/sandbox-gateway.ts';
import { createApp } from './http/app.ts';
import { assets } from './http/assets.ts';
import { checkoutHost, tlsAsk } from './http/checkout-host.ts';
import { checkoutPages } from './http/checkout-page/index.ts';
import { depositsPages } from './http/deposits-page/index.ts';
import { DOCS_ASSETS, docsPages } from './http/docs-page.ts';
import { openapiDocuments } from './http/openapi.ts';
import type { Surface } from './http/route.ts';
import { sandboxPages } from './http/sandbox-page/index.ts';
import { sessionPages } from './http/session-page/index.ts';
import { KOREA_CHECKOUT_RATES, koreaCheckoutSurface } from './http/surfaces/korea-checkout/index.ts';
import { koreaCheckoutWebhookFormat } from './http/surfaces/korea-checkout/webhook-format.ts';
import { LIFEOS_RATE_LIMIT, lifeosSurface } from './http/surfaces/lifeos/index.ts';
import { LIFEOS, lifeosWebhookFormat } from './http/surfaces/lifeos/webhook-format.ts';
import { LUNEPAY_RATES, lunepaySurface } from './http/surfaces/lunepay/index.ts';
import { LUNEPAY, lunepayWebhookFormat } from './http/surfaces/lunepay/webhook-format.ts';
import { testHelpersSurface } from './http/surfaces/test-helpers/index.ts';
import { disposableEmails } from './risk/disposable-emails.ts';
import { SURFACE_NAMES, type SurfaceName } from './surface-names.ts';
import { secretBox, type SecretBoxKey } from './system/secret-box.ts';
import { systemClock } from './system/system-clock.ts';
import { systemRandom } from './system/system-random.ts';
import { joseTokens, type TokenKey, tokenKeyFrom } from './tokens/jose-tokens.ts';
import { httpWebhookSender } from './webhooks/http-sender.ts';

export interface KoreaCheckoutOptions {
  /** From `korea-checkout/storage`, or one of your own that passes the storage contract. Stays yours to close. */
  readonly storage: Storage;
  /** Where buyers reach this server, without a path: `https://pay.example.com`. */
  readonly publicUrl: string;
  /** 32 bytes, or their base64 or hex; several while one is replaced, the new one first. All processes share them. */
  readonly encryptionKey: SecretBoxKey | readonly [SecretBoxKey, ...SecretBoxKey[]];
  /** All of them when left out. */
  readonly surfaces?: readonly SurfaceName[];
  /**
   * Requests a minute: for each API key of LifeOS, for each person (and each address that phones call from) of
   * LunePay, for each address that hands on a message without proof; for each live and each test key of Korea Checkout.
   */
  readonly rateLimits?: Readonly<Partial<Record<RateName, number>>>;
  /** Sign the tokens of people, the newest first; made of the encryption key when left out. */
  readonly tokenKeys?: readonly TokenKey[];
  /** How many proxies stand before this server, whose X-Forwarded-For is believed; none when left out. */
  readonly trustProxy?: number;
  /** Where the buckets are kept: `openStorage` has a shared one for server databases. */
  readonly rateLimitStore?: RateLimitRepository | null;
  /** Asked before the sandbox, which carries test payments only. */
  readonly gateways?: readonly Gateway[];
  /** How custom domains are looked up; the resolver of this machine when left out. */
  readonly domainNames?: DomainNames;
  /** Further hosts by which this server is reached; no shop may have one of them as its custom domain. */
  readonly ownHosts?: readonly string[];
  /** Lets webhooks go to private addresses; for tests and closed networks. */
  readonly allowPrivateWebhooks?: boolean;
  /** Middleware that comes before everything, on custom domains too. */
  readonly before?: readonly Middleware[];
  /** Middleware that comes before our pages and APIs, on our own host alone. */
  readonly pages?: readonly Middleware[];
  readonly log?: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Instead of our own, over HTTP. */
  readonly sender?: WebhookSender;
}

type RateName = 'lifeos' | 'lunepay' | 'sms' | 'checkout' | 'checkoutTest';

/** A core, its APIs and its pages, put together. */
export interface KoreaCheckout {
  readonly core: Core;
  /** Listen with it, or hand `app.callback()` to a server of yours. */
  readonly app: Koa;
  readonly sandbox: SandboxGateway;
  /** Closes what was opened here: the connections to webhook receivers. Stop the jobs first. */
  close(): Promise<void>;
}

/** Puts the whole product together; nothing listens and no job runs yet: see `startJobTimer`. */
export function createKoreaCheckout(options: KoreaCheckoutOptions): KoreaCheckout {
  const { storage, clock = systemClock, random = systemRandom(clock), log } = options;
  const publicUrl = options.publicUrl.replace(/\/+$/, '');
  const publicHost = new URL(publicUrl).hostname;
  const keys = keysOf(options.encryptionKey);
  const sandbox = sandboxGateway({ storage, clock, publicUrl });
  const own = options.sender
    ? null
    : httpWebhookSender({ allowPrivate: options.allowPrivateWebhooks ?? false });
  const box = secretBox(...keys);
  const core = createCore({
    storage,
    clock,
    random,
    secretBox: box,
    sender: options.sender ?? (own as WebhookSender),
    gateways: [...(options.gateways ?? []), sandbox],
    tokens: joseTokens({ keys: tokenKeysOf(options, keys), clock }),
    webhookFormats: {
      [LUNEPAY]: lunepayWebhookFormat,
      [CHECKOUT_FAMILY]: koreaCheckoutWebhookFormat,
      [LIFEOS]: lifeosWebhookFormat({
        publicUrl,
        instructions: (payment) => readableInstructions(payment, box),
      }),
    },
    rateLimits: options.rateLimitStore ?? null,
    domainNames: options.domainNames ?? nodeDomainNames({ publicHost }),
    ownHosts: [publicHost, ...(options.ownHosts ?? [])],
    disposableEmails: disposableEmails(),
    ...(log ? { log } : {}),
  });
  const surfaces = surfacesOf(options, sandbox);
  const formKey = formKeyOf(keys[0]);
  const pages = [
    ...(options.before ?? []),
    checkoutHost({ domains: core.customDomains, publicUrl, clock }),
    tlsAsk({ domains: core.customDomains, publicUrl }),
    ...(options.pages ?? []),
    assets(DOCS_ASSETS),
    docsPages(surfaces),
    openapiDocuments(surfaces, publicUrl),
    sessionPages({ core, publicUrl, formKey, secretBox: box, log }),
    checkoutPages({ core, publicUrl, formKey, log }),
    sandboxPages({ core, sandbox, formKey, log }),
    ...(surfaces.some(({ name }) => name === LUNEPAY)
      ? [depositsPages({ core, publicUrl, formKey, log })]
      : []),
  ];
  const app = createApp(core, { surfaces, pages, publicUrl, ...(log ? { log } : {}) });
  app.proxy = (options.trustProxy ?? 0) > 0;
  app.maxIpsCount = options.trustProxy ?? 0;
  // Koa's own listener would print the message, which may hold what a customer sent.
  app.on('error', (error: Error) => log?.warn({ error: error.name }, 'an answer could not be sent'));
  return { core, app, sandbox, close: async () => own?.close() };
}

function surfacesOf(options: KoreaCheckoutOptions, sandbox: SandboxGateway): readonly Surface[] {
  const { lifeos, lunepay, sms, checkout, checkoutTest } = options.rateLimits ?? {};
  const limit = perMinute(lifeos, LIFEOS_RATE_LIMIT);
  const all: Readonly<Record<SurfaceName, Surface>> = {
    lifeos: lifeosSurface(limit),
    lunepay: lunepaySurface({
      perUser: perMinute(lunepay, LUNEPAY_RATES.perUser),
      perPhone: perMinute(lunepay, LUNEPAY_RATES.perPhone),
      perAddress: perMinute(sms, LUNEPAY_RATES.perAddress),
    }),
    'korea-checkout': koreaCheckoutSurface({
      live: perMinute(checkout, KOREA_CHECKOUT_RATES.live),
      test: perMinute(checkoutTest, KOREA_CHECKOUT_RATES.test),
    }),
    'test-helpers': testHelpersSurface(sandbox, limit),
  };
  return (options.surfaces ?? SURFACE_NAMES).map((name) => all[name]);
}

function perMinute(limit: number | undefined, fallback: RateLimit): RateLimit {
  return limit === undefined ? fallback : { limit, windowMs: 60_000 };
}

function tokenKeysOf(
  { tokenKeys = [] }: KoreaCheckoutOptions,
  [newest, ...older]: readonly [SecretBoxKey, ...SecretBoxKey[]],
): readonly [TokenKey, ...TokenKey[]] {
  const [first, ...rest] = tokenKeys;
  return first === undefined ? [tokenKeyFrom(newest), ...older.map(tokenKeyFrom)] : [first, ...rest];
}

function keysOf(given: KoreaCheckoutOptions['encryptionKey']): readonly [SecretBoxKey, ...SecretBoxKey[]] {
  return typeof given === 'string' || Buffer.isBuffer(given) ? [given] : given;
}

/** Signs the forms of our pages: another key for another purpose, yet the same in all processes. */
function formKeyOf(key: SecretBoxKey): Buffer {
  return createHmac('sha256', key).update('korea-checkout forms').digest();
}
