import { BANKS } from '../banks.ts';
import { FORMATS } from './banks/index.ts';
import type { BankFormat } from './banks/format.ts';

/** A bank as the parser knows it. */
export interface KnownBank {
  readonly code: string;
  readonly name: string;
  readonly format: BankFormat | null;
}

const formats = new Map(FORMATS.map((format) => [format.code, format]));

const known = new Map<string, KnownBank>(
  BANKS.map(({ code, shortName }) => [code, { code, name: shortName, format: formats.get(code) ?? null }]),
);

/** Every spelling that may head a message. Short names such as 우리 are words, too: only places for banks are looked up. */
const heads = new Map<string, KnownBank>();
for (const { code, name, shortName, aliases } of BANKS)
  for (const head of [name, shortName, ...aliases, ...(formats.get(code)?.heads ?? [])])
    for (const spelling of [head, `${head}은행`]) {
      const bank = known.get(code);
      if (bank) heads.set(spelling.toUpperCase(), bank);
    }

const senders = new Map<string, KnownBank>(
  FORMATS.flatMap(({ code, senders: numbers = [] }) => {
    const bank = known.get(code);
    return bank ? numbers.map((number) => [number, bank] as const) : [];
  }),
);

/** Titles of the banks' apps, without spaces. */
export const APP_TITLES: ReadonlyMap<string, KnownBank> = new Map(
  FORMATS.flatMap(({ code, titles = [] }) => {
    const bank = known.get(code);
    return bank ? titles.map((title) => [title, bank] as const) : [];
  }),
);

/** No name of a bank is longer. */
const LONGEST = Math.max(...[...heads.keys()].map((head) => head.length));

/** Many institutions that share a code, each with a place in its name: 웰컴저축은행. */
const SHARED: readonly (readonly [ending: string, code: string])[] = [
  ['저축은행', '050'],
  ['새마을금고', '045'],
  ['신협', '048'],
  ['농협', '012'],
  ['축협', '012'],
];

/** The bank that a word at a bank's place names, or null. */
export function bankOfHead(word: string): KnownBank | null {
  if (word.length < 2 || word.length > LONGEST) return null;
  // Changing the case of Hangul is slow, and in vain.
  const bank = heads.get(word) ?? (/[a-z]/.test(word) ? heads.get(word.toUpperCase()) : undefined);
  if (bank) return bank;
  for (const [ending, code] of SHARED) if (word.endsWith(ending)) return known.get(code) ?? null;
  return null;
}

/** The bank that has been seen to write from this number. */
export function bankOfSender(sender: string | null): KnownBank | null {
  if (sender === null || sender.length > 20) return null;
  return senders.get(sender.replace(/\D/g, '')) ?? null;
}
