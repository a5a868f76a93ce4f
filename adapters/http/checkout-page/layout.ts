import { asset } from '../assets.ts';
import { type Html, html } from './html.ts';
import { BRAND_ICON, TEST_ICON } from './icons.ts';
import { link, type PageRequest } from './page-request.ts';
import { TEXTS } from './texts.ts';

/** What a page puts into the frame that all pages share. */
export interface Page {
  /** Says the state, for tabs and screen readers. */
  readonly title: string;
  readonly main: Html;
  /** The small print below. */
  readonly foot?: Html | null;
  /** Shows that no money moves. */
  readonly test?: boolean;
  /** Reloads the page when the state at `path` is another one. */
  readonly watch?: { readonly path: string; readonly state: string } | null;
  /** The path of this page for GET, for the other language; none on pages that have no address. */
  readonly path?: string | null;
}

/** The files that pages load. */
export const PAGE_ASSETS = [
  'checkout.css',
  'checkout-parts.css',
  'checkout.js',
  'checkout-icon.svg',
] as const;

/** Without scripts a waiting page looks again after so many seconds. */
const REFRESH_SECONDS = 20;

/** A whole document. Everything in it is ours: no inline script, no inline style, nothing from elsewhere. */
export function layout(request: PageRequest, page: Page): Html {
  const t = TEXTS[request.lang];
  const { brand } = request.site;
  const watch = page.watch ?? null;
  return html`<!doctype html>
    <html lang="${request.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>${page.title} · ${t.brands[brand]}</title>
        <link rel="stylesheet" href="${assetLink(request, 'checkout.css')}" />
        <link rel="stylesheet" href="${assetLink(request, 'checkout-parts.css')}" />
        <link rel="icon" href="${assetLink(request, 'checkout-icon.svg')}" type="image/svg+xml" />
        <script src="${assetLink(request, 'checkout.js')}" defer></script>
        ${watch && html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`}
      </head>
      <body
        class="${brand}"
        ${watch && html` data-watch="${link(request, watch.path)}" data-state="${watch.state}"`}
      >
        <header class="top">
          ${page.test && html`<p class="ribbon">${TEST_ICON} ${t.testMode}</p>`}
          <div class="bar">
            <p class="brand">${BRAND_ICON} ${t.brands[brand]}</p>
            ${languages(request, page.path ?? null)}
          </div>
        </header>
        <main class="panel">${page.main}</main>
        <footer class="foot">${page.foot}</footer>
      </body>
    </html> `;
}

/** The link to this page in the other language; nothing on pages that have no address. */
export function languages(request: PageRequest, path: string | null): Html | null {
  if (path === null) return null;
  const other = request.lang === 'ko' ? 'en' : 'ko';
  const href = link({ ...request, chosen: true, lang: other }, path);
  return html`<a class="language" href="${href}" lang="${other}" hreflang="${other}"
    >${TEXTS[other].ownName}</a
  >`;
}

/** An asset's address with its digest, so that a new release is not shown with the old release's style. */
export function assetLink(request: PageRequest, name: string): string {
  const version = asset(name).etag.replace(/\W/g, '');
  return `${link({ ...request, chosen: false }, `/assets/${name}`)}?v=${version}`;
}
