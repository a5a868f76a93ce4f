import type { MatchLevel } from './matching.ts';

/** No key is longer: an index holds it. */
export const NAME_KEY_MAX = 100;

/** No code is longer: an index holds it. */
export const ORDER_CODE_MAX = 64;

/** A shorter code would be found in names by chance. */
export const ORDER_CODE_MIN = 4;

/** Codes are looked for only so far into a name: no bank prints longer ones. */
const CODED_NAME_MAX = 40;

/** How many codes of one name are looked for. */
const CODES_MAX = 200;

/** More of a name or number is never read, so that its length costs nothing; the rest is noise at best. */
const READ_MAX = 400;

/** Nicknames that the sending application glues to a name; whoever is called so in earnest is not two syllables more. */
const APPLICATIONS = ['토스', '토뱅', '카뱅', '케뱅'] as const;

/**
 * Whole names of banks. Short ones (국민, 신한, 우리, 하나, …) are missing on purpose: 우리건설 and 국민연금공단 begin
 * with them, 강신한 ends with one. A name that is really decorated so is still found by `containsName`.
 */
const BANKS = [
  ...[
    '국민',
    '신한',
    '우리',
    '하나',
    '기업',
    '농협',
    '부산',
    '대구',
    '광주',
    '전북',
    '경남',
    '제주',
    '산업',
  ].map((bank) => `${bank}은행`),
  ...[
    '카카오뱅크',
    '토스뱅크',
    '케이뱅크',
    'im뱅크',
    '씨티은행',
    '제일은행',
    'sc은행',
    '수협은행',
    '수출입은행',
  ],
];

/** They begin the names of others (농협하나로마트, 우체국쇼핑) and end them (서산농협): only before a space. */
const INSTITUTIONS = ['새마을금고', '새마을금', '우체국', '농협', '신협', '수협'] as const;

/** Surnames of Koreans, common ones: what is left without a bank must look like somebody's name. */
const SURNAMES = new Set(
  '강고공곽구국권금기길김나남남노단도동라류마맹명모목문민박반방배백변복봉부빈사서석선설성소손송시신심안양어엄여연염예오옥왕용우원위유육윤이인임장전정제조주지진차채천최추탁태편표피하한함허현형호홍황',
);

const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * The name without what banks and buyers add to it (BANK-SMS.md, Matching): NFKC, lower case, no spaces, no company
 * form, no 님, no bank in front or behind, nothing after an unclosed bracket. '' when no letter and no digit is left;
 * at most `NAME_KEY_MAX` characters. A key is its own key.
 */
export function nameKey(name: string): string {
  let key = clean(withoutSpacedBank(name.slice(0, READ_MAX)));
  // 토스(주)… shows its company form only without the bank, and letters that come together may become one.
  for (let left = NAME_KEY_MAX; left > 0; left -= 1) {
    const shorter = clean(withoutDecoration(key));
    if (shorter === key) break;
    key = shorter;
  }
  return /[\p{L}\p{N}]/u.test(key) ? key : '';
}

/** As every key is written: without spaces, in lower case, of bounded length. */
function clean(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(INVISIBLE, '').slice(0, NAME_KEY_MAX);
}

/** A space tells a bank from a name that begins with the same letters: `새마을금 시명우` is not 새마을금시 명우. */
function withoutSpacedBank(name: string): string {
  const words = name.normalize('NFKC').trim().split(/\s+/u);
  const [first = '', ...others] = words;
  const rest = others.join('');
  const isBank = (INSTITUTIONS as readonly string[]).includes(first);
  return isBank && isPerson(rest, 2) ? rest : name;
}

/** Takes away one layer of what is no part of a name. */
function withoutDecoration(key: string): string {
  const name = withoutBracket(key.replaceAll('(주)', '')).replace(/^\d{3}-(?=\D)/u, '');
  return withoutBank(withoutTitle(withoutCompanyForm(withoutStars(name))));
}

/** What follows a bracket that is never closed was cut off by the bank; one in front hides only itself. */
function withoutBracket(name: string): string {
  const open = name.indexOf('(', name.lastIndexOf(')') + 1);
  if (open === -1) return name;
  return open === 0 ? name.slice(1) : name.slice(0, open);
}

function withoutStars(name: string): string {
  let end = name.length;
  while (end > 0 && name[end - 1] === '*') end -= 1;
  return name.slice(0, end);
}

function withoutCompanyForm(name: string): string {
  const form = ['주식회사', '유한회사', '주)'].find((word) => name.startsWith(word));
  if (form !== undefined) return name.slice(form.length);
  const last = ['주식회사', '유한회사'].find((word) => name.endsWith(word));
  return last === undefined ? name : name.slice(0, -last.length);
}

/** 님 ends a name that is one without it: 해님 stays. */
function withoutTitle(name: string): string {
  return name.endsWith('님') && name.length > 2 ? name.slice(0, -1) : name;
}

function withoutBank(name: string): string {
  return without(name, APPLICATIONS, 2) ?? without(name, BANKS, 3) ?? name;
}

/** The name without one of these in front or behind, if somebody's name of so many syllables is left. */
function without(name: string, words: readonly string[], syllables: number): string | null {
  for (const word of words) {
    const rests = [
      name.startsWith(word) ? name.slice(word.length) : '',
      name.endsWith(word) ? name.slice(0, -word.length) : '',
    ];
    const rest = rests.find((left) => isPerson(left, syllables));
    if (rest !== undefined) return rest;
  }
  return null;
}

