import { allocate } from './allocation-rules.ts';
import { lineRefund, releaseRefund, retainRefund } from './coupon-refund-rules.ts';

/** What is given back of an order with coupons, in a case of `coupon-cases.json`; all amounts in won. */
export interface CaseRefund {
  readonly paid?: number;
  /** Goods at list price. */
  readonly list?: number;
  readonly cancel_list_amount?: number;
  readonly policy?: 'retain' | 'release';
  readonly line_discounts?: readonly number[];
  /** What the lines cost before discounts; without it they are taken to be what `line_discounts` tell. */
  readonly line_totals?: readonly number[];
  readonly refund_line?: number;
  readonly refund_lines?: readonly number[];
  readonly units?: number;
  readonly refund_units?: number;
  readonly goods?: number;
  readonly shipping_fee?: number;
  readonly shipping_discount?: number;
  readonly refund?: 'full';
}

/** What a case of a refund expects; `remaining` is what the merchant keeps. */
export interface CaseRefundAnswer {
  readonly refund_amount?: number;
  readonly refunds?: readonly number[];
  readonly remaining?: number;
  readonly reason?: string;
  readonly would_owe?: number;
}

/** How much goes back; a case that does not say enough is told so, never guessed. */
export function evaluateRefund(input: CaseRefund): CaseRefundAnswer {
  const { paid = 0, list, refund_units: returned, units } = input;
  if (input.refund === 'full') return { refund_amount: paid, remaining: 0 };
  if (list !== undefined) return partial(input, list);
  if (input.line_discounts) return lines(input, input.line_discounts);
  if (returned === undefined || units === undefined) return { reason: 'INCOMPLETE_CASE' };
  // Of equal units only what was paid for all of them is known, and that is enough.
  const amount = units > 0 ? lineRefund(asPaid(paid, units), returned) : 0;
  return { refund_amount: amount, remaining: paid - amount };
}

/** A line on which `paid` was left of the least price that whole units can have. */
function asPaid(paid: number, quantity: number): Parameters<typeof lineRefund>[0] {
  const unitPrice = Math.ceil(paid / quantity);
  return { unitPrice, quantity, discount: unitPrice * quantity - paid };
}

function partial({ paid = 0, cancel_list_amount = 0, policy }: CaseRefund, list: number): CaseRefundAnswer {
  const asked = { list, paid, returned: cancel_list_amount };
  const amount = policy === 'release' ? releaseRefund(asked) : retainRefund(asked);
  if (amount < 0) return { reason: 'NEGATIVE_REFUND', would_owe: paid - amount };
  return { refund_amount: amount, remaining: paid - amount };
}

function lines(input: CaseRefund, discounts: readonly number[]): CaseRefundAnswer {
  const { paid = 0, refund_line: line, refund_lines: chosen } = input;
  const totals = input.line_totals ?? totalsBehind(discounts, paid);
  const shareOf = (at: number): number => (totals[at] ?? 0) - (discounts[at] ?? 0);
  const refunds = (chosen ?? (line === undefined ? [] : [line])).map(shareOf);
  const amount = refunds.reduce((sum, each) => sum + each, 0);
  const remaining = paid - amount;
  return chosen ? { refunds, refund_amount: amount, remaining } : { refund_amount: amount, remaining };
}

/**
 * What lines cost before they were discounted in proportion: as much as each other when their discounts are, to the won
 * that a remainder makes, else in the proportion of their discounts.
 */
function totalsBehind(discounts: readonly number[], paid: number): number[] {
  const sum = discounts.reduce((all, each) => all + each, 0);
  const isEven = Math.max(...discounts) - Math.min(...discounts) <= 1;
  const weights = isEven ? discounts.map(() => 1) : discounts;
  return allocate({ amount: paid + sum, weights, rooms: discounts.map(() => paid + sum) });
}
