/** One second in milliseconds. */
export const SECOND = 1000;
/** One minute in milliseconds. */
export const MINUTE = 60 * SECOND;
/** One hour in milliseconds. */
export const HOUR = 60 * MINUTE;
/** One day in milliseconds. */
export const DAY = 24 * HOUR;

/** Korea is so far ahead of UTC, and has had no summer time since 1988. */
export const SEOUL_OFFSET_MS = 9 * HOUR;

/** Days since 1970 in Korea. */
export function seoulDay(ms: number): number {
  return Math.floor((ms + SEOUL_OFFSET_MS) / DAY);
}
