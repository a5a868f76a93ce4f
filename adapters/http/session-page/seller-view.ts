import type { Shop } from '../../../core/index.ts';
import { type Html, html, type HtmlValue } from '../checkout-page/html.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { policyLinks } from './actions-view.ts';
import { type Screen, textsOf } from './screen.ts';

/** Who sells, as Korean law wants it on every page that sells, and the number to ask for. */
export function sellerFooter(screen: Screen): Html {
  const { shop, payment, request } = screen;
  const { seller: t } = textsOf(screen);
  const { business, contactPhone, contactEmail } = shop;
  const facts: readonly (readonly [string, HtmlValue])[] = [
    [t.businessName, business.businessName || shop.name],
    [t.ceoName, business.ceoName],
    [t.businessNumber, businessNumber(screen, shop)],
    [t.mailOrderNumber, business.mailOrderNumber],
    [t.address, business.address],
    [t.phone, contactPhone],
    [t.email, contactEmail],
  ];
  const given = facts.filter(([, value]) => value !== null && value !== '');
  return html`<footer class="seller">
    <h2>${t.heading}</h2>
    <dl>
      ${given.map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>
    ${policyLinks(screen)}
    <p>${t.duty}</p>
    <p>${TEXTS[request.lang].labels.paymentId} <span class="id">${payment.id}</span></p>
  </footer>`;
}

/** A number that nobody could check is not passed off as one that somebody has. */
function businessNumber(screen: Screen, { business, isBusinessVerified }: Shop): HtmlValue {
  if (business.businessNumber === null || business.businessNumber === '') return null;
  const { unverified } = textsOf(screen).seller;
  return html`${business.businessNumber}${!isBusinessVerified && html` <em>(${unverified})</em>`}`;
}
