import { type Html, html } from '../checkout-page/html.ts';
import { linkable } from '../checkout-page/page-request.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { below, type Screen, textsOf } from './screen.ts';
import { ABANDONABLE_STATES, CANCELABLE_STATES } from './session-state.ts';

/** So long the page of a paid order stays before it leads back to the shop, in seconds. */
export const RETURN_SECONDS = 8;

/** The shop's own terms, where it has named them. */
export function policyLinks(screen: Screen): Html | null {
  const { termsUrl, privacyUrl } = screen.shop;
  const { terms, privacy } = textsOf(screen).links;
  const links = [
    [terms, linkable(termsUrl)],
    [privacy, linkable(privacyUrl)],
  ] as const;
  const named = links.filter(([, url]) => url !== null);
  if (named.length === 0) return null;
  return html`<ul class="policies">
    ${named.map(([label, url]) => html`<li><a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a></li>`)}
  </ul>`;
}

/** Calls the order off, after a second look. */
export function cancelPart(screen: Screen): Html | null {
  if (!CANCELABLE_STATES.includes(screen.state)) return null;
  const { actions, cancelWarning } = textsOf(screen);
  return html`<details class="cancel">
    <summary>${actions.cancel}</summary>
    <form method="post" action="${below(screen, '/cancel')}">
      ${screen.token}
      <p>${actions.cancelAsk} ${cancelWarning}</p>
      <button class="button danger" type="submit">${actions.cancel}</button>
    </form>
  </details>`;
}

/** Looks again, for whoever does not want to wait for the page's own news. */
export function checkLink(screen: Screen): Html {
  const { check } = TEXTS[screen.request.lang].actions;
  return html`<a class="button quiet" href="${below(screen, '/return')}">${check}</a>`;
}

/** Calls the attempt off, so that another method can be chosen. */
export function otherWay(screen: Screen): Html | null {
  if (!ABANDONABLE_STATES.includes(screen.state)) return null;
  return html`<form method="post" action="${below(screen, '/other-way')}">
    ${screen.token}
    <button class="button quiet" type="submit">${textsOf(screen).actions.otherWay}</button>
  </form>`;
}

/** The way back to the shop, with the result. */
export function shopLink(screen: Screen, look = ''): Html | null {
  const url = linkable(screen.wayBack);
  if (url === null) return null;
  return html`<a class="button${look && ` ${look}`}" href="${url}">${textsOf(screen).actions.toShop}</a>`;
}

/** The way back that a script takes by itself after some seconds, which it counts; whatever is pressed stops it. */
export function shopReturn(screen: Screen): Html | null {
  const url = linkable(screen.wayBack);
  if (url === null) return null;
  if (!screen.isFresh) return shopLink(screen);
  const { before, after, stop } = textsOf(screen).returning;
  return html`${shopLink(screen)}
    <p class="hint" hidden data-return="${url}" data-seconds="${RETURN_SECONDS}">
      ${before}<span data-left>${RETURN_SECONDS}</span>${after}
      <button class="stop" type="button">${stop}</button>
    </p>`;
}
