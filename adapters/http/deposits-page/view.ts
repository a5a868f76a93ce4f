import type { BankAccountView, Deposit, Role, Workspace } from '../../../core/index.ts';
import { type Html, html, type HtmlValue } from '../checkout-page/html.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import { tail } from './display.ts';
import { type Texts, TEXTS } from './texts.ts';

/** What all parts of a workspace's pages know. */
export interface View {
  readonly request: PageRequest;
  readonly workspace: Workspace;
  readonly role: Role;
  readonly now: number;
  /** The hidden field that proves a form of this workspace ours. */
  readonly token: Html;
  readonly accounts: readonly BankAccountView[];
}

/** The words of the reader's language. */
export function textsOf({ request }: View): Texts {
  return TEXTS[request.lang];
}

/** The path below a workspace, without the language. */
export function workspacePath(workspaceId: number, below = ''): string {
  return `/deposits/workspaces/${workspaceId}${below}`;
}

/** The address of something below this workspace, in the reader's language. */
export function within({ request, workspace }: View, below = ''): string {
  return link(request, workspacePath(workspace.id, below));
}

/** A button that does something. */
export interface Deed {
  /** Below the workspace. */
  readonly path: string;
  readonly label: string;
  /** Tells this button from others of its name, for those who hear the page. */
  readonly about?: string;
  readonly look?: string;
  /** Of the button; made of the path when left out. */
  readonly id?: string;
}

/** A form of one button, which has an id so that the focus finds it again on a page made new. */
export function deed(view: View, { path, label, about, look = 'quiet', id }: Deed): Html {
  return html`<form method="post" action="${within(view, path)}">
    ${view.token}
    <button class="button small ${look}" type="submit" id="${id ?? `do${path.replaceAll('/', '-')}`}">
      ${label}${about !== undefined && html`<span class="hidden"> ${about}</span>`}
    </button>
  </form>`;
}

/** `국민은행 …9012`: which of the workspace's accounts. */
export function accountName(view: View, id: Deposit['bankAccountId']): string {
  const found = view.accounts.find(({ account }) => account.id === id);
  return found ? `${found.account.bankName} ${tail(found.accountNumber)}` : '';
}

/** A part of the page with a headline. */
export function card(id: string, heading: HtmlValue, body: HtmlValue): Html {
  return html`<section class="card" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${heading}</h2>
    ${body}
  </section>`;
}

/** A part that the script replaces when something has changed. It holds no field that somebody may be filling in. */
export function livePart(id: string, body: HtmlValue): Html {
  return html`<div id="live-${id}" class="live-part" data-live>${body}</div>`;
}

/** A text of others: whatever direction it has, it cannot reorder ours. */
export function bdi(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
