import type { Offset, OffsetPage } from '../../core/index.ts';
import { byIndex } from './dialects.ts';
import type { Condition } from './keyset.ts';
import { toInt } from './rows.ts';
import type { Session } from './session.ts';
import { findAll, type Table } from './tables.ts';

/**
 * By age, as all lists are. Not by the id alone: PostgreSQL would rather go through the ids of the whole table, whosever
 * they are, until it has met enough rows.
 */
export const OLDEST_FIRST = 'order by created_at, id';
/** The other way round. */
export const NEWEST_FIRST = 'order by created_at desc, id desc';

/** What a list consists of. */
export interface OffsetList {
  /** What is listed, without `where`. */
  readonly matches: Condition;
  readonly order: typeof OLDEST_FIRST | typeof NEWEST_FIRST;
  /** The index that has this list in order. */
  readonly index: string;
}

/** One page of a list and its length; both cost as many steps in the index as there is to pass over. */
export async function offsetPage<E>(
  session: Session,
  table: Table<E>,
  { matches: { sql, params }, order, index }: OffsetList,
  { limit, offset }: Offset,
): Promise<OffsetPage<E>> {
  const where = byIndex(index, `where ${sql}`)[session.dialect];
  const [counted] = await session.all(`select count(*) as n from ${table.name} ${where}`, params);
  const total = toInt(counted?.['n']);
  if (offset >= total) return { items: [], total };
  const paged = `${where} ${order} limit ? offset ?`;
  return { items: await findAll(session, table, paged, [...params, limit, offset]), total };
}
