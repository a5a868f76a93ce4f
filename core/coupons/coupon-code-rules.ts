import { HOUR, SEOUL_OFFSET_MS } from '../kernel/time.ts';

/** What copying from a chat or a web page brings along unseen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * The form in which codes are stored and compared: case, outer spaces, full-width letters, decomposed Hangul and
 * characters that nobody sees make no other code. `' welcome10 '` is `WELCOME10`.
 */
export function couponCode(typed: string): string {
  // Greek capitals come out of `toUpperCase` in parts; a code must be its own code.
  return visible(typed).toUpperCase().normalize('NFKC');
}

/** What somebody who reads a text sees of it: full-width letters and decomposed Hangul in their usual form. */
export function visible(text: string): string {
  return text.normalize('NFKC').replace(UNSEEN, '').trim();
}

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The moment that a coupon's window begins or ends with, in epoch milliseconds, both inside the window; null when the
 * text is none. A date alone is that whole day in Korea; a time without a zone is Korean.
 */
export function windowBound(written: string, end: 'from' | 'until'): number | null {
  const found = WRITTEN.exec(written.trim());
  if (!found) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC makes 2 March of 30 February; what does not come back as it was written is no date.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return null;
  const dayLength = 24 * HOUR;
  if (hour === undefined)
    return end === 'from' ? midnight - SEOUL_OFFSET_MS : midnight + dayLength - 1 - SEOUL_OFFSET_MS;
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const ms = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  return midnight + hours * HOUR + (minutes * 60 + seconds) * 1000 + ms - zoneOffset(zone);
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined) return SEOUL_OFFSET_MS;
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const size = Number(digits.slice(0, 2)) * HOUR + (Number(digits.slice(2)) * HOUR) / 60;
  return zone.startsWith('-') ? -size : size;
}
