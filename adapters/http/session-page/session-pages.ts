import { createHash } from 'node:crypto';
import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { type Core, isRefusal, type Log, type SecretBox, scopeOf } from '../../../core/index.ts';
import { formGuard } from '../checkout-page/form-guard.ts';
import { goTo, link, type PageRequest, type Site } from '../checkout-page/page-request.ts';
import { pages } from '../checkout-page/page-route.ts';
import { ADDRESS_SEARCH_ASSETS, addressSearchPage } from './address-search.ts';
import { cancelOrder, pay, removeCoupon, takeOtherWay, useCoupon } from './deeds.ts';
import { SESSION_ASSETS } from './session-frame.ts';
import { statusFeed } from './status-feed.ts';
import { type Notice, SESSION_TEXTS } from './texts.ts';
import { themeCss } from './theme-css.ts';
import { look, pageLink, type Parts, showOrder, unlessRefused, type Visit, visitOf } from './visit.ts';

export interface SessionPagesOptions {
  readonly core: Core;
  /** Opens the shops' secrets, which sign the way back to them. */
  readonly secretBox: Pick<SecretBox, 'open'>;
  /** Where browsers reach this server itself, for instance `https://pay.example.com`. */
  readonly publicUrl: string;
  /** Signs forms: at least 32 bytes, the same in every process. */
  readonly formKey: Buffer;
  readonly log?: Log | undefined;
}

/** Orders and what belongs to their page; everything else is somebody else's. */
const OURS = /^\/(?:checkout\/)?cs_\w+(?:\/|$)|^\/assets\//;

/** Where buyers look for pages: a link that was cut, or copied with what stood beside it, leads here. */
const BUYERS_PATH = /^\/(?:checkout(?:\/|$)|cs_)/;

/** The page names a theme by its digest: what is kept can never be old. */
const THEME_AGE_SECONDS = 365 * 86_400;

/**
 * The hosted page of an order (`/checkout/cs_…`), for everybody who knows the session's unguessable id: it shows the
 * order as it is, whatever was clicked before. Place it before the pages of payments, which have the same path.
 */
export function sessionPages({ formKey, log, ...options }: SessionPagesOptions): Middleware {
  const { core, publicUrl } = options;
  const parts: Parts = { ...options, forms: formGuard(formKey, publicUrl) };
  const site: Site = { brand: 'checkout', publicUrl, log };
  const feed = statusFeed({ read: (id) => stateOf(core, id), log });
  const serve = pages(
    site,
    (page) => {
      const on = (handle: (parts: Parts, visit: Visit) => Promise<void>) =>
        page(async (request) => handle(parts, await visitOf(parts, request)));
      const events = async (_: Parts, { request, session }: Visit): Promise<void> =>
        feed.open(request.ctx, session.id);
      return new Router()
        .get('/:id', page(toOrder))
        .get('/checkout/:id', on(showNow))
        .get('/checkout/:id/status', on(tellStatus))
        .get('/checkout/:id/events', on(events))
        .get('/checkout/:id/return', on(comeBack))
        .get('/checkout/:id/theme.css', on(sendTheme))
        .get(['pay', 'coupon', 'coupon/remove', 'other-way', 'cancel'].map(belowOrder), page(toOrder))
        .post('/checkout/:id/pay', on(pay))
        .post('/checkout/:id/coupon', on(useCoupon))
        .post('/checkout/:id/coupon/remove', on(removeCoupon))
        .post('/checkout/:id/other-way', on(takeOtherWay))
        .post('/checkout/:id/cancel', on(cancelOrder));
    },
    [...SESSION_ASSETS, ...ADDRESS_SEARCH_ASSETS],
  );
  const search = addressSearchPage();
  return orNoPage(site, (ctx, next) => (OURS.test(ctx.path) ? serve(ctx, next) : search(ctx, next)));
}

/** Whoever opens an address of buyers that nobody answers gets a page that says so, not the words of an API. */
function orNoPage(site: Site, answer: Middleware): Middleware {
  // No order has the id that this path has not: it is refused like any unknown one.
  const noPage = pages(site, (page) => new Router().get(BUYERS_PATH, page(toOrder)), []);
  return async (ctx, next) => {
    try {
      await answer(ctx, next);
    } catch (error) {
      if (!isRefusal(error, 'route_not_found')) throw error;
      await noPage(ctx, () => Promise.reject(error));
    }
  };
}

const belowOrder = (path: string): string => `/checkout/:id/${path}`;

/** Where a form leads is no page of its own: whoever opens its address wants to see the order. */
async function toOrder(request: PageRequest): Promise<void> {
  goTo(request.ctx, link(request, `/checkout/${request.id}`));
}

function showNow(parts: Parts, visit: Visit): Promise<void> {
  return showOrder(parts, visit, { notice: noticeOf(visit) });
}

/** For the page's own script: nothing but the name of the state. */
async function tellStatus({ core }: Parts, visit: Visit): Promise<void> {
  const { state } = await look(core, visit);
  visit.request.ctx.body = { state };
}

/** The same, for a page that listens. */
async function stateOf(core: Core, id: string): Promise<string> {
  return (await look(core, await core.sessions.getForBuyer(id))).state;
}

/** The buyer comes back from the gateway, or wants to know: the gateway is asked. */
async function comeBack({ core }: Parts, visit: Visit): Promise<void> {
  await core.pay.refresh(scopeOf(visit.session), visit.session.id).catch(unlessRefused);
  goTo(visit.request.ctx, pageLink(visit));
}

async function sendTheme(_: Parts, { request: { ctx }, shop }: Visit): Promise<void> {
  const css = themeCss(shop.theme);
  ctx.set('cache-control', `public, max-age=${THEME_AGE_SECONDS}, immutable`);
  ctx.set('etag', `"${createHash('sha256').update(css).digest('base64url').slice(0, 22)}"`);
  ctx.status = 200;
  if (ctx.fresh) return void (ctx.status = 304);
  ctx.type = 'text/css; charset=utf-8';
  ctx.body = css;
}

function noticeOf({ request: { ctx, lang } }: Visit): Notice | null {
  const asked = ctx.query['notice'];
  const known = Object.keys(SESSION_TEXTS[lang].notices) as Notice[];
  return known.find((notice) => notice === asked) ?? null;
}
