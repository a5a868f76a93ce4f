import { couponDiscount, type SessionCoupon, type SessionItem } from '../../../core/index.ts';
import { type Html, html, type HtmlValue } from '../checkout-page/html.ts';
import { linkable } from '../checkout-page/page-request.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { price, type Screen, textsOf } from './screen.ts';
import { ENDED_STATES } from './session-state.ts';

/** So many lines are shown at once; longer orders are folded, their total is not. */
const UNFOLDED_ITEMS = 4;

/** The lines of an order. */
export function orderItems(screen: Screen): Html {
  const { items } = screen.session;
  const { sections, itemCount } = textsOf(screen);
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return html`<details class="items" ${items.length <= UNFOLDED_ITEMS && html` open`}>
    <summary>
      <h2>${sections.order}</h2>
      <span>${itemCount(count)}</span>
    </summary>
    <ul>
      ${items.map((item) => orderItem(screen, item))}
    </ul>
  </details>`;
}

function orderItem(screen: Screen, item: SessionItem): Html {
  const { quantity, each } = textsOf(screen);
  const image = imageOf(item);
  const isMany = item.quantity !== 1;
  return html`<li>
    ${
      image &&
      html`<img
        src="${image}"
        alt=""
        width="64"
        height="64"
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
      />`
    }
    <div>
      <p class="name"><bdi>${item.name}</bdi></p>
      ${item.description !== null && item.description !== '' && html`<p class="option"><bdi>${item.description}</bdi></p>`}
      <p class="option">
        ${quantity(item.quantity)}${isMany && html` · ${each(price(screen, item.unitPrice))}`}
      </p>
    </div>
    <p class="sum">${price(screen, item.unitPrice * item.quantity)}</p>
  </li>`;
}

/** An item's picture when it is one that a page may load: over https. */
export function imageOf({ imageUrl }: Pick<SessionItem, 'imageUrl'>): string | null {
  const address = linkable(imageUrl);
  const url = address === null ? null : new URL(address);
  return url?.protocol === 'https:' ? url.href : null;
}

/** What an order comes to: its parts, and what is to pay or was. */
export function orderTotals(screen: Screen): Html {
  const { session, payment } = screen;
  const { totals, free } = textsOf(screen);
  const goods = session.items.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const { shippingAmount, taxAmount, discountAmount } = session;
  const shipping = shippingAmount === 0 ? free : price(screen, shippingAmount);
  return html`<dl class="totals">
      ${row(totals.items, price(screen, goods))}
      ${(session.needsShipping || shippingAmount > 0) && row(totals.shipping, shipping)}
      ${taxAmount > 0 && row(totals.tax, price(screen, taxAmount))}
      ${discountAmount > 0 && row(totals.discount, `−${price(screen, discountAmount)}`, 'off')}
      ${session.coupons.map((coupon) => couponRow(screen, coupon))}
      ${row(ENDED_STATES.includes(screen.state) ? totals.unpaid : totals.due, price(screen, session.orderAmount - couponDiscount(session)), payment.amountRefunded > 0 ? 'paid' : 'due')}
      ${payment.amountRefunded > 0 && refundRows(screen)}
    </dl>
    ${payment.amount === 0 && payment.status === 'requires_payment_method' && html`<p class="hint">${textsOf(screen).nothingToPay}</p>`}`;
}

/** The last and largest line is what the order has cost in the end. */
function refundRows(screen: Screen): Html {
  const { amountCaptured, amountRefunded } = screen.payment;
  const { refunded } = TEXTS[screen.request.lang].labels;
  return html`${row(refunded, `−${price(screen, amountRefunded)}`)}
  ${row(textsOf(screen).totals.left, price(screen, amountCaptured - amountRefunded), 'due')}`;
}

function couponRow(screen: Screen, coupon: SessionCoupon): Html {
  const name = html`<bdi>${couponName(screen, coupon)}</bdi>`;
  return row([textsOf(screen).sections.coupon, ' · ', name], `−${price(screen, coupon.amount)}`, 'off');
}

/** What a coupon is called in the buyer's language; its code when it has no name. */
export function couponName({ request }: Screen, { nameKo, nameEn, code }: SessionCoupon): string {
  return (request.lang === 'en' ? nameEn || nameKo : nameKo) || code;
}

function row(label: HtmlValue, value: string, look = ''): Html {
  return html`<div ${look !== '' && html` class="${look}"`}>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}
