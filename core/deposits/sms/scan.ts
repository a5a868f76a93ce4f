import { readLabelled, readMaskedBalance, readUnlabelled } from './amounts.ts';
import { CHAR, isDigit, isLetter, syllable } from './chars.ts';
import type { KnownBank } from './heads.ts';
import { labelBefore } from './labels.ts';
import { mark, markWithBrackets, type Scan } from './marks.ts';
import { type Mask, readDigits, readMask, readMoment } from './numbers.ts';

/** No message has more numbers, and none so long a run of digits, stars and dashes: they are not worth a look. */
const NUMBERS_MAX = 64;
const RUN_MAX = 40;

/** Finds the numbers of a message and what each of them is, in one pass from left to right. */
export function scan(text: string, bank: KnownBank | null, start: number): Scan {
  const found: Scan = {
    text,
    bank,
    start,
    marks: [],
    money: null,
    loose: null,
    hasBalance: false,
    balance: null,
    moment: null,
    mask: null,
    isCrowded: false,
    fault: null,
    end: start,
  };
  let numbers = 0;
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at);
    if (!isDigit(code) && code !== CHAR.star) {
      at += 1;
      continue;
    }
    numbers += 1;
    if (numbers > NUMBERS_MAX) {
      found.fault ??= 'not_understood';
      break;
    }
    const end = endOfRun(text, at);
    if (end - at > RUN_MAX) at = end;
    else at = code === CHAR.star ? readStar(found, at) : readNumber(found, at);
  }
  return found;
}

/** Where digits, stars and dashes end. */
function endOfRun(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isDigit(code) || code === CHAR.star || code === CHAR.dash;) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at;
}

function maskTail({ bank }: Scan): number | null {
  return bank?.format?.maskTail ?? null;
}

/** Reads the number at `at`; answers where to go on. */
function readNumber(found: Scan, at: number): number {
  const { text } = found;
  const moment = readMoment(text, at);
  if (moment) {
    if (found.moment) found.isCrowded = true;
    found.moment = moment.printed;
    return mark(found, 'moment', at, moment.to);
  }
  const label = labelBefore(text, found.end, at);
  const mask = readMask(text, at, maskTail(found));
  if (mask && (mask.rank < 2 || !label || (label.prefix !== '' && found.money))) {
    // 김잔액 may stand in front of an account.
    if (label?.meaning === 'balance' && !label.isGlued) return readMaskedBalance(found, label, at);
    return readAccount(found, mask);
  }
  const digits = readDigits(text, at);
  if (label) return readLabelled(found, label, at, digits);
  if (isTail(text, at, digits.to)) return readTail(found, at);
  return readUnlabelled(found, at, digits);
}

/** Bare digits are an account right behind the date, or in a digest, which prints whole dates; else they are a name. */
function readAccount(found: Scan, mask: Mask): number {
  if (mask.rank === 2) {
    const behindMoment = found.marks.at(-1)?.kind === 'moment' && mask.from - found.end <= 1;
    const inDigest = typeof found.moment?.year === 'number' && found.money !== null;
    if (found.mask || !(behindMoment || inDigest)) return mask.to;
  }
  if (found.mask) found.isCrowded = true;
  found.mask = mask;
  return markWithBrackets(found, 'mask', mask.from, mask.to);
}

/** `(1234)` */
function isTail(text: string, at: number, to: number): boolean {
  return to - at === 4 && text.charCodeAt(at - 1) === CHAR.open && text.charCodeAt(to) === CHAR.close;
}

/** The last four digits of the account behind its owner or the word for it; anywhere else they are a part of a name. */
function readTail(found: Scan, at: number): number {
  const { text } = found;
  const open = at - 1;
  const wordEnd = text.charCodeAt(open - 1) === CHAR.space ? open - 1 : open;
  const from = wordStart(text, wordEnd, found.end);
  const word = text.slice(from, wordEnd);
  const isOwner = word.includes('*') || found.money === null;
  const isAccount = /(?:통장|계좌)$/.test(word);
  if (found.mask || word === '' || /카드$/.test(word) || !(isOwner || isAccount)) return at + 5;
  if (!isAccount) mark(found, 'owner', from, open);
  found.mask = { from: open, to: at + 5, rank: 3, text: text.slice(open, at + 5) };
  return mark(found, 'mask', open, at + 5);
}

const WORD_ENDS: ReadonlySet<number> = new Set([...' \n[]<>()|→,:'].map(syllable));

/** Where the word begins that ends here; owners' names are short. */
function wordStart(text: string, end: number, floor: number): number {
  let from = end;
  while (from > floor && end - from < 40 && !WORD_ENDS.has(text.charCodeAt(from - 1))) from -= 1;
  return from;
}

const OWNER_END = syllable('님');

/** A star is a masked balance, the beginning of a masked account, or a letter of somebody's masked name. */
function readStar(found: Scan, at: number): number {
  const { text } = found;
  const label = labelBefore(text, found.end, at);
  if (label?.meaning === 'balance') return readMaskedBalance(found, label, at);
  const mask = isLetter(text.charCodeAt(at - 1)) ? null : readMask(text, at, maskTail(found));
  if (mask) return readAccount(found, mask);
  let to = at + 1;
  while (to - at < 20 && (isLetter(text.charCodeAt(to)) || text.charCodeAt(to) === CHAR.star)) to += 1;
  if (text.charCodeAt(to - 1) !== OWNER_END) return to;
  // 홍*동님 is the owner; 홍*동님이 is who has paid.
  return mark(found, 'owner', wordStart(text, at, found.end), to);
}
