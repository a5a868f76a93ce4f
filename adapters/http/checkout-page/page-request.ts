import type { Context } from 'koa';
import type { Log } from '../../../core/index.ts';
import type { Language } from '../language.ts';
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
