import { bankOfSender } from './heads.ts';
import type { BankMessage, ParsedBankMessage, RefusalReason } from './message.ts';
import { isTooLong, unwrap } from './normalise.ts';
import { asPrinted } from './printed.ts';
import { type Origin, readMessage } from './read-message.ts';
import { reasonOf } from './reasons.ts';
import { isPersonalNumber } from './sender.ts';
import { splitAgain, splitAtMarks } from './split.ts';

/** When a message came, and from where. */
export interface MessageContext {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly sender?: string | null;
}

/**
 * Reads the messages of a bank in a text, in their order: at least one element, one for each message. Never throws and
 * never guesses: what is not printed is null, and a text whose words it cannot all explain is refused with a reason.
 * The rules are those of BANK-SMS.md.
 */
export function parseBankMessage(text: string, context: MessageContext): readonly BankMessage[] {
  if (isTooLong(text)) return [{ ok: false, reason: 'too_long' }];
  const { body, subject, foreignRouted } = unwrap(text);
  const { receivedAt, sender = null } = context;
  const senderBank = bankOfSender(sender);
  const origin = { receivedAt, senderBank, foreignRouted, isPersonal: isPersonalNumber(sender) };
  const isDoubtful = subject !== null && reasonOf(subject, null) !== null;
  const messages: BankMessage[] = [];
  const segments = splitAtMarks(body);
  if (segments.length > MESSAGES_MAX) return [{ ok: false, reason: 'not_understood' }];
  for (const segment of segments)
    for (const message of readSegment(segment, origin))
      messages.push(isDoubtful && isVague(message) ? { ok: false, reason: 'notice' } : message);
  if (messages.length === 0) return [{ ok: false, reason: 'empty' }];
  return messages.every((message) => isAsPrinted(message, text))
    ? messages
    : messages.map((message) => named(message, text));
}

/** Nearly always: only names in other than plain letters must be looked for. */
function isAsPrinted(message: BankMessage, text: string): boolean {
  return !message.ok || message.depositor === null || text.includes(message.depositor);
}

/** With the name as the text prints it. */
function named(message: BankMessage, text: string): BankMessage {
  if (!message.ok || message.depositor === null || isAsPrinted(message, text)) return message;
  return { ...message, depositor: asPrinted(text, message.depositor) };
}

/** More than that in one body is nothing that a phone has received. */
const MESSAGES_MAX = 30;

/** One message, or several that no carrier has marked: those only if every part is one. */
function readSegment(segment: string, origin: Origin): readonly BankMessage[] {
  const whole = readMessage(segment, origin);
  if (typeof whole !== 'string') return [whole];
  const parts = whole === 'ambiguous' || whole === 'not_understood' ? splitAgain(segment) : null;
  const read = parts && parts.length <= MESSAGES_MAX ? parts.map((part) => readMessage(part, origin)) : [];
  if (read.length > 0 && read.every(isParsed)) return read;
  return [{ ok: false, reason: reasonOf(segment, whole) }];
}

function isParsed(read: ParsedBankMessage | RefusalReason): read is ParsedBankMessage {
  return typeof read !== 'string';
}

/** Below a subject that speaks of bills or loans a sentence about money is no bank's record of it. */
function isVague(message: BankMessage): boolean {
  return message.ok && (message.accountMask === null || message.occurredAt === null);
}
