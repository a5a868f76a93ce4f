/** One page of a list, newest first. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** At most `limit` items after the one with this id; from the newest one when it is left out. */
export interface Cursor {
  readonly limit: number;
  readonly startingAfter?: string | undefined;
}

/** Cuts the extra row that a repository reads in order to know whether more follow. */
export function page<T>(rows: readonly T[], limit: number): Page<T> {
  return { items: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** At most `limit` items after the first `offset` ones. */
export interface Offset {
  readonly limit: number;
  readonly offset: number;
}

/** One page of a list and how long the whole list is. */
export interface OffsetPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}
