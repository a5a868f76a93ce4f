import type { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { DomainError } from '../../../core/index.ts';
import { assets } from '../assets.ts';
import { bugFields } from '../bug-fields.ts';
import { checkoutHostOf } from '../checkout-host.ts';
import { assertId } from '../ids.ts';
import { languageOf } from '../language.ts';
import { contentPolicy } from './content-policy.ts';
import { errorPage, type ErrorPageKind } from './error-page.ts';
import { PAGE_ASSETS } from './layout.ts';
import { type PageHandler, type PageRequest, show, type Site } from './page-request.ts';

type RoutedContext = Context & { params: Record<string, string> };

/** Nothing is loaded, framed, sent or told elsewhere, and nothing is kept. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy(),
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

/** A handler as a route: safe headers, the buyer's language, and errors as pages, never as JSON. */
export type ToRoute = (handle: PageHandler) => (ctx: RoutedContext) => Promise<void>;

/** The pages of a site and the `files` that they load. Other paths are left to whoever comes next. */
export function pages(
  site: Site,
  routes: (page: ToRoute) => Router,
  files: readonly string[] = PAGE_ASSETS,
): Middleware {
  const serveFiles = assets(files);
  const router = routes((handle) => pageRoute(site, handle)).routes() as Middleware;
  return (ctx, next) => serveFiles(ctx, () => router(ctx, next) as Promise<void>) as Promise<void>;
}

function pageRoute(site: Site, handle: PageHandler) {
  return async (ctx: RoutedContext): Promise<void> => {
    ctx.set(PAGE_HEADERS);
    const host = checkoutHostOf(ctx);
    const request: PageRequest = {
      ctx,
      // A page on a shop's own host stays there.
      site: host ? { ...site, publicUrl: host.origin } : site,
      id: ctx.params['id'] ?? '',
      ...chosenLanguage(ctx),
    };
    try {
      assertId(request.id);
      await handle(request);
    } catch (error) {
      showError(request, error);
    }
  };
}

/** The language that the reader has chosen, else the one that his browser prefers. */
export function chosenLanguage(ctx: Context): Pick<PageRequest, 'lang' | 'chosen'> {
  const lang = ctx.query['lang'];
  if (lang === 'ko' || lang === 'en') return { lang, chosen: true };
  return { lang: languageOf(ctx.get('accept-language')), chosen: false };
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
  if (kind === 'bug') reportBug(request, error);
  if (kind === 'unavailable') request.ctx.set('retry-after', '5');
  // The rest of a form that was refused half-way is not read: the connection cannot be used again.
  if (!request.ctx.req.complete) request.ctx.set('connection', 'close');
  show(request, STATUS[kind], errorPage(request, kind));
}

/** Tells operators of a bug behind a page. */
export function reportBug({ ctx, site }: PageRequest, error: unknown): void {
  site.log?.error({ requestId: ctx.state['requestId'] as unknown, ...bugFields(error) }, 'a page failed');
}
