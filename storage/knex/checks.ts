import type { Scope } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { findAll, type Table } from './tables.ts';

/** Something that a job asks a gateway about. */
export interface Checked extends Scope {
  readonly id: string;
  readonly checkAt: number | null;
}

/** The oldest rows that are due for a check. */
export function listDueCheck<E>(db: Db, table: Table<E>, now: number, limit: number): Promise<E[]> {
  return db.read((session) =>
    findAll(session, table, 'where check_at <= ? order by check_at limit ?', [now, limit]),
  );
}

/** Counts a check and moves the next one to `checkAt`, unless somebody else has done so since `due` was read. */
export async function postponeCheck<E extends Checked>(
  db: Db,
  table: Table<E>,
  due: E,
  checkAt: number | null,
): Promise<boolean> {
  const seen = due.checkAt;
  if (seen === null) return false;
  // Not a new version: the lease must not make the news that arrives meanwhile a stale write.
  const sql = `update ${table.name} set check_at = ?, checks = checks + 1 ${table.whereKey} and check_at = ?`;
  const params = [checkAt, due.id, due.merchantId, due.mode, seen];
  return (await db.write((session) => session.run(sql, params))) === 1;
}
