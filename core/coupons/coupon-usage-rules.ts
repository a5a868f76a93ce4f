import { assertTransition, type Transitions } from '../kernel/machine.ts';
import type { Coupon, CouponRefusal } from './coupon.ts';
import { visible } from './coupon-code-rules.ts';

/** One use of a coupon by one order, from the moment that it is applied. */
export type CouponUseStatus = 'held' | 'redeemed' | 'released' | 'given_back';

/** Held when applied, redeemed when the order is paid, released when it is not; given back after a full refund. */
export const COUPON_USE_TRANSITIONS: Transitions<CouponUseStatus> = {
  held: ['redeemed', 'released'],
  redeemed: ['given_back'],
  released: [],
  given_back: [],
};

/** Who wants to use a coupon; what is not known is left out. */
export interface CouponCustomer {
  readonly customerId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
}

/**
 * Under what a customer's uses are found again: `id:…`, `email:…`, `phone:…`. Whoever shares one of them is the same
 * customer, so that a member who comes back as a guest is known. Case and spaces make no other address, and hyphens or
 * a country code no other Korean telephone.
 */
export function customerKeys({ customerId, email, phone }: CouponCustomer): string[] {
  return [
    ['id', visible(customerId ?? '')],
    [
      'email',
      visible(email ?? '')
        .toLowerCase()
        .replace(/\.+$/, ''),
    ],
    ['phone', phoneKey(phone ?? '')],
  ].flatMap(([kind, value]) => (value ? [`${kind}:${value}`] : []));
}

function phoneKey(phone: string): string {
  const dialled = visible(phone).replace(/[^\d+]/g, '');
  const korean = dialled
    .replace(/^(?:\+|00)82(?:\+?0)?/, '0')
    // As some address books write them: without a plus, or without the 0.
    .replace(/^82(?=1[016789]\d{7,8}$)/, '0')
    .replace(/^(?=10\d{8}$)/, '0');
  return korean.replace(/(?!^)\+/g, '');
}

/** Such a use counts against the limits. */
export function isLive(status: CouponUseStatus): boolean {
  return status === 'held' || status === 'redeemed';
}

/** What is known of a customer's uses of one coupon: his keys, and how many of them are held or redeemed. */
export interface CustomerUses {
  readonly keys: readonly string[];
  readonly count: number;
}

/** Why a coupon has no use left for this customer; null when it has. Uses that are held count like those redeemed. */
export function useRefusal(
  coupon: Pick<Coupon, 'usageLimit' | 'usageLimitPerCustomer' | 'usedCount' | 'heldCount'>,
  customer: CustomerUses,
): CouponRefusal | null {
  const { usageLimit, usageLimitPerCustomer, usedCount, heldCount } = coupon;
  if (usageLimit !== null && usedCount + heldCount >= usageLimit) return 'usage_limit_reached';
  if (usageLimitPerCustomer === null) return null;
  if (customer.keys.length === 0) return 'customer_required';
  return customer.count >= usageLimitPerCustomer ? 'customer_limit_reached' : null;
}

/** The coupon with one more use held. Ask `useRefusal` first, in the same transaction. */
export function holdUse(coupon: Coupon): Coupon {
  return { ...coupon, heldCount: coupon.heldCount + 1 };
}

/** The coupon after one of its uses went from one state to another; refuses what is not in the table. */
export function moveUse(coupon: Coupon, from: CouponUseStatus, to: CouponUseStatus): Coupon {
  assertTransition(COUPON_USE_TRANSITIONS, from, to);
  const held = (status: CouponUseStatus): number => (status === 'held' ? 1 : 0);
  const used = (status: CouponUseStatus): number => (status === 'redeemed' ? 1 : 0);
  return {
    ...coupon,
    heldCount: coupon.heldCount + held(to) - held(from),
    usedCount: coupon.usedCount + used(to) - used(from),
  };
}
