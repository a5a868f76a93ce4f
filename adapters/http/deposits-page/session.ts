import type { Context } from 'koa';
import {
  type Actor,
  type Core,
  DomainError,
  type RateLimit,
  TOKEN_LIFETIME_MS,
} from '../../../core/index.ts';
import type { FormGuard } from '../checkout-page/form-guard.ts';
import { type Html, html } from '../checkout-page/html.ts';
import { link, type PageRequest } from '../checkout-page/page-request.ts';
import { actorOf } from '../surfaces/lunepay/requests.ts';
import { TEXTS } from './texts.ts';

/** The cookie that holds the token. */
export const COOKIE = 'kc_deposits';

/** For each address: enough for somebody who mistypes, too few to guess. */
export const LOGIN_RATE: RateLimit = { limit: 10, windowMs: 60_000 };

/** No token of ours is longer. */
const TOKEN_MAX = 4096;

/** Somebody who has signed in. */
export interface Session {
  readonly actor: Actor;
  /** What they have proved themselves with: never shown, never logged. */
  readonly token: string;
}

/** Who is asking. Refuses those who have not signed in, or whose token has ended. */
export async function sessionOf(core: Core, ctx: Context): Promise<Session> {
  const token = ctx.cookies.get(COOKIE) ?? '';
  if (token === '') throw new DomainError('unauthenticated', 'nobody has signed in');
  return authenticate(core, token);
}

/** Whose token this is. A token in another shape than ours is not looked at. */
export async function authenticate(core: Core, token: string): Promise<Session> {
  if (token.length > TOKEN_MAX || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw new DomainError('invalid_token', 'this is no token');
  return { token, actor: actorOf(await core.users.authenticate(token)) };
}

/** A token as people paste it: with blanks around it, or with the word that goes before it in a header. */
export function pastedToken(text: string): string {
  return text.replace(/^\s*Bearer\s+/i, '').replace(/\s+/g, '');
}

/** Keeps the token in the browser, out of reach of scripts and of other sites; the token itself tells its end. */
export function keepToken(request: PageRequest, token: string): void {
  setCookie(request, token, TOKEN_LIFETIME_MS / 1000);
}

/** Forgets it. */
export function forgetToken(request: PageRequest): void {
  setCookie(request, '', 0);
}

// Not Koa's cookies.set: it refuses `Secure` behind a proxy that it was not told of.
function setCookie(request: PageRequest, value: string, maxAge: number): void {
  const path = link({ ...request, chosen: false }, '/deposits');
  const secure = new URL(request.site.publicUrl).protocol === 'https:' ? '; Secure' : '';
  request.ctx.append(
    'set-cookie',
    `${COOKIE}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`,
  );
}

/** What the forms of this person are about; those of a workspace are good there alone. */
export function subjectOf({ merchantId, mode, userId }: Actor, workspaceId: number | null = null): string {
  return `deposits ${merchantId} ${mode} user ${userId} workspace ${workspaceId ?? 'none'}`;
}

/** The button to sign out. */
export function logoutForm(request: PageRequest, forms: FormGuard, actor: Actor): Html {
  return html`<form class="logout" method="post" action="${link(request, '/deposits/logout')}">
    ${forms.field(subjectOf(actor))}
    <button class="language" type="submit">${TEXTS[request.lang].login.out}</button>
  </form>`;
}
