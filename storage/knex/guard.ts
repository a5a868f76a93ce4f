import type { DomainError } from '../../core/index.ts';
import { alreadyExists, failureKind, storageFailure, unavailable } from './errors.ts';
import type { Session } from './session.ts';

/** A session that is lent to one piece of work. */
export interface Guarded {
  readonly session: Session;
  /**
   * Takes the session back: waits for the statements that are under way (after a success also for those that are
   * waiting) and refuses any later one. Answers the failure that nothing may be committed after, if there was one.
   */
  end(succeeded: boolean): Promise<DomainError | null>;
}

/**
 * Lends `inner` out. Statements run one after another, none runs after a failure of the database (the database may
 * have rolled back by itself, and then the next statement would be saved alone), and none runs after the end.
 */
export function guard(inner: Session, beforeFirstWrite?: () => Promise<void>): Guarded {
  let tail: Promise<unknown> = Promise.resolve();
  let failure: DomainError | null = null;
  let ended = false;
  let wrote = false;

  async function attempt<T>(statement: () => Promise<T>): Promise<T> {
    if (ended) throw unavailable('WORK_HAS_ENDED');
    if (failure) throw failure;
    try {
      return await statement();
    } catch (error) {
      const failed = storageFailure(inner.dialect, error);
      if (!isHarmless(failed)) failure = failureKind(failed) === 'duplicate' ? alreadyExists() : failed;
      throw failed;
    }
  }

  function next<T>(statement: () => Promise<T>): Promise<T> {
    const turn = tail.then(() => attempt(statement));
    tail = turn.catch(() => {});
    return turn;
  }

  // A duplicate key ends a transaction of PostgreSQL: inserts never cause one there, an update ends the unit as refused.
  const isHarmless = (failed: DomainError) =>
    inner.dialect !== 'postgres' && failureKind(failed) === 'duplicate';

  const write = <T>(statement: () => Promise<T>): Promise<T> =>
    next(async () => {
      if (!wrote) await beforeFirstWrite?.();
      wrote = true;
      return statement();
    });

  return {
    session: {
      dialect: inner.dialect,
      all: (sql, params) => next(() => inner.all(sql, params)),
      run: (sql, params) => write(() => inner.run(sql, params)),
      insert: (sql, params) => write(() => inner.insert(sql, params)),
      command: (sql) => write(() => inner.command(sql)),
    },
    end: async (succeeded) => {
      if (!succeeded) ended = true;
      for (let seen = null; seen !== tail; await seen) seen = tail;
      ended = true;
      return failure;
    },
  };
}
