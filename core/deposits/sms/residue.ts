import { CHAR, isDigit, isLetter, isSpace } from './chars.ts';
import { APP_TITLES, bankOfHead, type KnownBank } from './heads.ts';
import type { Mark, Money, Scan } from './marks.ts';
import { FRAME_WORDS, OTHER_APPS, TITLES } from './words.ts';

/** Words that no mark explains. */
export interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The marks that it stands between. */
  readonly before: Mark | null;
  readonly after: Mark | null;
  /** What divides it from what is in front and behind: a line end, | or →; empty when that is a mark in the same line. */
  readonly opens: Divider;
  readonly closes: Divider;
  /** How many marks stand before it in the message. */
  readonly index: number;
}

/** A message's words: what frames it is taken off, what is left may be a name. */
export interface Residue {
  readonly bank: KnownBank | null;
  readonly title: 'in' | 'out' | null;
  readonly pieces: readonly Piece[];
}

/** What divides pieces: '' is the mark next to it, in the same line. */
type Divider = '' | '\n' | '|' | '→';

/** The pieces between the marks, without those that are nothing but signs. */
function piecesOf({ text, marks, start }: Scan): Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  for (let index = 0; index <= marks.length; index += 1) {
    const next = marks[index] ?? null;
    const to = next ? next.from : text.length;
    const isBare = to <= from || (to === from + 1 && isSpace(text.charCodeAt(from)));
    if (!isBare) pushPieces(pieces, text, { from, to, index, before: marks[index - 1] ?? null, after: next });
    from = next ? next.to : to;
  }
  return pieces;
}

type Gap = Pick<Piece, 'from' | 'to' | 'index' | 'before' | 'after'>;

function dividerOf(code: number): Divider {
  if (code === CHAR.newline) return '\n';
  if (code === CHAR.bar) return '|';
  return code === CHAR.arrow ? '→' : '';
}

/** Adds what stands in a gap, divider by divider and without the signs around it, unless nothing could be read. */
function pushPieces(pieces: Piece[], scanned: string, gap: Gap): void {
  const { index, before, after } = gap;
  let start = gap.from;
  let opens: Divider = '';
  for (let end = start; end <= gap.to; end += 1) {
    const closes = end < gap.to ? dividerOf(scanned.charCodeAt(end)) : '';
    if (closes === '' && end < gap.to) continue;
    let from = start;
    let to = end;
    while (from < to && LEADING[scanned.charCodeAt(from)] === 1) from += 1;
    while (to > from && TRAILING[scanned.charCodeAt(to - 1)] === 1) to -= 1;
    if (isReadable(scanned, from, to))
      pieces.push({ text: scanned.slice(from, to), from, to, index, before, after, opens, closes });
    start = end + 1;
    opens = closes;
  }
}

const LEADING = signs(' ,:.)]>/;-');
const TRAILING = signs(' ,:/;-[<');

/** One for each code of these signs: a table is several times faster than a set, and this is asked for every letter. */
function signs(of: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const sign of of) table[sign.charCodeAt(0)] = 1;
  return table;
}

function isReadable(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isReadableCode(text.charCodeAt(at))) return true;
  return false;
}

/** Letters of any script and digits; no signs, no pictures. */
function isReadableCode(code: number): boolean {
  if (code < 0x2000) return isLetter(code) || isDigit(code) || code > 0xbf;
  return code > 0x3020 && (code < 0xd800 || code > 0xf8ff);
}

/** A word at the beginning or the end of a piece, without its brackets. */
interface Word {
  readonly bare: string;
  readonly isBracketed: boolean;
  /** The rest of the piece. */
  readonly rest: string;
}

function firstWord(text: string): Word {
  const open = text[0];
  const close = open === '[' ? ']' : open === '<' ? '>' : open === '(' ? ')' : null;
  if (close) {
    const end = text.indexOf(close);
    const inside = text.slice(1, end);
    // (KDB)산업은행 is one word.
    if (end > 0 && (open !== '(' || text[end + 1] === ' ' || end === text.length - 1))
      return { bare: inside.trim(), isBracketed: true, rest: text.slice(end + 1).trimStart() };
  }
  const end = text.indexOf(' ');
  if (end < 0) return { bare: text, isBracketed: false, rest: '' };
  return { bare: text.slice(0, end), isBracketed: false, rest: text.slice(end + 1) };
}

/** What has been taken off the pieces so far. */
interface Frame {
  bank: KnownBank | null;
  title: 'in' | 'out' | null;
}

