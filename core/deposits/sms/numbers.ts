import { CHAR, isDigit, syllable } from './chars.ts';
import type { PrintedMoment } from './moment.ts';

/** Digits with or without commas. */
export interface Digits {
  readonly to: number;
  /** -1 for what is no whole number: 1,,098, 0.60, 007, or more than a safe integer. */
  readonly value: number;
  readonly hasCommas: boolean;
}

/** The number that begins here. Everything that looks like a part of it belongs to it, so that none is cut short. */
export function readDigits(text: string, from: number): Digits {
  let at = from;
  let value = 0;
  let inGroup = 0;
  let hasCommas = false;
  let isWhole = true;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      value = value * 10 + (code - CHAR.zero);
      inGroup += 1;
      continue;
    }
    if (code !== CHAR.comma && code !== CHAR.dot) break;
    const next = text.charCodeAt(at + 1);
    if (!isDigit(next) && next !== code) break;
    if (code === CHAR.dot || (hasCommas ? inGroup !== 3 : inGroup > 3)) isWhole = false;
    hasCommas = true;
    inGroup = 0;
  }
  if (hasCommas && inGroup !== 3) isWhole = false;
  if (text.charCodeAt(from) === CHAR.zero && at - from > 1) isWhole = false;
  return { to: at, value: isWhole && Number.isSafeInteger(value) ? value : -1, hasCommas };
}

/** How well an account is told: 0 with stars, 1 whole with dashes, 2 bare digits, 3 the last four only. */
export type MaskRank = 0 | 1 | 2 | 3;

/** An account as it is printed. */
export interface Mask {
  readonly from: number;
  readonly to: number;
  readonly rank: MaskRank;
  readonly text: string;
}

const ACCOUNT = syllable('계');

/**
 * The account that begins here, or null. Reads to the end of the run: callers see to it that it is short. `tail` is how many digits end this bank's masks: a name of digits may follow
 * without a space.
 */
export function readMask(text: string, from: number, tail: number | null): Mask | null {
  let at = from;
  let digits = 0;
  let stars = 0;
  let dashes = 0;
  let sinceStar = 0;
  for (; ; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (stars > 0 && dashes === 0 && sinceStar === tail) break;
      digits += 1;
      sinceStar += 1;
    } else if (code === CHAR.star || isX(text, at, from)) {
      stars += 1;
      sinceStar = 0;
    } else if (code === CHAR.dash) dashes += 1;
    else break;
  }
  while (text.charCodeAt(at - 1) === CHAR.dash) {
    at -= 1;
    dashes -= 1;
  }
  const rank = rankOf(digits, stars, dashes);
  if (rank === null) return null;
  const to = rank === 0 && text.charCodeAt(at) === ACCOUNT && text.startsWith('계좌', at) ? at + 2 : at;
  const mask = text.slice(from, to);
  return rank > 0 && isPhone(mask) ? null : { from, to, rank, text: mask };
}

/** 110-xxx-123456 */
function isX(text: string, at: number, from: number): boolean {
  const code = text.charCodeAt(at) | 32;
  if (code !== 120 || at === from) return false;
  const before = text.charCodeAt(at - 1);
  return before === CHAR.dash || before === CHAR.star || (before | 32) === 120;
}

function rankOf(digits: number, stars: number, dashes: number): MaskRank | null {
  if (digits > 20) return null;
  if (stars > 0) return digits >= 3 && stars <= 16 ? 0 : null;
  if (digits < 10 || digits > 16) return null;
  return dashes > 0 ? (dashes <= 4 ? 1 : null) : 2;
}

function isPhone(mask: string): boolean {
  return /^01[016789]-?\d{3,4}-?\d{4}$/.test(mask);
}

/** A date, a time or both, and where it ends. */
export interface FoundMoment {
  readonly to: number;
  readonly printed: PrintedMoment;
}

