import type { Actor, Role, Workspace } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { goTo, link, type PageRequest, show } from '../checkout-page/page-request.ts';
import { idOf } from '../surfaces/lunepay/requests.ts';
import { type Board, loadBoard, stampOf } from './board.ts';
import { boardParts, boardTitle, boardView, noticePart } from './board-view.ts';
import { confirmView } from './confirm-view.ts';
import type { DoDeed, Done } from './deeds.ts';
import type { Parts } from './deposits-pages.ts';
import { deviceLive, deviceView } from './device-view.ts';
import { noticeIn, refusalOf } from './notices.ts';
import { frame } from './page-frame.ts';
import { logoutForm, sessionOf, subjectOf } from './session.ts';
import { readSms } from './sms-reading.ts';
import { smsResult } from './sms-view.ts';
import { textsOf, type View, workspacePath } from './view.ts';

type Params = Readonly<Record<string, string>>;

/** Who is at which workspace. */
interface Place {
  readonly actor: Actor;
  readonly workspace: Workspace;
  readonly role: Role;
}

/** Refuses those who have not signed in; for those who do not belong to it the workspace is not there. */
async function enter({ core }: Parts, { ctx }: PageRequest, params: Params): Promise<Place> {
  const { actor } = await sessionOf(core, ctx);
  const { workspace, role } = await core.workspaces.get(actor, idOf(params['id']));
  return { actor, workspace, role };
}

/** The page of a workspace; with `part=live` only what changes by itself. */
export async function showBoard(parts: Parts, request: PageRequest, params: Params): Promise<void> {
  const place = await enter(parts, request, params);
  const { actor, workspace } = place;
  const from = fromIn(request.ctx.query['from']);
  const board = await loadBoard(parts.core, { actor, workspaceId: workspace.id }, from);
  const view = viewOf(parts, request, { ...place, accounts: board.accounts });
  if (request.ctx.query['part'] === 'live') return show(request, 200, boardParts(view, board));
  const main = boardView(view, board, noticeIn(request.ctx.query));
  const page = { title: boardTitle(view, board), main, path: '', wide: true, live: partOf(view, board) };
  showPage(parts, view, actor, page);
}

function partOf({ workspace }: View, { open }: Board): string {
  const path = workspacePath(workspace.id, '?part=live');
  return open.from > 0 ? `${path}&from=${open.from}` : path;
}

function fromIn(text: unknown): number {
  return typeof text === 'string' && /^\d{1,7}$/.test(text) ? Number(text) : 0;
}

/** How a phone is connected; for the owner. */
export async function showDevice(parts: Parts, request: PageRequest, params: Params): Promise<void> {
  const place = await enter(parts, request, params);
  const { core } = parts;
  const { actor, workspace } = place;
  const stamp = await stampOf(core, { actor, workspaceId: workspace.id });
  const device = await core.devices.get(actor, workspace.id, idOf(params['item']));
  const view = viewOf(parts, request, { ...place, accounts: [] });
  const path = `/devices/${device.device.id}`;
  const title = `${device.device.name} · ${workspace.name}`;
  const state = html`<span
    id="live-state"
    data-live
    hidden
    data-stamp="${stamp}"
    data-now="${view.now}"
    data-title="${title} · ${textsOf(view).brand}"
  ></span>`;
  if (request.ctx.query['part'] === 'live')
    return show(request, 200, html`${state}${deviceLive(view, device)}`);
  const notice = noticeIn(request.ctx.query);
  const main = html`${state}${notice && noticePart(view, notice)}${deviceView(view, device)}`;
  const live = workspacePath(workspace.id, `${path}?part=live`);
  showPage(parts, view, actor, { title, main, path, live });
}

/** The second look before a match. What is matched meanwhile leads back to the list, which shows it. */
export async function showConfirm(parts: Parts, request: PageRequest, params: Params): Promise<void> {
  const place = await enter(parts, request, params);
  const { core } = parts;
  const { actor, workspace } = place;
  const { deposit } = await core.deposits.get(actor, workspace.id, idOf(params['item']));
  const order = await core.depositOrders.get(actor, workspace.id, idOf(params['order']));
  if (deposit.status !== 'open' || order.status !== 'pending')
    return goTo(request.ctx, link(request, workspacePath(workspace.id, '?refused=already_matched')));
  const accounts = await core.bankAccounts.list(actor, workspace.id, {}, { limit: 1000, offset: 0 });
  const view = viewOf(parts, request, { ...place, accounts: accounts.items });
  const path = `/deposits/${deposit.id}/match/${order.id}`;
  const main = confirmView(view, deposit, order);
  showPage(parts, view, actor, { title: textsOf(view).confirm.title, main, path });
}

/** How a pasted message is read. It must not stand in an address, so this page is the answer to a form. */
export async function readMessage(parts: Parts, request: PageRequest, params: Params): Promise<void> {
  const place = await enter(parts, request, params);
  const { core, forms } = parts;
  const { actor, workspace } = place;
  const form = await forms.read(request.ctx, subjectOf(actor, workspace.id));
  const accounts = await core.bankAccounts.list(actor, workspace.id, {}, { limit: 1000, offset: 0 });
  const view = viewOf(parts, request, { ...place, accounts: accounts.items });
  const main = smsResult(view, await readSms(core, { actor, workspaceId: workspace.id }, form));
  showPage(parts, view, actor, { title: textsOf(view).sms.title, main, path: null });
}

/** Does what a form asks for, and leads to the page that tells it: a reload does it no second time. */
export async function doDeed(
  deed: DoDeed,
  parts: Parts,
  request: PageRequest,
  params: Params,
): Promise<void> {
  const { actor, workspace } = await enter(parts, request, params);
  const form = await parts.forms.read(request.ctx, subjectOf(actor, workspace.id));
  const path = await deed({ core: parts.core, actor, workspaceId: workspace.id, params, form }).then(
    addressOf,
    (error: unknown) => `?refused=${refusalOf(error)}`,
  );
  goTo(request.ctx, link(request, workspacePath(workspace.id, path)));
}

function addressOf(done: Done): string {
  if ('ask' in done) return done.ask;
  const { notice, path = '', depositId } = done;
  return `${path}?notice=${notice}${depositId === undefined ? '' : `&deposit=${depositId}`}`;
}

function viewOf(
  { core, forms }: Parts,
  request: PageRequest,
  { actor, workspace, role, accounts }: Place & Pick<View, 'accounts'>,
): View {
  const token = forms.field(subjectOf(actor, workspace.id));
  return { request, workspace, role, accounts, token, now: core.clock.now() };
}

interface Shown {
  readonly title: string;
  readonly main: Html;
  /** Below the workspace; null for the answer to a form. */
  readonly path: string | null;
  readonly wide?: boolean;
  /** Where the script gets what has changed. */
  readonly live?: string;
}

function showPage(
  parts: Parts,
  { request, workspace }: View,
  actor: Actor,
  { title, main, path, wide = false, live }: Shown,
): void {
  const page = {
    title,
    main,
    wide,
    path: path === null ? null : workspacePath(workspace.id, path),
    tools: logoutForm(request, parts.forms, actor),
    test: workspace.mode === 'test',
    live:
      live === undefined
        ? null
        : { events: link(request, workspacePath(workspace.id, '/events')), part: link(request, live) },
  };
  show(request, 200, frame(request, page));
}
