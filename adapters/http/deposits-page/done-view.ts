import { bankByCode } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import type { LiveBoard, MatchedDeposit, WaitingRefund } from './board.ts';
import { clockTime, won } from './display.ts';
import { aboutDeposit } from './open-view.ts';
import { accountName, bdi, card, deed, textsOf, type View } from './view.ts';

/** The latest matches, each with its way back. */
export function matchesPart(view: View, { matches }: LiveBoard): Html {
  const { matches: t } = textsOf(view);
  return card(
    'matches',
    t.heading,
    matches.length === 0
      ? html`<p class="none">${t.none}</p>`
      : html`<ol class="rows">
          ${matches.map((match) => matchRow(view, match))}
        </ol>`,
  );
}

function matchRow(view: View, { deposit, order }: MatchedDeposit): Html {
  const t = textsOf(view);
  const { lang } = view.request;
  const by = deposit.matchedBy ?? 'manual';
  const difference = deposit.amount - order.amount;
  const off = won(Math.abs(difference), lang);
  return html`<li data-key="match-${deposit.id}">
    <div>
      <p class="name">
        ${deposit.depositorName === null ? html`<em>${t.open.nobody}</em>` : bdi(deposit.depositorName)}
        <b>${won(deposit.amount, lang)}</b>
      </p>
      <p class="meta">
        <span>→ ${bdi(order.orderNumber)} ${bdi(order.depositorName)}</span>
        <span>${by === 'manual' ? t.levels.manual : `${t.byMachine} · ${t.levels[by]}`}</span>
        ${clockTime(deposit.matchedAt ?? deposit.updatedAt, view.now, lang)}
      </p>
      ${difference !== 0 && html`<p class="against">${difference < 0 ? t.short(off) : t.over(off)}</p>`}
      ${order.paymentId !== null && html`<p class="none">${t.matches.settled}</p>`}
    </div>
    ${
      order.paymentId === null &&
      deed(view, {
        path: `/deposits/${deposit.id}/unmatch`,
        label: t.matches.undo,
        about: `${aboutDeposit(view, deposit)} → ${order.orderNumber}`,
      })
    }
  </li>`;
}

/** Deposits that somebody has taken off the list: nothing is gone for good. */
export function dismissedPart(view: View, { dismissed }: LiveBoard): Html | null {
  if (dismissed.total === 0) return null;
  const { dismissed: t } = textsOf(view);
  const rows = dismissed.items.map(
    ({ deposit }) =>
      html`<li>
        <div>
          <p class="name">${aboutDeposit(view, deposit)}</p>
          <p class="meta">
            <span>${accountName(view, deposit.bankAccountId)}</span>
            ${clockTime(deposit.depositedAt, view.now, view.request.lang)}
          </p>
        </div>
        ${deed(view, {
          path: `/deposits/${deposit.id}/restore`,
          label: t.restore,
          about: aboutDeposit(view, deposit),
        })}
      </li>`,
  );
  return html`<details class="card fold" id="dismissed">
    <summary>${t.heading(dismissed.total)}</summary>
    <ul class="rows">
      ${rows}
    </ul>
  </details>`;
}

/** Refunds that a person must transfer; nothing when none waits. */
export function refundsPart(view: View, { refunds }: LiveBoard): Html | null {
  if (refunds.length === 0) return null;
  const { refunds: t } = textsOf(view);
  return card(
    'refunds',
    html`${t.heading} <span class="count">${refunds.length}</span>`,
    html`<p class="note">${t.intro}</p>
      <ol class="rows">
        ${refunds.map((refund) => refundRow(view, refund))}
      </ol>`,
  );
}

function refundRow(view: View, { transfer, order, account }: WaitingRefund): Html {
  const { refunds: t } = textsOf(view);
  const { lang } = view.request;
  const amount = won(transfer.amount, lang);
  return html`<li data-key="refund-${transfer.refundId}">
    <div>
      <p class="name"><b>${amount}</b></p>
      <p class="meta">
        <span>${bdi(order.orderNumber)}</span> ${order.memo && html`<span>${bdi(order.memo)}</span>`}
        ${clockTime(transfer.createdAt, view.now, lang)}
      </p>
      <p class="${account ? 'to' : 'none'}">
        ${account ? bdi(`${bankByCode(account.bankCode)?.name ?? account.bankCode} ${account.accountNumber} ${account.holder}`) : t.noAccount}
      </p>
    </div>
    ${deed(view, {
      path: `/refunds/${transfer.refundId}/sent`,
      label: t.sent,
      about: `${amount} ${order.orderNumber}`,
      look: 'main',
    })}
  </li>`;
}

/** How many orders wait, and the newest of them. */
export function ordersPart(view: View, { orders }: LiveBoard): Html {
  const { orders: t } = textsOf(view);
  const { lang } = view.request;
  if (orders.total === 0) return html`<p class="card none">${t.none}</p>`;
  const rows = orders.items.map(
    (order) =>
      html`<li>
        <div>
          <p class="name">${bdi(order.depositorName)} <b>${won(order.amount, lang)}</b></p>
          <p class="meta">
            <span>${bdi(order.orderNumber)}</span>
            ${order.expiresAt !== null && html`<span>${t.until} ${clockTime(order.expiresAt, view.now, lang)}</span>`}
          </p>
        </div>
      </li>`,
  );
  const more = orders.total - orders.items.length;
  return html`<details class="card fold" id="orders">
    <summary>${t.heading(orders.total)}</summary>
    <ul class="rows">
      ${rows}
    </ul>
    ${more > 0 && html`<p class="none">${t.more(more)}</p>`}
  </details>`;
}
