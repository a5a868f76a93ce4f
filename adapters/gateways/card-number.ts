/** What a buyer types on a card form, as typed. It lives as long as the request: never store or log it. */
export interface CardEntry {
  readonly number: string;
  /** `MM/YY` */
  readonly expiry: string;
  readonly cvc: string;
}

export type CardField = keyof CardEntry;

/** Why a field of a card form cannot be right; a code that the page has words for. */
export type CardProblem = 'missing' | 'number_invalid' | 'expiry_format' | 'expiry_past' | 'cvc_format';

export type CardProblems = Readonly<Partial<Record<CardField, CardProblem>>>;

/** The digits of a card number without the spaces and dashes that people type. */
export function cardDigits(number: string): string {
  return number.replace(/[\s-]/g, '');
}

/** What is wrong with a card entry before anybody is asked; empty when nothing is. */
export function checkCard(entry: CardEntry, now: number): CardProblems {
  const digits = cardDigits(entry.number);
  const found = {
    number: digits === '' ? 'missing' : isCardNumber(digits) ? null : 'number_invalid',
    expiry: checkExpiry(entry.expiry.trim(), now),
    cvc: checkCvc(entry.cvc.trim(), cardBrand(digits)),
  } as const satisfies Record<CardField, CardProblem | null>;
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
}

/** 12 to 19 digits whose Luhn sum is right. */
export function isCardNumber(digits: string): boolean {
  return /^\d{12,19}$/.test(digits) && luhnSum(digits) % 10 === 0;
}

const BRANDS: readonly (readonly [brand: string, prefix: RegExp])[] = [
  ['visa', /^4/],
  ['mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ['amex', /^3[47]/],
  ['jcb', /^35/],
  ['diners', /^3(0[0-5]|[689])/],
  ['unionpay', /^62/],
  ['discover', /^6(011|4[4-9]|5)/],
  // Cards that are good in Korea only, of whichever issuer.
  ['domestic', /^9/],
];

/** The brand by the number's first digits, or `unknown`. */
export function cardBrand(digits: string): string {
  return BRANDS.find(([, prefix]) => prefix.test(digits))?.[0] ?? 'unknown';
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

function checkExpiry(expiry: string, now: number): CardProblem | null {
  if (expiry === '') return 'missing';
  const [, month, year] = /^(0[1-9]|1[0-2])\s*\/?\s*(\d{2})$/.exec(expiry) ?? [];
  if (!month || !year) return 'expiry_format';
  // A card is good until its month has ended everywhere: twelve hours after it has in UTC.
  const ends = Date.UTC(2000 + Number(year), Number(month), 1, 12);
  return ends <= now ? 'expiry_past' : null;
}

function checkCvc(cvc: string, brand: string): CardProblem | null {
  if (cvc === '') return 'missing';
  return (brand === 'amex' ? /^\d{4}$/ : /^\d{3}$/).test(cvc) ? null : 'cvc_format';
}
