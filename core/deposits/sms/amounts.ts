import { CHAR, isDigit, isHangul, isLatin, isLetter, syllable } from './chars.ts';
import { type Label, labelAfter, labelBefore } from './labels.ts';
import { markBalance, markMoney, type Money, type Scan } from './marks.ts';
import type { RefusalReason } from './message.ts';
import type { Digits } from './numbers.ts';
import { FOREIGN_CODE, METHODS, NO_NAME, NO_SALE_METHOD } from './words.ts';

const WON = syllable('원');

/** No memo is longer. */
const MEMO_MAX = 12;

/** 잔액 ****원: there is a balance, and nobody may know it. */
export function readMaskedBalance(found: Scan, label: Label, at: number): number {
  const { text } = found;
  let to = at;
  for (let code = text.charCodeAt(to); code === CHAR.star || code === CHAR.comma || isDigit(code);) {
    to += 1;
    code = text.charCodeAt(to);
  }
  if (text.charCodeAt(to) === WON) to += 1;
  return markBalance(found, null, label.from, to);
}

/** What follows a number at once, or with its 원. */
interface Unit {
  readonly to: number;
  readonly isWon: boolean;
  readonly fault: RefusalReason | null;
}

const COUNTED =
  /(?:[만천억백십조](?=[원\d\s]|$)|[만천억백십] ?원|(?:주|건|회|명|개|점|일|월|시|분|차|포인트|마일|[%Pp])(?![가-힣A-Za-z]))/y;
const FOREIGN_UNIT = /(?:달러|유로|위안|엔(?![가-힣])| ?([A-Z]{3})(?![A-Za-z]))/y;

function readUnit(text: string, at: number): Unit {
  const next = text.charCodeAt(at);
  if (next === WON) return { to: at + 1, isWon: true, fault: null };
  if (next === CHAR.space) {
    const behind = text.charCodeAt(at + 1);
    if (behind === WON && !isLetter(text.charCodeAt(at + 2))) return { to: at + 2, isWon: true, fault: null };
    if (!isLatin(behind)) return { to: at, isWon: false, fault: null };
  } else if (!isLetter(next) && next !== CHAR.percent) return { to: at, isWon: false, fault: null };
  FOREIGN_UNIT.lastIndex = at;
  const foreign = FOREIGN_UNIT.exec(text);
  if (foreign?.[1] === 'KRW') return { to: FOREIGN_UNIT.lastIndex, isWon: true, fault: null };
  if (foreign && (!foreign[1] || FOREIGN_CODE.test(foreign[1])))
    return { to: at, isWon: false, fault: 'foreign_currency' };
  COUNTED.lastIndex = at;
  return { to: at, isWon: false, fault: COUNTED.test(text) ? 'bad_amount' : null };
}

/** 1588-5000, 1/2, 10:30, 5*, 2,500,급: the number goes on. */
function goesOn(text: string, to: number): boolean {
  const next = text.charCodeAt(to);
  if (!NUMBER_SIGNS.has(next)) return false;
  const behind = text.charCodeAt(to + 1);
  return (
    next === CHAR.star ||
    isDigit(behind) ||
    behind === CHAR.star ||
    ((next === CHAR.comma || next === CHAR.dot) && isLetter(behind))
  );
}

const NUMBER_SIGNS: ReadonlySet<number> = new Set([...'-/:*~,.'].map(syllable));

/** A number behind 입금, 출금 or 잔액. What looks like an amount and is none makes the message void. */
export function readLabelled(found: Scan, label: Label, at: number, digits: Digits): number {
  const { text } = found;
  const { meaning } = label;
  const { to, value } = digits;
  const next = text.charCodeAt(to);
  if (meaning === 'balance' && next === CHAR.star) return readMaskedBalance(found, label, at);
  const unit = readUnit(text, to);
  const isPlain = unit.isWon || digits.hasCommas;
  // 입금2팀 is a name, or part of one.
  if (!isPlain && !unit.fault && isHangul(next) && !text.startsWith('잔', to)) return to;
  const isNegative = text.charCodeAt(at - 1) === CHAR.dash;
  const isAmount = meaning === 'balance' ? value >= 0 : value >= 1 && !isNegative;
  const isWhole = isAmount && !goesOn(text, to);
  const fault = unit.fault ?? (isWhole ? (label.isNoSale ? 'interest' : null) : 'bad_amount');
  if (fault !== null) {
    found.fault ??= fault;
    return unit.to;
  }
  if (meaning === 'balance')
    return markBalance(found, isNegative && value > 0 ? -value : value, label.from, unit.to);
  return markMoney(found, {
    kind: 'money',
    from: label.from,
    to: unit.to,
    meaning,
    amount: value,
    method: label.method,
    memo: null,
    prefix: label.prefix,
    isGlued: label.isGlued,
    isSentence: false,
    isLabelAfter: false,
    isPlain,
  });
}