const CLOCK = String.raw`(?:[, \n]{0,2}(?:\(?[월화수목금토일]\)? ?)?(오전|오후)? ?(\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,3})?)?)`;
const DATE = new RegExp(
  String.raw`(?:(20\d\d)[/.-] ?|(\d\d)/(?=\d\d/))?(\d{1,2})[/.-] ?(\d{1,2})${CLOCK}?`,
  'y',
);
const WORDS = new RegExp(String.raw`(?:(20\d\d)년 ?)?()(\d{1,2})월 ?(\d{1,2})일${CLOCK}?`, 'y');
const TIME = /()()()()(오전 ?|오후 ?)?(\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,3})?)?/y;

/** The date or time that begins here, or null. A date needs slashes unless its year is printed. */
export function readMoment(text: string, from: number): FoundMoment | null {
  return readUsualMoment(text, from) ?? readAnyMoment(text, from);
}

/** `11/03 09:21` without any regex: nearly every message has it. */
function readUsualMoment(text: string, from: number): FoundMoment | null {
  if (text.charCodeAt(from + 2) !== CHAR.slash || text.charCodeAt(from + 8) !== CHAR.colon) return null;
  const gap = text.charCodeAt(from + 5);
  const end = text.charCodeAt(from + 11);
  if ((gap !== CHAR.space && gap !== CHAR.comma) || end === CHAR.colon) return null;
  const [month, day] = [twoDigits(text, from), twoDigits(text, from + 3)];
  const [hour, minute] = [twoDigits(text, from + 6), twoDigits(text, from + 9)];
  if (month < 1 || day < 1 || hour < 0 || minute < 0) return null;
  const printed = { year: null, month, day, hour, minute };
  return isPossible(printed) ? { to: from + 11, printed } : null;
}

/** The number of two digits here, or -1. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return isDigit(tens) && isDigit(ones) ? (tens - CHAR.zero) * 10 + ones - CHAR.zero : -1;
}

function readAnyMoment(text: string, from: number): FoundMoment | null {
  const pattern = momentShape(text, from);
  if (!pattern) return null;
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (!found) return null;
  const to = pattern.lastIndex;
  const [, year, shortYear, month, day, half, hour, minute] = found;
  if (!hour && isDigit(text.charCodeAt(to))) return null;
  const printed = {
    year: year ? Number(year) : shortYear ? 2000 + Number(shortYear) : null,
    month: month ? Number(month) : null,
    day: day ? Number(day) : null,
    hour: hour ? hourOf(Number(hour), half) : null,
    minute: minute ? Number(minute) : null,
  };
  return isPossible(printed) ? { to, printed } : null;
}

function hourOf(hour: number, half: string | undefined): number {
  if (!half) return hour;
  return (hour % 12) + (half.startsWith('오후') ? 12 : 0);
}

/** 02/30 is a date that somebody has printed; 13/45 is none. */
function isPossible({ month, day, hour, minute }: PrintedMoment): boolean {
  return (
    (month === null || (month >= 1 && month <= 12)) &&
    (day === null || (day >= 1 && day <= 31)) &&
    (hour === null || hour <= 23) &&
    (minute === null || minute <= 59)
  );
}

const YEAR = syllable('년');
const MONTH = syllable('월');

/** Looks at single characters first: most numbers are no dates. */
function momentShape(text: string, from: number): RegExp | null {
  const one = text.charCodeAt(from + 1);
  const two = text.charCodeAt(from + 2);
  const four = text.charCodeAt(from + 4);
  if (two === CHAR.slash || one === CHAR.slash) return DATE;
  if (two === CHAR.colon || one === CHAR.colon) return TIME;
  if (two === MONTH || one === MONTH) return WORDS;
  if (one !== CHAR.zero || text.charCodeAt(from) !== CHAR.two) return null;
  if (four === CHAR.slash || four === CHAR.dot || four === CHAR.dash) return DATE;
  return four === YEAR ? WORDS : null;
}
