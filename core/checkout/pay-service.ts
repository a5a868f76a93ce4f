import { rekeyCustomer } from '../coupons/use-coupons.ts';
import { DomainError, isRefusal } from '../kernel/errors.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import type { PaymentMethod } from '../payments/payment.ts';
import { completeFree, isWaiting } from '../payments/payment-rules.ts';
import type { PaymentService } from '../payments/payment-service.ts';
import { recordChange } from '../payments/record-payment.ts';
import type { RiskService } from '../risk/risk-service.ts';
import type { Storage } from '../storage.ts';
import type { SessionCustomer, ShippingAddress } from './session.ts';
import { assertOpen } from './session-rules.ts';
import { look, lookLocked, type SavingPorts, type SessionView } from './session-store.ts';

/** What the service needs from outside. */
export interface PayPorts extends SavingPorts {
  readonly storage: Storage;
  readonly payments: PaymentService;
  readonly risk: RiskService;
}

/** How the buyer sets out to pay. */
export interface PaySession {
  readonly method: PaymentMethod | null;
  readonly instalmentMonths?: number | null | undefined;
  /** What the buyer has said of himself; what is left out stays. */
  readonly customer?: Partial<SessionCustomer> | undefined;
  readonly shippingAddress?: ShippingAddress | null | undefined;
  /** The amount that the buyer has seen; another one meanwhile is refused with `stale_write`. */
  readonly seenAmount?: number | undefined;
  /** The network address that he calls from; null when nobody knows. */
  readonly address: string | null;
  /** Where the gateway's page sends him back to. */
  readonly returnUrl: string | null;
}

export type PayService = ReturnType<typeof createPayService>;

/** What a buyer does with a session: pay it, or take another way. */
export function createPayService(ports: PayPorts) {
  const { storage, clock, random, payments, risk } = ports;

  /**
   * Sets out to pay. A double click, a second tab and the back button find the payment that is under way. Nothing to
   * pay is paid at once. Refuses with `session_not_pending`, `method_not_available`, `payment_blocked` (fraud rules),
   * `stale_write` (another price than the buyer has seen) and `rate_limited`.
   */
  async function pay(scope: Scope, id: string, input: PaySession): Promise<SessionView> {
    const seen = await look(storage, scope, id);
    if (isWaiting(seen.payment)) return seen;
    const view = await noteBuyer(scope, id, input);
    if (view.payment.amount === 0) return payNothing(scope, id);
    const { method, instalmentMonths, returnUrl } = input;
    if (method === null) throw new DomainError('invalid_request', 'choose how to pay', { field: 'method' });
    if (view.shop.status !== 'active' || !view.shop.paymentMethods.includes(method))
      throw new DomainError('method_not_available', 'the shop does not offer this method', { method });
    const check = (): Promise<void> => assertHarmless(view, input);
    const { id: paymentId, amount } = view.payment;
    await payments
      .begin(scope, paymentId, { method, instalmentMonths, returnUrl, amount, check })
      .catch(asEnded);
    return look(storage, scope, id);
  }

  /** Writes down what the buyer has said, at the price that he has seen. */
  function noteBuyer(scope: Scope, id: string, input: PaySession): Promise<SessionView> {
    return storage.transaction(async (tx) => {
      const view = await lookLocked(tx, scope, id);
      assertOpen(view, clock.now());
      if (input.seenAmount !== undefined && input.seenAmount !== view.payment.amount)
        throw new DomainError('stale_write', 'the price has changed: look again', { field: 'amount' });
      const was = view.session;
      const shippingAddress =
        input.shippingAddress === undefined ? was.shippingAddress : input.shippingAddress;
      const wanted = { ...was, customer: { ...was.customer, ...input.customer }, shippingAddress };
      if (JSON.stringify(wanted) === JSON.stringify(was)) return view;
      const session = await tx.sessions.update(was, { ...wanted, updatedAt: clock.now() });
      await rekeyCustomer(tx, ports, session, session.customer);
      return { ...view, session };
    });
  }

  function payNothing(scope: Scope, id: string): Promise<SessionView> {
    return storage.transaction(async (tx) => {
      const at = clock.now();
      const view = await lookLocked(tx, scope, id);
      assertOpen(view, at);
      const was = view.payment;
      const [processing, succeeded] = completeFree(was, at);
      const begun = await recordChange(tx, random, { was, now: processing, reason: 'nothing to pay', at });
      const now = { ...succeeded, version: begun.version };
      await recordChange(tx, random, { was: begun, now, reason: 'nothing to pay', at });
      return look(tx, scope, id);
    });
  }

  async function assertHarmless({ session, payment, shop }: SessionView, input: PaySession): Promise<void> {
    const { email, phone, country } = session.customer;
    const buyer = { email, phone, country, address: input.address, shippingCountry: null };
    const asked = { payment, shopId: shop.id, policy: shop.riskPolicy, buyer };
    const { decision, id } = await risk.assess(scopeOf(session), asked);
    if (decision === 'block')
      throw new DomainError('payment_blocked', 'the fraud rules refuse this attempt', { assessmentId: id });
  }

  /** Calls off the attempt that is under way, so that the buyer may pay in another way. */
  async function abandon(scope: Scope, id: string): Promise<SessionView> {
    const { payment } = await look(storage, scope, id);
    await payments.abandon(scope, payment.id);
    return look(storage, scope, id);
  }

  /** Asks the gateway what became of the attempt: the buyer is back from its page. */
  async function refresh(scope: Scope, id: string): Promise<SessionView> {
    const { payment } = await look(storage, scope, id);
    await payments.refresh(scope, payment.id);
    return look(storage, scope, id);
  }

  return { pay, abandon, refresh };
}

/** Ended at this very moment: the buyer is told what he is told a moment later. */
function asEnded(error: unknown): never {
  if (!isRefusal(error, 'illegal_transition')) throw error;
  throw new DomainError('session_not_pending', 'the session has ended meanwhile', {}, error);
}
