import { scopeOf } from '../kernel/scope.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import { type RateLimitRepository, takeOrRefuse } from '../rate-limits/rate-limit-repository.ts';
import type { RateLimit } from '../rate-limits/rate-limit-rules.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { BankAccount } from '../workspaces/bank-account.ts';
import type { Device } from '../workspaces/device.ts';
import type { DeviceService } from '../workspaces/device-service.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import { explains, followBalance } from './balance-rules.ts';
import type { Deposit, HoldReason } from './deposit.ts';
import { isOddDate, messageKey, restate } from './deposit-rules.ts';
import { findAccountOf } from './find-account.ts';
import { findKnown, type KnownDeposit } from './known-deposits.ts';
import { keptText, newDeposit } from './new-deposit.ts';
import { findMatch, matchByMachine, recordMatch, recordDeposit } from './record-match.ts';
import {
  isPersonalNumber,
  type NotADeposit,
  normaliseMessage,
  parseBankMessage,
  type ParsedBankMessage,
  type RefusalReason,
} from './sms/index.ts';

/** What the service needs from outside. */
export interface MessagePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly rateLimits: RateLimitRepository;
  readonly devices: Pick<DeviceService, 'hear' | 'noteRefusal'>;
}

/** A message as a phone hands it on. */
export interface ForwardedMessage {
  readonly text: string;
  readonly sender: string | null;
  /** Epoch milliseconds; null when the phone does not say. */
  readonly receivedAt: number | null;
  /** The phone's own name for this message; null when it has none. */
  readonly messageId: string | null;
}

/** What has become of one message. */
export type Receipt =
  | {
      readonly kind: 'deposit';
      readonly deposit: Deposit;
      /** The order that was named when this message first came; null when there was none. */
      readonly orderId: number | null;
      /** Whether who sent it may read names: not somebody whom nobody knows. */
      readonly named: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: MessageRefusal };

/** Why a message is no deposit of ours. */
export type MessageRefusal = RefusalReason | 'withdrawal' | 'no_account' | 'several_accounts';

/** Messages of one account, from wherever (SURFACES.md, Rate limits). */
export const ACCOUNT_MESSAGE_RATE: RateLimit = { limit: 600, windowMs: 60 * 1000 };

/** Refusals behind which money may have come: the phone's owner is shown the last one. */
const WORTH_A_LOOK: readonly MessageRefusal[] = [
  'no_account',
  'several_accounts',
  'not_understood',
  'ambiguous',
  'bad_amount',
];

/** Who hands a message on: a phone that has proved itself, or nobody whom we know. */
type Origin = Device | null;

/** A message that names money on one of our accounts. */
interface Told {
  readonly from: Origin;
  readonly parsed: ParsedBankMessage;
  readonly account: BankAccount;
  readonly message: ForwardedMessage;
  /** What the same text always gives, whoever sends it. */
  readonly identity: string;
  readonly at: number;
}

export type MessageService = ReturnType<typeof createMessageService>;

