import type { UnitOptions, Work } from './backend.ts';
import { failureKind } from './errors.ts';
import { guard } from './guard.ts';
import { inTime } from './in-time.ts';
import { rerunPolicy } from './rerun.ts';
import type { Session } from './session.ts';

/** An open transaction that several units of work share, one after another. */
export interface SharedTransaction {
  readonly session: Session;
  /** A unit that has not ended by then waits for something that waits for it; it is undone so that others go on. */
  readonly unitTimeoutMs: number;
  /** Whether the savepoint of an earlier unit is still open. */
  savepoint: boolean;
}

/** `lost`: the database has taken the whole transaction back, and with it the units before this one. */
export type UnitOutcome<T> =
  | { readonly kept: true; readonly value: T }
  | { readonly kept: false; readonly error: unknown; readonly lost: boolean };

/** Inside one transaction nobody else can be in the way for long. */
const RUNS_MAX = 5;

/** After these the transaction is as it was before the statement. All others may have rolled everything back. */
const STATEMENT_ONLY: readonly unknown[] = [
  'SQLITE_ERROR',
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_RANGE',
];

/** Runs a unit so that it leaves nothing behind when it fails. A unit that writes nothing costs no savepoint. */
export async function runInSavepoint<T>(
  transaction: SharedTransaction,
  work: Work<T>,
  how: UnitOptions,
): Promise<UnitOutcome<T>> {
  const again = rerunPolicy(how);
  for (let run = 1; ; run++) {
    const outcome = await runOnce(transaction, work);
    if (outcome.kept || outcome.lost || run === RUNS_MAX || !again(outcome.error)) return outcome;
  }
}

async function runOnce<T>(transaction: SharedTransaction, work: Work<T>): Promise<UnitOutcome<T>> {
  const { session } = transaction;
  let saved = false;
  const guarded = guard(session, async () => {
    await session.command(transaction.savepoint ? 'RELEASE kc; SAVEPOINT kc' : 'SAVEPOINT kc');
    transaction.savepoint = true;
    saved = true;
  });
  try {
    const value = await inTime(work(guarded.session), transaction.unitTimeoutMs);
    const failure = await guarded.end(true);
    if (failure) throw failure;
    return { kept: true, value };
  } catch (thrown) {
    const failure = await guarded.end(false);
    const error = failure ?? thrown;
    const undone = saved
      ? await undo(transaction)
      : !failure || STATEMENT_ONLY.includes(failure.details.code);
    return { kept: false, error, lost: !undone };
  }
}

/** False when there is no savepoint to go back to: then the database has rolled back everything by itself. */
async function undo(transaction: SharedTransaction): Promise<boolean> {
  try {
    await transaction.session.command('ROLLBACK TO kc');
    return true;
  } catch (error) {
    if (failureKind(error)) return false;
    throw error;
  }
}
