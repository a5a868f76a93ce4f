import { parseIso } from '../../times.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_2000 = Date.UTC(2000, 0, 1);

/** As seconds this is the year 5138, as milliseconds it is 1973: no message is of either. */
const SECONDS_BELOW = 100_000_000_000;

const NUMBER = /^\d{1,16}(?:\.\d{1,9})?$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}.{0,20})$/;
const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Epoch milliseconds of what an app gives as time: seconds or milliseconds, as number or as text, or ISO 8601. A time
 * without a zone is taken as Korean, because the phone that printed it receives SMS of a Korean bank. Null for all that
 * is no moment, lies before 2000 or more than a day after `now`: a phone with a wrong clock still brings a message.
 */
export function readMoment(value: unknown, now: number): number | null {
  const ms = momentOf(value);
  return ms !== null && ms >= YEAR_2000 && ms <= now + DAY_MS ? ms : null;
}

function momentOf(value: unknown): number | null {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (NUMBER.test(text)) return ofNumber(Number(text));
  const [, day, time] = MOMENT.exec(text) ?? [];
  if (day === undefined || time === undefined) return null;
  return parseIso(ZONED.test(time) ? `${day}T${time}` : `${day}T${time}+09:00`);
}

function ofNumber(value: number): number {
  return Math.round(value < SECONDS_BELOW ? value * 1000 : value);
}
