import type { Context } from 'koa';
import { DomainError, isRefusal, type Log, nameOf } from '../../../core/index.ts';
import { eventStream, type EventStream, STREAM_RETRY_MS } from '../event-stream.ts';

/** How often is looked for changes, and how often a connection shows that it is alive; milliseconds. */
export interface FeedTimes {
  readonly lookMs: number;
  readonly aliveMs: number;
}

/** A second is at once for a person; proxies cut off what is silent for a minute. */
export const FEED_TIMES: FeedTimes = { lookMs: 1_000, aliveMs: 15_000 };

/** How many pages may listen: of one session, from one address, and of all. The others ask from time to time. */
export interface FeedLimits {
  readonly perSession: number;
  readonly perAddress: number;
  readonly all: number;
}

export const FEED_LIMITS: FeedLimits = { perSession: 10, perAddress: 60, all: 2_000 };

export interface StatusFeedOptions {
  /** The name of a session's state as its page shows it. `not_found` ends the streams of that session. */
  readonly read: (id: string) => Promise<string>;
  readonly log?: Log | undefined;
  readonly times?: FeedTimes | undefined;
  readonly limits?: FeedLimits | undefined;
}

/** All open pages of one session: they share one look. */
interface Channel {
  /** What each was told last; null before its first word. */
  readonly streams: Map<EventStream, string | null>;
  /** So that a database that is away is told once, not every second. */
  isFailing: boolean;
}

/** Tells the open pages of a session its state at the next look, and whenever it is another one. */
export interface StatusFeed {
  /** Turns a request into a stream of events. Refuses with `rate_limited` when too many are open. */
  open(ctx: Context, id: string): void;
}

/** `event: state`, `data: <state>` for everybody who listens; looks only while somebody does. */
export function statusFeed(options: StatusFeedOptions): StatusFeed {
  const { read, log, times = FEED_TIMES, limits = FEED_LIMITS } = options;
  const channels = new Map<string, Channel>();
  const addresses = new Map<string, number>();
  let openStreams = 0;

  function open(ctx: Context, id: string): void {
    const known = channels.get(id);
    const isFull = openStreams >= limits.all || (addresses.get(ctx.ip) ?? 0) >= limits.perAddress;
    if (isFull || (known?.streams.size ?? 0) >= limits.perSession)
      throw new DomainError('rate_limited', 'too many pages are open', { retry_after_ms: STREAM_RETRY_MS });
    const channel = known ?? { streams: new Map(), isFailing: false };
    join(ctx, channel);
    if (known) return;
    channels.set(id, channel);
    void keepLooking(id, channel);
  }

  function join(ctx: Context, channel: Channel): void {
    const stream = eventStream(ctx);
    const alive = setInterval(() => stream.write(': alive\n\n'), times.aliveMs).unref();
    count(ctx.ip, 1);
    channel.streams.set(stream, null);
    ctx.res.once('close', () => {
      clearInterval(alive);
      count(ctx.ip, -1);
      channel.streams.delete(stream);
    });
  }

  function count(address: string, change: 1 | -1): void {
    openStreams += change;
    const now = (addresses.get(address) ?? 0) + change;
    if (now > 0) addresses.set(address, now);
    else addresses.delete(address);
  }

  async function keepLooking(id: string, channel: Channel): Promise<void> {
    while (channel.streams.size > 0) {
      await look(id, channel);
      await new Promise((resolve) => setTimeout(resolve, times.lookMs).unref());
    }
    channels.delete(id);
  }

  async function look(id: string, channel: Channel): Promise<void> {
    // A page may be newer than what an earlier look has found: told that, it would load itself again and again.
    const listeners = [...channel.streams.keys()];
    for (const stream of listeners) if (!stream.isServing()) stream.end();
    try {
      const state = await read(id);
      channel.isFailing = false;
      for (const stream of listeners) tell(channel, stream, state);
    } catch (error) {
      if (isRefusal(error, 'not_found')) return listeners.forEach((stream) => stream.end());
      if (!channel.isFailing) log?.warn({ error: nameOf(error) }, 'open pages cannot be told of changes');
      channel.isFailing = true;
    }
  }

  return { open };
}

function tell({ streams }: Channel, stream: EventStream, state: string): void {
  if (!streams.has(stream) || streams.get(stream) === state) return;
  streams.set(stream, state);
  stream.write(`event: state\ndata: ${state}\n\n`);
}
