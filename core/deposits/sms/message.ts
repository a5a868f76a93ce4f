/** Why a text is no deposit and no withdrawal (BANK-SMS.md, Not a deposit though 입금 appears). */
export type RefusalReason =
  /** Nothing is left once the forwarder's words are gone. */
  | 'empty'
  /** More than 4 KB of UTF-8. */
  | 'too_long'
  /** No bank's words are in it. */
  | 'not_a_bank_message'
  /** Advice, a request to pay, an announcement. */
  | 'notice'
  /** 입금 예정: money that has yet to come. */
  | 'scheduled'
  | 'canceled'
  | 'failed'
  /** A card was used, or its issuer writes. */
  | 'card'
  /** A one-time code, or the won that proves an account. */
  | 'verification'
  | 'advertisement'
  /** Interest, dividends, points: money that no buyer has sent. */
  | 'interest'
  /** 1,,098 or 10만원: digits that are no amount in whole won. */
  | 'bad_amount'
  | 'foreign_currency'
  /** Two amounts or two directions, and nothing tells which one counts. */
  | 'ambiguous'
  /** Words of a bank in an order that nobody has seen. */
  | 'not_understood';

/** Money that came or went, as the bank's message tells it. Amounts in whole won. */
export interface ParsedBankMessage {
  readonly ok: true;
  readonly direction: 'in' | 'out';
  /** What people call the bank: 국민. Null when the message does not name it. */
  readonly bank: string | null;
  /** Three digits. */
  readonly bankCode: string | null;
  /** As printed: `606401**772`; `(1234)` for the banks that print the last four digits only. */
  readonly accountMask: string | null;
  /** At least 1, a safe integer. */
  readonly amount: number;
  /** May be negative. Null when there is none, or it is masked. */
  readonly balance: number | null;
  /** As printed, without what the sentence adds to it (님이, 으로부터). Null when nobody is named. */
  readonly depositor: string | null;
  /** 전자금융, ATM, …: the word before 입금. Null for withdrawals. */
  readonly method: string | null;
  /** Epoch milliseconds. Null when nothing is printed, or a day that no calendar has. */
  readonly occurredAt: number | null;
  /** The carrier has marked it as sent from abroad. */
  readonly foreignRouted: boolean;
}

/** A text that says nothing about money on an account, or not clearly. */
export interface NotADeposit {
  readonly ok: false;
  readonly reason: RefusalReason;
}

/** What one message of a body turned out to be. */
export type BankMessage = ParsedBankMessage | NotADeposit;
