import { type Html, html } from '../checkout-page/html.ts';
import { link } from '../checkout-page/page-request.ts';
import { accountsPart } from './accounts-view.ts';
import type { Board } from './board.ts';
import { deviceForm, devicesPart, silentAlert } from './devices-view.ts';
import { dismissedPart, matchesPart, ordersPart, refundsPart } from './done-view.ts';
import type { Notice, NoticeCode } from './notices.ts';
import { openPart } from './open-view.ts';
import { policyPart } from './policy-view.ts';
import { smsForm } from './sms-view.ts';
import { bdi, card, deed, livePart, textsOf, type View, within } from './view.ts';

/** The title of the page of a workspace: how many deposits wait, so that the tab tells it. */
export function boardTitle(view: View, board: Board): string {
  return `${textsOf(view).title(board.open.total)} · ${view.workspace.name}`;
}

/** The page of a workspace: what waits for a person first. */
export function boardView(view: View, board: Board, notice: Notice | null): Html {
  const t = textsOf(view);
  return html`${headPart(view, board)} ${notice && noticePart(view, notice)}
    <div class="columns">
      <div class="column">${mainParts(view, board)}</div>
      <div class="column">
        ${card('devices', t.devices.heading, html`${deviceList(view, board)}${view.role === 'owner' && deviceForm(view)}`)}
        ${card(
          'sms',
          t.sms.heading,
          html`<p class="note">${t.sms.intro}</p>
            ${smsForm(view)}`,
        )}
        ${card('accounts', t.accounts.heading, accountsPart(view))}
        ${view.role === 'owner' && policyPart(view)}
      </div>
    </div>`;
}

/** The parts that change by themselves, alone: what the script asks for. */
export function boardParts(view: View, board: Board): Html {
  return html`${statePart(view, board)}${mainParts(view, board)}${deviceList(view, board)}`;
}

function mainParts(view: View, board: Board): Html {
  return livePart(
    'deposits',
    html`${silentAlert(view, board)} ${openPart(view, board)} ${refundsPart(view, board)}
    ${matchesPart(view, board)} ${ordersPart(view, board)} ${dismissedPart(view, board)}`,
  );
}

function deviceList(view: View, board: Board): Html {
  return livePart('devices', devicesPart(view, board));
}

function headPart(view: View, board: Board): Html {
  const t = textsOf(view);
  const { workspace } = view;
  return html`<div class="headline-bar">
    <h1>${bdi(workspace.name)} <span class="badge ${workspace.mode}">${t.modes[workspace.mode]}</span></h1>
    ${board.hasOthers && html`<a href="${link(view.request, '/deposits')}">${t.workspaces.switch}</a>`}
    ${statePart(view, board)}
    <p class="sync">
      <span class="sync-state" role="status" data-on="${t.live.on}" data-off="${t.live.off}"></span>
      <a class="reload" href="${within(view)}">${t.live.reload}</a>
    </p>
  </div>`;
}

/** For the script: which state is shown, and when it was. */
function statePart(view: View, board: Board): Html {
  return html`<span
    id="live-state"
    data-live
    hidden
    data-stamp="${board.stamp}"
    data-now="${view.now}"
    data-title="${boardTitle(view, board)} · ${textsOf(view).brand}"
  ></span>`;
}

/** What was just done, with the way back where there is one. */
export function noticePart(view: View, notice: Notice): Html {
  const t = textsOf(view);
  if (notice.kind === 'refused')
    return html`<div class="alert bad notice" role="alert" tabindex="-1" data-notice>
      <p>${t.refusals[notice.code]}</p>
    </div>`;
  const { code, depositId } = notice;
  const back = depositId === null ? null : wayBack(view, code, depositId);
  return html`<div class="alert good notice" role="status" tabindex="-1" data-notice>
    <p>${t.notices[code]}</p>
    ${back}
  </div>`;
}

function wayBack(view: View, code: NoticeCode, depositId: number): Html | null {
  const { dismissed, matches } = textsOf(view);
  const path = `/deposits/${depositId}`;
  const id = `back-${depositId}`;
  if (code === 'dismissed') return deed(view, { path: `${path}/restore`, label: dismissed.restore, id });
  return code === 'matched' ? deed(view, { path: `${path}/unmatch`, label: matches.undo, id }) : null;
}
