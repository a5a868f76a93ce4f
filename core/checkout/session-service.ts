import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError, isRefusal } from '../kernel/errors.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import { findPayment } from '../payments/hear-outcome.ts';
import { isEnded } from '../payments/payment-rules.ts';
import type { Payment } from '../payments/payment.ts';
import type { PaymentService } from '../payments/payment-service.ts';
import { recordNew } from '../payments/record-payment.ts';
import type { Clock, Random, SecretBox, WebhookSender } from '../ports.ts';
import type { Refund } from '../refunds/refund.ts';
import type { RefundService } from '../refunds/refund-service.ts';
import { ensureEndpoint } from '../shops/shop-endpoints.ts';
import { assertReceiver, findShop, type ShopService } from '../shops/shop-service.ts';
import type { Shop } from '../shops/shop.ts';
import type { Repositories, Storage } from '../storage.ts';
import { shopTally } from './follow-payment.ts';
import { assertRedirects, type NewSession, newSession } from './new-session.ts';
import type { CheckoutSession } from './session.ts';
import { amountDue, assertOpen, assertTotal, orderAmount } from './session-rules.ts';
import { look, lookLocked, noSession, saveSession, type SessionView } from './session-store.ts';

/** What the service needs from outside. */
export interface SessionPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
  readonly sender: WebhookSender;
  readonly payments: PaymentService;
  readonly refunds: RefundService;
  readonly shops: ShopService;
}

/** What may change of a session while it is pending; what is left out stays. */
export type SessionChange = Partial<
  Pick<
    CheckoutSession,
    | 'customer'
    | 'metadata'
    | 'items'
    | 'shippingAmount'
    | 'taxAmount'
    | 'discountAmount'
    | 'shippingAddress'
    | 'needsShipping'
    | 'returnUrl'
    | 'cancelUrl'
    | 'language'
  >
> & { readonly totalAmount?: number | undefined };

export type SessionService = ReturnType<typeof createSessionService>;

