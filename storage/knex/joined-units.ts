import type { Knex } from 'knex';
import type { Backend, UnitOptions, Work } from './backend.ts';
import type { Dialect } from './dialects.ts';
import { failureKind, unavailable } from './errors.ts';
import { guard } from './guard.ts';
import { inTime } from './in-time.ts';
import { poolOf } from './pool.ts';
import { readOnce } from './read.ts';
import { rerunPolicy } from './rerun.ts';
import { type Session, sessionOn } from './session.ts';

/** A rerun inside somebody else's transaction helps at most once or twice: nothing is committed in between. */
const RUNS_MAX = 3;

/** A unit that asks the storage instead of its `tx` waits for itself. */
const UNIT_TIMEOUT_MS = 15_000;

/** What is under way on each connection, so that two storages on one transaction keep out of each other's savepoints. */
const TURNS = new WeakMap<object, Promise<unknown>>();

/** Transactions that the database has rolled back by itself: whatever came next would be saved alone. */
const LOST = new WeakSet<Knex.Transaction>();

/** Units of work inside an embedder's transaction: savepoints, undone when the embedder rolls back. */
export function joinedUnits(trx: Knex.Transaction, dialect: Dialect): Backend {
  const pool = poolOf(trx, dialect);

  async function inTurn<T>(work: Work<T>): Promise<T> {
    const connection = (await pool.acquire()) as object;
    const turn = (TURNS.get(connection) ?? Promise.resolve()).then(() => {
      // The connection may serve somebody else's transaction by now.
      if (trx.isCompleted() || LOST.has(trx)) throw unavailable('TRANSACTION_HAS_ENDED');
      return work(sessionOn(dialect, connection, { owned: false }));
    });
    TURNS.set(
      connection,
      turn.catch(() => {}),
    );
    return turn;
  }

  return {
    dialect,
    read: (work) => inTurn((session) => readOnce(session, work)),
    unit: (work, how) => inTurn((session) => runInNested(session, trx, work, how)),
    end: async () => {},
  };
}

async function runInNested<T>(
  session: Session,
  trx: Knex.Transaction,
  work: Work<T>,
  how: UnitOptions,
): Promise<T> {
  const again = rerunPolicy(how);
  for (let run = 1; ; run++) {
    try {
      return await runOnce(session, trx, work);
    } catch (error) {
      // After a deadlock it is for the embedder to run the whole transaction again.
      if (run === RUNS_MAX || failureKind(error) || !again(error)) throw error;
    }
  }
}

async function runOnce<T>(session: Session, trx: Knex.Transaction, work: Work<T>): Promise<T> {
  await session.command('SAVEPOINT kc');
  const guarded = guard(session);
  try {
    const value = await inTime(work(guarded.session), UNIT_TIMEOUT_MS);
    const failure = await guarded.end(true);
    if (failure) throw failure;
    await session.command('RELEASE SAVEPOINT kc');
    return value;
  } catch (thrown) {
    const failure = await guarded.end(false);
    await session.command('ROLLBACK TO SAVEPOINT kc').catch(() => LOST.add(trx));
    throw failure ?? thrown;
  }
}
