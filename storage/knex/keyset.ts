import { type Cursor, DomainError, type Page, page } from '../../core/index.ts';
import { toInt } from './rows.ts';
import type { Param, Session } from './session.ts';
import { findAll, type Table } from './tables.ts';

/** A condition with its values, without `where`. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly Param[];
}

const NEWEST_FIRST = 'order by created_at desc, id desc limit ?';

/**
 * One page of what matches, newest first. It starts right after the cursor's row in an index, so that late pages
 * cost no more than the first one. A cursor that is no row of this list is `not_found`.
 */
export async function keysetPage<E>(
  session: Session,
  table: Table<E>,
  list: { readonly matches: Condition; readonly within: Condition },
  cursor: Cursor,
): Promise<Page<E>> {
  const after = cursor.startingAfter === undefined ? null : await positionOf(session, table, list.within, cursor.startingAfter);
  const before = after ? beforePosition(session, after) : { sql: '', params: [] };
  const rest = `where ${list.matches.sql}${before.sql} ${NEWEST_FIRST}`;
  const rows = await findAll(session, table, rest, [...list.matches.params, ...before.params, cursor.limit + 1]);
  return page(rows, cursor.limit);
}

interface Position {
  readonly createdAt: number;
  readonly id: string;
}

async function positionOf<E>(session: Session, table: Table<E>, within: Condition, id: string): Promise<Position> {
  const sql = `select created_at from ${table.name} where id = ? and ${within.sql}`;
  const [row] = await session.all(sql, [id, ...within.params]);
  if (!row) throw new DomainError('not_found', 'there is nothing to start after', { id, field: 'starting_after' });
  return { createdAt: toInt(row['created_at']), id };
}

function beforePosition({ dialect }: Session, { createdAt, id }: Position): Condition {
  // MySQL finds no range in a comparison of pairs, SQLite and PostgreSQL find none in the other form.
  return dialect === 'mysql'
    ? { sql: ' and (created_at < ? or (created_at = ? and id < ?))', params: [createdAt, createdAt, id] }
    : { sql: ' and (created_at, id) < (?, ?)', params: [createdAt, id] };
}
