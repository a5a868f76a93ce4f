import type { Dialect } from './dialects.ts';
import type { Session } from './session.ts';

/** How a unit of work is run. */
export interface UnitOptions {
  /** Whether a stale write runs the unit again: yes for a caller's whole transaction, no for a single write. */
  readonly rerunStale: boolean;
}

/** Statements to run on one connection. It may be run more than once. */
export type Work<T> = (session: Session) => Promise<T>;

/** How work gets at a connection: by group commit (SQLite), by a pool (servers) or inside an embedder's transaction. */
export interface Backend {
  readonly dialect: Dialect;
  /** Runs work that only reads. It never sees what is not committed yet, but for an embedder's own transaction. */
  read<T>(work: Work<T>): Promise<T>;
  /** Runs work whole or not at all, perhaps more than once; durable once it resolves. */
  unit<T>(work: Work<T>, options: UnitOptions): Promise<T>;
  /** Finishes what has been asked for and refuses everything after. Does not close connections. */
  end(): Promise<void>;
}

/** What repositories run on: outside a transaction each write is a unit of its own. */
export interface Db {
  readonly dialect: Dialect;
  read<T>(work: Work<T>): Promise<T>;
  write<T>(work: Work<T>): Promise<T>;
}

/** Outside of any transaction. */
export function alone(backend: Backend): Db {
  return {
    dialect: backend.dialect,
    read: (work) => backend.read(work),
    write: (work) => backend.unit(work, { rerunStale: false }),
  };
}

/** Inside a transaction: everything runs on its session. */
export function within(session: Session): Db {
  return { dialect: session.dialect, read: (work) => work(session), write: (work) => work(session) };
}
