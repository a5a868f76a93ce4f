import type { Deposit, DepositOrder } from '../../../core/index.ts';
import { fact } from '../checkout-page/facts.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { clockTime, won } from './display.ts';
import { isDoubtful } from './open-view.ts';
import { accountName, bdi, textsOf, type View, within } from './view.ts';

/** What somebody has seen when they say yes: other amounts need another yes. */
export function confirmation(deposit: Deposit, order: DepositOrder): string {
  return `${deposit.amount} for ${order.amount}`;
}

/** The second look before a match that is not plain. */
export function confirmView(view: View, deposit: Deposit, order: DepositOrder): Html {
  const t = textsOf(view);
  const { confirm } = t;
  const settles = order.paymentId !== null;
  const isPossible = !settles || deposit.amount === order.amount;
  const yes = isDoubtful(deposit)
    ? confirm.yesHeld
    : deposit.amount === order.amount
      ? confirm.yes
      : confirm.yesDiffers;
  return html`<h1>${confirm.title}</h1>
    ${warnings(view, deposit, order)} ${pairFacts(view, deposit, order)}
    ${settles && html`<p class="note">${isPossible ? confirm.settles : t.open.paymentAmount}</p>`}
    ${
      isPossible &&
      html`<form method="post" action="${within(view, `/deposits/${deposit.id}/match/${order.id}`)}">
        ${view.token}
        <input type="hidden" name="confirm" value="${confirmation(deposit, order)}" />
        <button class="button" type="submit">${yes}</button>
      </form>`
    }
    <p class="actions"><a class="button quiet" href="${within(view)}">${t.cancel}</a></p>`;
}

function warnings(view: View, deposit: Deposit, order: DepositOrder): Html {
  const { confirm, holds } = textsOf(view);
  const difference = deposit.amount - order.amount;
  const off = won(Math.abs(difference), view.request.lang);
  return html`${
    difference !== 0 &&
    html`<p class="alert bad"><strong>${difference < 0 ? confirm.short(off) : confirm.over(off)}</strong></p>`
  }
  ${
    deposit.hold &&
    html`<div class="alert">
      <p><strong>${holds[deposit.hold].title}</strong></p>
      <p>${holds[deposit.hold].text}</p>
    </div>`
  }`;
}

function pairFacts(view: View, deposit: Deposit, order: DepositOrder): Html {
  const { confirm: t, open } = textsOf(view);
  const { lang } = view.request;
  return html`<section class="result">
      <h2>${t.deposit}</h2>
      <dl class="facts">
        ${fact(t.amount, won(deposit.amount, lang))}
        ${fact(t.name, deposit.depositorName === null ? html`<em>${open.nobody}</em>` : bdi(deposit.depositorName))}
        ${fact(t.when, html`${clockTime(deposit.depositedAt, view.now, lang)} <small>${accountName(view, deposit.bankAccountId)}</small>`)}
      </dl>
    </section>
    <section class="result">
      <h2>${t.order}</h2>
      <dl class="facts">
        ${fact(t.amount, won(order.amount, lang))} ${fact(t.name, bdi(order.depositorName))}
        ${fact(t.orderNumber, bdi(order.orderNumber))}
      </dl>
    </section>`;
}