/** A number that no word introduces: one may follow it, or stand one word further in front. */
export function readUnlabelled(found: Scan, at: number, digits: Digits): number {
  const { text } = found;
  const { to, value, hasCommas } = digits;
  const unit = readUnit(text, to);
  const before = text.charCodeAt(at - 1);
  if (unit.fault === 'foreign_currency' || isForeignBefore(text, at)) {
    found.fault ??= 'foreign_currency';
    return to;
  }
  if (!(hasCommas || unit.isWon) || (isLetter(before) && !hasCommas)) return unit.to;
  const isCut = before === CHAR.dash || before === CHAR.comma || before === CHAR.dot;
  // Nobody knows where 11:051,000원 ends to be a time.
  const isGlued = at === found.end && found.marks.length > 0;
  const isWhole = !unit.fault && !goesOn(text, to) && !isCut && !isGlued;
  if (value >= 1 && isWhole) {
    const money = moneyBefore(text, at, unit.to, value) ?? moneyBehindMemo(found, at, unit.to, value);
    if (money) return markMoney(found, money);
  }
  // 1,000원샵 is a name.
  if (hasCommas || !isHangul(text.charCodeAt(unit.to))) {
    if (found.loose) found.isCrowded = true;
    found.loose = { from: at, to: unit.to, amount: isWhole ? value : -1 };
  }
  return unit.to;
}

/** 50,000원 입금 */
function moneyBefore(text: string, at: number, end: number, amount: number): Money | null {
  const label = labelAfter(text, end);
  if (!label || label.meaning === 'balance') return null;
  const sign = text.charCodeAt(at - 1);
  return {
    kind: 'money',
    from: sign === CHAR.wonSign || sign === CHAR.backslash ? at - 1 : at,
    to: label.to,
    meaning: label.meaning,
    amount,
    method: null,
    memo: null,
    prefix: '',
    isGlued: false,
    isSentence: label.isSentence,
    isLabelAfter: true,
    isPlain: true,
  };
}

/** 입금 급여 2,500,000: a word between label and amount. Only a method may stand there, but for messages with a date
 * and an account. */
function moneyBehindMemo(found: Scan, at: number, to: number, amount: number): Money | null {
  const { text, end } = found;
  if (text.charCodeAt(at - 1) !== CHAR.space) return null;
  const from = text.lastIndexOf(' ', at - 2) + 1;
  if (from <= end || at - from > MEMO_MAX) return null;
  const memo = text.slice(from, at - 1);
  const isMethod = METHODS.has(memo);
  if (!isMethod && !(found.moment && found.mask)) return null;
  if (!isMethod && (/[\n\d]/.test(memo) || NO_NAME.test(memo) || NO_SALE_METHOD.test(memo))) return null;
  const label = labelBefore(text, end, from);
  if (!label || label.meaning === 'balance' || label.method !== null || label.prefix !== '') return null;
  return {
    kind: 'money',
    from: label.from,
    to,
    meaning: label.meaning,
    amount,
    method: isMethod ? memo : null,
    memo,
    prefix: '',
    isGlued: false,
    isSentence: false,
    isLabelAfter: false,
    isPlain: true,
  };
}

const FOREIGN_SIGNS: ReadonlySet<number> = new Set([...'$€£¥'].map(syllable));

/** USD 1,200.50 and $1,200 */
function isForeignBefore(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (FOREIGN_SIGNS.has(before)) return true;
  const end = before === CHAR.space ? at - 1 : at;
  if (!isLatin(text.charCodeAt(end - 1)) || isLatin(text.charCodeAt(end - 4))) return false;
  return FOREIGN_CODE.test(text.slice(Math.max(0, end - 3), end));
}
