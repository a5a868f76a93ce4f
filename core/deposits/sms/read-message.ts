import { isLetter } from './chars.ts';
import { findDepositor } from './depositor.ts';
import { bankOfHead, type KnownBank } from './heads.ts';
import type { ParsedBankMessage, RefusalReason } from './message.ts';
import { momentOf } from './moment.ts';
import { type Residue, residueOf } from './residue.ts';
import type { LooseAmount, Money, Scan } from './marks.ts';
import { scan } from './scan.ts';

/** What is known of a message besides its text. */
export interface Origin {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The bank that writes from the sender's number. */
  readonly senderBank: KnownBank | null;
  readonly foreignRouted: boolean;
  /** No bank writes from the sender's number: a sentence about money is somebody's talk. */
  readonly isPersonal: boolean;
}

/** Reads one normalised message, or says why it is none. */
export function readMessage(text: string, origin: Origin): ParsedBankMessage | RefusalReason {
  const { bank, start } = headOf(text);
  const found = scan(text, bank, start);
  return found.fault ?? interpret(found, origin);
}

/** The bank that the first word names, and where the rest begins. */
function headOf(text: string): { readonly bank: KnownBank | null; readonly start: number } {
  const first = text[0];
  const close = first === '[' ? ']' : first === '<' ? '>' : null;
  let end = close ? text.indexOf(close) : 0;
  if (!close) while (end < 20 && isLetter(text.charCodeAt(end))) end += 1;
  if (end <= 0 || end > 20) return { bank: null, start: 0 };
  const word = close ? text.slice(1, end).trim() : text.slice(0, end);
  const bank = bankOfHead(word);
  if (bank) return { bank, start: close ? end + 1 : end };
  // 농협입금66,000원
  const glued = close ? -1 : word.search(/[입출]금/);
  const before = glued > 0 ? bankOfHead(word.slice(0, glued)) : null;
  return { bank: before, start: before ? glued : 0 };
}

function interpret(found: Scan, origin: Origin): ParsedBankMessage | RefusalReason {
  const chosen = chooseMoney(found);
  if (typeof chosen === 'string') return chosen;
  const residue = residueOf(found, chosen);
  const { bank } = residue;
  const isStructured =
    found.moment !== null ||
    found.mask !== null ||
    (bank !== null && (found.hasBalance || /[|→]/.test(found.text)));
  const money = directed(found, chosen, residue);
  if (typeof money === 'string') return money;
  if (!isStructured && (!money.isPlain || origin.isPersonal)) return 'not_understood';
  // An account that is not masked and no date: somebody says where to pay.
  if (found.mask?.rank === 1 && !found.moment) return 'notice';
  // Shops ask for 무통장입금 of an amount; banks tell when it came.
  if (money.method === '무통장' && !found.moment) return 'notice';
  const depositor = findDepositor({ scan: found, residue, money, bank, isStructured });
  if (typeof depositor === 'string') return depositor;
  const told = bank ?? origin.senderBank;
  return {
    ok: true,
    direction: depositor.direction,
    bank: told?.name ?? null,
    bankCode: told?.code ?? null,
    accountMask: found.mask?.text ?? null,
    amount: money.amount,
    balance: found.balance,
    depositor: depositor.name,
    method: depositor.method,
    occurredAt: found.moment ? momentOf(found.moment, origin.receivedAt) : null,
    foreignRouted: origin.foreignRouted,
  };
}

/** The one amount that the message is about; a notification's title may say it once more. */
function chooseMoney(found: Scan): Money | RefusalReason {
  const { money, loose, isCrowded } = found;
  if (loose) return money ? 'ambiguous' : fromTitle(found, loose);
  if (!money) return 'not_a_bank_message';
  return isCrowded ? 'ambiguous' : money;
}

/** `[입금]` on a line of its own and an amount without a word somewhere behind it, in a message with date and account. */
function fromTitle(found: Scan, { from, to, amount }: LooseAmount): Money | RefusalReason {
  const isWon = amount >= 1 && found.text.startsWith('원', to - 1);
  if (!isWon || !found.moment || !found.mask || found.isCrowded) return 'not_understood';
  const money: Money = {
    kind: 'money',
    from,
    to,
    meaning: 'titled',
    amount,
    method: null,
    memo: null,
    prefix: '',
    isGlued: false,
    isSentence: false,
    isLabelAfter: true,
    isPlain: true,
  };
  found.marks.push(money);
  found.marks.sort((one, other) => one.from - other.from);
  return money;
}

/** A title and a label that contradict each other are not believed; a title alone is. */
function directed(found: Scan, money: Money, { title }: Residue): Money | RefusalReason {
  const { meaning } = money;
  if (meaning === 'titled') return title ? { ...money, meaning: title } : 'not_understood';
  const isPlain = meaning === 'in' || meaning === 'out';
  return title && isPlain && title !== meaning ? 'ambiguous' : money;
}
