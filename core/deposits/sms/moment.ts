import { DAY, HOUR, MINUTE, SEOUL_OFFSET_MS } from '../../kernel/time.ts';

/** Date and time as a message prints them, in Korea's time; null for what it leaves out. */
export interface PrintedMoment {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly hour: number | null;
  readonly minute: number | null;
}

/** A phone's clock may be this much behind the bank's. */
const AHEAD = 10 * MINUTE;

/** The mean year of the calendar. */
const YEAR = 365.2425 * DAY;

/** No date can be later, and none earlier before 1970. */
const END_OF_TIME = 8e15;

const MONTH_DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The moment that is meant, in epoch milliseconds (BANK-SMS.md, Normalise first: Year). Without a year it is the last
 * such moment before `receivedAt`, which may lag by minutes: 12/31 read on 1/1 is last year's. 02/29 is that of the
 * last leap year, 02/30 and a date without a time are null. A time alone is that of the day of `receivedAt`, or of
 * the day before.
 */
export function momentOf(printed: PrintedMoment, receivedAt: number): number | null {
  const { year, month, day, hour, minute } = printed;
  if (hour === null || minute === null || !(Math.abs(receivedAt) < END_OF_TIME)) return null;
  const latest = receivedAt + AHEAD;
  if (month === null || day === null) {
    const midnight = Math.floor((receivedAt + SEOUL_OFFSET_MS) / DAY) * DAY - SEOUL_OFFSET_MS;
    const at = midnight + hour * HOUR + minute * MINUTE;
    return at > latest ? at - DAY : at;
  }
  if (day > (MONTH_DAYS[month] ?? 0)) return null;
  const at = (of: number): number => Date.UTC(of, month - 1, day, hour, minute) - SEOUL_OFFSET_MS;
  const leapOnly = month === 2 && day === 29;
  if (year !== null) return leapOnly && !isLeap(year) ? null : at(year);
  // One too many at first, and at most two.
  let guess = Math.floor((latest + SEOUL_OFFSET_MS) / YEAR) + 1971;
  while (at(guess) > latest || (leapOnly && !isLeap(guess))) guess -= 1;
  return at(guess);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
