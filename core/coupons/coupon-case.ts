import { DomainError } from '../kernel/errors.ts';
import type { Coupon, CouponEvaluation, CouponRefusal, CouponResult } from './coupon.ts';
import {
  bound,
  caseCart,
  type CaseCart,
  caseCoupon,
  type CaseCoupon,
  type CaseCustomer,
  caseForm,
  type CaseStacking,
  knownCoupon,
} from './coupon-case-input.ts';
import { type CaseRefund, type CaseRefundAnswer, evaluateRefund } from './coupon-case-refund.ts';
import { type CaseUsage, type CaseUsageAnswer, customerRefusal, evaluateUsage } from './coupon-case-usage.ts';
import { couponCode } from './coupon-code-rules.ts';
import { couponFault } from './coupon-creation-rules.ts';
import { taxPartsOf } from './coupon-refund-rules.ts';
import { evaluateCoupons } from './coupon-rules.ts';

/** The `input` of a case of `coupon-cases.json`: a cart, a creation, a code, a window, a use or a refund. */
export interface CouponCaseInput extends CaseStacking, CaseCustomer, CaseUsage, CaseRefund {
  readonly cart?: CaseCart;
  readonly coupons?: readonly CaseCoupon[];
  readonly create?: CaseCoupon;
  /** A code that exists, and the one that a buyer typed. */
  readonly stored?: string;
  readonly typed?: string;
  readonly valid_from?: string | null;
  readonly valid_until?: string | null;
  /** Without it windows are not looked at. */
  readonly now?: string;
}

/** The first six are of every case (the sixth when there is a shipping discount); the rest is of some groups only. */
export interface CouponCaseAnswer extends CaseUsageAnswer, CaseRefundAnswer {
  readonly outcome: string;
  readonly reason?: string;
  readonly discount_total: number;
  readonly line_discounts: readonly number[];
  readonly new_total: number;
  readonly shipping_discount?: number;
  /** Of each code, where there is more than one. */
  readonly per_coupon?: Readonly<Record<string, number>>;
  readonly per_coupon_lines?: Readonly<Record<string, readonly number[]>>;
  /** Where a line is tax-free. */
  readonly pg_amounts?: {
    readonly total: number;
    readonly tax_free: number;
    readonly supply: number;
    readonly vat: number;
  };
}

/**
 * Answers the `input` of one case of `coupon-cases.json` as its `expected` is written, through the same rules that
 * price a session. For tests; exported as `korea-checkout/testing`.
 */
export function evaluateCouponCase(input: CouponCaseInput): CouponCaseAnswer {
  try {
    if (input.create) return evaluateCreation(input.create);
    if (input.cart) return evaluateCart(input, input.cart);
    if (input.typed !== undefined) return evaluateCode(input.typed, input.stored);
    if (input.now !== undefined) return evaluateWindow(input);
    if (input.paid !== undefined) return { ...answer('refunded'), ...withOutcome(evaluateRefund(input)) };
    return { ...answer('applied'), ...evaluateUsage(input) };
  } catch (error) {
    if (error instanceof DomainError) return answer('rejected', String(error.details['rule'] ?? error.code));
    throw error;
  }
}

function withOutcome(refund: CaseRefundAnswer): CaseRefundAnswer & { outcome?: string } {
  return refund.reason === undefined ? refund : { ...refund, outcome: 'rejected' };
}

function answer(outcome: string, reason?: string | null): CouponCaseAnswer {
  return {
    outcome,
    ...(reason && { reason: reason.toUpperCase() }),
    discount_total: 0,
    line_discounts: [],
    new_total: 0,
  };
}

function verdict(reason: CouponRefusal | null): CouponCaseAnswer {
  return answer(reason ? 'rejected' : 'applied', reason);
}

function evaluateCreation(create: CaseCoupon): CouponCaseAnswer {
  const fault = couponFault(caseForm(create));
  return fault ? answer('rejected', fault.reason) : answer('created');
}

function evaluateCode(typed: string, stored: string | undefined): CouponCaseAnswer {
  return verdict(stored !== undefined && couponCode(stored) === couponCode(typed) ? null : 'not_found');
}

/** The window of a coupon about which nothing else is told, on a cart that any coupon would do for. */
function evaluateWindow(input: CouponCaseInput): CouponCaseAnswer {
  const coupon = caseCoupon({ ...knownCoupon('TEN'), ...window(input) });
  const cart = caseCart({ lines: [{ unit_price: 10_000 }] });
  const [result] = evaluateCoupons(cart, [coupon], moment(input.now)).coupons;
  return verdict(result?.kind === 'refused' ? result.reason : null);
}

