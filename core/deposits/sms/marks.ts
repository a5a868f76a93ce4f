import { CHAR } from './chars.ts';
import type { KnownBank } from './heads.ts';
import type { Meaning } from './labels.ts';
import type { RefusalReason } from './message.ts';
import type { PrintedMoment } from './moment.ts';
import type { Mask } from './numbers.ts';

/** What a stretch of a message is known to be. */
export type MarkKind = 'money' | 'balance' | 'moment' | 'mask' | 'owner';

/** A stretch that is explained. What no mark covers is the residue. */
export interface Mark {
  readonly kind: MarkKind;
  readonly from: number;
  readonly to: number;
}

/** An amount and the word that says which way it went. */
export interface Money extends Mark {
  readonly meaning: Exclude<Meaning, 'balance'>;
  readonly amount: number;
  readonly method: string | null;
  /** A word between label and amount. */
  readonly memo: string | null;
  /** See Label. */
  readonly prefix: string;
  readonly isGlued: boolean;
  readonly isSentence: boolean;
  /** The label stands behind the amount. */
  readonly isLabelAfter: boolean;
  /** Written as money: with 원 or commas. */
  readonly isPlain: boolean;
}

/** An amount that no word explains; -1 for a malformed one. */
export interface LooseAmount {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/** All that a message's numbers say. One message has one of each. */
export interface Scan {
  readonly text: string;
  readonly bank: KnownBank | null;
  /** Behind the bank that heads the message. */
  readonly start: number;
  /** In the order of the text. */
  readonly marks: Mark[];
  /** The last one: a notification's title may say it before the message does. */
  money: Money | null;
  loose: LooseAmount | null;
  hasBalance: boolean;
  /** Null for a masked one as well. */
  balance: number | null;
  moment: PrintedMoment | null;
  mask: Mask | null;
  /** There are two of something, or two amounts that differ. */
  isCrowded: boolean;
  /** The first thing that makes it wrong to go on. */
  fault: RefusalReason | null;
  /** The end of the last mark. */
  end: number;
}

/** Explains a stretch of the text; answers its end. */
export function mark(found: Scan, kind: MarkKind, from: number, to: number): number {
  found.marks.push({ kind, from, to });
  found.end = to;
  return to;
}

/** The same, with the brackets around the stretch if there are any. */
export function markWithBrackets(found: Scan, kind: MarkKind, from: number, to: number): number {
  const open = found.text.charCodeAt(from - 1);
  const close = found.text.charCodeAt(to);
  const isBracketed =
    (open === CHAR.open && close === CHAR.close) || (open === CHAR.openSquare && close === CHAR.closeSquare);
  return isBracketed ? mark(found, kind, from - 1, to + 1) : mark(found, kind, from, to);
}

/** Explains a stretch as the amount that came or went; answers its end. */
export function markMoney(found: Scan, money: Money): number {
  const { money: last } = found;
  if (last && (last.amount !== money.amount || last.meaning !== money.meaning)) found.isCrowded = true;
  found.money = money;
  found.marks.push(money);
  found.end = money.to;
  return money.to;
}

/** Explains a stretch as the balance, null for a masked one; answers its end. */
export function markBalance(found: Scan, balance: number | null, from: number, to: number): number {
  if (found.hasBalance) found.isCrowded = true;
  found.hasBalance = true;
  found.balance = balance;
  return markWithBrackets(found, 'balance', from, to);
}
