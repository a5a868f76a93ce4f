import type { CheckoutSession } from '../checkout/session.ts';
import { DomainError } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import { seoulDay } from '../kernel/time.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories } from '../storage.ts';
import type { Tally } from '../tallies/tally.ts';
import type { Coupon, CouponRefusal } from './coupon.ts';
import type { CouponUse } from './coupon-use.ts';
import {
  type CouponCustomer,
  type CouponUseStatus,
  customerKeys,
  holdUse,
  isLive,
  moveUse,
  useRefusal,
} from './coupon-usage-rules.ts';

/** What it takes to hold and to move uses of coupons. */
export interface CouponUsePorts {
  readonly random: Random;
  readonly clock: Clock;
  readonly secretBox: SecretBox;
}

/** A session as far as its coupons' uses are concerned. */
type OfSession = Pick<CheckoutSession, 'id' | 'merchantId' | 'mode'>;

/** A session that was paid: what its coupons took off it. */
type PaidSession = OfSession & Pick<CheckoutSession, 'currency' | 'coupons'>;

/** When an order was paid or given back whole, and what was paid for it, in its smallest units. */
export interface CouponSale {
  readonly at: number;
  readonly paid: number;
}

const USED_UP: readonly CouponRefusal[] = ['usage_limit_reached', 'customer_limit_reached'];

/**
 * The refusal of a coupon, its reason as a detail: `coupon_not_found` (404) for `not_found`, `coupon_used_up` (409) for
 * the two limits of use, `coupon_refused` (400) for all else.
 */
export function couponRefused(reason: CouponRefusal): DomainError {
  if (reason === 'not_found') return new DomainError('coupon_not_found', 'no such coupon', { reason });
  if (USED_UP.includes(reason))
    return new DomainError('coupon_used_up', 'the coupon has no use left', { reason });
  return new DomainError('coupon_refused', 'the coupon is not good here', { reason });
}

/** What is asked for and what is stored of a customer. */
interface CustomerHashes {
  readonly keys: readonly string[];
  /** One of each key, under the newest secret. */
  readonly stored: readonly string[];
  /** All of each key: some uses may have been stored under an older secret. */
  readonly sought: readonly string[];
}

/** Under what a customer's uses are stored and found: what he is called does not leave this. */
export function hashesOf(secretBox: SecretBox, customer: CouponCustomer): CustomerHashes {
  const keys = customerKeys(customer);
  const hashes = keys.map((key) => secretBox.hashes(key));
  return { keys, stored: hashes.map(([newest]) => newest), sought: hashes.flat() };
}

/** Why a coupon has no use left for this customer, one use of his left out; null when it has. */
export async function refusalFor(
  from: Repositories,
  coupon: Coupon,
  { keys, sought }: CustomerHashes,
  exceptUseId?: string,
): Promise<CouponRefusal | null> {
  if (coupon.usageLimitPerCustomer === null) return useRefusal(coupon, { keys, count: 0 });
  const count = await from.coupons.countOfCustomer(scopeOf(coupon), coupon.id, sought, exceptUseId);
  return useRefusal(coupon, { keys, count });
}

/**
 * Holds a use of a coupon for a session; none more when the session has one. Refuses as `couponRefused` when none is
 * left, and with `stale_write`, after which the unit runs again, when the merchant has changed the coupon since it was
 * read. Answers the coupon with its new counters.
 */
