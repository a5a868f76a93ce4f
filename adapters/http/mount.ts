import { createHash } from 'node:crypto';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import {
  type Caller,
  type Core,
  DomainError,
  IDEMPOTENCY_KEY_MAX,
  networkOf,
  isRefusal,
  type RateLimit,
  requestHash,
  type StoredAnswer,
  UNKEYED,
} from '../../core/index.ts';
import { BODY_BYTES_MAX, readBody } from './body.ts';
import { assertId } from './ids.ts';
import { parseJson } from './json.ts';
import type { Access, Route, Surface, View } from './route.ts';
import { bodyCheck, type Check, queryCheck } from './schema.ts';

const SECRET_KEY: Access = { kind: 'secret' };

const NO_BYTES = new Uint8Array(0);

/** A router with every route of a surface: authenticate → limit → read → validate → run → present. */
export function mount(core: Core, surface: Surface, view: View): Router {
  const router = new Router({ prefix: surface.basePath, sensitive: true });
  for (const route of surface.routes) {
    const run = runner(core, surface, route, view);
    router.register(route.path, [route.method], run);
  }
  return router;
}

function runner(core: Core, surface: Surface, route: Route, view: View) {
  const checkQuery: Check | null = route.query ? queryCheck(route.query) : null;
  const checkBody: Check | null = route.body && !route.rawBodyMax ? bodyCheck(route.body) : null;
  return async (ctx: Context & { params: Record<string, string> }): Promise<void> => {
    const caller = await authenticate(core, surface, route, ctx);
    await limit(core, { surface, route, caller }, ctx);
    if (!route.freeParams) Object.values(ctx.params).forEach(assertId);
    const query: unknown = checkQuery ? checkQuery({ ...ctx.query }) : undefined;
    const bytes =
      checkBody || route.method === 'POST'
        ? await readBody(ctx.req, route.rawBodyMax ?? BODY_BYTES_MAX)
        : null;
    const body: unknown = checkBody && bytes ? checkBody(readJson(route, bytes)) : undefined;
    const raw = { headers: ctx.headers, query: ctx.query, bytes: bytes ?? NO_BYTES };
    const request = { core, caller, params: ctx.params, query, body, raw };
    const render = (result: unknown): StoredAnswer => ({
      status: route.status,
      body: route.response === null ? '' : JSON.stringify(route.present(result, view)),
    });
    const key = route.method === 'POST' ? keyOf(caller, idempotencyKey(ctx)) : null;
    if (key === null) {
      const result: unknown = await route.handle({ ...request, once: UNKEYED });
      if (route.headers) ctx.set(route.headers(result));
      return answer(ctx, render(result));
    }
    const asked = { key, requestHash: requestHash(ctx.path, bytes ?? '') };
    const stored = await core.idempotency.run(caller.scope, asked, {
      execute: (once) => route.handle({ ...request, once }),
      resume: (subjectId) => resume(route, request, subjectId),
      render,
    });
    if (stored.replayed) ctx.set('idempotent-replayed', 'true');
    answer(ctx, stored);
  };
}

async function authenticate(core: Core, surface: Surface, route: Route, ctx: Context): Promise<Caller> {
  const access = route.access ?? surface.access ?? SECRET_KEY;
  if (access.kind === 'anonymous') return anonymous(ctx.ip);
  const presented = { headers: ctx.headers, address: ctx.ip };
  if (access.kind === 'optional')
    return surface.authenticate(core, presented).catch((error: unknown) => {
      if (!isRefusal(error, 'unauthenticated')) throw error;
      return anonymous(ctx.ip);
    });
  const caller = await surface.authenticate(core, presented);
  if (access.kind !== 'any' && caller.kind !== access.kind)
    throw new DomainError('forbidden', `this needs a ${access.kind} key`);
  if (access.mode && caller.scope.mode !== access.mode)
    throw new DomainError('route_not_found', 'there is no such endpoint in this mode');
  return caller;
}

/** Somebody whom nobody knows, told by the address alone; of no scope. */
function anonymous(address: string): Caller {
  return {
    scope: { merchantId: '', mode: 'live' },
    credentialId: `address:${networkOf(address) ?? address}`,
    kind: 'anonymous',
  };
}

async function limit(
  core: Core,
  { surface, route, caller }: { surface: Surface; route: Route; caller: Caller },
  ctx: Context,
): Promise<void> {
  const bucket = `${surface.name}${route.rateLimit ? `.${route.id}` : ''}:${caller.credentialId}`;
  const rate = route.rateLimit ?? rateOf(surface, caller);
  const taken = await core.rateLimits.take(bucket, rate, core.clock.now());
  for (const prefix of ['ratelimit', 'x-ratelimit']) {
    ctx.set(`${prefix}-limit`, String(taken.limit));
    ctx.set(`${prefix}-remaining`, String(taken.remaining));
    ctx.set(`${prefix}-reset`, String(Math.ceil(taken.resetMs / 1000)));
  }
  if (!taken.allowed)
    throw new DomainError('rate_limited', 'too many requests', { retry_after_ms: taken.retryAfterMs });
}

function rateOf({ rateLimit, anonymousRateLimit }: Surface, { kind, scope }: Caller): RateLimit {
  if (kind === 'anonymous' && anonymousRateLimit) return anonymousRateLimit;
  return 'windowMs' in rateLimit ? rateLimit : rateLimit[scope.mode];
}

function readJson(route: Route, bytes: Uint8Array): unknown {
  return bytes.length === 0 && route.bodyOptional ? {} : parseJson(bytes);
}

/** Keys belong to merchant and mode, and to each person in it: an answer may show what only its asker may see. */
function keyOf({ kind, credentialId }: Caller, key: string | null): string | null {
  if (key === null || kind === 'anonymous') return null;
  return kind === 'user' ? `${credentialId}:${createHash('sha256').update(key).digest('hex')}` : key;
}

function idempotencyKey(ctx: Context): string | null {
  const key = ctx.get('idempotency-key');
  if (key === '') return null;
  if (key.length > IDEMPOTENCY_KEY_MAX || !/^[\x20-\x7e]+$/.test(key))
    throw new DomainError('invalid_request', 'an idempotency key has at most 255 printable characters', {
      field: 'Idempotency-Key',
      rule: 'maxLength',
      limit: IDEMPOTENCY_KEY_MAX,
    });
  return key;
}

function resume(route: Route, request: { core: Core; caller: Caller }, subjectId: string): Promise<unknown> {
  if (!route.resume) throw new TypeError(`${route.id} works in several steps and cannot resume`);
  return route.resume(request, subjectId);
}

function answer(ctx: Context, { status, body }: StoredAnswer): void {
  ctx.status = status;
  if (body === '') return;
  ctx.set('content-type', 'application/json; charset=utf-8');
  ctx.body = body;
}
