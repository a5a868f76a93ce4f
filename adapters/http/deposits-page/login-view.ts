import { type Html, html } from '../checkout-page/html.ts';
import { statusIcon } from '../checkout-page/icons.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import type { Workspace } from '../../../core/index.ts';
import { frame } from './page-frame.ts';
import { type Texts, TEXTS } from './texts.ts';

/** Why somebody is asked to sign in. */
export type LoginReason = keyof Texts['login']['why'];

/** The reason that an address carries; unknown ones are none. */
export function reasonIn(text: unknown): LoginReason | null {
  const known = Object.keys(TEXTS.ko.login.why) as LoginReason[];
  return known.find((reason) => reason === text) ?? null;
}

/** Where the token is pasted. It is never shown again, not even when it was refused. */
export function loginPage(request: PageRequest, token: Html, why: LoginReason | null): Html {
  const { login } = TEXTS[request.lang];
  return frame(request, {
    title: login.title,
    path: '/deposits/login',
    main: html`<h1>${login.title}</h1>
      <p class="note">${login.intro}</p>
      ${
        why &&
        html`<p class="alert${why !== 'bye' && ' bad'}" role="${why === 'bye' ? 'status' : 'alert'}">
          ${login.why[why]}
        </p>`
      }
      <form method="post" action="${link(request, '/deposits/login')}">
        ${token}
        <p class="field">
          <label for="credential">${login.label}</label>
          <input
            id="credential"
            name="credential"
            type="password"
            autocomplete="current-password"
            autocapitalize="none"
            spellcheck="false"
            required
            aria-describedby="credential-hint"
          />
          <small id="credential-hint">${login.hint}</small>
        </p>
        <button class="button" type="submit">${login.button}</button>
      </form>`,
  });
}

/** What the page of the workspaces shows. */
export interface WorkspacesView {
  readonly request: PageRequest;
  readonly workspaces: readonly Workspace[];
  readonly token: Html;
  readonly tools: Html;
  readonly isTest: boolean;
}

/** The choice between several workspaces; for somebody without one, the form that makes it. */
export function workspacesPage({ request, workspaces, token, tools, isTest }: WorkspacesView): Html {
  const { workspaces: t } = TEXTS[request.lang];
  const none = workspaces.length === 0;
  const title = none ? t.none : t.title;
  const links = workspaces.map(
    ({ id, name }) =>
      html`<li>
        <a class="button quiet" href="${link(request, `/deposits/workspaces/${id}`)}"><bdi>${name}</bdi></a>
      </li>`,
  );
  const main = none
    ? html`<div class="status neutral">
          ${statusIcon('bank')}
          <h1>${title}</h1>
          <p>${t.noneText}</p>
        </div>
        <form method="post" action="${link(request, '/deposits/workspaces')}">
          ${token}
          <p class="field">
            <label for="name">${t.name}</label>
            <input id="name" name="name" required maxlength="100" autocomplete="organization" />
          </p>
          <button class="button" type="submit">${t.create}</button>
        </form>`
    : html`<h1>${title}</h1>
        <ul class="choices">
          ${links}
        </ul>`;
  return frame(request, { title, main, path: '/deposits', tools, test: isTest });
}
