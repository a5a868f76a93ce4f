import type { DomainError } from '../../core/index.ts';
import type { Backend } from './backend.ts';
import { failureKind, unavailable } from './errors.ts';
import { discard, type Pool } from './pool.ts';
import { pause } from './rerun.ts';
import { readFrom, readOnce } from './read.ts';
import { runInSavepoint, type SharedTransaction, type UnitOutcome } from './savepoint.ts';
import { type Session, type SessionOptions, sessionOn } from './session.ts';
import type { SqliteConnection } from './sqlite-session.ts';

/** One disk flush is shared by so many units, or by what is done in so many milliseconds. */
const BATCH_UNITS = 64;
const BATCH_MS = 20;

/** Under constant load another process gets its turn in a pause after so many batches. */
const YIELD_EVERY = 8;
const YIELD_MS = 2;

/** What group commit must know of its database. */
export interface GroupCommitOptions extends SessionOptions {
  /** How long to wait for another process to let go of the database. */
  readonly busyTimeoutMs: number;
  /** How long one unit may hold up all others. */
  readonly unitTimeoutMs: number;
  /** Connections that only read. Without them reads wait for their turn between two batches. */
  readonly readers?: Pool | undefined;
  /** Other processes may use this database; false for `:memory:`, which is lost with its connection. */
  readonly shared: boolean;
}

interface Job {
  readonly type: 'unit' | 'read';
  /** Does the work. Throws only what took the whole transaction away. */
  run(transaction: SharedTransaction): Promise<void>;
  /** Tells the caller how it went. */
  settle(): void;
  reject(error: unknown): void;
}

/**
 * SQLite lets one writer in at a time and a commit costs a disk flush, so units queue up and run one after another
 * inside one transaction, each in a savepoint of its own. Nobody hears of a result before the commit.
 */
export function groupCommit(writer: Pool, options: GroupCommitOptions): Backend {
  const { shared, readers, unitTimeoutMs } = options;
  const queue: Job[] = [];
  let draining = false;
  let drained: Promise<void> = Promise.resolve();
  let ended = false;

  function enqueue(job: Job): void {
    queue.push(job);
    if (draining) return;
    draining = true;
    drained = drain();
  }

  async function drain(): Promise<void> {
    let crowded = 0;
    while (queue.length > 0) {
      const waiting = queue.length;
      try {
        const connection = await writer.acquire();
        await serve(connection).finally(() => writer.release(connection));
      } catch (error) {
        for (const job of queue.splice(0, waiting)) job.reject(error);
      }
      crowded = queue.length > 0 ? crowded + 1 : 0;
      if (shared && crowded > 0 && crowded % YIELD_EVERY === 0) await pause(YIELD_MS);
    }
    draining = false;
  }

  /** Never throws: what fails is told to those who asked for it. */
  async function serve(connection: unknown): Promise<void> {
    const session = sessionOn('sqlite', connection, options);
    for (let head = queue[0]; head?.type === 'read'; head = queue[0]) {
      queue.shift();
      await head.run({ session, unitTimeoutMs, savepoint: false });
      head.settle();
    }
    if (queue.length > 0) await runBatch(session, connection);
  }

  async function runBatch(session: Session, connection: unknown): Promise<void> {
    const batch: Job[] = [];
    const waiting = queue.length;
    try {
      await begin(session, connection);
      await runUnits({ session, unitTimeoutMs, savepoint: false }, batch);
      await insist(session, 'COMMIT');
    } catch (error) {
      await rollBack(session, connection);
      // Whoever was there when the database did not even begin has waited as long as the rest of the batch.
      const failed = batch.length > 0 ? batch : takeUnits(waiting);
      // What one unit threw by itself is no news for its neighbours.
      const reason = failureKind(error) ? error : unavailable('BATCH_LOST');
      for (const job of failed) job.reject(reason);
      return;
    }
    for (const job of batch) job.settle();
  }

  async function runUnits(transaction: SharedTransaction, batch: Job[]): Promise<void> {
    const until = performance.now() + BATCH_MS;
    for (let head = queue[0]; head?.type === 'unit' && batch.length < BATCH_UNITS; head = queue[0]) {
      if (performance.now() > until) return;
      queue.shift();
      batch.push(head);
      await head.run(transaction);
    }
  }

  function takeUnits(among: number): Job[] {
    const first = queue.splice(0, among);
    queue.unshift(...first.filter((job) => job.type === 'read'));
    return first.filter((job) => job.type === 'unit');
  }

  async function begin(session: Session, connection: unknown): Promise<void> {
    if (!options.owned) return insist(session, 'BEGIN IMMEDIATE');
    // SQLite itself looks every 100 ms, and would seldom meet the short gap between two batches of a busy process.
    const sqlite = connection as SqliteConnection;
    sqlite.configure('busyTimeout', 0);
    await insist(session, 'BEGIN IMMEDIATE').finally(() =>
      sqlite.configure('busyTimeout', options.busyTimeoutMs),
    );
  }

  async function insist(session: Session, sql: string): Promise<void> {
    const deadline = performance.now() + options.busyTimeoutMs;
    for (;;) {
      try {
        return await session.command(sql);
      } catch (error) {
        if (failureKind(error) !== 'contended' || performance.now() >= deadline) throw error;
      }
      await pause(1);
    }
  }

  async function rollBack(session: Session, connection: unknown): Promise<void> {
    try {
      await session.command('ROLLBACK');
    } catch (error) {
      // SQLITE_ERROR: there is no transaction, because SQLite has rolled it back or it never began.
      if (shared && (error as DomainError).details.code !== 'SQLITE_ERROR') discard(connection);
    }
  }

  function ask<T>(type: Job['type'], work: (transaction: SharedTransaction) => Promise<UnitOutcome<T>>) {
    if (ended) return Promise.reject(unavailable('STORAGE_CLOSED'));
    return new Promise<T>((resolve, reject) => enqueue(jobOf({ type, work, resolve, reject })));
  }

  return {
    dialect: 'sqlite',
    read: async (work) => {
      if (!readers) return ask('read', ({ session }) => outcomeOf(readOnce(session, work)));
      if (ended) throw unavailable('STORAGE_CLOSED');
      return readFrom(readers, 'sqlite', work, options);
    },
    unit: (work, how) => ask('unit', (transaction) => runInSavepoint(transaction, work, how)),
    end: async () => {
      ended = true;
      await drained;
    },
  };
}

function jobOf<T>(asked: {
  readonly type: Job['type'];
  readonly work: (transaction: SharedTransaction) => Promise<UnitOutcome<T>>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}): Job {
  let outcome: UnitOutcome<T> | undefined;
  return {
    type: asked.type,
    run: async (transaction) => {
      outcome = await asked.work(transaction);
      if (!outcome.kept && outcome.lost) throw outcome.error;
    },
    settle: () => {
      if (outcome?.kept) asked.resolve(outcome.value);
      else asked.reject(outcome?.error);
    },
    reject: asked.reject,
  };
}

async function outcomeOf<T>(reading: Promise<T>): Promise<UnitOutcome<T>> {
  try {
    return { kept: true, value: await reading };
  } catch (error) {
    return { kept: false, error, lost: false };
  }
}
