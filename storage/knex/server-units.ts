import type { Backend, UnitOptions, Work } from './backend.ts';
import type { Dialect } from './dialects.ts';
import { unavailable } from './errors.ts';
import { guard } from './guard.ts';
import { inTime } from './in-time.ts';
import { discard, type Pool } from './pool.ts';
import { readFrom } from './read.ts';
import { backoff, queueOfOne, rerunPolicy } from './rerun.ts';
import { type Session, type SessionOptions, sessionOn } from './session.ts';

/** How long a unit may go on losing races. Long enough for a thousand that want the same row. */
const RERUN_LIMIT_MS = 8_000;

/**
 * Later reads of a unit must see what was committed meanwhile, else a rerun would lose the same race again.
 * Connections of our own have that level from the start where the database needs an extra statement for it.
 */
function beginning(dialect: Dialect, owned: boolean): readonly string[] {
  if (dialect === 'postgres') return ['BEGIN ISOLATION LEVEL READ COMMITTED'];
  const start = 'START TRANSACTION';
  return owned ? [start] : ['SET TRANSACTION ISOLATION LEVEL READ COMMITTED', start];
}

type Queue = ReturnType<typeof queueOfOne>;

export interface ServerOptions extends SessionOptions {
  /** A unit that has not ended by then is undone, so that its connection serves others. */
  readonly unitTimeoutMs: number;
}

/** Units of work on the pooled connections of a database server, each a transaction of its own. */
export function serverUnits(pool: Pool, dialect: 'postgres' | 'mysql', options: ServerOptions): Backend {
  const begin = beginning(dialect, options.owned);
  const losers = queueOfOne();
  const underWay = new Set<Promise<unknown>>();
  let ended = false;

  async function unit<T>(work: Work<T>, how: UnitOptions): Promise<T> {
    const connection = await pool.acquire();
    try {
      const session = sessionOn(dialect, connection, options);
      const run = () => runTransaction({ session, connection, begin, ...options }, work);
      return await runUntilWon(run, how, losers);
    } finally {
      await pool.release(connection);
    }
  }

  async function track<T>(start: () => Promise<T>): Promise<T> {
    if (ended) throw unavailable('STORAGE_CLOSED');
    const started = start();
    underWay.add(started);
    try {
      return await started;
    } finally {
      underWay.delete(started);
    }
  }

  return {
    dialect,
    read: (work) => track(() => readFrom(pool, dialect, work, options)),
    unit: (work, how) => track(() => unit(work, how)),
    end: async () => {
      ended = true;
      await Promise.allSettled(underWay);
    },
  };
}

/**
 * Runs a unit until it wins. The losers of this process run one at a time: else units that want the same rows would
 * meet again and again. The connection is kept between runs, since giving it back would send a unit that lost to
 * the end of the queue for connections.
 */
async function runUntilWon<T>(runOnce: () => Promise<T>, how: UnitOptions, losers: Queue): Promise<T> {
  const again = rerunPolicy(how);
  const deadline = performance.now() + RERUN_LIMIT_MS;
  const assertMayRunAgain = (error: unknown): void => {
    if (!again(error) || performance.now() >= deadline) throw error;
  };
  try {
    return await runOnce();
  } catch (error) {
    assertMayRunAgain(error);
  }
  return losers(async () => {
    for (let run = 1; ; run++) {
      try {
        return await runOnce();
      } catch (error) {
        assertMayRunAgain(error);
      }
      await backoff(run);
    }
  });
}

interface Connected {
  readonly session: Session;
  readonly connection: unknown;
  readonly begin: readonly string[];
  readonly unitTimeoutMs: number;
}

async function runTransaction<T>(connected: Connected, work: Work<T>): Promise<T> {
  const { session, connection, begin, unitTimeoutMs } = connected;
  const guarded = guard(session);
  try {
    for (const sql of begin) await session.command(sql);
    const value = await inTime(work(guarded.session), unitTimeoutMs);
    const failure = await guarded.end(true);
    if (failure) throw failure;
    await session.command('COMMIT');
    return value;
  } catch (thrown) {
    const failure = await guarded.end(false);
    await session.command('ROLLBACK').catch(() => discard(connection));
    throw failure ?? thrown;
  }
}
