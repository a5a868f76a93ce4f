import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { TallySpan } from '../tallies/tally.ts';
import type { Cart, Coupon, CouponEvaluation, CouponRefusal, CouponResult } from './coupon.ts';
import { type ChangeCoupon, changeCoupon } from './coupon-change-rules.ts';
import { couponCode } from './coupon-code-rules.ts';
import { type NewCoupon, newCoupon } from './coupon-creation-rules.ts';
import { type CouponReport, couponReport } from './coupon-report-rules.ts';
import type { CouponFilter } from './coupon-repository.ts';
import { evaluateCoupons } from './coupon-rules.ts';
import type { CouponCustomer } from './coupon-usage-rules.ts';
import { hashesOf, refusalFor } from './use-coupons.ts';

/** What the service needs from outside. */
export interface CouponServicePorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
}

/** A code that somebody wants to try on a cart. */
export interface CouponTrial {
  readonly code: string;
  readonly cart: Cart;
  /** Who asks; without it limits per customer are not looked at. */
  readonly customer?: CouponCustomer | undefined;
}

/** What a code would do: nothing was changed or held, so that a moment later it may be otherwise. */
export interface CouponVerdict {
  /** Null when there is none of this code. */
  readonly coupon: Coupon | null;
  /** Of the cart with the coupon, or without it where that is refused. */
  readonly evaluation: CouponEvaluation;
  readonly result:
    Extract<CouponResult, { kind: 'applied' }> | { readonly kind: 'refused'; readonly reason: CouponRefusal };
}

/** How a coupon has done: its counters as they are now, and its figures of the days that were asked for. */
export interface CouponAnalytics extends CouponReport {
  readonly coupon: Coupon;
  /** Paid orders that use it, of all days and currencies. */
  readonly used: number;
  /** Open sessions that hold a use. */
  readonly held: number;
}

export type CouponService = ReturnType<typeof createCouponService>;

/** A merchant's coupons. Codes are taken as they are typed: `' welcome10 '` is `WELCOME10`. */
export function createCouponService({ storage, clock, random, secretBox }: CouponServicePorts) {
  /** `already_exists` for a code that the merchant has, whichever shop it is good in. */
  async function create(scope: Scope, input: NewCoupon, once: Once<Coupon> = UNKEYED): Promise<Coupon> {
    const coupon = newCoupon(scope, random.id('cpn'), input, clock.now());
    return storage.transaction(async (tx) => {
      await assertShop(tx, scope, coupon.shopId);
      if (await tx.coupons.findByCode(scope, coupon.code))
        throw new DomainError('already_exists', 'there is a coupon of this code', { field: 'code' });
      await tx.coupons.insert(coupon);
      await once.finish(tx, coupon.id, coupon);
      return coupon;
    });
  }

  /** `not_found` for every code that is not one of this merchant's in this mode, or that was removed. */
  const get = (scope: Scope, code: string): Promise<Coupon> => findCoupon(storage, scope, code);

  /** Newest first. */
  const list = (scope: Scope, filter: CouponFilter, cursor: Cursor): Promise<Page<Coupon>> =>
    storage.coupons.list(scope, filter, cursor);

  /** Sessions that hold it already keep what it takes off until they are reckoned anew. */
  const change = (scope: Scope, code: string, input: ChangeCoupon): Promise<Coupon> =>
    inTurn(scope, code, (was, now) => changeCoupon(was, input, now));

  /** Frees its code. Its uses, and what it did, are kept. */
  async function remove(scope: Scope, code: string): Promise<void> {
    await inTurn(scope, code, (was, now) => ({ ...was, removedAt: now, updatedAt: now }));
  }

  /** Buyers move the counters all the time: a change waits for its turn, else it would be stale again and again. */
  function inTurn(
    scope: Scope,
    code: string,
    changed: (was: Coupon, now: number) => Coupon,
  ): Promise<Coupon> {
    return storage.transaction(async (tx) => {
      const { id } = await findCoupon(tx, scope, code);
      const was = await tx.coupons.lock(scope, id);
      if (!was || was.removedAt !== null) throw noCoupon();
      return tx.coupons.update(was, changed(was, clock.now()));
    });
  }

  /** What a code would take off a cart, or why nothing. Refuses carts of which no discount could be right. */
  async function validate(scope: Scope, { code, cart, customer }: CouponTrial): Promise<CouponVerdict> {
    const now = clock.now();
    const coupon = await storage.coupons.findByCode(scope, couponCode(code));
    const evaluation = evaluateCoupons(cart, coupon ? [coupon] : [], now);
    const [result] = evaluation.coupons;
    const reason = await refusalOf(coupon, result, customer);
    if (result?.kind === 'applied' && !reason) return { coupon, evaluation, result };
    const refused = { kind: 'refused', reason: reason ?? 'not_found' } as const;
    return { coupon, evaluation: evaluateCoupons(cart, [], now), result: refused };
  }

  async function refusalOf(
    coupon: Coupon | null,
    result: CouponResult | undefined,
    customer: CouponCustomer | undefined,
  ): Promise<CouponRefusal | null> {
    if (!coupon) return 'not_found';
    if (result?.kind === 'refused') return result.reason;
    const asked = customer ? coupon : { ...coupon, usageLimitPerCustomer: null };
    return refusalFor(storage, asked, hashesOf(secretBox, customer ?? {}));
  }

  /**
   * Of days in Korea (`seoulDay`), both inclusive. Also of a coupon that was removed, unless another one has its code
   * now: the last one of that code.
   */
  async function analytics(
    scope: Scope,
    code: string,
    { from, to }: Omit<TallySpan, 'subject'>,
  ): Promise<CouponAnalytics> {
    const written = couponCode(code);
    const coupon =
      (await storage.coupons.findByCode(scope, written)) ??
      (await storage.coupons.findRemoved(scope, written));
    if (!coupon) throw noCoupon();
    const tallies = await storage.tallies.list(scope, { subject: coupon.id, from, to });
    return { coupon, used: coupon.usedCount, held: coupon.heldCount, ...couponReport(tallies) };
  }

  return { create, get, list, change, remove, validate, analytics };
}

async function findCoupon(from: Repositories, scope: Scope, code: string): Promise<Coupon> {
  const coupon = await from.coupons.findByCode(scope, couponCode(code));
  if (!coupon) throw noCoupon();
  return coupon;
}

/** A code is what a buyer types, perhaps his own name: it is not repeated. */
function noCoupon(): DomainError {
  return new DomainError('not_found', 'no such coupon');
}

async function assertShop(tx: Repositories, scope: Scope, shopId: string | null): Promise<void> {
  if (shopId === null || (await tx.shops.find(scope, shopId))) return;
  throw new DomainError('invalid_request', 'no such shop', { field: 'shop_id' });
}
