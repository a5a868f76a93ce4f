import { type Html, html } from '../checkout-page/html.ts';
import { BRAND_ICON, TEST_ICON } from '../checkout-page/icons.ts';
import { assetLink, languages } from '../checkout-page/layout.ts';
import type { PageRequest } from '../checkout-page/page-request.ts';
import { TEXTS } from './texts.ts';

/** The files that these pages load: the look is the checkout page's, with what a list needs more. */
export const DEPOSITS_ASSETS = [
  'checkout.css',
  'checkout-parts.css',
  'deposits.css',
  'deposits-parts.css',
  'deposits.js',
  'checkout-icon.svg',
] as const;

/** What a page puts into the frame. */
export interface DepositsPage {
  readonly title: string;
  readonly main: Html;
  /** The path of this page for GET, for the other language; null on pages that have no address. */
  readonly path: string | null;
  /** The button to sign out; null for nobody. */
  readonly tools?: Html | null;
  readonly test?: boolean;
  /** A page of several columns on large screens; a single card otherwise. */
  readonly wide?: boolean;
  /** Where the script hears of changes, and where it gets the parts that have changed. */
  readonly live?: { readonly events: string; readonly part: string } | null;
}

/** A whole document. Everything in it is ours: no inline script, no inline style, nothing from elsewhere. */
export function frame(request: PageRequest, page: DepositsPage): Html {
  const { lang } = request;
  const t = TEXTS[lang];
  const { live = null } = page;
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>${page.title} · ${t.brand}</title>
        <link rel="stylesheet" href="${assetLink(request, 'checkout.css')}" />
        <link rel="stylesheet" href="${assetLink(request, 'checkout-parts.css')}" />
        <link rel="stylesheet" href="${assetLink(request, 'deposits.css')}" />
        <link rel="stylesheet" href="${assetLink(request, 'deposits-parts.css')}" />
        <link rel="icon" href="${assetLink(request, 'checkout-icon.svg')}" type="image/svg+xml" />
        <script src="${assetLink(request, 'deposits.js')}" defer></script>
      </head>
      <body
        class="deposits${page.wide && ' wide'}"
        ${live && html` data-events="${live.events}" data-part="${live.part}" data-news="${t.live.news}"`}
      >
        <header class="top">
          ${page.test && html`<p class="ribbon">${TEST_ICON} ${t.testMode}</p>`}
          <div class="bar">
            <p class="brand">${BRAND_ICON} ${t.brand}</p>
            <div class="tools">${languages(request, page.path)}${page.tools}</div>
          </div>
        </header>
        <main class="${page.wide ? 'board' : 'panel'}">${page.main}</main>
      </body>
    </html> `;
}
