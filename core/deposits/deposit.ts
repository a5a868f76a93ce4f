import type { Transitions } from '../kernel/machine.ts';
import type { Mode } from '../kernel/scope.ts';
import type { MatchLevel } from './matching.ts';

/** `dismissed`: a person says that this is no deposit of its own, for instance a duplicate. */
export type DepositStatus = 'open' | 'matched' | 'dismissed';

/** A match and a dismissal can both be undone. */
export const DEPOSIT_TRANSITIONS: Transitions<DepositStatus> = {
  open: ['matched', 'dismissed'],
  matched: ['open'],
  dismissed: ['open'],
};

/** Why a machine must not match a deposit (BANK-SMS.md, The public webhook). */
export type HoldReason =
  /** Nobody has signed its message. */
  | 'unsigned'
  | 'foreign_routed'
  /** Its message came from a private number. */
  | 'personal_sender'
  /** The account, or its workspace, is switched off. */
  | 'inactive_account'
  /** Its message tells of a day far from now. */
  | 'odd_date'
  /** It may be one that we have. */
  | 'possible_duplicate'
  /** Its balance does not follow from those before. */
  | 'balance_gap'
  /** A person has taken it from an order: no machine gives it to another one, or back. */
  | 'unmatched';

/** How we heard of a deposit. */
export type DepositSource = 'sms' | 'manual' | 'import';

/** Money that has arrived on a bank account (LunePay: 입금). Amounts in won. */
export interface Deposit {
  readonly id: number;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly workspaceId: number;
  readonly bankAccountId: number;
  readonly amount: number;
  /** Null when the message names nobody. */
  readonly depositorName: string | null;
  readonly depositedAt: number;
  readonly balance: number | null;
  /** 전자금융, ATM, 타행, …: as the bank prints it. */
  readonly method: string | null;
  readonly source: DepositSource;
  readonly deviceId: number | null;
  readonly status: DepositStatus;
  /** Null when a machine may match it. */
  readonly hold: HoldReason | null;
  readonly orderId: number | null;
  readonly matchedBy: MatchLevel | 'manual' | null;
  readonly matchedAt: number | null;
  /** The message, sealed; null for one without, and once its time is over. */
  readonly sealedText: string | null;
  /** When the text is forgotten. */
  readonly purgeAt: number | null;
  /** Keyed hash of the normalised message: the same text has the same one. Null for a deposit without a text. */
  readonly textHash: string | null;
  /** Unique in its workspace: the text's hash, or that of text, id and time for a text that came again as another. */
  readonly fingerprint: string | null;
  /** The message's own time and id, by which a repetition is told from a second message of the same text. */
  readonly messageKey: string | null;
  /** The order that the first answer to this message has named; a repetition is answered alike. */
  readonly firstOrderId: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