/** Takes banks, titles and other framing words off the front of a piece that stands before the money. */
function takeFront(text: string, frame: Frame, mayBeBank: boolean): string {
  let rest = text;
  while (rest !== '') {
    const whole = TITLES.get(rest);
    if (whole) {
      frame.title ??= whole;
      return '';
    }
    if (OTHER_APPS.has(rest)) return '';
    const app = APP_TITLES.get(rest.replaceAll(' ', ''));
    if (app) {
      frame.bank ??= app;
      return '';
    }
    const word = firstWord(rest);
    const bare = word.bare.replace(/[,:]$/, '');
    const bank = mayBeBank ? bankOfHead(bare) : null;
    const title = TITLES.get(bare);
    if (bank && (!frame.bank || frame.bank.code === bank.code)) frame.bank = bank;
    else if (title && (word.isBracketed || /^(?:알림|내역)/.test(word.rest))) frame.title ??= title;
    else if (!FRAME_WORDS.has(bare)) return rest;
    rest = word.rest;
  }
  return '';
}

/** Takes framing words off the end: `홍*동님 계좌에`. */
function takeBack(text: string): string {
  let rest = text;
  for (;;) {
    const space = rest.lastIndexOf(' ');
    if (!FRAME_WORDS.has(rest.slice(space + 1))) return rest;
    if (space < 0) return '';
    rest = rest.slice(0, space);
  }
}

const OWN = /^(?:내|나의|MY) ?.{0,20}(?:통장|계좌)$/;

/** Whether a piece is the owner's own account: `내 토스뱅크 통장`, or the words in front of `(1234)`. */
export function isOwnAccount({ text, after, opens, closes }: Piece): boolean {
  if (!text.endsWith('통장') && !text.endsWith('계좌')) return false;
  if (opens === '|' || closes === '|') return true;
  return OWN.test(text) || (closes === '' && after?.kind === 'mask' && /(?:통장|계좌)$/.test(text));
}

/** Longer ones are left whole: no name is, and taking word by word off a long text takes long. */
const PIECE_MAX = 100;

/** Sorts the words of a message; `money` is the amount that counts. */
export function residueOf(scan: Scan, money: Money): Residue {
  const all = piecesOf(scan);
  const frame: Frame = { bank: scan.bank, title: null };
  const pieces: Piece[] = [];
  for (const piece of all) {
    if (piece.text.length > PIECE_MAX) {
      pieces.push(piece);
      continue;
    }
    if (isOwnAccount(piece)) {
      frame.bank ??= bankWithin(piece.text);
      if (piece.opens === '→' || piece.closes === '→') pieces.push(piece);
      continue;
    }
    const isHead = piece.index === 0 || isHeadLine(piece);
    if (!isHead && piece.from >= money.from && !isCaption(piece)) {
      if (!takesBank(piece, frame, piece.after === null && piece === all.at(-1))) pieces.push(piece);
      continue;
    }
    // Behind [입금] and right before the amount stands who has paid, be it a bank.
    const mayBeBank = !(money.meaning === 'titled' && piece.after === money && piece.closes === '');
    const front = isHead ? takeFront(piece.text, frame, mayBeBank) : piece.text;
    const text = takeBack(front);
    if (text !== '')
      pieces.push(text === piece.text ? piece : cut(piece, text, piece.text.length - front.length));
  }
  return { ...frame, pieces };
}

/** A piece of which this text is left, `offset` characters behind its beginning. */
function cut(piece: Piece, text: string, offset: number): Piece {
  const from = piece.from + offset;
  return { ...piece, text, from, to: from + text.length };
}

/** `[KB]` or `국민` in front of a date, below the title of a notification. */
function isHeadLine({ opens, closes, text, after }: Piece): boolean {
  return (
    opens === '\n' && closes === '' && after?.kind === 'moment' && bankOfHead(firstWord(text).bare) !== null
  );
}

/** `계좌번호` in front of what it names. */
function isCaption({ closes, after }: Piece): boolean {
  return closes === '' && (after?.kind === 'mask' || after?.kind === 'moment');
}

/** 기업 ends its messages with its name, behind the mask; `토스뱅크 | 홍길동`; `(국민은행)` is a forwarder's remark. */
function takesBank(piece: Piece, frame: Frame, isLast: boolean): boolean {
  const { text, before, opens, closes } = piece;
  if (!frame.bank && (opens === '|' || closes === '|' || (isLast && before?.kind === 'mask'))) {
    const bank = bankOfHead(text);
    frame.bank = bank;
    return bank !== null;
  }
  return isLast && text.startsWith('(') && text.endsWith(')') && bankOfHead(text.slice(1, -1)) !== null;
}

function bankWithin(text: string): KnownBank | null {
  for (const word of text.split(' ')) {
    const bank = bankOfHead(word);
    if (bank) return bank;
  }
  return null;
}
