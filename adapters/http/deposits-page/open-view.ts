import type { CandidateView, Deposit, DepositOrder } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { statusIcon } from '../checkout-page/icons.ts';
import { type LiveBoard, OPEN_PAGE, type OpenDeposit } from './board.ts';
import { clockTime, won } from './display.ts';
import { accountName, bdi, card, deed, textsOf, type View, within } from './view.ts';

/** So many candidates are shown at once; the others unfold. */
const CANDIDATES_SHOWN = 3;

/** The deposits that wait for a person, and what to do about each. */
export function openPart(view: View, { open, matches, devices }: LiveBoard): Html {
  const { open: t } = textsOf(view);
  const count = open.total > 0 && html` <span class="count">${open.total}</span>`;
  if (open.items.length > 0)
    return card(
      'open',
      html`${t.heading}${count}`,
      html`<ol class="deposits">
          ${open.items.map((item) => openDeposit(view, item))}
        </ol>
        ${pager(view, open)}`,
    );
  const isNew = matches.length === 0 && open.total === 0;
  const isReady = devices.length > 0 && view.accounts.length > 0;
  return card(
    'open',
    html`${t.heading}${count}`,
    html`<div class="status ${isNew ? 'neutral' : 'good'}">
        ${statusIcon(isNew ? 'bank' : 'check')}
        <p class="headline">${isNew ? t.noneYet : t.none}</p>
        <p>${!isNew ? t.noneText : isReady ? t.noneYetReady : t.noneYetText}</p>
      </div>
      ${pager(view, open)}`,
  );
}

function pager(view: View, { total, from }: LiveBoard['open']): Html | null {
  if (total <= OPEN_PAGE && from === 0) return null;
  const { open: t } = textsOf(view);
  const next = from + OPEN_PAGE;
  return html`<p class="pager">
    <span>${t.range(Math.min(from + 1, total), Math.min(next, total), total)}</span>
    ${from > 0 && html`<a class="button small quiet" href="${within(view)}">${t.newest}</a>`}
    ${next < total && html`<a class="button small quiet" href="${within(view, `?from=${next}`)}">${t.older}</a>`}
  </p>`;
}

function openDeposit(view: View, { deposit, rawSms, candidates }: OpenDeposit): Html {
  const { open: t } = textsOf(view);
  const heading = `deposit-${deposit.id}`;
  return html`<li class="deposit" data-key="${heading}">
    ${depositHead(view, deposit, heading)} ${deposit.hold && held(view, deposit, deposit.hold)}
    ${candidateList(view, deposit, candidates)}
    <div class="small-actions">
      ${
        rawSms !== null &&
        html`<details class="text" id="text-${deposit.id}">
          <summary>${t.text}</summary>
          <pre>${rawSms}</pre>
        </details>`
      }
      ${deed(view, {
        path: `/deposits/${deposit.id}/dismiss`,
        label: deposit.hold === 'possible_duplicate' ? t.dismissDuplicate : t.dismiss,
        about: aboutDeposit(view, deposit),
        look: deposit.hold === 'possible_duplicate' ? 'quiet' : 'plain',
      })}
    </div>
  </li>`;
}

/** What was paid, by whom, where and when. */
function depositHead(view: View, deposit: Deposit, id: string): Html {
  const { open: t } = textsOf(view);
  const { lang } = view.request;
  const name = deposit.depositorName === null ? html`<em>${t.nobody}</em>` : bdi(deposit.depositorName);
  return html`<div class="head">
    <h3 id="${id}" tabindex="-1">
      <span class="amount">${won(deposit.amount, lang)}</span> <span class="who">${name}</span>
    </h3>
    <p class="meta">
      <span>${accountName(view, deposit.bankAccountId)}</span>
      ${clockTime(deposit.depositedAt, view.now, lang)}
      ${deposit.method && html`<span>${deposit.method}</span>`}
    </p>
  </div>`;
}

/** `14,510원 홍길동`: tells one deposit's buttons from another's. */
export function aboutDeposit(view: View, { amount, depositorName }: Deposit): string {
  return `${won(amount, view.request.lang)} ${depositorName ?? textsOf(view).open.nobody}`;
}

