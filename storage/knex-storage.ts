import type { Knex } from 'knex';
import type { Storage } from '../core/index.ts';
import { BUSY_TIMEOUT_MS, UNIT_TIMEOUT_MS } from './knex-config.ts';
import type { Backend } from './knex/backend.ts';
import { dialectOf } from './knex/dialects.ts';
import { groupCommit } from './knex/group-commit.ts';
import { joinedUnits } from './knex/joined-units.ts';
import { poolOf } from './knex/pool.ts';
import { storageOn } from './knex/repositories.ts';
import { serverUnits } from './knex/server-units.ts';

/**
 * The storage on a knex of yours (clients `sqlite3`, `pg` and `mysql2`), which stays yours to configure and close.
 * On a transaction of yours it joins in: your rollback is ours, `transaction()` is a savepoint, and a deadlock is
 * for you to run again.
 */
export function knexStorage(db: Knex | Knex.Transaction): Storage {
  return storageOn(backendOn(db));
}

function backendOn(db: Knex | Knex.Transaction): Backend {
  const dialect = dialectOf(db);
  if (isTransaction(db)) return joinedUnits(db, dialect);
  if (dialect !== 'sqlite')
    return serverUnits(poolOf(db, dialect), dialect, { owned: false, unitTimeoutMs: UNIT_TIMEOUT_MS });
  return groupCommit(poolOf(db, dialect), {
    owned: false,
    shared: true,
    busyTimeoutMs: BUSY_TIMEOUT_MS,
    unitTimeoutMs: UNIT_TIMEOUT_MS,
  });
}

function isTransaction(db: Knex | Knex.Transaction): db is Knex.Transaction {
  return db.isTransaction === true;
}
