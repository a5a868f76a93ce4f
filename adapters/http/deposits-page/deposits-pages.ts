import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { type Core, DomainError, type Log } from '../../../core/index.ts';
import { assets } from '../assets.ts';
import { type FormGuard, formGuard } from '../checkout-page/form-guard.ts';
import { goTo, link, type PageRequest, show, type Site } from '../checkout-page/page-request.ts';
import { idOf } from '../surfaces/lunepay/requests.ts';
import { DEEDS, textIn } from './deeds.ts';
import { LIVE_TIMES, liveFeed, type LiveFeed, type LiveTimes } from './live-feed.ts';
import { loginPage, reasonIn, workspacesPage } from './login-view.ts';
import { DEPOSITS_ASSETS } from './page-frame.ts';
import { pageRoute, type RoutedContext } from './page-route.ts';
import {
  authenticate,
  forgetToken,
  keepToken,
  LOGIN_RATE,
  logoutForm,
  pastedToken,
  sessionOf,
  subjectOf,
} from './session.ts';
import { workspacePath } from './view.ts';
import { doDeed, readMessage, showBoard, showConfirm, showDevice } from './workspace-pages.ts';

/** What the pages need. */
export interface DepositsPagesOptions {
  readonly core: Core;
  /** Where browsers reach these pages, for instance `https://pay.example.com`. */
  readonly publicUrl: string;
  /** Signs forms: at least 32 bytes, the same in every process. */
  readonly formKey: Buffer;
  readonly log?: Log | undefined;
  /** How often open pages are looked after; a second and 15 seconds when left out. */
  readonly live?: LiveTimes;
}

/** What the handlers of these pages share. */
export interface Parts {
  readonly core: Core;
  readonly forms: FormGuard;
  readonly feed: LiveFeed;
}

const LOGIN = 'deposits login';

/**
 * The pages at `/deposits` for those who look after deposits: what waits for a person, what was matched, the phones,
 * the accounts, the rules. They do what the LunePay API does, for somebody with a token and a browser. Every page
 * works without scripts; with them it follows what happens.
 */
export function depositsPages({ core, publicUrl, formKey, log, live }: DepositsPagesOptions): Middleware {
  const parts: Parts = {
    core,
    forms: formGuard(formKey, publicUrl),
    feed: liveFeed(core, live ?? LIVE_TIMES, log),
  };
  const site: Site = { brand: 'checkout', publicUrl, log };
  const serveFiles = assets(DEPOSITS_ASSETS);
  const router = routes(parts, site).routes() as Middleware;
  return (ctx, next) => serveFiles(ctx, () => router(ctx, next) as Promise<void>) as Promise<void>;
}

type Handler = (
  parts: Parts,
  request: PageRequest,
  params: Readonly<Record<string, string>>,
) => Promise<void>;

function routes(parts: Parts, site: Site): Router {
  const on = (handle: Handler) => pageRoute(site, (request, params) => handle(parts, request, params));
  const workspace = '/deposits/workspaces/:id';
  const router = new Router()
    .get('/deposits/login', on(showLogin))
    .post('/deposits/login', on(logIn))
    .post('/deposits/logout', on(logOut))
    .get('/deposits', on(showWorkspaces))
    .post('/deposits/workspaces', on(createWorkspace))
    .get(workspace, on(showBoard))
    .get(`${workspace}/events`, on(listen))
    .get(`${workspace}/devices/:item`, on(showDevice))
    .get(`${workspace}/deposits/:item/match/:order`, on(showConfirm))
    .post(`${workspace}/sms`, on(readMessage));
  for (const [path, deed] of Object.entries(DEEDS))
    router.post(
      workspace + path,
      on((...asked) => doDeed(deed, ...asked)),
    );
  return router;
}

async function showLogin({ forms }: Parts, request: PageRequest): Promise<void> {
  show(request, 200, loginPage(request, forms.field(LOGIN), reasonIn(request.ctx.query['why'])));
}

async function logIn({ core, forms }: Parts, request: PageRequest): Promise<void> {
  const { ctx } = request;
  const taken = await core.rateLimits.take(`deposits.login:${ctx.ip}`, LOGIN_RATE, core.clock.now());
  if (!taken.allowed) {
    ctx.set('retry-after', String(Math.ceil(taken.retryAfterMs / 1000)));
    return show(request, 429, loginPage(request, forms.field(LOGIN), 'slow'));
  }
  const form = await forms.read(ctx, LOGIN);
  // A token that is refused leads back here, with the reason (see page-route.ts).
  const { token } = await authenticate(core, pastedToken(form.get('credential') ?? ''));
  keepToken(request, token);
  goTo(ctx, link(request, '/deposits'));
}

async function logOut({ core, forms }: Parts, request: PageRequest): Promise<void> {
  const { actor } = await sessionOf(core, request.ctx);
  await forms.read(request.ctx, subjectOf(actor));
  forgetToken(request);
  goTo(request.ctx, link(request, '/deposits/login?why=bye'));
}

/** Who belongs to one workspace goes there at once. */
async function showWorkspaces({ core, forms }: Parts, request: PageRequest): Promise<void> {
  const { actor } = await sessionOf(core, request.ctx);
  const { items } = await core.workspaces.list(actor, { limit: 100, offset: 0 });
  const [only] = items;
  if (only && items.length === 1) return goTo(request.ctx, link(request, workspacePath(only.id)));
  const view = {
    request,
    workspaces: items,
    token: forms.field(subjectOf(actor)),
    tools: logoutForm(request, forms, actor),
    isTest: actor.mode === 'test',
  };
  show(request, 200, workspacesPage(view));
}

async function createWorkspace({ core, forms }: Parts, request: PageRequest): Promise<void> {
  const { actor } = await sessionOf(core, request.ctx);
  const form = await forms.read(request.ctx, subjectOf(actor));
  const { id } = await core.workspaces.create(actor, textIn(form, 'name', 100));
  goTo(request.ctx, link(request, workspacePath(id, '?notice=workspace_added')));
}

/** A stream that says when to look again; browsers open it by themselves and cannot read an error page. */
async function listen(
  { core, feed }: Parts,
  { ctx }: PageRequest,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const session = await sessionOf(core, ctx).catch(unlessSignedOut);
  // The page itself is led to the login page, and told why, when it looks for what has changed.
  if (!session) return void (ctx.status = 401);
  const { workspace } = await core.workspaces.get(session.actor, idOf(params['id']));
  feed.open(ctx as RoutedContext, session, workspace.id);
}

function unlessSignedOut(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
  throw error;
}