/** A surname and what follows it: two to four Hangul syllables. */
function isPerson(name: string, syllables: number): boolean {
  return (
    name.length >= syllables && name.length <= 4 && SURNAMES.has(name[0] ?? '') && /^[가-힣]+$/u.test(name)
  );
}

/** Letters and digits of an order's number, in upper case; '' when it has none. */
export function orderCode(orderNumber: string): string {
  const letters = written(orderNumber).map(({ letter }) => letter);
  return withoutHalf(letters.join('').slice(0, ORDER_CODE_MAX));
}

/** A cut may have parted a pair of surrogates, which no database stores. */
function withoutHalf(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

/** A letter or digit, of what kind, and whether something else stands between it and the one before. */
interface Letter {
  readonly letter: string;
  readonly kind: 'digit' | 'latin' | 'other';
  readonly apart: boolean;
}

function written(text: string): Letter[] {
  const letters: Letter[] = [];
  let apart = true;
  for (const letter of text.slice(0, READ_MAX).normalize('NFKC').toUpperCase().normalize('NFKC')) {
    const counts = /[\p{L}\p{N}]/u.test(letter);
    if (counts) letters.push({ letter, kind: kindOf(letter), apart });
    if (letters.length > ORDER_CODE_MAX) break;
    apart = !counts;
  }
  return letters;
}

function kindOf(letter: string): Letter['kind'] {
  if (/\p{N}/u.test(letter)) return 'digit';
  return /\p{Script=Latin}/u.test(letter) ? 'latin' : 'other';
}

/**
 * Every code that an order mentioned in this name could have, longest first, at most `CODES_MAX`. A code begins and
 * ends where the kind of letter changes or, between letters, where something parts them. Digits that are parted by a
 * dash or a space are one number all the same: `5678` is not in `010-1234-5678`. A code without a digit would be a
 * word, and words are names.
 */
export function codesIn(name: string): string[] {
  const letters = written(name);
  const isEdge = (at: number): boolean => {
    const [before, after] = [letters[at - 1], letters[at]];
    if (!before || !after || before.kind !== after.kind) return true;
    return after.apart && after.kind !== 'digit';
  };
  const last = Math.min(letters.length, CODED_NAME_MAX);
  const edges = Array.from({ length: last + 1 }, (_, at) => at).filter(isEdge);
  const spans = edges
    .flatMap((from) => edges.filter((to) => to >= from + ORDER_CODE_MIN).map((to) => letters.slice(from, to)))
    .filter((span) => span.some(({ kind }) => kind === 'digit'))
    .sort((one, other) => other.length - one.length);
  const codes = spans.map((span) => span.map(({ letter }) => letter).join(''));
  return [...new Set(codes)].slice(0, CODES_MAX);
}

/** Two keys are one name. */
export function sameName(one: string, other: string): boolean {
  return one !== '' && one === other;
}

/** One key begins with the other: banks cut names by bytes (우리 14, 하나 16, …). */
export function prefixName(one: string, other: string): boolean {
  const [short, long] = byLength(one, other);
  return long.startsWith(short) && isTelling(short);
}

/** One key has the other in it. */
export function containsName(one: string, other: string): boolean {
  const [short, long] = byLength(one, other);
  return long.includes(short) && isTelling(short);
}

/** A shorter name has too many neighbours. */
const EDITABLE_MIN = 3;

/**
 * One letter of one key is another, missing or too many. Never a digit: numbers that differ by one are two numbers.
 * Tells something only while no other order is as near.
 */
export function nearName(one: string, other: string): boolean {
  const [short, long] = byLength(one, other);
  const missing = long.length - short.length;
  if (short.length < EDITABLE_MIN || missing > 1 || short === long) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const edited = (long[at] ?? '') + (missing === 1 ? '' : (short[at] ?? ''));
  return long.slice(at + 1) === short.slice(at + 1 - missing) && !/\p{N}/u.test(edited);
}

/** At least two Hangul syllables, or four Latin letters: less is found in names by chance. */
function isTelling(key: string): boolean {
  const hangul = key.match(/[가-힣]/gu)?.length ?? 0;
  const latin = key.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return hangul >= 2 || latin >= 4;
}

function byLength(one: string, other: string): readonly [string, string] {
  return one.length <= other.length ? [one, other] : [other, one];
}

/** A depositor's name, read once for all orders. */
export interface ReadName {
  /** '' when the message names nobody. */
  readonly key: string;
  readonly codes: ReadonlySet<string>;
}

/** Reads the name of a depositor; null is the name of nobody. */
export function readName(name: string | null): ReadName {
  return { key: nameKey(name ?? ''), codes: new Set(codesIn(name ?? '')) };
}

/** How well a name tells the order of this key and this code, at best; null when not at all. */
export function nameLevel(
  { key, codes }: ReadName,
  order: { readonly key: string; readonly code: string },
): Exclude<MatchLevel, 'amount'> | null {
  if (codes.has(order.code)) return 'order_code';
  if (sameName(key, order.key)) return 'exact';
  if (prefixName(key, order.key)) return 'prefix';
  if (containsName(key, order.key)) return 'contains';
  return nearName(key, order.key) ? 'edit_distance' : null;
}
