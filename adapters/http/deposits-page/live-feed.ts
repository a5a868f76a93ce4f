import { type Actor, type Core, DomainError, type Log, nameOf } from '../../../core/index.ts';
import { eventStream, type EventStream, STREAM_RETRY_MS } from '../event-stream.ts';
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

/** One open page. */
interface Listener extends EventStream {
  readonly session: Session;
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
      throw new DomainError('rate_limited', 'too many pages are open', { retry_after_ms: STREAM_RETRY_MS });
    const listener: Listener = { session, ...eventStream(ctx) };
    const alive = setInterval(() => void prove(listener, workspaceId), aliveMs).unref();
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
