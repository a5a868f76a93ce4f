import { currencyExponent } from './currencies.ts';
import { DomainError } from './errors.ts';

/** Whole smallest units of one currency: `{ amount: 29900, currency: 'KRW' }` is ₩29,900, `{ 2999, 'USD' }` is $29.99. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** Checks money where it enters: a positive safe integer in an active ISO 4217 currency. */
export function money(amount: number, currency: string): Money {
  if (currencyExponent(currency) === null)
    throw new DomainError('unsupported_currency', 'not an active ISO 4217 currency', { field: 'currency' });
  assertAmount(amount);
  return { amount, currency };
}

/** Refuses everything that is not a whole number of smallest units above zero: 0, -1, 10.5, "1000", 2^53. */
export function assertAmount(amount: unknown, field = 'amount'): asserts amount is number {
  if (!Number.isSafeInteger(amount) || (amount as number) <= 0)
    throw new DomainError('invalid_amount', `${field} must be a positive whole number`, { field });
}

/** Adds two amounts of one currency; refuses what leaves the safe integers. */
export function add(a: Money, b: Money): Money {
  return checked(a, b, a.amount + b.amount);
}

/** Takes `b` from `a`; the result may be negative. */
export function subtract(a: Money, b: Money): Money {
  return checked(a, b, a.amount - b.amount);
}

/**
 * `basisPoints` hundredths of a percent of `amount`, rounded half down, computed in integers.
 * Half down equals WooCommerce's result, so that totals agree to the won.
 */
export function percentOf(amount: number, basisPoints: number): number {
  const product = BigInt(amount) * BigInt(basisPoints);
  const negative = product < 0n;
  const size = negative ? -product : product;
  const rounded = Number((size + 4999n) / 10000n);
  return negative ? -rounded : rounded;
}

function checked(a: Money, b: Money, amount: number): Money {
  if (a.currency !== b.currency) throw new TypeError(`${a.currency} and ${b.currency} do not add up`);
  if (!Number.isSafeInteger(amount)) throw new RangeError('the sum is not a safe integer');
  return { amount, currency: a.currency };
}
