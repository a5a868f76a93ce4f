import { CHAR, isDigit, isHangul, isLetter, isSpace, syllable } from './chars.ts';
import { METHOD_MAX, METHODS, NO_SALE_METHOD, NOT_A_DIRECTION } from './words.ts';

/**
 * `sent` and `received` are verbs: who is named before the amount decides the direction. `titled`: nothing but the
 * message's title tells it.
 */
export type Meaning = 'in' | 'out' | 'balance' | 'sent' | 'received' | 'titled';

/** The word that says what an amount is. */
export interface Label {
  readonly meaning: Meaning;
  readonly from: number;
  readonly method: string | null;
  /** What is glued to the front of 입금 and is no method: a name, or a method that nobody knows. */
  readonly prefix: string;
  /** What is in front of it is glued to it: a name, as when line ends have vanished. */
  readonly isGlued: boolean;
  /** The word is one in which money is not sent by a buyer: 이자입금, 입금취소. */
  readonly isNoSale: boolean;
}

interface Keyword {
  readonly meaning: 'in' | 'out' | 'balance';
  readonly from: number;
  /** 지급, 인출, 이체, 송금 mean a withdrawal only where nothing but a method stands before them. */
  readonly isWeak: boolean;
}

const PREFIX_MAX = 24;
const BALANCE_KINDS = ['통장', '예금', '현재', '거래후', '이체후', '계좌'];

/** The label that ends where the number at `at` (or its sign) begins, not before `floor`; null when there is none. */
export function labelBefore(text: string, floor: number, at: number): Label | null {
  let end = at;
  const sign = text.charCodeAt(end - 1);
  if (sign === CHAR.wonSign || sign === CHAR.backslash || sign === CHAR.plus || sign === CHAR.dash) end -= 1;
  if (isSpace(text.charCodeAt(end - 1))) end -= 1;
  if (text.charCodeAt(end - 1) === CHAR.colon) end -= isSpace(text.charCodeAt(end - 2)) ? 2 : 1;
  const open = openerOf(text.charCodeAt(end - 1));
  if (open !== 0) end -= 1;
  const keyword = keywordBefore(text, end);
  if (!keyword || keyword.from < floor) return null;
  if (open !== 0 && text.charCodeAt(keyword.from - 1) !== open) return null;
  if (keyword.meaning === 'balance') return balanceLabel(text, keyword.from, floor);
  return directionLabel(text, keyword, floor, open === 0 ? 0 : 1);
}

/** The bracket that this one closes; 0 when it closes none. */
function openerOf(code: number): number {
  if (code === CHAR.closeSquare) return CHAR.openSquare;
  if (code === CHAR.close) return CHAR.open;
  return code === CHAR.greater ? CHAR.less : 0;
}

const [IN, OUT, SEND, GIVE, DRAW, REST] = ['입', '출', '송', '지', '인', '잔'].map(syllable);
const [MONEY, GIVEN, HIGH, MOVE, BODY, AMOUNT] = ['금', '급', '고', '이', '체', '액'].map(syllable);

/** The word that ends here: 입금, 출금, 입금이체, 입금액, 지급, 인출, 이체, 송금, 잔액, 잔고. */
function keywordBefore(text: string, end: number): Keyword | null {
  const last = text.charCodeAt(end - 1);
  if (!isHangul(last)) return null;
  const before = text.charCodeAt(end - 2);
  if (last === MONEY) {
    if (before === IN) return { meaning: 'in', from: end - 2, isWeak: false };
    if (before === OUT) return { meaning: 'out', from: end - 2, isWeak: false };
    return before === SEND ? { meaning: 'out', from: end - 2, isWeak: true } : null;
  }
  if (last === AMOUNT) {
    if (before === REST) return { meaning: 'balance', from: end - 2, isWeak: false };
    return directionBefore(text, before === MONEY && text.charCodeAt(end - 3) === MONEY ? end - 2 : end - 1);
  }
  if (last === BODY) {
    if (before !== MOVE) return null;
    return directionBefore(text, end - 2) ?? { meaning: 'out', from: end - 2, isWeak: true };
  }
  // 국민 cuts 인터넷출금이체 to six characters.
  if (last === MOVE) return directionBefore(text, end - 1);
  if (last === HIGH && before === REST) return { meaning: 'balance', from: end - 2, isWeak: false };
  const isDrawn = (last === GIVEN && before === GIVE) || (last === OUT && before === DRAW);
  return isDrawn ? { meaning: 'out', from: end - 2, isWeak: true } : null;
}

