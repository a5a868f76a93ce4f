import type { Context } from 'koa';
import { DomainError, type ErrorKind } from '../../../core/index.ts';
import { html } from '../checkout-page/html.ts';
import { statusIcon } from '../checkout-page/icons.ts';
import { goTo, link, type PageRequest, show, type Site } from '../checkout-page/page-request.ts';
import { chosenLanguage, PAGE_HEADERS, reportBug } from '../checkout-page/page-route.ts';
import { frame } from './page-frame.ts';
import { type Texts, TEXTS } from './texts.ts';

/** A request that the router has matched. */
export type RoutedContext = Context & { params: Record<string, string> };

/** Answers one request. */
export type DepositsHandler = (
  request: PageRequest,
  params: Readonly<Record<string, string>>,
) => Promise<void>;

/** Those of the checkout page; other windows cannot reach a page for which somebody has signed in. */
const HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'cross-origin-opener-policy': 'same-origin',
  vary: 'Accept-Language, Cookie',
};

/** A handler as a route: safe headers, the reader's language, and errors as pages, never as JSON. */
export function pageRoute(site: Site, handle: DepositsHandler) {
  return async (ctx: RoutedContext): Promise<void> => {
    ctx.set(HEADERS);
    const request: PageRequest = { ctx, site, id: '', ...chosenLanguage(ctx) };
    try {
      await handle(request, ctx.params);
    } catch (error) {
      answerError(request, error);
    }
  };
}

const STATUS: Readonly<Record<Exclude<ErrorKind, 'unauthenticated' | 'conflict'>, number>> = {
  not_found: 404,
  forbidden: 403,
  invalid: 400,
  rate_limited: 429,
  unavailable: 503,
};

function answerError(request: PageRequest, error: unknown): void {
  const { ctx } = request;
  // The rest of a form that was refused half-way is not read: the connection cannot be used again.
  if (!ctx.req.complete) ctx.set('connection', 'close');
  if (error instanceof DomainError && error.kind === 'unauthenticated') return toLogin(request, error);
  const kind =
    error instanceof DomainError && error.kind in STATUS ? (error.kind as keyof typeof STATUS) : 'bug';
  if (kind === 'bug') reportBug(request, error);
  if (kind === 'unavailable') ctx.set('retry-after', '5');
  showError(request, kind);
}

function showError(request: PageRequest, kind: keyof typeof STATUS | 'bug'): void {
  const { errors }: Texts = TEXTS[request.lang];
  const { title, text } = errors[kind];
  const main = html`<div class="status neutral">
      ${statusIcon('cross')}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    <p class="actions"><a class="button" href="${link(request, '/deposits')}">${errors.again}</a></p>`;
  show(request, kind === 'bug' ? 500 : STATUS[kind], frame(request, { title, main, path: null }));
}

/** The cookie stays, though its token is worth nothing: every page that is open learns why, not the first one alone. */
function toLogin(request: PageRequest, error: DomainError): void {
  const why = error.code === 'expired_token' ? 'expired' : 'invalid';
  if (error.code === 'unauthenticated') return goTo(request.ctx, link(request, '/deposits/login'));
  goTo(request.ctx, link(request, `/deposits/login?why=${why}`));
}
