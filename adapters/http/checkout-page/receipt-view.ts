import { type Payment, standingOf } from '../../../core/index.ts';
import { amountFact, type CheckoutView, orderFact } from './checkout-view.ts';
import { momentText, moneyText } from './display.ts';
import { type Html, html } from './html.ts';
import { statusIcon } from './icons.ts';
import { TEXTS } from './texts.ts';

/** A paid payment, with what was given back of it. */
export function receipt({ request, payment, paidAt }: CheckoutView): Html {
  const t = TEXTS[request.lang];
  const { title, text } = payment.amountRefunded === 0 ? t.states.succeeded : t.refunded[refundKind(payment)];
  const fact = (label: string, amount: number): Html | false =>
    amount > 0 &&
    html`<div>
      <dt>${label}</dt>
      <dd>${moneyText(amount, payment.currency, request.lang)}</dd>
    </div>`;
  return html`<div class="status ${payment.amountRefunded === 0 ? 'good' : 'neutral'}">
      ${statusIcon(payment.amountRefunded === 0 ? 'check' : 'back')}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    <dl class="facts">
      ${orderFact(request, payment)}${amountFact(request, payment)}
      ${fact(t.labels.refunded, payment.amountRefunded)}${fact(t.labels.refunding, payment.amountRefunding)}
      ${
        payment.method &&
        html`<div>
          <dt>${t.labels.method}</dt>
          <dd>${t.methods[payment.method]}${instrument(payment)}</dd>
        </div>`
      }
      ${
        paidAt !== null &&
        html`<div>
          <dt>${t.labels.paidAt}</dt>
          <dd>${momentText(paidAt, request.lang)} <small>${t.labels.koreanTime}</small></dd>
        </div>`
      }
    </dl>`;
}

function refundKind(payment: Payment): 'partly' | 'whole' {
  return standingOf(payment) === 'refunded' ? 'whole' : 'partly';
}

const BRAND_NAMES: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

function instrument({ instrument: card }: Payment): Html | null {
  return (
    card &&
    html` <span class="card-number"
      >${BRAND_NAMES[card.brand] ?? ''} <span aria-hidden="true">••••</span> ${card.last4}</span
    >`
  );
}
