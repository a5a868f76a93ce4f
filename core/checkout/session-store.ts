import { type Coupon } from '../coupons/coupon.ts';
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

/** Saves a session with its coupons reckoned anew; those that do not fit any more are given free. */
export async function saveSession(
  tx: Repositories,
  ports: SavingPorts,
  view: SessionView,
  wanted: CheckoutSession,
): Promise<SessionView> {
  const coupons = await couponsOf(tx, view.session);
  const kept = coupons.map(({ id }) => id);
  const evaluation = evaluateCoupons(cartOf(wanted), coupons, ports.clock.now(), { kept });
  const next = { ...wanted, coupons: sessionCoupons(evaluation, coupons) };
  const saved = await storeSession(tx, ports, view, next);
  const lost = kept.filter((id) => !next.coupons.some(({ couponId }) => couponId === id));
  if (lost.length > 0) await releaseCoupons(tx, ports, view.session, lost);
  await rekeyCustomer(tx, ports, saved.session, saved.session.customer);
  return saved;
}

/** The payment first, then its session, then coupons: everybody takes them in this order. */
export async function storeSession(
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

/** The coupons that a session holds, as they are now; they are never removed while somebody holds a use. */
export async function couponsOf(from: Repositories, session: CheckoutSession): Promise<Coupon[]> {
  const found = await Promise.all(
    session.coupons.map(({ couponId }) => from.coupons.find(session, couponId)),
  );
  return found.filter((coupon) => coupon !== null);
}