export async function holdCoupon(
  tx: Repositories,
  ports: CouponUsePorts,
  {
    coupon,
    session,
  }: { readonly coupon: Coupon; readonly session: OfSession & Pick<CheckoutSession, 'customer'> },
): Promise<Coupon> {
  const scope = scopeOf(session);
  const locked = await lockCoupon(tx, scope, coupon.id);
  if (await tx.coupons.findUse(scope, locked.id, session.id)) return locked;
  if (locked.updatedAt !== coupon.updatedAt)
    throw new DomainError('stale_write', 'the coupon was changed meanwhile', { id: coupon.id });
  const hashes = hashesOf(ports.secretBox, customerOf(session.customer));
  const refusal = await refusalFor(tx, locked, hashes);
  if (refusal) throw couponRefused(refusal);
  const now = ports.clock.now();
  await tx.coupons.insertUse({
    id: ports.random.id('cpu'),
    ...scope,
    couponId: locked.id,
    sessionId: session.id,
    customerHashes: hashes.stored,
    status: 'held',
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
  return tx.coupons.update(locked, holdUse(locked));
}

/** Gives free what a session holds: of these coupons, or of all. What it does not hold (any more) stays as it is. */
export async function releaseCoupons(
  tx: Repositories,
  ports: Pick<CouponUsePorts, 'clock'>,
  session: OfSession,
  couponIds?: readonly string[],
): Promise<void> {
  const isMeant = ({ id }: Coupon): boolean => couponIds?.includes(id) ?? true;
  await moveUses(tx, session, { from: 'held', to: 'released', at: ports.clock.now(), isMeant });
}

/**
 * The session was paid: the uses that it holds are redeemed and counted, what its coupons took off and what was paid
 * with them. The same news twice changes nothing.
 */
export async function redeemCoupons(tx: Repositories, session: PaidSession, sale: CouponSale): Promise<void> {
  const move = { from: 'held', to: 'redeemed', at: sale.at, isMeant: () => true } as const;
  await countUses(tx, session, await moveUses(tx, session, move), { ...sale, times: 1 });
}

/**
 * All of what was paid (`sale.paid`, again) has been given back: uses return to those coupons whose merchant wants it,
 * and what they took off and brought in counts no more, from this day on. The same news twice changes nothing.
 */
export async function giveBackCoupons(
  tx: Repositories,
  session: PaidSession,
  sale: CouponSale,
): Promise<void> {
  const isMeant = ({ givesUseBack }: Coupon): boolean => givesUseBack;
  const move = { from: 'redeemed', to: 'given_back', at: sale.at, isMeant } as const;
  await countUses(tx, session, await moveUses(tx, session, move), { ...sale, times: -1 });
}

/**
 * The session's customer is somebody else now, or more is known of him: what the session holds is his. Refuses as
 * `couponRefused` when he has used up a coupon elsewhere, or when nobody knows any more who he is and it matters.
 */
export async function rekeyCustomer(
  tx: Repositories,
  ports: CouponUsePorts,
  session: OfSession,
  customer: CheckoutSession['customer'],
): Promise<void> {
  const scope = scopeOf(session);
  const hashes = hashesOf(ports.secretBox, customerOf(customer));
  for (const use of await tx.coupons.listUses(scope, session.id)) {
    if (use.status !== 'held' || isSame(use.customerHashes, hashes.stored)) continue;
    const coupon = await lockCoupon(tx, scope, use.couponId);
    // His use is one of those that the limit for all counts already.
    const refusal = await refusalFor(tx, { ...coupon, usageLimit: null }, hashes, use.id);
    if (refusal) throw couponRefused(refusal);
    await tx.coupons.updateUse(use, { ...use, customerHashes: hashes.stored, updatedAt: ports.clock.now() });
  }
}

interface Move {
  readonly from: CouponUseStatus;
  readonly to: CouponUseStatus;
  readonly at: number;
  isMeant(coupon: Coupon): boolean;
}

/** Moves what a session has in one state to another one; answers the coupons of which it has moved a use. */
async function moveUses(
  tx: Repositories,
  session: OfSession,
  { from, to, at, isMeant }: Move,
): Promise<Coupon[]> {
  const scope = scopeOf(session);
  const moved: Coupon[] = [];
  for (const use of await tx.coupons.listUses(scope, session.id)) {
    if (use.status !== from) continue;
    const coupon = await lockCoupon(tx, scope, use.couponId);
    if (!isMeant(coupon)) continue;
    await tx.coupons.updateUse(use, movedUse(use, to, at));
    moved.push(await tx.coupons.update(coupon, moveUse(coupon, from, to)));
  }
  return moved;
}

/** Who has used a coupon in vain is nobody's business. */
function movedUse(use: CouponUse, to: CouponUseStatus, at: number): CouponUse {
  const customerHashes = isLive(to) ? use.customerHashes : [];
  return { ...use, status: to, customerHashes, updatedAt: at };
}

async function countUses(
  tx: Repositories,
  session: PaidSession,
  coupons: readonly Coupon[],
  { at, paid, times }: CouponSale & { readonly times: 1 | -1 },
): Promise<void> {
  if (coupons.length === 0) return;
  const tallies = coupons.flatMap(({ id }): Tally[] => {
    const taken = session.coupons.find(({ couponId }) => couponId === id)?.amount ?? 0;
    const shared = { subject: id, day: seoulDay(at), detail: '', currency: session.currency, count: times };
    return [
      { ...shared, metric: 'coupon.discount', amount: times * taken },
      { ...shared, metric: 'coupon.revenue', amount: times * paid },
    ];
  });
  await tx.tallies.add(scopeOf(session), tallies);
}

async function lockCoupon(tx: Repositories, scope: Scope, id: string): Promise<Coupon> {
  const coupon = await tx.coupons.lock(scope, id);
  if (!coupon) throw couponRefused('not_found');
  return coupon;
}

function customerOf({ id, email, phone }: CheckoutSession['customer']): CouponCustomer {
  return { customerId: id, email, phone };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((hash, at) => hash === b[at]);
}
