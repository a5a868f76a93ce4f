import {
  type CheckoutSession,
  instalmentFault,
  type Payment,
  type PaymentMethod,
  type SessionCustomer,
  type ShippingAddress,
} from '../../../core/index.ts';

/** What a buyer has typed and chosen, as text: whatever stands in it, nothing of it is lost. */
export interface BuyerEntry {
  readonly method: string;
  /** Months; empty: at once. */
  readonly instalments: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly postcode: string;
  readonly address: string;
  readonly detail: string;
  readonly agree: boolean;
  /** A code in the box that has not been applied. */
  readonly coupon: string;
}

/** The fields that can be wrong, in the order in which they stand on the page. */
export const BUYER_FIELDS = [
  'name',
  'email',
  'phone',
  'postcode',
  'address',
  'detail',
  'method',
  'instalments',
  'agree',
] as const;
export type BuyerField = (typeof BUYER_FIELDS)[number];

/** What is wrong with a field. */
export type BuyerProblem = 'missing' | 'malformed' | 'too_long';

/** Only the fields that are wrong. */
export type BuyerProblems = Readonly<Partial<Record<BuyerField, BuyerProblem>>>;

/** What a form is checked against. */
export interface AskedOfBuyer {
  readonly amount: number;
  readonly currency: string;
  readonly needsShipping: boolean;
  /** The ways to pay that the page offers; none when nothing is to pay. */
  readonly methods: readonly PaymentMethod[];
}

const LENGTHS = { name: 100, email: 254, phone: 30, postcode: 10, address: 200, detail: 100 } as const;
type TextField = keyof typeof LENGTHS;

/**
 * The fields of a posted form. Control characters and repeated spaces are no part of what somebody means, nor are
 * characters that turn the direction of what stands beside them, in mails and lists that others read.
 */
export function entryOf(form: URLSearchParams): BuyerEntry {
  const text = (field: string): string =>
    (form.get(field) ?? '')
      .normalize('NFC')
      .replace(/\p{Bidi_Control}+/gu, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim();
  return {
    method: text('method'),
    instalments: text('instalments'),
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    postcode: text('postcode'),
    address: text('address'),
    detail: text('address_detail'),
    agree: form.get('agree') === 'yes',
    coupon: text('coupon'),
  };
}

/** The form as it stands before anybody has typed: what the shop or an earlier try has said of the buyer. */
export function knownEntry(
  { customer, shippingAddress }: Pick<CheckoutSession, 'customer' | 'shippingAddress'>,
  { method, instalmentMonths }: Pick<Payment, 'method' | 'instalmentMonths'>,
): BuyerEntry {
  return {
    method: method ?? '',
    instalments: instalmentMonths === null ? '' : String(instalmentMonths),
    name: customer.name ?? '',
    email: customer.email ?? '',
    phone: customer.phone ?? '',
    postcode: shippingAddress?.postcode ?? '',
    address: shippingAddress?.address ?? '',
    detail: shippingAddress?.detail ?? '',
    agree: false,
    coupon: '',
  };
}

/** What must be corrected before anything is paid; empty when nothing is. */
export function checkBuyer(entry: BuyerEntry, asked: AskedOfBuyer): BuyerProblems {
  return {
    ...checkTexts(entry, asked.needsShipping),
    ...(asked.methods.length > 0 ? checkMethod(entry, asked) : {}),
    ...(entry.agree ? {} : { agree: 'missing' }),
  };
}

function checkTexts(entry: BuyerEntry, needsShipping: boolean): BuyerProblems {
  const fields: TextField[] = ['name', 'email', 'phone'];
  if (needsShipping) fields.push('postcode', 'address', 'detail');
  const found = fields.map((field) => [field, textProblem(field, entry[field])] as const);
  return Object.fromEntries(found.filter(([, problem]) => problem !== null));
}

/** An e-mail address is nobody's duty: a shop can reach its buyer by phone. */
const OPTIONAL: readonly TextField[] = ['email', 'detail'];

const IS_GOOD: Readonly<Partial<Record<TextField, (text: string) => boolean>>> = {
  email: (text) => /^[^\s@<>"(),:;\\[\]]+@[^\s@.<>"(),:;\\[\]]+(?:\.[^\s@.<>"(),:;\\[\]]+)+$/.test(text),
  phone: (text) => phoneOf(text) !== null,
  postcode: (text) => /^\d{5}$/.test(text.normalize('NFKC')),
};

function textProblem(field: TextField, text: string): BuyerProblem | null {
  if (text === '') return OPTIONAL.includes(field) ? null : 'missing';
  if (text.length > LENGTHS[field]) return 'too_long';
  return IS_GOOD[field]?.(text) === false ? 'malformed' : null;
}

function checkMethod(entry: BuyerEntry, { methods, amount, currency }: AskedOfBuyer): BuyerProblems {
  const method = methodOf(entry, methods);
  if (method === null) return { method: 'missing' };
  const months = instalmentsOf(entry, method);
  return instalmentFault(months, { method, amount, currency }) === null ? {} : { instalments: 'malformed' };
}

/** The chosen way to pay, if it is one of those on offer. */
export function methodOf(
  { method }: Pick<BuyerEntry, 'method'>,
  methods: readonly PaymentMethod[],
): PaymentMethod | null {
  return methods.find((offered) => offered === method) ?? null;
}

/** Months of instalments, null for none; they are a card's, whatever else the form says. NaN for what is no number. */
export function instalmentsOf(
  { instalments }: Pick<BuyerEntry, 'instalments'>,
  method: PaymentMethod | null,
): number | null {
  return method !== 'card' || instalments === '' ? null : Number(instalments);
}

/**
 * A phone number as it is written in Korea, `010-1234-5678`; one of another country as `+14155550123`; null for what is
 * neither. Korean mobile numbers have 10 or 11 digits and begin with 01; after +82 the 0 is left out.
 */
export function phoneOf(text: string): string | null {
  const dialed = text.normalize('NFKC').replace(/[\s().\-‐-―]/g, '');
  const local = dialed.replace(/^(?:\+|00)820?(?=1)/, '0');
  const parts = /^(01\d)(\d{3,4})(\d{4})$/.exec(local);
  if (parts) return parts.slice(1).join('-');
  return /^\+(?!82)[1-9]\d{6,14}$/.test(dialed) ? dialed : null;
}

/** What is sure of the buyer: the fields that are filled in and right. What the shop has written stays as it wrote it. */
export function customerOf(
  entry: BuyerEntry,
  was: Pick<SessionCustomer, 'name' | 'email' | 'phone'>,
): Partial<SessionCustomer> {
  const sure = (['name', 'email', 'phone'] as const).filter(
    (field) => entry[field] !== '' && textProblem(field, entry[field]) === null,
  );
  return Object.fromEntries(
    sure.map((field) => [field, field === 'phone' ? phoneToKeep(entry.phone, was.phone) : entry[field]]),
  );
}

function phoneToKeep(typed: string, was: string | null): string | null {
  const phone = phoneOf(typed);
  return was !== null && phoneOf(was) === phone ? was : phone;
}

/** Where to send it, once postcode and address are right; undefined before. */
export function addressOf(entry: BuyerEntry): ShippingAddress | undefined {
  const { address, detail } = entry;
  const wrong = (['postcode', 'address', 'detail'] as const).some(
    (field) => textProblem(field, entry[field]) !== null,
  );
  return wrong ? undefined : { postcode: entry.postcode.normalize('NFKC'), address, detail };
}
