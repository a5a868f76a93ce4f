import type { Middleware } from 'koa';

/** What must be well for requests to be sent here. */
export interface Readiness {
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
  /** Migrations that this release needs and the database has not. */
  pending(): Promise<readonly unknown[]>;
  isStopping(): boolean;
}

type Answer = 'ready' | 'stopping' | 'database does not answer' | 'migrations are pending';

/** A database that says nothing for so long is no help to anybody. */
const PING_LIMIT_MS = 2_000;

/** However many probes come, the database is asked once in this time. */
const REMEMBER_MS = 500;

/** `/healthz`: the process lives. `/readyz`: it can serve; else 503 with the reason. */
export function healthPages(readiness: Readiness): Middleware {
  const ask = remembered(() => readyAnswer(readiness));
  return async (ctx, next) => {
    const asked = ctx.method === 'GET' || ctx.method === 'HEAD' ? ctx.path : '';
    if (asked !== '/healthz' && asked !== '/readyz') return next();
    const answer = asked === '/healthz' ? 'ok' : readiness.isStopping() ? 'stopping' : await ask();
    ctx.status = answer === 'ok' || answer === 'ready' ? 200 : 503;
    ctx.set('content-type', 'application/json; charset=utf-8');
    ctx.set('cache-control', 'no-store');
    ctx.body = JSON.stringify({ status: answer });
  };
}

async function readyAnswer({ ping, pending }: Readiness): Promise<Answer> {
  try {
    const waiting = await withinTime(ping().then(pending));
    return waiting.length > 0 ? 'migrations are pending' : 'ready';
  } catch {
    return 'database does not answer';
  }
}

function remembered(ask: () => Promise<Answer>): () => Promise<Answer> {
  let last: { readonly answer: Promise<Answer>; readonly at: number } | null = null;
  return () => {
    const now = performance.now();
    if (!last || now - last.at > REMEMBER_MS) last = { answer: ask(), at: now };
    return last.answer;
  };
}

async function withinTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PING_LIMIT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
