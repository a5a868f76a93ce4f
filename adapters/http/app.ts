import { randomUUID } from 'node:crypto';
import Koa, { type Context, type Middleware, type Next } from 'koa';
import { type Core, DomainError, type Log } from '../../core/index.ts';
import { bugFields } from './bug-fields.ts';
import { languageOf } from './language.ts';
import { mount } from './mount.ts';
import type { Surface, View } from './route.ts';

export interface AppOptions extends Pick<View, 'publicUrl'> {
  /** The API families to serve, each at its documented path. */
  readonly surfaces: readonly Surface[];
  /** Pages and documents that come before the APIs. */
  readonly pages?: readonly Middleware[];
  readonly log?: Log;
}

const REQUEST_ID = /^[\w.-]{8,128}$/;

/** A Koa application with these surfaces. Mount its `callback()` in any node:http server, or listen. */
export function createApp(core: Core, options: AppOptions): Koa {
  const app = new Koa();
  const view: View = { publicUrl: options.publicUrl, instructions: core.payments.instructions };
  app.use(requestId);
  app.use(catchErrors(options));
  for (const page of options.pages ?? []) app.use(page);
  for (const surface of options.surfaces) app.use(mount(core, surface, view).routes());
  app.use(notFound);
  return app;
}

async function requestId(ctx: Context, next: Next): Promise<void> {
  const given = ctx.get('x-request-id');
  const id = REQUEST_ID.test(given) ? given : randomUUID();
  ctx.state['requestId'] = id;
  ctx.set('x-request-id', id);
  await next();
}

async function notFound(): Promise<never> {
  throw new DomainError('route_not_found', 'there is no such endpoint');
}

/** The one place that turns errors into answers, in the words of the surface whose path was called. */
function catchErrors({ surfaces, log }: AppOptions): Middleware {
  const fallback = surfaces[0];
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const known = error instanceof DomainError ? error : null;
      if (!known) report(log, ctx, error);
      const surface = surfaceAt(surfaces, ctx.path) ?? fallback;
      if (!surface) throw error;
      const { status, body } = surface.renderError(known, languageOf(ctx.get('accept-language')));
      ctx.status = status;
      ctx.vary('accept-language');
      ctx.set('content-type', 'application/json; charset=utf-8');
      ctx.body = JSON.stringify(body);
      tellWait(ctx, known);
      // The rest of a body that was refused half-way is not read: the connection cannot be used again.
      if (!ctx.req.complete) ctx.set('connection', 'close');
    }
  };
}

/** The surface that a path belongs to: of two that could be meant (`/api`, `/api/v1`) the one that says more. */
function surfaceAt(surfaces: readonly Surface[], path: string): Surface | undefined {
  return surfaces
    .flatMap((surface) => (surface.claims ?? [surface.basePath]).map((claim) => ({ surface, claim })))
    .filter(({ claim }) => isBelow(path, claim))
    .sort((one, other) => other.claim.length - one.claim.length)[0]?.surface;
}

/** Whoever writes `/API/…` means that family, and is told no in its words. */
function isBelow(asked: string, basePath: string): boolean {
  const path = asked.toLowerCase();
  return path === basePath || path.startsWith(`${basePath}/`);
}

function tellWait(ctx: Context, error: DomainError | null): void {
  const waitMs = error?.kind === 'unavailable' ? 1000 : error?.details['retry_after_ms'];
  if (typeof waitMs === 'number') ctx.set('retry-after', String(Math.ceil(waitMs / 1000)));
  if (ctx.status === 401) ctx.set('www-authenticate', 'Bearer');
}

function report(log: Log | undefined, ctx: Context, error: unknown): void {
  log?.error(
    {
      requestId: ctx.state['requestId'] as string,
      method: ctx.method,
      route: ctx['_matchedRoute'] as unknown,
      ...bugFields(error),
    },
    'a request failed',
  );
}
