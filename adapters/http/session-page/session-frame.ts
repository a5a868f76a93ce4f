import type { ShopTheme } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { BRAND_ICON, TEST_ICON } from '../checkout-page/icons.ts';
import { assetLink, languages } from '../checkout-page/layout.ts';
import { link, linkable } from '../checkout-page/page-request.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { payForm } from './form-view.ts';
import { below, type Screen, textsOf } from './screen.ts';
import { sellerFooter } from './seller-view.ts';
import { FORM_STATES, LIVE_STATES, WATCHED_STATES } from './session-state.ts';
import { statePage } from './state-view.ts';
import { themeCss, themeVersion } from './theme-css.ts';

/** The files that the page loads: the look is the hosted pages', with what an order needs more. */
export const SESSION_ASSETS = [
  'checkout.css',
  'checkout-parts.css',
  'session.css',
  'session-order.css',
  'session-form.css',
  'session.js',
  'checkout-icon.svg',
] as const;

const STYLES = SESSION_ASSETS.filter((name) => name.endsWith('.css'));

/** Without scripts a page that waits looks again after so many seconds. */
const REFRESH_SECONDS = 20;

/** The page of an order in whatever state it is: a whole document, nothing of it in line. */
export function sessionPage(screen: Screen): Html {
  const { request, state, shop, payment } = screen;
  const t = textsOf(screen);
  const isForm = FORM_STATES.includes(state);
  const title = Object.keys(screen.said.problems).length > 0 ? t.problemsTitle : t.states[state].title;
  return html`<!doctype html>
    <html lang="${request.lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${!hasOwnColors(shop.theme) && html`<meta name="color-scheme" content="light dark" />`}
        <meta name="format-detection" content="telephone=no" />
        <title>${title} · ${shop.name}</title>
        ${STYLES.map((name) => html`<link rel="stylesheet" href="${assetLink(request, name)}" />`)}
        ${themeLink(screen)}
        <link rel="icon" href="${assetLink(request, 'checkout-icon.svg')}" type="image/svg+xml" />
        <script src="${assetLink(request, 'session.js')}" defer></script>
        ${LIVE_STATES.includes(state) && html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`}
      </head>
      <body
        class="session${hasOwnColors(shop.theme) && ' themed'}"
        data-state="${state}"
        ${WATCHED_STATES.includes(state) && html` data-events="${below(screen, '/events')}" data-status="${below(screen, '/status')}"`}
      >
        <a class="skip" href="#main">${t.links.skip}</a>
        <header class="top">
          ${payment.mode === 'test' && html`<p class="ribbon">${TEST_ICON} ${TEXTS[request.lang].testMode}</p>`}
          <div class="bar">
            <p class="brand">${shopSign(screen)}</p>
            <p class="secured">${BRAND_ICON} <span>${TEXTS[request.lang].brands.checkout}</span></p>
            ${languages(request, `/checkout/${screen.session.id}`)}
          </div>
        </header>
        <main class="${isForm ? 'checkout' : 'standing'}" id="main" tabindex="-1">
          ${isForm ? payForm(screen) : statePage(screen)}
        </main>
        ${sellerFooter(screen)}
      </body>
    </html> `;
}

/** The shop's own style sheet, if it has chosen anything, at an address that changes when it does. */
function themeLink({ request, session, shop: { theme } }: Screen): Html | null {
  if (themeCss(theme) === '') return null;
  const path = `/checkout/${session.id}/theme.css?v=${themeVersion(theme)}`;
  return html`<link rel="stylesheet" href="${link({ ...request, chosen: false }, path)}" />`;
}

/** The shop's logo, which says its name where pictures are not shown; its name when it has none. */
function shopSign({ shop }: Screen): Html {
  const logo = linkable(shop.theme.logoUrl);
  if (logo === null) return html`<bdi>${shop.name}</bdi>`;
  return html`<img class="logo" src="${logo}" alt="${shop.name}" height="40" referrerpolicy="no-referrer" />`;
}

/** Whether the shop has chosen colours: then the page stays with them, by night as well. */
function hasOwnColors({ primaryColor, backgroundColor, textColor, cssVariables }: ShopTheme): boolean {
  const colors = [primaryColor, backgroundColor, textColor];
  return (
    colors.some((color) => color !== null) ||
    Object.keys(cssVariables).some((name) => name.endsWith('-color'))
  );
}
