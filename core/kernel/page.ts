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
