import type { Payment } from '../../../core/index.ts';
import { momentText, moneyText } from './display.ts';
import { type Html, html, type HtmlValue } from './html.ts';
import type { PageRequest } from './page-request.ts';
import { TEXTS } from './texts.ts';

/** One row of a `<dl class="facts">`. */
export function fact(label: string, value: HtmlValue): Html {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** Whom the buyer pays. */
export function sellerFact({ lang }: PageRequest, seller: string): Html {
  return fact(TEXTS[lang].labels.seller, html`<bdi>${seller}</bdi>`);
}

/** The order's row; nothing when the seller has not named it. */
export function orderFact({ lang }: PageRequest, { description }: Payment): Html | null {
  // <bdi>: whatever direction the seller's text has, it cannot reorder ours.
  return description === null ? null : fact(TEXTS[lang].labels.order, html`<bdi>${description}</bdi>`);
}

/** The row of what is to be paid, or was. */
export function amountFact({ lang }: PageRequest, { amount, currency }: Payment): Html {
  return fact(TEXTS[lang].labels.amount, moneyText(amount, currency, lang));
}

/** A row with a moment in Korean time. */
export function momentFact({ lang }: PageRequest, label: string, at: number): Html {
  return fact(
    label,
    html`<span class="whole">${momentText(at, lang)}</span>
      <small class="whole">${TEXTS[lang].labels.koreanTime}</small>`,
  );
}