/** The life of a checkout session until somebody pays it: create, change, coupons, end, refund. */
export function createSessionService(ports: SessionPorts) {
  const { storage, clock, random, payments, refunds } = ports;

  /**
   * A session with its payment, or the open one that the shop has for this order already, brought up to date with what
   * is asked now: a cart may have changed since. Refuses to change one whose payment is under way.
   */
  async function create(
    scope: Scope,
    input: NewSession,
    once: Once<SessionView> = UNKEYED,
  ): Promise<SessionView> {
    const shop = await shopFor(scope, input.shopId ?? null);
    if (input.webhookUrl !== null)
      await assertReceiver(ports.sender, input.webhookUrl, scope.mode, 'webhookUrl');
    await endLate(shop, input.platformOrderId);
    const unit = () => storage.transaction((tx) => createWithin(tx, shop, input, once));
    // Of two requests for the same order at once the second one finds what the first has made.
    return unit().catch((error: unknown) => {
      if (!isRefusal(error, 'already_exists')) throw error;
      return unit();
    });
  }

  /** An open session whose time is over is no answer to an order that is asked for again. */
  async function endLate(shop: Shop, platformOrderId: string): Promise<void> {
    const open = await storage.sessions.findOpen(shop, shop.id, platformOrderId);
    if (open && open.expiresAt <= clock.now()) await get(shop, open.id);
  }

  async function createWithin(
    tx: Repositories,
    shop: Shop,
    input: NewSession,
    once: Once<SessionView>,
  ): Promise<SessionView> {
    const ids = { sessionId: random.id('cs'), paymentId: random.id('pay') };
    const made = newSession({ shop, ...ids, now: clock.now() }, input);
    if (made.session.webhookUrl !== null) await ensureEndpoint(tx, ports, shop, made.session.webhookUrl);
    const open = await tx.sessions.findOpen(shop, shop.id, input.platformOrderId);
    const view = open ? await renew(tx, open, made.session) : await insert(tx, shop, made);
    await once.finish(tx, view.session.id, view);
    return view;
  }

  async function insert(
    tx: Repositories,
    shop: Shop,
    { session, payment }: { session: CheckoutSession; payment: Payment },
  ): Promise<SessionView> {
    await tx.sessions.insert(session);
    await recordNew(tx, random, payment);
    const { createdAt, orderAmount: amount } = session;
    await tx.tallies.add(shop, [shopTally(session, createdAt, { metric: 'session.created', amount })]);
    return { session, payment, shop };
  }

  /** The open session of an order, asked for again. */
  async function renew(tx: Repositories, was: CheckoutSession, asked: CheckoutSession): Promise<SessionView> {
    const view = await lookLocked(tx, was, was.id);
    const { session } = view;
    if (session.askedHash === asked.askedHash) return view;
    assertOpen(view, clock.now());
    if (session.currency !== asked.currency)
      throw new DomainError('session_not_pending', 'the order is open in another currency', {
        field: 'currency',
      });
    const { id, paymentId, coupons, expiresAt, createdAt, updatedAt, version } = session;
    const wanted: CheckoutSession = {
      ...asked,
      ...{ id, paymentId, coupons, expiresAt, createdAt, updatedAt, version },
      // What the buyer has said stays, where the shop says nothing.
      customer: { ...session.customer, ...known(asked.customer) },
      shippingAddress: asked.shippingAddress ?? session.shippingAddress,
    };
    return saveSession(tx, ports, view, wanted);
  }

  async function shopFor(scope: Scope, id: string | null): Promise<Shop> {
    const shop = id === null ? await ports.shops.getDefault(scope) : await findShop(storage, scope, id);
    if (shop.status !== 'active')
      throw new DomainError('invalid_request', 'the shop is closed', { field: 'shopId', rule: 'active' });
    return shop;
  }

  /** `not_found` for every id that is not a session of this merchant in this mode. A session whose time is over ends. */
  async function get(scope: Scope, id: string): Promise<SessionView> {
    const view = await whole(scope, id);
    const isLate = view.session.endedAt === null && view.session.expiresAt <= clock.now();
    if (!isLate) return view;
    await payments.expire(scope, view.payment.id).catch((error: unknown) => {
      // Paid, ended or asked about at this very moment: the view tells what is so.
      if (!isRefusal(error, 'illegal_transition', 'gateway_unavailable', 'stale_write')) throw error;
    });
    return look(storage, scope, id);
  }

  /** Session and payment are read one after the other: when somebody came between, both are read again. */
  async function whole(scope: Scope, id: string): Promise<SessionView> {
    const view = await look(storage, scope, id);
    const hasEnded = isEnded(view.payment) === (view.session.endedAt !== null);
    return hasEnded && view.payment.amount === amountDue(view.session) ? view : look(storage, scope, id);
  }

  /** The session behind a buyer's link, which carries nothing but the unguessable id. */
  async function getForBuyer(id: string): Promise<SessionView> {
    return get(await scopeFor(id), id);
  }

  /** Whose session this is; `not_found` for every id that is none. */
  async function scopeFor(id: string): Promise<Scope> {
    const scope = await storage.sessions.findScope(id);
    if (!scope) throw noSession(id);
    return scope;
  }

  /** The sessions of a shop, newest first. */
  async function list(scope: Scope, shopId: string, cursor: Cursor): Promise<Page<SessionView>> {
    const shop = await findShop(storage, scope, shopId);
    const page = await storage.sessions.list(scope, shopId, cursor);
    const items = await Promise.all(
      page.items.map(async (session) => ({
        session,
        shop,
        payment: await findPayment(storage, scope, session.paymentId),
      })),
    );
    return { items, hasMore: page.hasMore };
  }

  /**
   * Changes a pending session. New amounts are reckoned anew, its coupons with them. A function is given the session as
   * it is in the unit of work, so that two changes of parts of one field lose neither.
   */
  async function change(
    scope: Scope,
    id: string,
    input: SessionChange | ((was: CheckoutSession) => SessionChange),
  ): Promise<SessionView> {
    return storage.transaction(async (tx) => {
      const view = await lookLocked(tx, scope, id);
      const { totalAmount, ...changed } = typeof input === 'function' ? input(view.session) : input;
      assertOpen(view, clock.now());
      const wanted = { ...view.session, ...changed };
      const total = totalAmount ?? orderAmount(wanted);
      assertTotal(wanted, total);
      assertRedirects(wanted);
      return saveSession(tx, ports, view, { ...wanted, orderAmount: total });
    });
  }

  /** Ends a session as if its time were over. */
  async function expire(scope: Scope, id: string): Promise<SessionView> {
    const { payment } = await look(storage, scope, id);
    await payments.expire(scope, payment.id);
    return look(storage, scope, id);
  }

  /** The buyer does not want it any more. */
  async function cancel(scope: Scope, id: string): Promise<SessionView> {
    const { payment } = await look(storage, scope, id);
    await payments.cancel(scope, payment.id);
    return look(storage, scope, id);
  }

  /** Gives money back; all that is left when no amount is named. */
  async function refund(
    scope: Scope,
    id: string,
    asked: Pick<Refund, 'notifyCustomer'> & {
      readonly amount?: number | undefined;
      readonly reason?: string;
    },
    once: Once<Refund> = UNKEYED,
  ): Promise<Refund> {
    const { payment } = await look(storage, scope, id);
    return refunds.create(scope, { ...asked, paymentId: payment.id }, once);
  }

  return {
    create,
    get,
    getForBuyer,
    scopeFor,
    list,
    change,
    expire,
    cancel,
    refund,
  };
}

/** What is asked of a customer; what is not known does not take away what is. */
function known(customer: CheckoutSession['customer']): Partial<CheckoutSession['customer']> {
  return Object.fromEntries(Object.entries(customer).filter(([, value]) => value !== null));
}
