import type { Coupon, CouponRefusal } from './coupon.ts';
import { caseCoupon, caseCustomer, type CaseCustomer, previousCustomer } from './coupon-case-input.ts';
import {
  customerKeys,
  type CustomerUses,
  type CouponUseStatus,
  holdUse,
  moveUse,
  useRefusal,
} from './coupon-usage-rules.ts';

/** Limits, uses so far and what happens, in a case of `coupon-cases.json`. */
export interface CaseUsage {
  readonly usage_limit?: number | null;
  readonly usage_limit_per_customer?: number | null;
  readonly used?: number;
  readonly held?: number;
  /** Orders that apply the coupon at one moment; in which order does not matter. */
  readonly concurrent_orders?: number;
  /** Applications one after another; with one idempotency key they are one. */
  readonly calls?: number;
  readonly same_idempotency_key?: boolean;
  /** What became of the order that holds, or has redeemed, a use. */
  readonly event?: string;
  readonly gives_use_back?: boolean;
}

/** What a case of uses expects. */
export interface CaseUsageAnswer {
  readonly outcome?: string;
  readonly reason?: string;
  readonly usage_after?: number;
  readonly usage_held_after?: number;
  readonly usage_held_after_event?: number;
}

/** What an event makes of a use, and what cases call it. */
const EVENTS: readonly (readonly [RegExp, CouponUseStatus, CouponUseStatus, string])[] = [
  [/succeeded|completed|paid|captured/, 'held', 'redeemed', 'consumed'],
  [/failed|cancell?ed|expired/, 'held', 'released', 'released'],
  [/refunded/, 'redeemed', 'given_back', 'restored'],
];

/** Applies a coupon about which only its limits and uses are told, or tells it an event. */
export function evaluateUsage(input: CaseUsage & CaseCustomer): CaseUsageAnswer {
  const coupon = caseCoupon({
    type: 'free_shipping',
    usage_limit: input.usage_limit ?? null,
    usage_limit_per_customer: input.usage_limit_per_customer ?? null,
    used: input.used ?? 0,
    held: input.held ?? 0,
  });
  if (input.event !== undefined) return hear(coupon, input.event, input.gives_use_back ?? false);
  const calls = input.same_idempotency_key ? 1 : (input.calls ?? 1);
  return applyTimes(coupon, input.concurrent_orders ?? calls, input);
}

/** Why a coupon has no use left for whoever is asking; of an unknown buyer only the limit for all is asked. */
export function customerRefusal(coupon: Coupon, input: CaseCustomer): CouponRefusal | null {
  const asks = ['customer_id', 'email', 'guest_email', 'phone', 'guest_phone'].some(
    (field) => field in input,
  );
  return useRefusal(asks ? coupon : { ...coupon, usageLimitPerCustomer: null }, usesBefore(input));
}

function usesBefore(input: CaseCustomer): CustomerUses {
  const keys = customerKeys(caseCustomer(input));
  const before = customerKeys(previousCustomer(input));
  const isSame = keys.some((key) => before.includes(key));
  return { keys, count: isSame ? (input.previous_uses ?? 1) : 0 };
}

function hear(coupon: Coupon, event: string, givesUseBack: boolean): CaseUsageAnswer {
  const found = EVENTS.find(([pattern]) => pattern.test(event));
  const isKept = found?.[1] === 'redeemed' && !givesUseBack;
  const after = found && !isKept ? moveUse(coupon, found[1], found[2]) : coupon;
  return {
    outcome: found && !isKept ? found[3] : 'unchanged',
    usage_held_after_event: after.heldCount,
    usage_after: after.usedCount,
  };
}

/** Every order that gets a use is paid for; `usage_after` counts them, and a single one that is still held does not. */
function applyTimes(coupon: Coupon, times: number, input: CaseUsage & CaseCustomer): CaseUsageAnswer {
  let after = coupon;
  let refusal: CouponRefusal | null = null;
  const customer = usesBefore(input);
  let applied = 0;
  for (let n = 0; n < times; n += 1) {
    const reason = useRefusal(after, { ...customer, count: customer.count + applied });
    refusal ??= reason;
    if (reason) continue;
    after = holdUse(after);
    applied += 1;
  }
  const isRace = input.concurrent_orders !== undefined;
  for (let n = 0; isRace && n < applied; n += 1) after = moveUse(after, 'held', 'redeemed');
  return {
    outcome: outcomeOf(applied, times - applied),
    ...(refusal && { reason: refusal.toUpperCase() }),
    usage_after: after.usedCount,
    usage_held_after: after.heldCount,
  };
}

const WORDS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function outcomeOf(applied: number, refused: number): string {
  if (refused === 0) return 'applied';
  if (applied === 0) return 'rejected';
  const word = (count: number): string => WORDS[count] ?? String(count);
  return `${word(applied)}_applied_${word(refused)}_rejected`;
}
