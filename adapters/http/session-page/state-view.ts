import { type Html, html } from '../checkout-page/html.ts';
import { fact, momentFact } from '../checkout-page/facts.ts';
import { type StatusIcon, statusIcon } from '../checkout-page/icons.ts';
import { linkable } from '../checkout-page/page-request.ts';
import { instrument } from '../checkout-page/receipt-view.ts';
import { TEXTS } from '../checkout-page/texts.ts';
import { transferFacts, transferHint } from '../checkout-page/transfer-view.ts';
import { cancelPart, checkLink, otherWay, shopLink, shopReturn } from './actions-view.ts';
import { noticePart } from './form-view.ts';
import { orderItems, orderTotals } from './order-view.ts';
import { price, type Screen, textsOf } from './screen.ts';
import type { SessionState } from './session-state.ts';

const SIGNS: Readonly<Record<SessionState, readonly [tone: string, icon: StatusIcon]>> = {
  payable: ['neutral', 'arrow'],
  declined: ['bad', 'cross'],
  unavailable: ['neutral', 'cross'],
  action: ['waiting', 'arrow'],
  transfer: ['waiting', 'bank'],
  processing: ['waiting', 'clock'],
  authorized: ['good', 'check'],
  completed: ['good', 'check'],
  partially_refunded: ['neutral', 'back'],
  refunded: ['neutral', 'back'],
  failed: ['bad', 'cross'],
  canceled: ['neutral', 'cross'],
  expired: ['neutral', 'clock'],
};

/** Where the order stands, when there is no form to fill in: what happened, what to do, and the order itself. */
export function statePage(screen: Screen): Html {
  return html`${noticePart(screen)}
    <section class="card state">${headline(screen)}${bodyOf(screen)}</section>
    <section class="card basket" aria-label="${textsOf(screen).sections.order}">
      ${orderItems(screen)}${orderTotals(screen)}
    </section>
    ${cancelPart(screen)}`;
}

function headline(screen: Screen): Html {
  const { title, text } = textsOf(screen).states[screen.state];
  const [tone, icon] = SIGNS[screen.state];
  return html`<div class="status ${tone}">
    ${statusIcon(icon)}
    <h1>${title}</h1>
    <p>${text}</p>
  </div>`;
}

function bodyOf(screen: Screen): Html | null {
  switch (screen.state) {
    case 'transfer':
      return transfer(screen);
    case 'action':
      return html`<div class="actions">${continueLink(screen)}${checkLink(screen)}${otherWay(screen)}</div>`;
    case 'processing':
      return html`<div class="actions">${checkLink(screen)}</div>`;
    case 'authorized':
      return html`${receipt(screen)}
        <div class="actions">${shopLink(screen)}${checkLink(screen)}</div>`;
    case 'completed':
      return html`<div class="actions">${shopReturn(screen)}</div>
        ${receipt(screen)}${printButton(screen)}`;
    case 'partially_refunded':
    case 'refunded':
      return html`${receipt(screen)}${printButton(screen)}
        <div class="actions">${shopLink(screen, 'quiet')}</div>`;
    default:
      return html`<div class="actions">${shopLink(screen)}</div>`;
  }
}

function continueLink({ payment, request }: Screen): Html | null {
  const url = payment.nextAction?.type === 'redirect' ? linkable(payment.nextAction.url) : null;
  return url === null
    ? null
    : html`<a class="button" href="${url}">${TEXTS[request.lang].actions.continue}</a>`;
}

function transfer(screen: Screen): Html | null {
  const { instructions: to, payment, request, testTransfer } = screen;
  if (!to) return null;
  const { actions } = TEXTS[request.lang];
  const amount = price(screen, payment.amount);
  return html`<dl class="facts">${transferFacts(request, { payment, to, amount })}</dl>
    <p class="hint">${transferHint(request, payment)}</p>
    <p class="live" role="status">${textsOf(screen).live}</p>
    <div class="actions">
      ${testTransfer && html`<a class="button test" href="${testTransfer}">${actions.simulate}</a>`}
      ${checkLink(screen)}${otherWay(screen)}
    </div>`;
}

function receipt(screen: Screen): Html {
  const { payment, session, request } = screen;
  const { labels, methods } = TEXTS[request.lang];
  const { receipt: t, months, instalments } = textsOf(screen);
  const { instalmentMonths } = payment;
  const spread = instalmentMonths === null ? instalments.atOnce : months(instalmentMonths);
  return html`<h2 class="hidden">${t.heading}</h2>
    <dl class="facts">
      ${fact(labels.amount, price(screen, payment.amount))} ${refunds(screen)}
      ${payment.method && fact(labels.method, [methods[payment.method], instrument(payment.instrument), payment.method === 'card' && html` <span class="whole">· ${spread}</span>`])}
      ${session.completedAt !== null && momentFact(request, labels.paidAt, session.completedAt)}
      ${fact(t.orderNumber, html`<bdi>${session.platformOrderId}</bdi>`)}
      ${session.customer.name && fact(t.buyer, html`<bdi>${session.customer.name}</bdi>`)}
      ${shippingFact(screen)}
    </dl>`;
}

function refunds(screen: Screen): Html {
  const { amountRefunded, amountRefunding } = screen.payment;
  const { refunded, refunding } = TEXTS[screen.request.lang].labels;
  return html`${amountRefunded > 0 && fact(refunded, price(screen, amountRefunded))}
  ${amountRefunding > 0 && fact(refunding, price(screen, amountRefunding))}`;
}

function shippingFact(screen: Screen): Html | null {
  const { shippingAddress: to } = screen.session;
  if (!to) return null;
  const { postcode, address, detail } = to;
  return fact(textsOf(screen).receipt.address, html`<bdi>(${postcode}) ${address} ${detail}</bdi>`);
}

/** It appears where scripts run. */
function printButton(screen: Screen): Html {
  return html`<button class="button quiet print" type="button" hidden data-print>
    ${textsOf(screen).actions.print}
  </button>`;
}
