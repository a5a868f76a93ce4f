import { type Instrument, type Payment, standingOf } from '../../../core/index.ts';
import type { CheckoutView } from './checkout-view.ts';
import { moneyText } from './display.ts';
import { amountFact, fact, momentFact, orderFact, sellerFact } from './facts.ts';
import { type Html, html } from './html.ts';
import { statusIcon } from './icons.ts';
import { TEXTS } from './texts.ts';

/** What the headline of a paid payment says: refunds are the news then. */
export function receiptKind(payment: Payment): 'paid' | 'partly' | 'whole' {
  if (payment.amountRefunded === 0) return 'paid';
  return standingOf(payment) === 'refunded' ? 'whole' : 'partly';
}

/** A paid payment, with what was given back of it. */
export function receipt({ request, payment, seller, paidAt }: CheckoutView): Html {
  const { labels, methods, receipts } = TEXTS[request.lang];
  const kind = receiptKind(payment);
  const { title, text } = receipts[kind];
  const money = (label: string, amount: number): Html | false =>
    amount > 0 && fact(label, moneyText(amount, payment.currency, request.lang));
  return html`<div class="status ${kind === 'paid' ? 'good' : 'neutral'}">
      ${statusIcon(kind === 'paid' ? 'check' : 'back')}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    <dl class="facts">
      ${sellerFact(request, seller)}${orderFact(request, payment)} ${amountFact(request, payment)}
      ${money(labels.refunded, payment.amountRefunded)} ${money(labels.refunding, payment.amountRefunding)}
      ${payment.method && fact(labels.method, [methods[payment.method], instrument(payment.instrument)])}
      ${paidAt !== null && momentFact(request, labels.paidAt, paidAt)}
    </dl>`;
}

const BRAND_NAMES: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** `· Visa •••• 4242`: what was paid with; nothing of what has no number. */
export function instrument(card: Instrument | null): Html | null {
  return (
    card &&
    html` <span class="whole"
      >· ${BRAND_NAMES[card.brand] ?? ''} <span aria-hidden="true">••••</span> ${card.last4}</span
    >`
  );
}
