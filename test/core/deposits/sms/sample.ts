import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BankMessage, ParsedBankMessage } from '../../../../core/deposits/sms/message.ts';
import { parseBankMessage } from '../../../../core/deposits/sms/parse.ts';

/** What a collected message says; `occurred_at_md_hm` in Korea's time. */
export interface Told {
  readonly direction: 'in' | 'out';
  /** Null for foreign money, which the parser refuses. */
  readonly amount: number | null;
  readonly balance: number | null;
  readonly depositor: string | null;
  readonly account: string | null;
  readonly occurred_at_md_hm: string | null;
  readonly method?: string;
  readonly year?: number;
}

/** A line of test/data/bank-sms.jsonl; `expect` is null for what is no deposit and no withdrawal. */
export interface Sample {
  readonly id: string;
  readonly sender?: string | null;
  readonly tags: readonly string[];
  readonly text: string;
  readonly expect: Told | readonly Told[] | null;
}

/** Noon of a day late in the year, so that nearly every date of the samples is one of this year. */
export const RECEIVED_AT = Date.UTC(2026, 10, 20, 3);

export const SAMPLES: readonly Sample[] = readFileSync(
  join(import.meta.dirname, '../../../data/bank-sms.jsonl'),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Sample);

/** What a sample must be read as: amounts in foreign money are none. */
export function toldBy({ expect }: Sample): readonly Told[] {
  const told = expect === null ? [] : 'direction' in expect ? [expect] : expect;
  return told.filter(({ amount }) => amount !== null);
}

export function parse(text: string, receivedAt = RECEIVED_AT): readonly BankMessage[] {
  return parseBankMessage(text, { receivedAt });
}

/** The messages of a text that tell of money. */
export function parsed(text: string, receivedAt = RECEIVED_AT): readonly ParsedBankMessage[] {
  return parse(text, receivedAt).filter((message) => message.ok);
}

/** `MM-DD HH:MM` and the year in Korea. */
export function inKorea(moment: number): { readonly year: number; readonly mdhm: string } {
  const date = new Date(moment + 9 * 60 * 60 * 1000);
  return { year: date.getUTCFullYear(), mdhm: date.toISOString().slice(5, 16).replace('T', ' ') };
}

/** Letters as NFKC writes them, with single spaces: the samples keep what the bank has printed. */
export function plain(text: string | null): string | null {
  return text === null ? null : text.normalize('NFKC').replace(/\s+/g, ' ');
}
