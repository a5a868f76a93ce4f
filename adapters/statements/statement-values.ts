import { DAY, HOUR, MINUTE, SECOND, SEOUL_OFFSET_MS } from '../../core/index.ts';

/** No date and no amount is longer; what is longer is not looked at. */
const CELL_MAX = 64;

/** Banks print years from here on; others are numbers that only look like dates. */
const YEARS = { from: 2000, to: 2099 } as const;

/** Excel counts days; this is how many of them lie before 1970. */
const EXCEL_EPOCH_DAYS = 25_569;

const NOTHING = /^(?:[-.]+|0+(?:\.0+)?)?$/;
const WON = /^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$/;

/**
 * Whole won: `14,510`, `14510`, `14,510원`, `₩14,510`, `-5,000`, `△5,000`, `(5,000)`. Null when nothing is there: an
 * empty cell, `0`, `-`. Anything else, fractions and exponents included, is `bad`. Takes `legible` cells.
 */
export function readWon(cell: string): number | null | 'bad' {
  if (cell.length > CELL_MAX) return 'bad';
  const bare = cell
    .replace(/^KRW ?| ?KRW$/i, '')
    .replace(/ ?원$/, '')
    .replace(/^([-+△▲(]?) ?[₩\\] ?/, '$1');
  const [, sign = '', digits = '', end = ''] = /^([-+△▲(]?) ?([^()]*?)(\)?)$/.exec(bare) ?? [];
  if ((sign === '(') !== (end === ')')) return 'bad';
  if (NOTHING.test(digits)) return bare === '' || digits !== '' || sign === '-' ? null : 'bad';
  if (!WON.test(digits)) return 'bad';
  const won = Number(digits.replaceAll(',', ''));
  if (!Number.isSafeInteger(won)) return 'bad';
  return sign === '' || sign === '+' ? won : -won;
}

interface Clock {
  readonly ms: number;
  /** How far the clock is ahead of UTC. */
  readonly offsetMs: number;
}

const MIDNIGHT: Clock = { ms: 0, offsetMs: SEOUL_OFFSET_MS };

/**
 * The moment that a date and a time stand for, in Korea unless the date names another offset; without a time it is
 * midnight. `24-02-01` has its year in front, as everywhere in Korea. Null when there is no date. Takes `legible` cells.
 */
export function readMoment(date: string, time: string, isTimeLong: boolean): number | null | 'bad' {
  if (date === '' || date === '-') return null;
  const found = readDay(date);
  if (!found) return 'bad';
  const within = readClock(found.rest);
  const beside = time === '-' ? MIDNIGHT : readClock(padClock(time, isTimeLong));
  if (!within || !beside) return 'bad';
  // A date of a spreadsheet has midnight in it when the time has a column of its own.
  const clock = within.ms === 0 && within.offsetMs === SEOUL_OFFSET_MS ? beside : within;
  return found.ms + clock.ms - clock.offsetMs;
}

/** Whether this cell of a time column has seconds without separators; then `930` beside it is 00:09:30. */
export function isLongTime(time: string): boolean {
  return /^\d{5,6}$/.test(time);
}

/** A spreadsheet keeps `090533` as the number 90533. */
function padClock(time: string, isLong: boolean): string {
  return /^\d{1,5}$/.test(time) ? time.padStart(isLong ? 6 : 4, '0') : time;
}

const SEPARATED = /^(\d{4}|\d{2}) ?[-./년] ?(\d{1,2}) ?[-./월] ?(\d{1,2}) ?[일.]?(?=\D|$)(.*)$/;
const GLUED = /^(\d{4})(\d{2})(\d{2})(?: ?(\d{6}|\d{4})| (\d{1,2}:.*))?$/;
const SERIAL = /^\d{5}(?:\.\d+)?$/;

/** The day, as if it were one in UTC, and what follows it. */
function readDay(cell: string): { ms: number; rest: string } | null {
  if (cell.length > CELL_MAX) return null;
  if (SERIAL.test(cell)) return readSerial(Number(cell));
  const parts = SEPARATED.exec(cell) ?? GLUED.exec(cell);
  if (!parts) return null;
  const [, yy = '', mm = '', dd = '', ...rest] = parts;
  const [year, month, day] = [Number(yy.padStart(4, '20')), Number(mm), Number(dd)];
  if (year < YEARS.from || year > YEARS.to) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1) return null;
  return { ms: date.getTime(), rest: rest.find((part) => part) ?? '' };
}

function readSerial(serial: number): { ms: number; rest: string } | null {
  const seconds = Math.round((serial - EXCEL_EPOCH_DAYS) * (DAY / SECOND));
  const date = new Date(seconds * SECOND);
  const year = date.getUTCFullYear();
  if (year < YEARS.from || year > YEARS.to) return null;
  const ms = Math.floor(date.getTime() / DAY) * DAY;
  return { ms, rest: date.toISOString().slice(11, 19) };
}

const WEEKDAY = /^ ?\(?[월화수목금토일](?:요일)?\)?(?= |$)/;
const CLOCK =
  /^(?:T|(오전|오후|AM|PM) ?)?(\d{1,2}) ?[:시] ?(\d{1,2})(?: ?[:분] ?(\d{1,2})(?:[.,]\d+)? ?초?)? ?분?(?: ?(AM|PM))?(?: ?(Z|[-+]\d{2}:?\d{2}))?$/i;
const GLUED_CLOCK = /^T?(\d{2})(\d{2})(\d{2})?$/;
const FRACTION = /^0?\.\d+$/;

/** Null when this is no time of a day. Nothing at all is midnight. */
function readClock(text: string): Clock | null {
  const bare = text.replace(WEEKDAY, '').trim();
  if (bare === '') return MIDNIGHT;
  if (bare.length > CELL_MAX) return null;
  if (FRACTION.test(bare)) return { ...MIDNIGHT, ms: Math.round((Number(bare) * DAY) / SECOND) * SECOND };
  const glued = GLUED_CLOCK.exec(bare);
  if (glued) return clockOf(glued[1], glued[2], glued[3]);
  const [, before, hour, minute, second, after, offset] = CLOCK.exec(bare) ?? [];
  const clock = clockOf(hourOf(hour, before ?? after), minute, second);
  return clock && { ...clock, offsetMs: offset === undefined ? SEOUL_OFFSET_MS : offsetOf(offset) };
}

function clockOf(hour: string | undefined, minute: string | undefined, second = '0'): Clock | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (!(h < 24 && m < 60 && s < 60)) return null;
  return { ...MIDNIGHT, ms: h * HOUR + m * MINUTE + s * SECOND };
}

/** 12시 is the first hour of its half of the day. */
function hourOf(hour: string | undefined, half: string | undefined): string | undefined {
  if (half === undefined || hour === undefined) return hour;
  if (Number(hour) < 1 || Number(hour) > 12) return undefined;
  return String((Number(hour) % 12) + (/오후|PM/i.test(half) ? 12 : 0));
}

function offsetOf(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes] = /^([-+])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}
