import { type Cursor, DomainError, type Page, page } from '../../core/index.ts';
import { byIndex } from './dialects.ts';
import { toInt } from './rows.ts';
import type { Param, Session } from './session.ts';
import { findAll, type Table } from './tables.ts';

/** A condition with its values. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly Param[];
}

/** What a list consists of. */
export interface Listed {
  /** What is listed, without `where`. */
  readonly matches: Condition;
  /** The row of this list that a cursor names, with `where`. */
  cursorRow(id: string): Condition;
  /** The index that has this list in order; MySQL does not find it by itself. */
  readonly index: string;
}

/**
 * One page of what matches, newest first. It starts right after the cursor's row in an index, so that late pages
 * cost no more than the first one. A cursor that is no row of this list is `not_found`.
 */
export async function keysetPage<E>(
  session: Session,
  table: Table<E>,
  { matches, cursorRow, index }: Listed,
  { limit, startingAfter }: Cursor,
): Promise<Page<E>> {
  const after = startingAfter === undefined ? ALL : await olderThan(session, table, cursorRow(startingAfter));
  const where = `where ${matches.sql}${after.sql} order by created_at desc, id desc limit ?`;
  const rest = byIndex(index, where)[session.dialect];
  return page(await findAll(session, table, rest, [...matches.params, ...after.params, limit + 1]), limit);
}

const ALL: Condition = { sql: '', params: [] };

/** What comes after the cursor's row. */
async function olderThan<E>(session: Session, table: Table<E>, cursorRow: Condition): Promise<Condition> {
  const sql = `select id, created_at from ${table.name} ${cursorRow.sql}`;
  const [row] = await session.all(sql, cursorRow.params);
  if (!row)
    throw new DomainError('not_found', 'there is nothing to start after', { field: 'starting_after' });
  const id = row['id'] as string;
  const createdAt = toInt(row['created_at']);
  // MySQL finds no range in a comparison of pairs, SQLite and PostgreSQL find none in the other form.
  return session.dialect === 'mysql'
    ? { sql: ' and (created_at < ? or (created_at = ? and id < ?))', params: [createdAt, createdAt, id] }
    : { sql: ' and (created_at, id) < (?, ?)', params: [createdAt, id] };
}
