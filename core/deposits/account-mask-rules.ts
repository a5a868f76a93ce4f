import { codesOfName } from './banks.ts';

/** Fewer digits than these would fit any number. */
const VISIBLE_MIN = 2;

/** No account has more digits: longer masks are noise. */
const MASK_MAX = 64;

/** What of an account a message shows. */
export interface ToldAccount {
  /** As the bank prints it; null when it prints none. */
  readonly mask: string | null;
  /** Three-digit KFTC code; null when the message does not name the bank. */
  readonly bankCode: string | null;
}

/** A registered account, its number opened. */
export interface AccountDigits {
  readonly id: number;
  readonly bankCode: string;
  readonly digits: string;
}

/** The one account that a message can mean, or why there is none. */
export type AccountChoice =
  { readonly kind: 'one'; readonly id: number } | { readonly kind: 'none' } | { readonly kind: 'several' };

/**
 * Whether a mask can be that of a number (BANK-SMS.md, Account masks). `strong`: of the same length, digit by digit.
 * `weak`: of another length, since some banks print fewer stars than digits; each run of stars hides one digit at
 * least. Without stars it is a whole number and must be the same. `(1234)` shows the last four digits.
 */
export function fitsMask(mask: string, digits: string): 'strong' | 'weak' | null {
  const plain = plainMask(mask);
  if (plain === null) return null;
  if (plain.length === digits.length) return fitsByDigit(plain, digits) ? 'strong' : null;
  return plain.includes('*') && fitsByRuns(plain, digits) ? 'weak' : null;
}

/** Digits and stars alone; null for a mask that has other signs in it or shows too little. */
function plainMask(mask: string): string | null {
  const bare = mask.slice(0, MASK_MAX).normalize('NFKC').replace(/[\s-]/g, '');
  const tail = /^\((\d+)\)$/.exec(bare)?.[1];
  const plain = tail === undefined ? bare : `*${tail}`;
  if (mask.length > MASK_MAX || !/^[\d*]+$/.test(plain)) return null;
  return plain.replaceAll('*', '').length >= VISIBLE_MIN ? plain : null;
}

function fitsByDigit(mask: string, digits: string): boolean {
  for (let at = 0; at < mask.length; at += 1) if (mask[at] !== '*' && mask[at] !== digits[at]) return false;
  return true;
}

function fitsByRuns(mask: string, digits: string): boolean {
  const runs = mask.split(/\*+/);
  const [first = '', last = ''] = [runs[0], runs.at(-1)];
  if (!digits.startsWith(first) || !digits.endsWith(last)) return false;
  let from = first.length;
  for (const run of runs.slice(1, -1)) {
    // A star before the run: it hides at least one digit.
    const at = digits.indexOf(run, from + 1);
    if (at === -1) return false;
    from = at + run.length;
  }
  return from + 1 <= digits.length - last.length;
}

/**
 * Which registered account a message means. The bank must agree where the message names it. A strong fit beats weak
 * ones; two that fit equally well leave none. The end of a number alone (`(1234)`, `*420576`) counts only with the
 * bank's name. A message without a number counts only where `allowNoMask` says that all accounts are those of one
 * workspace that the phone belongs to, and means the only account of its bank there.
 */
export function chooseAccount(
  { mask, bankCode }: ToldAccount,
  accounts: readonly AccountDigits[],
  { allowNoMask }: { readonly allowNoMask: boolean },
): AccountChoice {
  const ofBank = accounts.filter((account) => bankCode === null || isSameBank(bankCode, account.bankCode));
  if (mask === null) return bankCode !== null && allowNoMask ? only(ofBank) : { kind: 'none' };
  if (bankCode === null && showsEndOnly(mask)) return { kind: 'none' };
  const fits = ofBank.map((account) => ({ id: account.id, fit: fitsMask(mask, account.digits) }));
  const strong = fits.filter(({ fit }) => fit === 'strong');
  return only(strong.length > 0 ? strong : fits.filter(({ fit }) => fit === 'weak'));
}

function only(accounts: readonly { readonly id: number }[]): AccountChoice {
  const [first] = accounts;
  if (!first) return { kind: 'none' };
  return accounts.length === 1 ? { kind: 'one', id: first.id } : { kind: 'several' };
}

function showsEndOnly(mask: string): boolean {
  const plain = plainMask(mask);
  return plain !== null && /^\*+\d+$/.test(plain);
}

/** 농협 and 수협 are one name for two codes each: their messages do not tell which. */
function isSameBank(told: string, registered: string): boolean {
  return codesOfName(told).includes(registered);
}
