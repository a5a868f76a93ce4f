import {
  MAX_ATTEMPTS,
  type Payment,
  type PaymentMethod,
  type TransferInstructions,
} from '../../../core/index.ts';
import { CANCELABLE_STATES, type CheckoutState, WATCHED_STATES } from './checkout-state.ts';
import { declineText } from './decline-texts.ts';
import { moneyText } from './display.ts';
import { amountFact, fact, momentFact, orderFact, sellerFact } from './facts.ts';
import { type Html, html } from './html.ts';
import { type StatusIcon, statusIcon } from './icons.ts';
import { layout } from './layout.ts';
import { link, linkable, type PageRequest } from './page-request.ts';
import { receipt, receiptKind } from './receipt-view.ts';
import { type Texts, TEXTS } from './texts.ts';
import { transfer } from './transfer-view.ts';

/** Everything that the page of a payment shows. */
export interface CheckoutView {
  readonly request: PageRequest;
  readonly payment: Payment;
  readonly state: CheckoutState;
  /** The merchant's name. */
  readonly seller: string;
  /** The ways to pay that a gateway carries now. */
  readonly methods: readonly PaymentMethod[];
  /** Where to transfer to; null while no transfer is waited for. */
  readonly instructions: TransferInstructions | null;
  /** When it was paid; null while it is not. */
  readonly paidAt: number | null;
  /** The hidden field that proves a form ours. */
  readonly token: Html;
  readonly notice: keyof Texts['notices'] | null;
}

/** The page behind `checkout_url`, in whatever state the payment is. */
export function checkoutPage(view: CheckoutView): Html {
  const { request, payment, state } = view;
  const t = TEXTS[request.lang];
  const path = `/checkout/${payment.id}`;
  return layout(request, {
    title: state === 'succeeded' ? t.receipts[receiptKind(payment)].title : t.states[state].title,
    main: html`${notice(view)}${bodyOf(view)}${CANCELABLE_STATES.includes(state) && cancelPart(view)}`,
    foot: html`${payment.method === 'card' && html`<p>${t.noCardData}</p>`}
      <p>${t.labels.paymentId} <span class="id">${payment.id}</span></p>`,
    test: payment.mode === 'test',
    watch: WATCHED_STATES.includes(state) ? { path: `${path}/status`, state } : null,
    path,
  });
}

function bodyOf(view: CheckoutView): Html | null {
  const { payment, state, request } = view;
  switch (state) {
    case 'payable':
    case 'declined':
      return html`${state === 'declined' && declined(view)}${summary(view)}${payForm(view)}`;
    case 'transfer':
      return transfer(view);
    case 'succeeded':
      return receipt(view);
    case 'action':
      return html`${headline(view, state)}${continueActions(view)}`;
    case 'processing':
    case 'authorized':
      return html`${headline(view, state)}
        <p class="actions">
          <a class="button quiet" href="${link(request, `/checkout/${payment.id}/return`)}"
            >${TEXTS[request.lang].actions.check}</a
          >
        </p>`;
    default:
      return headline(view, state);
  }
}

const SIGNS: Readonly<Partial<Record<CheckoutState, readonly [tone: string, icon: StatusIcon]>>> = {
  action: ['waiting', 'arrow'],
  processing: ['waiting', 'clock'],
  authorized: ['good', 'check'],
  failed: ['bad', 'cross'],
};

function headline(
  { request, payment, seller }: CheckoutView,
  state: Exclude<CheckoutState, 'succeeded'>,
): Html {
  const { title, text } = TEXTS[request.lang].states[state];
  const [tone, icon] = SIGNS[state] ?? (['neutral', state === 'expired' ? 'clock' : 'cross'] as const);
  return html`<div class="status ${tone}">
      ${statusIcon(icon)}
      <h1>${title}</h1>
      <p>${text}</p>
    </div>
    <dl class="facts">
      ${sellerFact(request, seller)}${orderFact(request, payment)}${amountFact(request, payment)}
    </dl>`;
}

function summary({ request, payment, seller, state }: CheckoutView): Html {
  const { labels, methods, states } = TEXTS[request.lang];
  const amount = moneyText(payment.amount, payment.currency, request.lang);
  const heading = state === 'payable' ? html`<h1>${states.payable.title}</h1>` : null;
  return html`<div class="summary">
      ${heading}
      <p class="amount"><span class="hidden">${labels.amount} </span>${amount}</p>
    </div>
    <dl class="facts">
      ${sellerFact(request, seller)}${orderFact(request, payment)}
      ${payment.method && fact(labels.method, methods[payment.method])}
      ${momentFact(request, labels.payBefore, payment.expiresAt)}
    </dl>`;
}

function declined({ request, payment }: CheckoutView): Html {
  const t = TEXTS[request.lang];
  const { title, text } = t.states.declined;
  const tries = MAX_ATTEMPTS - payment.attemptCount;
  return html`<div class="alert bad" role="alert">
    <h1>${title}</h1>
    <p><strong>${declineText(payment.failureCode, request.lang)}</strong></p>
    <p>${text}${tries > 0 && tries <= 2 && html` ${t.triesLeft(tries)}`}</p>
  </div>`;
}

function payForm({ request, payment, state, methods, token }: CheckoutView): Html {
  const t = TEXTS[request.lang];
  const way = payment.method ?? 'unchosen';
  const amount = moneyText(payment.amount, payment.currency, request.lang);
  return html`<form method="post" action="${link(request, `/checkout/${payment.id}/pay`)}">
    ${token} ${payment.method === null && methodChoice(t, methods)}
    <button class="button" type="submit">
      ${state === 'declined' ? t.retry(amount) : t.pay[way](amount)}
    </button>
    <p class="hint">${t.payHint[way]}</p>
  </form>`;
}

function methodChoice(t: Texts, methods: readonly PaymentMethod[]): Html {
  const choices = methods.map(
    (method, index) =>
      html`<label class="choice"
        ><input type="radio" name="method" value="${method}" required${index === 0 && html` checked`} />
        ${t.methods[method]}</label
      >`,
  );
  return html`<fieldset>
    <legend>${t.labels.choose}</legend>
    ${choices}
  </fieldset>`;
}

function continueActions({ request, payment }: CheckoutView): Html {
  const { actions } = TEXTS[request.lang];
  const url = payment.nextAction?.type === 'redirect' ? linkable(payment.nextAction.url) : null;
  return html`<p class="actions">
    ${url && html`<a class="button" href="${url}">${actions.continue}</a>`}
    <a class="button quiet" href="${link(request, `/checkout/${payment.id}/return`)}">${actions.check}</a>
  </p>`;
}

function cancelPart({ request, payment, token }: CheckoutView): Html {
  const { actions, cancelWarning } = TEXTS[request.lang];
  return html`<details class="cancel">
    <summary>${actions.cancel}</summary>
    <form method="post" action="${link(request, `/checkout/${payment.id}/cancel`)}">
      ${token}
      <p>${actions.cancelAsk} ${cancelWarning}</p>
      <button class="button danger" type="submit">${actions.cancel}</button>
    </form>
  </details>`;
}

function notice({ request, notice: key }: CheckoutView): Html | null {
  return key && html`<p class="alert" role="alert">${TEXTS[request.lang].notices[key]}</p>`;
}
