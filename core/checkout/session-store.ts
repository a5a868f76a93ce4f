import type { Coupon, CouponEvaluation } from '../coupons/coupon.ts';
import { evaluateCoupons } from '../coupons/coupon-rules.ts';
import { rekeyCustomer, releaseCoupons } from '../coupons/use-coupons.ts';
import { DomainError } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import { findPayment } from '../payments/hear-outcome.ts';
import type { Payment } from '../payments/payment.ts';
import { reprice } from '../payments/payment-rules.ts';
import { recordChange } from '../payments/record-payment.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import { findShop } from '../shops/shop-service.ts';
import type { Shop } from '../shops/shop.ts';
import type { Repositories } from '../storage.ts';
import { describeItems } from './new-session.ts';
import type { CheckoutSession } from './session.ts';
import { amountDue, cartOf, sessionCoupons } from './session-rules.ts';

/** A session with what it is about: all that presenters and pages need. */
export interface SessionView {
  readonly session: CheckoutSession;
  readonly payment: Payment;
  readonly shop: Shop;
}

/** What it takes to write a session down. */
export interface SavingPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
}

/** `not_found` for every id that is not a session of this merchant in this mode. */
export async function look(from: Repositories, scope: Scope, id: string): Promise<SessionView> {
  const session = await from.sessions.find(scope, id);
  if (!session) throw noSession(id);
  const [payment, shop] = await Promise.all([
    findPayment(from, scopeOf(session), session.paymentId),
    findShop(from, session, session.shopId),
  ]);
  return { session, payment, shop };
}

/** The one refusal for what is no session and for what is somebody else's. */
export function noSession(id: string): DomainError {
  return new DomainError('not_found', 'no such session', { sessionId: id, field: 'sessionId' });
}

/**
 * The same, for a unit of work that changes the session: such units of one session run one after another, and all take
 * the payment first, then the session, then coupons by ascending id.
 */
export async function lookLocked(tx: Repositories, scope: Scope, id: string): Promise<SessionView> {
  const session = await tx.sessions.find(scope, id);
  if (!session) throw noSession(id);
  await tx.payments.lock(scope, session.paymentId);
  return look(tx, scope, id);
}

/** Coupons for a session: those that it holds, and one more that it wants. */
interface Wished {
  /** Left out when one is taken off. */
  readonly keep: readonly string[];
  /** The id of another one. */
  readonly add?: string | undefined;
}

/** What reckoning anew has made of a session, and of the coupons that it wished. */
interface Reckoned {
  readonly next: CheckoutSession;
  readonly evaluation: CouponEvaluation;
}

/**
 * Saves a session whose cart, or whose coupons, are others now: the coupons are reckoned anew, and those that do not
 * fit any more are given free. `before` may refuse what came out.
 */
export async function saveReckoned(
  tx: Repositories,
  ports: SavingPorts,
  {
    view,
    wanted,
    wished,
  }: { readonly view: SessionView; readonly wanted: CheckoutSession; readonly wished: Wished },
  before: (reckoned: Reckoned) => void = () => {},
): Promise<SessionView> {
  const held = await lockCoupons(tx, view.session, wished.add);
  const coupons = held.filter(({ id }) => wished.keep.includes(id) || id === wished.add);
  const policy = { kept: wished.keep };
  const judged = coupons.map((coupon) => (wished.keep.includes(coupon.id) ? promised(coupon) : coupon));
  const evaluation = evaluateCoupons(cartOf(wanted), judged, ports.clock.now(), policy);
  const next = { ...wanted, coupons: sessionCoupons(evaluation, coupons) };
  before({ next, evaluation });
  const saved = await storeSession(tx, ports, view, next);
  const lost = view.session.coupons.filter(
    (had) => !next.coupons.some(({ couponId }) => couponId === had.couponId),
  );
  if (lost.length > 0)
    await releaseCoupons(
      tx,
      ports,
      view.session,
      lost.map(({ couponId }) => couponId),
    );
  return saved;
}

/** Saves a session of which nothing has changed that its coupons are reckoned from: what was promised stays. */
export async function saveSession(
  tx: Repositories,
  ports: SavingPorts,
  view: SessionView,
  wanted: CheckoutSession,
): Promise<SessionView> {
  const keep = view.session.coupons.map(({ couponId }) => couponId);
  const saved = isSameCart(view.session, wanted)
    ? await storeSession(tx, ports, view, wanted)
    : await saveReckoned(tx, ports, { view, wanted, wished: { keep } });
  await rekeyCustomer(tx, ports, saved.session, saved.session.customer);
  return saved;
}

/** A coupon that a session holds stays good for it, whatever became of its window or of itself (DECISIONS 47). */
function promised(coupon: Coupon): Coupon {
  return { ...coupon, validFrom: null, validUntil: null, isActive: true, removedAt: null };
}

const CART = ['items', 'shippingAmount', 'taxAmount', 'discountAmount', 'orderAmount', 'currency'] as const;

function isSameCart(one: CheckoutSession, other: CheckoutSession): boolean {
  return CART.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
}

/** The coupons that a session holds, and another one, by ascending id, as nobody can change them now. */
async function lockCoupons(
  tx: Repositories,
  session: CheckoutSession,
  another: string | undefined,
): Promise<Coupon[]> {
  const ids = session.coupons.map(({ couponId }) => couponId);
  const coupons: Coupon[] = [];
  for (const id of [...new Set([...ids, ...(another === undefined ? [] : [another])])].sort()) {
    const coupon = await tx.coupons.lock(session, id);
    if (coupon) coupons.push(coupon);
  }
  return coupons;
}

/** The payment with its price, then its session. */
async function storeSession(
  tx: Repositories,
  ports: SavingPorts,
  view: SessionView,
  next: CheckoutSession,
): Promise<SessionView> {
  const at = ports.clock.now();
  const priced = reprice(view.payment, amountDue(next));
  const now = { ...priced, description: describeItems(next.items) };
  const was = view.payment;
  const payment = await recordChange(tx, ports.random, { was, now, reason: 'session changed', at });
  const session = await tx.sessions.update(view.session, { ...next, updatedAt: at });
  return { ...view, payment, session };
}
