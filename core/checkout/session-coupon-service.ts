import { couponCode } from '../coupons/coupon-code-rules.ts';
import type { Coupon } from '../coupons/coupon.ts';
import { evaluateCoupons } from '../coupons/coupon-rules.ts';
import { couponRefused, holdCoupon, releaseCoupons } from '../coupons/use-coupons.ts';
import type { Scope } from '../kernel/scope.ts';
import { type RateLimitRepository, takeOrRefuse } from '../rate-limits/rate-limit-repository.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { SessionCoupon } from './session.ts';
import { assertOpen, cartOf, sessionCoupons } from './session-rules.ts';
import {
  couponsOf,
  look,
  saveSession,
  type SavingPorts,
  type SessionView,
  storeSession,
} from './session-store.ts';

/** What the service needs from outside. */
export interface SessionCouponPorts extends SavingPorts {
  readonly storage: Storage;
  readonly rateLimits: RateLimitRepository;
}

/** What became of a coupon: what it takes off, and what is to pay now. */
export interface CouponApplied extends SessionView {
  readonly coupon: SessionCoupon;
}

/** How often codes may be tried on one session: nobody types faster, and nobody guesses many. */
const COUPON_RATE = { limit: 20, windowMs: 60_000 };

export type SessionCouponService = ReturnType<typeof createSessionCouponService>;

/** Coupons on a session: a use is reserved when one is applied, and free again when it is taken off. */
export function createSessionCouponService(ports: SessionCouponPorts) {
  const { storage, clock, rateLimits } = ports;

  /**
   * Reserves a use of a coupon and takes it off. Refuses with `coupon_refused` (its reason as a detail) or
   * `coupon_used_up`, and with `session_not_pending` once the payment has begun.
   */
  async function apply(scope: Scope, id: string, typed: string): Promise<CouponApplied> {
    await takeOrRefuse(rateLimits, `coupons:${id}`, COUPON_RATE, clock.now());
    return storage.transaction(async (tx) => {
      const view = await look(tx, scope, id);
      assertOpen(view, clock.now());
      const coupon = await tx.coupons.findByCode(scope, couponCode(typed));
      if (!coupon) throw couponRefused('not_found');
      if (view.session.coupons.some(({ couponId }) => couponId === coupon.id))
        throw couponRefused('already_applied');
      return addCoupon(tx, view, coupon);
    });
  }

  async function addCoupon(tx: Repositories, view: SessionView, coupon: Coupon): Promise<CouponApplied> {
    const held = await couponsOf(tx, view.session);
    const coupons = [...held, coupon];
    const kept = held.map(({ id }) => id);
    const evaluation = evaluateCoupons(cartOf(view.session), coupons, clock.now(), { kept });
    const result = evaluation.coupons.find(({ couponId }) => couponId === coupon.id);
    if (result?.kind === 'refused') throw couponRefused(result.reason);
    const next = { ...view.session, coupons: sessionCoupons(evaluation, coupons) };
    const saved = await storeSession(tx, ports, view, next);
    const lost = kept.filter((id) => !next.coupons.some(({ couponId }) => couponId === id));
    if (lost.length > 0) await releaseCoupons(tx, ports, view.session, lost);
    await holdCoupon(tx, ports, { coupon, session: saved.session });
    const applied = saved.session.coupons.find(({ couponId }) => couponId === coupon.id);
    if (!applied) throw new TypeError('a coupon was applied and is not there');
    return { ...saved, coupon: applied };
  }

  /** Takes a coupon off again; refuses with `coupon_refused` when the session does not have it. */
  async function remove(scope: Scope, id: string, typed: string): Promise<SessionView> {
    return storage.transaction(async (tx) => {
      const view = await look(tx, scope, id);
      assertOpen(view, clock.now());
      const gone = view.session.coupons.find(({ code }) => code === couponCode(typed));
      if (!gone) throw couponRefused('not_found');
      const coupons = view.session.coupons.filter((coupon) => coupon !== gone);
      const session = await tx.sessions.update(view.session, { ...view.session, coupons });
      await releaseCoupons(tx, ports, session, [gone.couponId]);
      return saveSession(tx, ports, { ...view, session }, session);
    });
  }

  return { apply, remove };
}
