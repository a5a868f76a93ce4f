import { type Html, html } from '../checkout-page/html.ts';
import { fieldId } from './fields.ts';
import { couponName } from './order-view.ts';
import { below, price, type Screen, textsOf } from './screen.ts';

/** The box for coupon codes. Its buttons send the whole form, so that nothing that was typed is lost. */
export function couponBox(screen: Screen): Html {
  const { sections, fields, hints, coupon: t } = textsOf(screen);
  const { coupon, entry } = screen.said;
  const id = fieldId('coupon');
  const said = coupon && html` aria-describedby="${id}-said"`;
  return html`<section class="coupon" id="coupon" aria-labelledby="coupon-heading">
    <h2 id="coupon-heading">${sections.coupon}</h2>
    ${applied(screen)}
    <div class="field${coupon?.isProblem && ' wrong'}">
      <label class="hidden" for="${id}">${fields.coupon}</label>
      <div class="joined">
        <input
          id="${id}"
          name="coupon"
          value="${entry.coupon}"
          placeholder="${hints.coupon}"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="64"
          ${said}${coupon?.isProblem && html` aria-invalid="true"`}
        />
        <button
          class="button quiet"
          type="submit"
          formaction="${below(screen, '/coupon')}#coupon"
          formnovalidate
        >
          ${t.apply}
        </button>
      </div>
      ${
        coupon &&
        html`<p class="${coupon.isProblem ? 'problem' : 'done'}" id="${id}-said" role="status">
          ${coupon.text}
        </p>`
      }
    </div>
  </section>`;
}

function applied(screen: Screen): Html | null {
  const { coupons } = screen.session;
  if (coupons.length === 0) return null;
  const { remove } = textsOf(screen).coupon;
  return html`<ul class="applied">
    ${coupons.map(
      (coupon) =>
        html`<li>
          <span><strong>${coupon.code}</strong> <bdi>${couponName(screen, coupon)}</bdi></span>
          <span class="off">−${price(screen, coupon.amount)}</span>
          <button
            class="remove"
            type="submit"
            name="remove"
            value="${coupon.code}"
            formaction="${below(screen, '/coupon/remove')}#coupon"
            formnovalidate
          >
            <span aria-hidden="true">×</span><span class="hidden">${remove} ${coupon.code}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}
