import type { Context, Middleware } from 'koa';
import type { Log } from '../../core/index.ts';

/** One request, when its answer has gone out or its client has gone away. */
export interface RequestSeen {
  readonly method: string;
  /** The pattern (`/v2/payments/:id`), never the path; `none` where no route matched. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const FIXED = /^\/(docs(\/[a-z-]+)?|healthz|readyz|metrics|[\w/-]+\/openapi\.json|assets\/[\w.-]+)$/;

/** Probes come every few seconds and say nothing while all is well. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Logs one line per request: no query, no body, no header; of the path only its pattern and our payment id. */
export function requestLog(log: Log, seen: (request: RequestSeen) => void = () => {}): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    // The status is known when errors have been turned into answers, further out than here.
    ctx.res.once('close', () => {
      const request = {
        method: METHODS.has(ctx.method) ? ctx.method : 'OTHER',
        route: routeOf(ctx),
        status: ctx.res.statusCode,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      };
      seen(request);
      if (!QUIET.has(request.route) || request.status >= 400)
        log.info({ ...request, ...about(ctx) }, 'request');
    });
    await next();
  };
}

function about(ctx: Context): Record<string, unknown> {
  const paymentId = /\/(pay_[0-9A-Za-z]{1,64})(?:\/|$)/.exec(ctx.path)?.[1];
  return {
    requestId: ctx.state['requestId'] as unknown,
    ...(paymentId ? { paymentId } : {}),
    ...(ctx.res.writableFinished ? {} : { aborted: true }),
  };
}

function routeOf(ctx: Context): string {
  const matched: unknown = ctx['_matchedRoute'];
  if (typeof matched === 'string') return matched;
  return FIXED.test(ctx.path) && ctx.res.statusCode < 400 ? ctx.path : 'none';
}