/** 입금 or 출금 that ends here. */
function directionBefore(text: string, end: number): Keyword | null {
  if (text.charCodeAt(end - 1) !== MONEY) return null;
  const first = text.charCodeAt(end - 2);
  if (first === IN) return { meaning: 'in', from: end - 2, isWeak: false };
  return first === OUT ? { meaning: 'out', from: end - 2, isWeak: false } : null;
}

function balanceLabel(text: string, end: number, floor: number): Label {
  let from = end;
  if (isHangul(text.charCodeAt(from - 1)))
    for (const kind of BALANCE_KINDS)
      if (end - kind.length >= floor && text.endsWith(kind, end)) from = end - kind.length;
  const isGlued = from === end && isHangul(text.charCodeAt(from - 1));
  return { meaning: 'balance', from, method: null, prefix: '', isGlued, isNoSale: false };
}

/** `bracket` is 1 for a word in brackets: nothing can be glued to it. */
function directionLabel(
  text: string,
  { meaning, from, isWeak }: Keyword,
  floor: number,
  bracket: 0 | 1,
): Label | null {
  let start = from;
  while (start > floor && from - start < PREFIX_MAX && isPrefixLetter(text.charCodeAt(start - 1))) start -= 1;
  if ((start === from && !(isWeak && isMemo(text, start))) || bracket === 1)
    return { meaning, from: from - bracket, method: null, prefix: '', isGlued: false, isNoSale: false };
  const whole = text.slice(start, from);
  const isGlued = start === floor && floor > 0 && text.charCodeAt(floor - 1) !== CHAR.space;
  const method = methodOf(whole);
  const prefix = whole.slice(0, whole.length - (method?.length ?? 0));
  if (isWeak && (prefix !== '' || isMemo(text, start))) return null;
  const side = meaning === 'in' ? 'in' : 'out';
  if (prefix !== '' && !isGlued && method === null && NOT_A_DIRECTION[side].test(whole)) return null;
  return {
    meaning,
    from: from - (method?.length ?? 0),
    method,
    prefix,
    isGlued,
    isNoSale: meaning === 'in' && NO_SALE_METHOD.test(whole),
  };
}

/** 입금 타행이체 5,000: the word that begins here only says how. */
function isMemo(text: string, start: number): boolean {
  return text.charCodeAt(start - 1) === CHAR.space && directionBefore(text, start - 1) !== null;
}

function isPrefixLetter(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === CHAR.ampersand || code === CHAR.underscore;
}

/** The whole of it when that is a method; else the method at its end, if enough is left to be a name. */
function methodOf(whole: string): string | null {
  if (METHODS.has(whole)) return whole;
  for (let length = Math.min(METHOD_MAX, whole.length - 2); length >= 2; length -= 1) {
    const end = whole.slice(-length);
    if (METHODS.has(end)) return end;
  }
  return null;
}

const RIGHT =
  /(?:[을를이가] | |[을를이가])?(?:(입금|출금)(?:(?=$|[\n .!]|잔액)|(?:이 )?(되었|됐|되셨|하셨|했|하였)(?:습니다|어요|음)[.!]?)|(보냈|보내셨|보내주셨|송금했|송금하셨|송금하였|이체했|이체하셨)(?:습니다|어요)[.!]?|(받았)(?:습니다|어요)[.!]?)/y;

const BEFORE_VERB: ReadonlySet<number> = new Set([...' 을를이가입출보송받'].map(syllable));

/** A label behind an amount. */
export interface RightLabel {
  readonly meaning: Meaning;
  readonly to: number;
  /** It is the verb of a sentence, not a bare word. */
  readonly isSentence: boolean;
}

/** The label that follows an amount and its 원: 입금, 입금되었습니다, 을 보냈어요. Null when there is none. */
export function labelAfter(text: string, at: number): RightLabel | null {
  if (!BEFORE_VERB.has(text.charCodeAt(at))) return null;
  RIGHT.lastIndex = at;
  const found = RIGHT.exec(text);
  if (!found) return null;
  const [, word, verb, sent, received] = found;
  const to = RIGHT.lastIndex;
  if (sent) return { meaning: 'sent', to, isSentence: true };
  if (received) return { meaning: 'received', to, isSentence: true };
  // 입금했어요: somebody has paid in; 입금됐어요: it has arrived.
  if (word === '입금' && verb && /[했셨였]$/.test(verb) && verb !== '되셨')
    return { meaning: 'sent', to, isSentence: true };
  return { meaning: word === '입금' ? 'in' : 'out', to, isSentence: verb !== undefined };
}
