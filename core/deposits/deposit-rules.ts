import { DomainError } from '../kernel/errors.ts';
import { assertTransition } from '../kernel/machine.ts';
import { DAY, HOUR, MINUTE, SEOUL_OFFSET_MS } from '../kernel/time.ts';
import { DEPOSIT_TRANSITIONS, type Deposit } from './deposit.ts';
import type { DepositOrder } from './deposit-order.ts';
import type { MatchLevel } from './matching.ts';
import { nameKey } from './name-rules.ts';

/**
 * A message of test mode that tells of another time by more than this is a sample, such as the document's own of 2024:
 * it counts as of now. In live mode a deposit is never of another time than its message says.
 */
export const SAMPLE_AGE_MS = 7 * DAY;

/**
 * The moment that counts when orders are looked for. A row of a statement that has no time stands at midnight in Korea,
 * and may have come at any time of its day.
 */
export function momentOf(deposit: Pick<Deposit, 'depositedAt' | 'createdAt' | 'mode' | 'source'>): number {
  const { depositedAt, createdAt, mode, source } = deposit;
  if (isDayOnly(deposit)) return Math.max(depositedAt, Math.min(createdAt, depositedAt + DAY - 1));
  const isSample = mode === 'test' && source === 'sms' && Math.abs(createdAt - depositedAt) > SAMPLE_AGE_MS;
  return isSample ? createdAt : depositedAt;
}

/** Midnight in Korea of the day of this moment. */
export function startOfDay(at: number): number {
  return at - ((at + SEOUL_OFFSET_MS) % DAY);
}

/** Whether only the day of a deposit is known. */
export function isDayOnly({ source, depositedAt }: Pick<Deposit, 'source' | 'depositedAt'>): boolean {
  return source === 'import' && startOfDay(depositedAt) === depositedAt;
}

/** Whether a machine may match this deposit. */
export function isMatchable({ status, hold }: Pick<Deposit, 'status' | 'hold'>): boolean {
  return status === 'open' && hold === null;
}

/** A deposit and an order that belong together. Who matches by hand decides over what a machine has held back. */
export function pair(
  deposit: Deposit,
  order: DepositOrder,
  by: MatchLevel | 'manual',
  now: number,
): { deposit: Deposit; order: DepositOrder } {
  if (deposit.status === 'matched')
    throw new DomainError('already_matched', 'this deposit has its order', { id: deposit.id });
  assertTransition(DEPOSIT_TRANSITIONS, deposit.status, 'matched');
  return {
    deposit: {
      ...deposit,
      status: 'matched',
      hold: null,
      orderId: order.id,
      matchedBy: by,
      matchedAt: now,
      updatedAt: now,
    },
    order: {
      ...order,
      status: 'matched',
      dueAt: null,
      matchedAt: now,
      depositId: deposit.id,
      updatedAt: now,
    },
  };
}

/** Takes a deposit from its order; only a person gives it to another one from then on. Money that has completed a payment cannot be taken back: refund it. */
export function part(
  deposit: Deposit,
  order: DepositOrder,
  now: number,
): { deposit: Deposit; order: DepositOrder } {
  if (order.paymentId !== null)
    throw new DomainError('settled_payment', 'this order has completed a payment: refund it', {
      id: order.id,
    });
  return {
    deposit: {
      ...deposit,
      status: 'open',
      hold: 'unmatched',
      orderId: null,
      matchedBy: null,
      matchedAt: null,
      updatedAt: now,
    },
    order: {
      ...order,
      status: 'pending',
      dueAt: order.expiresAt,
      matchedAt: null,
      depositId: null,
      updatedAt: now,
    },
  };
}

/** What a message tells apart from others of the same text: its id and its time, each '' when it has none. */
export function messageKey(id: string | null, receivedAt: number | null): string {
  return `${receivedAt ?? ''}@${id ?? ''}`;
}

/** How long a phone may try to hand the same message on. */
export const RETRY_WINDOW_MS = 6 * HOUR;

/**
 * Whether two messages of the same text are two messages: they have ids that differ, or else times that differ. Where
 * neither tells them apart, the second one is a repetition for some hours and another message after that.
 */
export function isAnotherMessage(
  one: Pick<Deposit, 'messageKey' | 'createdAt'>,
  other: Pick<Deposit, 'messageKey' | 'createdAt'>,
): boolean {
  const [atOne = '', idOne = ''] = split(one.messageKey ?? '@');
  const [atOther = '', idOther = ''] = split(other.messageKey ?? '@');
  if (idOne !== '' && idOther !== '') return idOne !== idOther;
  if (atOne !== '' && atOther !== '') return atOne !== atOther;
  return Math.abs(one.createdAt - other.createdAt) > RETRY_WINDOW_MS;
}

function split(key: string): readonly [string, string] {
  const at = key.indexOf('@');
  return [key.slice(0, at), key.slice(at + 1)];
}

/** Two messages of one deposit are at most this far apart: banks round to minutes. */
export const TWIN_WINDOW_MS = MINUTE;

/** What a deposit is told by, in whatever words. */
export type ToldDeposit = Pick<Deposit, 'balance' | 'depositorName' | 'source' | 'status'>;

/**
 * Whether a message tells of a deposit of the same account, amount and minute that we know already (SMS and push; a
 * statement after the SMS; what a person has entered). Balances that differ tell them apart. The same balance and name
 * are one deposit; one of the two alone leaves it to a person, but where a person or a statement says the same.
 */
export function twinOf(known: ToldDeposit, told: ToldDeposit): 'same' | 'perhaps' | 'another' {
  if (known.status === 'dismissed') return 'another';
  const sameName = namesAgree(known.depositorName, told.depositorName);
  if (known.balance !== null && told.balance !== null) {
    if (known.balance !== told.balance) return 'another';
    return sameName ? 'same' : 'perhaps';
  }
  if (!sameName) return 'another';
  if (known.source === 'manual') return known.status === 'matched' ? 'perhaps' : 'same';
  return known.source === 'import' || told.source === 'import' ? 'same' : 'perhaps';
}

function namesAgree(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return true;
  const [a, b] = [nameKey(one), nameKey(other)];
  return a.startsWith(b) || b.startsWith(a);
}

/** What a message says of its deposit and how it is recognised: all that replaces what is known by hearsay. */
export function restate(known: Deposit, told: Omit<Deposit, 'id'>): Deposit {
  return {
    ...known,
    depositorName: told.depositorName,
    depositedAt: told.depositedAt,
    balance: told.balance,
    method: told.method,
    source: told.source,
    deviceId: told.deviceId,
    sealedText: told.sealedText,
    purgeAt: told.purgeAt,
    textHash: told.textHash,
    fingerprint: told.fingerprint,
    messageKey: told.messageKey,
    updatedAt: told.createdAt,
  };
}

/** A message of another day than this is doubtful: phones have clocks that are wrong. */
const ODD_DATE_MS = 3 * DAY;

/** Whether the day that a message tells is too far from now to be taken on trust. Samples are, in test mode. */
export function isOddDate(deposit: Pick<Deposit, 'depositedAt' | 'createdAt' | 'mode'>): boolean {
  return deposit.mode === 'live' && Math.abs(deposit.depositedAt - deposit.createdAt) > ODD_DATE_MS;
}
