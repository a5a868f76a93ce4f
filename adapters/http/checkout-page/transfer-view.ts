import type { Payment, TransferInstructions } from '../../../core/index.ts';
import type { CheckoutView } from './checkout-view.ts';
import { decimalText, moneyText } from './display.ts';
import { fact, momentFact, orderFact, sellerFact } from './facts.ts';
import { type Html, html } from './html.ts';
import { statusIcon } from './icons.ts';
import { link, type PageRequest } from './page-request.ts';
import { TEXTS } from './texts.ts';

/** The account that a transfer must go to; every value can be marked, and copied where scripts run. */
export function transfer({ request, payment, seller, instructions: to }: CheckoutView): Html | null {
  if (!to) return null;
  const { states, actions } = TEXTS[request.lang];
  const amount = moneyText(payment.amount, payment.currency, request.lang);
  const testTransfer = testTransferPath(payment);
  return html`<div class="status waiting">
      ${statusIcon('bank')}
      <h1>${states.transfer.title}</h1>
      <p>${states.transfer.text}</p>
    </div>
    <dl class="facts">
      ${sellerFact(request, seller)}${orderFact(request, payment)}
      ${transferFacts(request, { payment, to, amount })}
    </dl>
    <p class="hint">${transferHint(request, payment)}</p>
    <p class="actions">
      <a class="button quiet" href="${link(request, `/checkout/${payment.id}/return`)}">${actions.check}</a>
      ${testTransfer && html`<a class="button test" href="${link(request, testTransfer)}">${actions.simulate}</a>`}
    </p>`;
}

/** The rows of what must be transferred, where to, and until when; `amount` as the page writes it. */
export function transferFacts(
  request: PageRequest,
  {
    payment,
    to,
    amount,
  }: { readonly payment: Payment; readonly to: TransferInstructions; readonly amount: string },
): Html {
  const { labels, actions } = TEXTS[request.lang];
  const copyable = (shown: string, value = shown): Html =>
    html`<span class="copyable">${shown}</span> ${copyButton(actions, { shown, value })}`;
  return html`${fact(labels.amount, copyable(amount, decimalText(payment.amount, payment.currency)))}
  ${fact(labels.bank, html`${to.bankName} <small>${to.bankCode}</small>`)}
  ${fact(labels.account, copyable(to.accountNumber))}
  ${fact(labels.holder, html`<bdi>${to.accountHolder}</bdi>`)}
  ${!isVirtual(payment) && fact(labels.depositor, copyable(to.depositorName))}
  ${momentFact(request, labels.deadline, to.deadline)}`;
}

/** What to mind when sending it. */
export function transferHint({ lang }: PageRequest, payment: Payment): string {
  const { virtualAccountHint, depositorHint } = TEXTS[lang].labels;
  return isVirtual(payment) ? virtualAccountHint : depositorHint;
}

/** Its number alone tells whose money it is: whoever sends it may have any name. */
function isVirtual({ method }: Payment): boolean {
  return method === 'virtual_account';
}

/** It appears where scripts run; without them the value is marked whole by one tap. */
function copyButton(
  { copy, copied }: { readonly copy: string; readonly copied: string },
  { shown, value }: { readonly shown: string; readonly value: string },
): Html {
  return html`<button class="copy" type="button" hidden data-copy="${value}" data-done="${copied}">
    <span>${copy}</span> <span class="hidden">${shown}</span>
  </button>`;
}

/** Where the sandbox lets a test transfer arrive; null for payments that it does not carry. */
export function testTransferPath({ gateway, attemptId }: Payment): string | null {
  return gateway === 'sandbox' && attemptId ? `/sandbox/bank/${attemptId}` : null;
}
