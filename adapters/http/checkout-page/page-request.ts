import type { Context } from 'koa';
import { DomainError, type Log } from '../../../core/index.ts';
import { type Language, languageOf } from '../language.ts';
import { errorPage, type ErrorPageKind } from './error-page.ts';
import { type Html, render } from './html.ts';

/** Who speaks on a page: the hosted checkout, or the sandbox, which plays another company. */
export type Brand = 'checkout' | 'sandbox';

/** What all pages of a brand share. */
export interface Site {
  readonly brand: Brand;
  /** Where browsers reach us, without a slash at the end: `https://pay.example.com`. */
  readonly publicUrl: string;
  readonly log?: Log | undefined;
}

/** One request for a page, in the buyer's language. */
export interface PageRequest {
  readonly ctx: Context;
  readonly site: Site;
  /** The id in the path. */
  readonly id: string;
  readonly lang: Language;
  /** Set when the buyer has chosen the language, so that it goes along from page to page. */
  readonly chosen: boolean;
}

export type PageHandler = (request: PageRequest) => Promise<void>;

type RoutedContext = Context & { params: Record<string, string> };

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; " +
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  // The path is the buyer's credential: no other site may learn it.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  vary: 'Accept-Language',
};

/** A handler as a middleware: safe headers, the buyer's language, and errors as pages, never as JSON. */
export function pageRoute(site: Site, handle: PageHandler) {
  return async (ctx: RoutedContext): Promise<void> => {
    ctx.set(HEADERS);
    const lang = ctx.query['lang'];
    const chosen = lang === 'ko' || lang === 'en';
    const request: PageRequest = {
      ctx,
      site,
      id: ctx.params['id'] ?? '',
      lang: chosen ? lang : languageOf(ctx.get('accept-language')),
      chosen,
    };
    try {
      await handle(request);
    } catch (error) {
      showError(request, error);
    }
  };
}

/** The address of one of our own paths; the language that the buyer chose goes along. */
export function link({ site, chosen, lang }: PageRequest, path: string): string {
  const address = new URL(site.publicUrl).pathname.replace(/\/+$/, '') + path;
  return chosen ? `${address}${path.includes('?') ? '&' : '?'}lang=${lang}` : address;
}

/** Answers with a page. */
export function show({ ctx, lang }: PageRequest, status: number, page: Html): void {
  ctx.status = status;
  ctx.set('content-language', lang);
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = render(page);
}

/** Sends the browser on with a GET. `url` is one of our own links or an address checked by `localUrl`. */
export function goTo(ctx: Context, url: string): void {
  ctx.status = 303;
  ctx.set('location', url);
  ctx.body = '';
}

/**
 * An address to send a browser to after a form, or null when it is not on this site: browsers refuse to leave it
 * then (`form-action 'self'`), so a page must offer a link instead.
 */
export function localUrl({ site, chosen, lang }: PageRequest, address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.origin !== new URL(site.publicUrl).origin) return null;
  if (chosen) url.searchParams.set('lang', lang);
  return url.href;
}

/** An address that may stand in a link: `http` or `https` only. */
export function linkable(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  return ['http:', 'https:'].includes(new URL(address).protocol) ? address : null;
}

const STATUS: Readonly<Record<ErrorPageKind, number>> = {
  not_found: 404,
  forbidden: 403,
  invalid: 400,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
};

function showError(request: PageRequest, error: unknown): void {
  const kind = error instanceof DomainError && error.kind in STATUS ? (error.kind as ErrorPageKind) : 'bug';
  if (kind === 'bug') report(request, error);
  if (kind === 'unavailable') request.ctx.set('retry-after', '5');
  // The rest of a form that was refused half-way is not read: the connection cannot be used again.
  if (!request.ctx.req.complete) request.ctx.set('connection', 'close');
  show(request, STATUS[kind], errorPage(request, kind));
}

/** A bug: its name and where it happened. Not its message, which may hold what a buyer sent. */
function report({ ctx, site }: PageRequest, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  site.log?.error(
    {
      requestId: ctx.state['requestId'] as unknown,
      error: error instanceof Error ? error.name : 'unknown',
      stack: stack
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .join('\n'),
    },
    'a page failed',
  );
}
