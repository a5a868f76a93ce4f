import { couponCode } from '../coupons/coupon-code-rules.ts';
import type { Coupon, CouponEvaluation } from '../coupons/coupon.ts';
import { couponRefused, holdCoupon } from '../coupons/use-coupons.ts';
import type { Scope } from '../kernel/scope.ts';
import { type RateLimitRepository, takeOrRefuse } from '../rate-limits/rate-limit-repository.ts';
import { networkOf } from '../risk/risk-signal-rules.ts';
import type { Storage } from '../storage.ts';
import type { CheckoutSession, SessionCoupon } from './session.ts';
import { assertOpen } from './session-rules.ts';
import { lookLocked, saveReckoned, type SavingPorts, type SessionView } from './session-store.ts';

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

/** And from one network, on however many sessions. */
const ADDRESS_RATE = { limit: 60, windowMs: 60_000 };

export type SessionCouponService = ReturnType<typeof createSessionCouponService>;

/** Coupons on a session: a use is reserved when one is applied, and free again when it is taken off. */
export function createSessionCouponService(ports: SessionCouponPorts) {
  const { storage, clock, rateLimits } = ports;

  /**
   * Reserves a use of a coupon and takes it off. Refuses with `coupon_not_found`, `coupon_refused` or `coupon_used_up`
   * (the reason as a detail), with `session_not_pending` once the payment has begun, and with `rate_limited` whoever
   * tries too many codes on it, or from one `address`, for buyers who are known by nothing else.
   */
  async function apply(
    scope: Scope,
    id: string,
    typed: string,
    address: string | null = null,
  ): Promise<CouponApplied> {
    const network = address === null ? null : networkOf(address);
    if (network !== null)
      await takeOrRefuse(rateLimits, `coupons from ${network}`, ADDRESS_RATE, clock.now());
    await takeOrRefuse(rateLimits, `coupons:${id}`, COUPON_RATE, clock.now());
    return storage.transaction(async (tx) => {
      const view = await lookLocked(tx, scope, id);
      assertOpen(view, clock.now());
      const found = await tx.coupons.findByCode(scope, couponCode(typed));
      if (!found) throw couponRefused('not_found');
      const keep = view.session.coupons.map(({ couponId }) => couponId);
      if (keep.includes(found.id)) throw couponRefused('already_applied');
      const asked = { view, wanted: view.session, wished: { keep, add: found.id } };
      const saved = await saveReckoned(tx, ports, asked, ({ evaluation }) =>
        assertApplied(evaluation, found),
      );
      // Locked by now: what was reckoned with.
      const coupon = (await tx.coupons.find(scope, found.id)) ?? found;
      await holdCoupon(tx, ports, { coupon, session: saved.session });
      return { ...saved, coupon: appliedOf(saved.session, coupon) };
    });
  }

  /** Takes a coupon off again; refuses with `coupon_not_found` when the session does not have it. */
  async function remove(scope: Scope, id: string, typed: string): Promise<SessionView> {
    return storage.transaction(async (tx) => {
      const view = await lookLocked(tx, scope, id);
      assertOpen(view, clock.now());
      const gone = view.session.coupons.find(({ code }) => code === couponCode(typed));
      if (!gone) throw couponRefused('not_found');
      const rest = view.session.coupons.filter((coupon) => coupon !== gone);
      const keep = rest.map(({ couponId }) => couponId);
      return saveReckoned(tx, ports, { view, wanted: view.session, wished: { keep } });
    });
  }

  return { apply, remove };
}

function assertApplied(evaluation: CouponEvaluation, { id }: Coupon): void {
  const result = evaluation.coupons.find(({ couponId }) => couponId === id);
  if (result?.kind !== 'applied') throw couponRefused(result?.reason ?? 'not_found');
}

function appliedOf(session: CheckoutSession, { id }: Coupon): SessionCoupon {
  const applied = session.coupons.find(({ couponId }) => couponId === id);
  if (!applied) throw new TypeError('a coupon was applied and is not there');
  return applied;
}
