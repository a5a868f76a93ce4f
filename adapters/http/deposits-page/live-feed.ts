import { type Actor, type Core, DomainError, type Log, nameOf } from '../../../core/index.ts';
import type { RoutedContext } from './page-route.ts';
import { stampOf } from './board.ts';
import { authenticate, type Session } from './session.ts';

/** How often is looked for changes, and how often a connection shows that it is alive; milliseconds. */
export interface LiveTimes {
  readonly lookMs: number;
  readonly aliveMs: number;
}

/** A second is at once for a person; proxies cut off what is silent for a minute. */
export const LIVE_TIMES: LiveTimes = { lookMs: 1_000, aliveMs: 15_000 };

/** Open pages of one person; a browser opens six connections at most. */
export const STREAMS_MAX = 10;

/** How soon a browser comes back after a stream has ended. */
const RETRY_MS = 3_000;

/** One open page. */
interface Listener {
  readonly session: Session;
  readonly write: (text: string) => void;
  readonly end: () => void;
  readonly isServing: () => boolean;
}

/** All open pages of one workspace: they share one look. */
interface Channel {
  readonly workspaceId: number;
  readonly listeners: Set<Listener>;
  stamp: string | null;
  /** So that a database that is away is told once, not every second. */
  isFailing: boolean;
}

export type LiveFeed = ReturnType<typeof liveFeed>;

/** Tells open pages that something of their workspace has changed; looks only while somebody listens. */
export function liveFeed(core: Core, { lookMs, aliveMs }: LiveTimes, log: Log | undefined) {
  const channels = new Map<string, Channel>();

  /** Turns a request into a stream of events. Refuses a person who has too many. */
  function open(ctx: RoutedContext, session: Session, workspaceId: number): void {
    if (countOf(session.actor) >= STREAMS_MAX)
      throw new DomainError('rate_limited', 'too many pages are open', { retry_after_ms: RETRY_MS });
    const write = startStream(ctx);
    const alive = setInterval(() => void prove(listener, workspaceId), aliveMs).unref();
    const listener: Listener = {
      session,
      write,
      end: () => void ctx.res.end(),
      isServing: servingCheck(ctx),
    };
    const key = keyOf(session.actor, workspaceId);
    const channel = channels.get(key) ?? newChannel(workspaceId);
    ctx.res.once('close', () => {
      clearInterval(alive);
      channel.listeners.delete(listener);
    });
    channel.listeners.add(listener);
    if (channel.stamp !== null) tell(listener, channel.stamp);
    if (channels.has(key)) return;
    channels.set(key, channel);
    void keepLooking(key, channel);
  }

  /** Ids of users are unique in the whole database. */
  function countOf({ userId }: Actor): number {
    const all = [...channels.values()].flatMap(({ listeners }) => [...listeners]);
    return all.filter(({ session }) => session.actor.userId === userId).length;
  }

  async function keepLooking(key: string, channel: Channel): Promise<void> {
    while (channel.listeners.size > 0) {
      await look(channel);
      await new Promise((resolve) => setTimeout(resolve, lookMs).unref());
    }
    channels.delete(key);
  }

  async function look(channel: Channel): Promise<void> {
    for (const listener of channel.listeners) if (!listener.isServing()) listener.end();
    const [first] = channel.listeners;
    if (!first) return;
    try {
      const stamp = await stampOf(core, { actor: first.session.actor, workspaceId: channel.workspaceId });
      channel.isFailing = false;
      if (stamp === channel.stamp) return;
      channel.stamp = stamp;
      for (const listener of channel.listeners) tell(listener, stamp);
    } catch (error) {
      // Somebody who does not belong to the workspace any more; the next look is made for another one.
      if (error instanceof DomainError && error.kind === 'not_found') return finish(first);
      if (!channel.isFailing) log?.warn({ error: nameOf(error) }, 'open pages cannot be told of changes');
      channel.isFailing = true;
    }
  }

  /** Shows that the connection is alive, for as long as its token is good and its owner belongs to the workspace. */
  async function prove(listener: Listener, workspaceId: number): Promise<void> {
    const { session, write } = listener;
    try {
      await authenticate(core, session.token);
      await core.workspaces.get(session.actor, workspaceId);
      write(': alive\n\n');
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable') finish(listener);
    }
  }

  return { open };
}

function newChannel(workspaceId: number): Channel {
  return { workspaceId, listeners: new Set(), stamp: null, isFailing: false };
}

/** The page loads itself anew then, and learns why. */
function finish({ write, end }: Listener): void {
  write('event: ended\ndata: over\n\n');
  end();
}

function keyOf({ merchantId, mode }: Actor, workspaceId: number): string {
  return `${merchantId} ${mode} ${workspaceId}`;
}

/** The stamp goes along: a page that shows this very state has nothing to do. */
function tell({ write }: Listener, stamp: string): void {
  write(`event: changed\ndata: ${stamp}\n\n`);
}

/** Not a Koa body: a page that is closed in the middle of it is no error, and Koa would log it as one. */
function startStream(ctx: RoutedContext): (text: string) => void {
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
  write(`retry: ${RETRY_MS}\n\n`);
  return write;
}

/**
 * Whether the server still takes connections. One that is stopping waits for the answers that are under way, and this
 * one has no end; Node keeps the server on its sockets.
 */
function servingCheck(ctx: RoutedContext): () => boolean {
  const server: unknown = Reflect.get(ctx.req.socket, 'server');
  return () => !(server instanceof Object) || Reflect.get(server, 'listening') !== false;
}
