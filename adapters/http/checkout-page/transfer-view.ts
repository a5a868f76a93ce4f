import { type Payment, transferInstructions } from '../../../core/index.ts';
import { type CheckoutView, orderFact } from './checkout-view.ts';
import { momentText, moneyText } from './display.ts';
import { type Html, html } from './html.ts';
import { statusIcon } from './icons.ts';
import { link } from './page-request.ts';
import { TEXTS } from './texts.ts';

/** The account that a transfer must go to; every value can be marked, and copied where scripts run. */
export function transfer({ request, payment, sandbox }: CheckoutView): Html | null {
  const to = transferInstructions(payment);
  if (!to) return null;
  const { states, labels, actions } = TEXTS[request.lang];
  const amount = moneyText(payment.amount, payment.currency, request.lang);
  const copied = { label: actions.copy, done: actions.copied };
  return html`<div class="status waiting">
      ${statusIcon('bank')}
      <h1>${states.transfer.title}</h1>
      <p>${states.transfer.text}</p>
    </div>
    <dl class="facts">
      ${orderFact(request, payment)}
      <div>
        <dt>${labels.amount}</dt>
        <dd>${copyable(amount, String(payment.amount), copied)}</dd>
      </div>
      <div>
        <dt>${labels.bank}</dt>
        <dd>${to.bankName} <small>${to.bankCode}</small></dd>
      </div>
      <div>
        <dt>${labels.account}</dt>
        <dd>${copyable(to.accountNumber, to.accountNumber, copied)}</dd>
      </div>
      <div>
        <dt>${labels.holder}</dt>
        <dd><bdi>${to.accountHolder}</bdi></dd>
      </div>
      <div>
        <dt>${labels.depositor}</dt>
        <dd>${copyable(to.depositorName, to.depositorName, copied)}</dd>
      </div>
      <div>
        <dt>${labels.deadline}</dt>
        <dd>${momentText(to.deadline, request.lang)} <small>${labels.koreanTime}</small></dd>
      </div>
    </dl>
    <p class="hint">${labels.depositorHint}</p>
    <p class="actions">
      <a class="button quiet" href="${link(request, `/checkout/${payment.id}/return`)}">${actions.check}</a>
      ${sandbox && simulation(payment) && html`<a class="button test" href="${link(request, simulation(payment))}">${actions.simulate}</a>`}
    </p>`;
}

interface CopyLabels {
  readonly label: string;
  readonly done: string;
}

/** The button appears where scripts run; without them the value is marked whole by one tap. */
function copyable(shown: string, value: string, { label, done }: CopyLabels): Html {
  return html`<span class="copyable">${shown}</span>
    <button
      class="copy"
      type="button"
      hidden
      data-copy="${value}"
      data-done="${done}"
      aria-label="${label}: ${shown}"
    >
      ${label}
    </button>`;
}

/** Where the sandbox lets a test transfer arrive; empty for payments that it does not carry. */
function simulation({ gateway, attemptId }: Payment): string {
  return gateway === 'sandbox' && attemptId ? `/sandbox/bank/${attemptId}` : '';
}
