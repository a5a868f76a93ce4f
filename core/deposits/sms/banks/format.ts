/** What one bank's messages look like beyond what all of them share (BANK-SMS.md, Shapes). */
export interface BankFormat {
  /** Its three-digit code in banks.ts. */
  readonly code: string;
  /** How its messages name it, besides the names in banks.ts. */
  readonly heads: readonly string[];
  /** Titles of its app's notifications, without spaces. */
  readonly titles?: readonly string[];
  /** Where the depositor stands when both places have a word: before the word 입금 or after the amount. */
  readonly name: 'before' | 'after';
  /** How many digits end its account mask, for masks that a name of digits is glued to. */
  readonly maskTail?: number;
  /** Numbers that it has been seen to write from, digits only. Evidence of the bank, never proof. */
  readonly senders?: readonly string[];
}
