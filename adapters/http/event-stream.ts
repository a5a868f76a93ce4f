import type { Context } from 'koa';

/** How soon a browser comes back after a stream has ended, in milliseconds. */
export const STREAM_RETRY_MS = 3_000;

/** An answer that goes on: server-sent events. */
export interface EventStream {
  /** Does nothing once the page is closed. */
  write(text: string): void;
  end(): void;
  /**
   * Whether the server still takes connections. One that is stopping waits for the answers that are under way, and
   * this one has no end.
   */
  isServing(): boolean;
}

/** Turns a request into a stream of events. */
export function eventStream(ctx: Context): EventStream {
  return { write: startStream(ctx), end: () => void ctx.res.end(), isServing: servingCheck(ctx) };
}

/** Not a Koa body: a page that is closed in the middle of it is no error, and Koa would log it as one. */
function startStream(ctx: Context): (text: string) => void {
  ctx.respond = false;
  ctx.onerror = () => undefined;
  ctx.status = 200;
  ctx.set('content-type', 'text/event-stream; charset=utf-8');
  // Tells nginx to hand on what it gets at once.
  ctx.set('x-accel-buffering', 'no');
  ctx.res.flushHeaders();
  ctx.res.on('error', () => ctx.res.destroy());
  const write = (text: string): void => {
    if (!ctx.res.writableEnded && !ctx.res.destroyed) ctx.res.write(text);
  };
  write(`retry: ${STREAM_RETRY_MS}\n\n`);
  return write;
}

/** Node keeps the server on its sockets. */
function servingCheck(ctx: Context): () => boolean {
  const server: unknown = Reflect.get(ctx.req.socket, 'server');
  return () => !(server instanceof Object) || Reflect.get(server, 'listening') !== false;
}