/** Bank messages: read, find the account, keep each deposit once, match it. */
export function createMessageService(ports: MessagePorts) {
  const { storage, clock, secretBox, rateLimits, devices } = ports;

  /**
   * Takes a message and answers what became of each deposit in it. A repetition is answered as the first time. The
   * text alone never decides the workspace when a phone has proved itself (BANK-SMS.md, The public webhook).
   */
  async function receive(from: Origin, message: ForwardedMessage): Promise<readonly Receipt[]> {
    if (from) await devices.hear(from);
    const now = clock.now();
    const context = { receivedAt: message.receivedAt ?? now, sender: message.sender };
    const normalised = normaliseMessage(message.text);
    const receipts: Receipt[] = [];
    for (const [index, parsed] of parseBankMessage(message.text, context).entries()) {
      const identity = index === 0 ? normalised : `${normalised}\n#${index}`;
      receipts.push(await receiveOne({ from, parsed, message, identity, at: context.receivedAt }));
    }
    return receipts;
  }

  async function receiveOne(
    heard: Omit<Told, 'account' | 'parsed'> & { readonly parsed: ParsedBankMessage | NotADeposit },
  ): Promise<Receipt> {
    const { from, parsed } = heard;
    if (!parsed.ok) return refuse(from, parsed.reason);
    const account = await findAccountOf({ storage, secretBox }, from, parsed);
    if (typeof account === 'string') return refuse(from, account);
    await assertUnhurried(from, account);
    const told = { ...heard, parsed, account, at: parsed.occurredAt ?? heard.at };
    if (parsed.direction === 'in') return storage.transaction((tx) => receiveDeposit(tx, told));
    await storage.transaction((tx) => receiveWithdrawal(tx, told));
    return { kind: 'refused', reason: 'withdrawal' };
  }

  /** A phone's owner can see why a message was not taken: money may be in it. */
  async function refuse(from: Origin, reason: MessageRefusal): Promise<Receipt> {
    if (from && WORTH_A_LOOK.includes(reason)) await devices.noteRefusal(from, reason);
    return { kind: 'refused', reason };
  }

  /** Whom nobody knows cannot use up what phones may send. */
  async function assertUnhurried(from: Origin, { id }: BankAccount): Promise<void> {
    const bucket = `account:${id}:${from ? 'phone' : 'open'}`;
    await takeOrRefuse(rateLimits, bucket, ACCOUNT_MESSAGE_RATE, clock.now());
  }

  async function receiveWithdrawal(tx: Repositories, told: Told): Promise<void> {
    const at = await fresh(tx, told.account);
    const isOdd = isOddDate({ ...at.account, depositedAt: told.at, createdAt: clock.now() });
    if (graveHold(told, at) === null && !isOdd) await follow(tx, told, at);
  }

  async function receiveDeposit(tx: Repositories, told: Told): Promise<Receipt> {
    const at = await fresh(tx, told.account);
    const trusted = isTrusted(told.from, at.workspace);
    const made = depositOf(told, at.workspace);
    const textHashes = secretBox.hashes(told.identity);
    const known = await findKnown(tx, made, { trusted, textHashes });
    if (known.same) return receiptOf(known.same, trusted);
    const hold = await holdOf(tx, told, at, { made, known });
    const fingerprint = known.repeatsText
      ? secretBox.hashes(`${told.identity}\n${made.messageKey}`)[0]
      : made.textHash;
    const deposit = await keep(tx, { ...made, hold, fingerprint }, known.hearsay);
    return receiptOf(await matchFirst(tx, deposit, at.workspace), trusted);
  }

  /** A new deposit, or the facts of one that was known by hearsay. */
  async function keep(
    tx: Repositories,
    made: Omit<Deposit, 'id'>,
    hearsay: Deposit | null,
  ): Promise<Deposit> {
    if (hearsay) {
      const restated = restate(hearsay, made);
      if (hearsay.status === 'matched') return tx.deposits.update(hearsay, restated);
      return tx.deposits.update(hearsay, { ...restated, status: 'open', hold: made.hold });
    }
    return recordDeposit(tx, ports, made);
  }

  /** Why a machine must not match this one, the gravest first; null when it may. */
  async function holdOf(
    tx: Repositories,
    told: Told,
    at: Fresh,
    { made, known }: { readonly made: Omit<Deposit, 'id'>; readonly known: KnownDeposit },
  ): Promise<HoldReason | null> {
    const grave = graveHold(told, at);
    if (grave !== null) return grave;
    if (isOddDate(made)) return 'odd_date';
    // The balance is believed now, whatever else is doubtful.
    const verdict = await follow(tx, told, at);
    if (known.isDoubtful) return 'possible_duplicate';
    return verdict === 'gap' ? 'balance_gap' : null;
  }

  /** The first try of the machine; what it finds is what every repetition of the message is told. */
  async function matchFirst(tx: Repositories, deposit: Deposit, { policy }: Workspace): Promise<Deposit> {
    const found = await findMatch(tx, deposit, policy);
    if (!found) return deposit;
    const { order, level } = found;
    return (await recordMatch(tx, ports, { deposit: { ...deposit, firstOrderId: order.id }, order }, level))
      .deposit;
  }

  /** Keeps the account's balance, and frees deposits that were held until this message explained theirs. */
  async function follow(
    tx: Repositories,
    { parsed, at, from }: Told,
    { account, workspace }: Fresh,
  ): Promise<'first' | 'follows' | 'gap' | 'unknown'> {
    if (parsed.balance === null) return 'unknown';
    const change = parsed.direction === 'in' ? parsed.amount : -parsed.amount;
    const { balances, verdict } = followBalance(account.balances, { at, balance: parsed.balance, change });
    // Two made-up messages would bear each other out; a phone that has proved itself makes none up.
    if (verdict === 'gap' && from === null && account.mode === 'live') return verdict;
    let current = await tx.bankAccounts.update(account, { ...account, balances });
    for (const held of await tx.deposits.listHeld(scopeOf(account), account.id, 'balance_gap')) {
      const explained =
        held.balance === null
          ? null
          : explains(current.balances, { at: held.depositedAt, balance: held.balance, change: held.amount });
      if (!explained) continue;
      current = await tx.bankAccounts.update(current, { ...current, balances: explained });
      const free = await tx.deposits.update(held, { ...held, hold: null, updatedAt: clock.now() });
      await matchByMachine(tx, ports, free, workspace.policy);
    }
    return verdict;
  }

  function depositOf({ from, parsed, account, message, identity, at }: Told, { policy }: Workspace) {
    const now = clock.now();
    return newDeposit({
      ...scopeOf(account),
      workspaceId: account.workspaceId,
      bankAccountId: account.id,
      amount: parsed.amount,
      depositorName: parsed.depositor,
      depositedAt: at,
      balance: parsed.balance,
      method: parsed.method,
      source: 'sms',
      deviceId: from?.id ?? null,
      ...keptText(secretBox, message.text, policy, now),
      textHash: secretBox.hashes(identity)[0],
      messageKey: messageKey(message.messageId, message.receivedAt),
      createdAt: now,
    });
  }

  return { receive };
}

interface Fresh {
  readonly account: BankAccount;
  readonly workspace: Workspace;
}

/** As they are within this unit of work, after those before it. */
async function fresh(tx: Repositories, seen: BankAccount): Promise<Fresh> {
  await tx.workspaces.lock(scopeOf(seen), seen.workspaceId);
  const account = await tx.bankAccounts.find(scopeOf(seen), seen.id);
  const workspace = await tx.workspaces.find(scopeOf(seen), seen.workspaceId);
  if (!account || !workspace) throw new DomainError('bank_account_unknown', 'the account is gone');
  return { account, workspace };
}

/** A phone has proved itself, or the owner takes messages of anybody. */
function isTrusted(from: Origin, { policy }: Workspace): boolean {
  return from !== null || policy.allowUnsignedSms;
}

/** What makes everything in a message doubtful, its balance too; null for one that may be believed. */
function graveHold({ from, parsed, message }: Told, { account, workspace }: Fresh): HoldReason | null {
  if (!isTrusted(from, workspace)) return 'unsigned';
  if (parsed.foreignRouted) return 'foreign_routed';
  if (isPersonalNumber(message.sender)) return 'personal_sender';
  return account.isActive && workspace.isActive ? null : 'inactive_account';
}

function receiptOf(deposit: Deposit, named: boolean): Receipt {
  return { kind: 'deposit', deposit, orderId: deposit.firstOrderId, named };
}