function held(view: View, deposit: Deposit, hold: NonNullable<Deposit['hold']>): Html {
  const t = textsOf(view);
  return html`<div class="alert hold">
    <p><strong>${t.holds[hold].title}</strong></p>
    <p>${t.holds[hold].text}</p>
    ${deed(view, {
      path: `/deposits/${deposit.id}/release`,
      label: t.open.release,
      about: aboutDeposit(view, deposit),
      look: 'quiet',
    })}
  </div>`;
}

function candidateList(view: View, deposit: Deposit, candidates: readonly CandidateView[]): Html {
  const { open: t } = textsOf(view);
  if (candidates.length === 0)
    return html`<p class="none">${deposit.hold === null ? t.noCandidates : t.noCandidatesHeld}</p>`;
  const rows = candidates.map((one) => candidateRow(view, deposit, one));
  const more = rows.slice(CANDIDATES_SHOWN);
  return html`<p class="ask">${t.candidates}</p>
    <ul class="candidates">
      ${rows.slice(0, CANDIDATES_SHOWN)}
    </ul>
    ${
      more.length > 0 &&
      html`<details class="more" id="more-${deposit.id}">
        <summary>${t.moreCandidates(more.length)}</summary>
        <ul class="candidates">
          ${more}
        </ul>
      </details>`
    }`;
}

/** Whether the deposit may be none. One whose match a person has undone is as real as before. */
export function isDoubtful({ hold }: Deposit): boolean {
  return hold !== null && hold !== 'unmatched';
}

/**
 * Whether a match needs a second look: amounts that differ, a deposit that may be none, and a payment, which cannot be
 * undone, for an order that a machine would not have taken.
 */
export function needsLook(deposit: Deposit, order: DepositOrder, doubts: readonly string[]): boolean {
  if (deposit.amount !== order.amount || isDoubtful(deposit)) return true;
  return order.paymentId !== null && doubts.length > 0;
}

function candidateRow(view: View, deposit: Deposit, { candidate, order }: CandidateView): Html {
  const { open: t } = textsOf(view);
  const { lang } = view.request;
  const path = `/deposits/${deposit.id}/match/${order.id}`;
  const about = `${aboutDeposit(view, deposit)} → ${order.orderNumber} ${order.depositorName}`;
  const impossible = order.paymentId !== null && candidate.difference !== 0;
  const looks = needsLook(deposit, order, candidate.doubts);
  const button = looks
    ? html`<a class="button small quiet" id="look-${deposit.id}-${order.id}" href="${within(view, path)}"
        >${t.check}<span class="hidden"> ${about}</span></a
      >`
    : // The colour that invites a thumb is for names that fit.
      deed(view, { path, label: t.match, about, look: candidate.level === null ? 'quiet' : 'main' });
  return html`<li>
    <div class="candidate">
      <p class="name">${bdi(order.depositorName)} <b>${won(order.amount, lang)}</b></p>
      <p class="meta">
        <span class="number">${bdi(order.orderNumber)}</span> ${clockTime(order.createdAt, view.now, lang)}
        ${order.paymentId !== null && order.depositorName !== order.orderNumber && html`<span>${t.payment}</span>`}
      </p>
      <ul class="why">
        ${reasons(view, { candidate, order })}
      </ul>
      ${impossible && html`<p class="none">${t.paymentAmount}</p>`}
    </div>
    ${!impossible && button}
  </li>`;
}

/** What speaks for an order, and what against it. */
function reasons(view: View, { candidate }: Omit<CandidateView, 'order'> & { order: DepositOrder }): Html[] {
  const t = textsOf(view);
  const { difference, level, doubts } = candidate;
  const amount = won(Math.abs(difference), view.request.lang);
  const others = doubts.filter((doubt) => doubt !== 'amount_too_low' && doubt !== 'amount_too_high');
  const against = [
    ...(difference === 0 ? [] : [difference < 0 ? t.short(amount) : t.over(amount)]),
    ...others.map((doubt) => t.doubts[doubt]),
  ];
  const favour = [...(difference === 0 ? [t.sameAmount] : []), ...(level === null ? [] : [t.levels[level]])];
  return [
    ...favour.map((text) => html`<li class="for">${text}</li>`),
    ...against.map((text) => html`<li class="against">${text}</li>`),
  ];
}