function window({ valid_from = null, valid_until = null }: CouponCaseInput): CaseCoupon {
  return { valid_from, valid_until };
}

function moment(now: string | undefined): number {
  const at = bound(now, 'from') ?? 0;
  if (Number.isNaN(at)) throw new DomainError('invalid_request', 'not a moment', { field: 'now' });
  return at;
}

function evaluateCart(input: CouponCaseInput, written: CaseCart): CouponCaseAnswer {
  const cart = caseCart(written);
  const typed = typedCoupons(input);
  const kept = keptCoupons(input);
  const refusals = typed.map((coupon) => customerRefusal(coupon, input));
  const asked = typed.filter((_, at) => !refusals[at]);
  const evaluation = evaluateCoupons(cart, [...kept, ...asked], moment(input.now), {
    stacking: input.stacking === 'sequential' ? 'sequential' : 'parallel',
    kept: kept.map(({ id }) => id),
  });
  const refusal = refusals.find((reason) => reason !== null) ?? refusalOf(input, evaluation, typed);
  return {
    outcome: refusal ? 'rejected' : 'applied',
    ...(refusal && { reason: refusal.toUpperCase() }),
    discount_total: evaluation.discountTotal,
    line_discounts: evaluation.lineDiscounts,
    new_total: evaluation.newTotal,
    ...(evaluation.shippingDiscount > 0 && { shipping_discount: evaluation.shippingDiscount }),
    ...(refusal && { usage_after: typed[0]?.usedCount ?? 0 }),
    ...(typed.length + kept.length > 1 && perCoupon(evaluation.coupons, cart.lines.length)),
    ...(written.lines.some((line) => line.tax_free) && pgAmounts(cart, evaluation)),
  };
}

function typedCoupons(input: CouponCaseInput): readonly Coupon[] {
  const { coupons = [], typed, now, stacking } = input;
  const timeless = { valid_from: null, valid_until: null };
  return coupons
    .map((coupon) => caseCoupon(now === undefined ? { ...coupon, ...timeless } : coupon))
    .filter(({ code }) => typed === undefined || code === couponCode(typed))
    .map((coupon) => (stacking === 'none' ? { ...coupon, isExclusive: true } : coupon));
}

/** The coupons that the session has already: written out beside the others, or known. */
function keptCoupons({ already_applied: codes = [], coupons = [] }: CouponCaseInput): readonly Coupon[] {
  return codes.flatMap((code) => {
    const same = (coupon: CaseCoupon): boolean => couponCode(coupon.code ?? '') === couponCode(code);
    const coupon = coupons.find(same) ?? knownCoupon(couponCode(code));
    return coupon ? [caseCoupon({ ...coupon, valid_from: null, valid_until: null })] : [];
  });
}

/** What the buyer is told: the first code of his that was refused, unless others merely left nothing for it. */
function refusalOf(
  { already_applied: codes = [] }: CouponCaseInput,
  { coupons }: CouponEvaluation,
  typed: readonly Coupon[],
): CouponRefusal | null {
  if (typed.length === 0) return 'not_found';
  const keptCodes = codes.map(couponCode);
  const isKept = ({ code }: CouponResult): boolean => keptCodes.includes(code);
  const refused = typed.flatMap(({ id }) =>
    coupons.flatMap((result) => (result.couponId === id && result.kind === 'refused' ? [result.reason] : [])),
  );
  const isAnyApplied = coupons.some((result) => result.kind === 'applied' && !isKept(result));
  const telling = refused.find((reason) => reason !== 'no_effect');
  return telling ?? (isAnyApplied ? null : (refused[0] ?? null));
}

function perCoupon(
  coupons: readonly CouponResult[],
  lines: number,
): Pick<CouponCaseAnswer, 'per_coupon' | 'per_coupon_lines'> {
  const none = Array.from({ length: lines }, () => 0);
  const amounts: Record<string, number> = {};
  const shares: Record<string, readonly number[]> = {};
  for (const result of coupons) {
    const isApplied = result.kind === 'applied';
    // A code that was typed twice is applied once; its second result must not hide the first.
    amounts[result.code] = isApplied ? result.amount : (amounts[result.code] ?? 0);
    shares[result.code] = isApplied ? result.lineDiscounts : (shares[result.code] ?? none);
  }
  return { per_coupon: amounts, per_coupon_lines: shares };
}

function pgAmounts(
  cart: Parameters<typeof taxPartsOf>[0],
  evaluation: CouponEvaluation,
): Pick<CouponCaseAnswer, 'pg_amounts'> {
  const { total, taxFree, supply, vat } = taxPartsOf(cart, evaluation);
  return { pg_amounts: { total, tax_free: taxFree, supply, vat } };
}
