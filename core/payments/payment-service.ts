import { judgeCard } from '../checkout/judge-card.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import type { Cursor, Page } from '../kernel/page.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Clock, Log, Random, SecretBox } from '../ports.ts';
import { type RateLimitRepository, takeOrRefuse } from '../rate-limits/rate-limit-repository.ts';
import type { Repositories, Storage } from '../storage.ts';
import { askGateway } from './ask-gateway.ts';
import { chooseGateway, chosenMethod, gatewayOf } from './choose-gateway.ts';
import type { Gateway, PaymentOutcome } from './gateway.ts';
import type { CancelReason, Payment, PaymentHistoryEntry, PaymentMethod } from './payment.ts';
import type { PaymentAttempt } from './payment-attempt.ts';
import { askedOf, firstCheckAt, type NewAttempt, newAttempt } from './payment-attempt-rules.ts';
import { findAttempt, findPayment, hearOutcome, notFound, recordTold } from './hear-outcome.ts';
import { applyCancellation, believable } from './payment-outcome.ts';
import type { PaymentFilter } from './payment-repository.ts';
import {
  ATTEMPT_RATE,
  cancel,
  isWaiting,
  type NewPayment,
  newPayment,
  readableInstructions,
  startAttempt,
  type TransferInstructions,
} from './payment-rules.ts';
import { recordChange, recordNew } from './record-payment.ts';

/** What the service needs from outside. */
export interface PaymentPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly secretBox: SecretBox;
  readonly gateways: readonly Gateway[];
  readonly rateLimits: RateLimitRepository;
}

/** How the buyer sets out to pay. */
export interface BeginPayment {
  /** Needed when the payment has no method yet. */
  readonly method?: PaymentMethod | undefined;
  /** Of a card, 2 to 12 months; null or left out: at once. */
  readonly instalmentMonths?: number | null | undefined;
  /** Where the gateway's page sends the buyer back to. */
  readonly returnUrl: string | null;
  /** What the buyer has agreed to pay; at another price meanwhile he is asked again (`stale_write`). */
  readonly amount?: number | undefined;
  /** Asked before an attempt starts; what it throws is the refusal. */
  readonly check?: (() => Promise<void>) | undefined;
}

/** A page of payments and how many match in all. */
export type PaymentList = Page<Payment> & { readonly total: number };

const UNKNOWN: PaymentOutcome = { kind: 'unknown' };

/** How often a buyer who comes back makes us ask the gateway; a job asks anyway. */
const REFRESH_RATE = { limit: 20, windowMs: 60_000 };

export type PaymentService = ReturnType<typeof createPaymentService>;

/** The life of a payment: create, begin, hear of it, end it. */
export function createPaymentService(ports: PaymentPorts) {
  const { storage, clock, random, log, gateways, rateLimits, secretBox } = ports;

  /**
   * Makes a payment that waits for its buyer. A transfer needs no step of the buyer's before its instructions
   * are known, so its attempt starts at once where a gateway carries it.
   */
  async function create(scope: Scope, input: NewPayment, once: Once<Payment> = UNKEYED): Promise<Payment> {
    const payment = newPayment(scope, random.id('pay'), input, clock.now());
    const startsNow = await startsAtOnce(payment);
    await storage.transaction(async (tx) => {
      await recordNew(tx, random, payment);
      await (startsNow ? once.begin(tx, payment.id) : once.finish(tx, payment.id, payment));
    });
    if (!startsNow) return payment;
    const begun = await begin(scope, payment.id, { returnUrl: null });
    await storage.transaction((tx) => once.finish(tx, begun.id, begun));
    return begun;
  }

  const startsAtOnce = async (payment: Payment): Promise<boolean> =>
    payment.method === 'bank_transfer' && payment.attemptCount === 0 && isPayable(payment);

  /** A payment whose creation was interrupted, taken to where `create` would have left it. */
  async function resumeCreate(scope: Scope, id: string): Promise<Payment> {
    const payment = await get(scope, id);
    const unbegun = payment.status === 'requires_payment_method' && (await startsAtOnce(payment));
    return unbegun ? begin(scope, id, { returnUrl: null }) : payment;
  }

  /** `not_found` for every id that is not a payment of this merchant in this mode. */
  const get = (scope: Scope, id: string): Promise<Payment> => findPayment(storage, scope, id);

  /** The payment behind a buyer's link, which carries nothing but the unguessable id. */
  async function getForBuyer(id: string): Promise<Payment> {
    const scope = await storage.payments.findScope(id);
    if (!scope) throw notFound('payment', id);
    return findPayment(storage, scope, id);
  }

  /** Newest first; `total` counts all that match the filter. */
  async function list(scope: Scope, filter: PaymentFilter, cursor: Cursor): Promise<PaymentList> {
    const [page, total] = await Promise.all([
      storage.payments.list(scope, filter, cursor),
      storage.payments.count(scope, filter),
    ]);
    return { ...page, total };
  }

  const history = (scope: Scope, id: string): Promise<PaymentHistoryEntry[]> =>
    storage.paymentHistory.list(scope, id);

  /** Where the buyer must transfer to, with the account's number; null when no transfer is waited for. */
  const instructions = (payment: Payment): TransferInstructions | null =>
    readableInstructions(payment, secretBox);

  /** Whether any gateway could carry this payment now. */
  const isPayable = async (payment: Payment): Promise<boolean> =>
    payment.method !== null &&
    (await chooseGateway(gateways, { ...payment, method: payment.method })) !== null;

  /**
   * Starts an attempt at a gateway. While one is open this answers the payment as it is: a double click or a
   * second tab does not pay twice. Refuses when the payment has ended or no gateway carries the method.
   */
  async function begin(scope: Scope, id: string, input: BeginPayment): Promise<Payment> {
    const seen = await get(scope, id);
    await takeOrRefuse(rateLimits, `attempts:${id}`, ATTEMPT_RATE, clock.now());
    if (isWaiting(seen)) return seen;
    const chosen = await choose(seen, input);
    await input.check?.();
    const step = await storage.transaction(async (tx) => {
      const payment = await findPayment(tx, scope, id);
      if (isWaiting(payment)) return { payment };
      assertAgreed(payment, input.amount);
      const started = newAttempt(payment, random.id('att'), chosen, clock.now());
      const now = startAttempt(payment, started, clock.now());
      await tx.paymentAttempts.insert(started);
      return { payment: await record(tx, payment, now, 'attempt started'), started };
    });
    return step.started ? ask(step.payment, step.started) : step.payment;
  }

  async function ask(payment: Payment, attempt: PaymentAttempt): Promise<Payment> {
    const gateway = gatewayOf(gateways, attempt.gateway);
    const outcome = await askGateway(log, () => gateway.pay(askedOf(payment, attempt)), UNKNOWN);
    return outcome.kind === 'unknown' ? payment : hear(payment, attempt.id, outcome);
  }

  /** News of an attempt, from whomever: applied once, and only to the payment that still follows it. */
  const hear = (scope: Scope, attemptId: string, outcome: PaymentOutcome): Promise<Payment> =>
    apply(scope, attemptId, () => outcome);

  const apply = (
    scope: Scope,
    attemptId: string,
    believed: (attempt: PaymentAttempt) => PaymentOutcome,
  ): Promise<Payment> =>
    storage.transaction(async (tx) => {
      const heard = await hearOutcome(tx, ports, { scope, attemptId }, believed);
      await judgeCard(tx, ports, heard);
      return heard.payment;
    });

  /** Asks the gateway what became of the open attempt, if there is one. Without an answer a job asks again soon. */
  async function refresh(scope: Scope, id: string): Promise<Payment> {
    const payment = await get(scope, id);
    if (!isWaiting(payment) || !payment.attemptId) return payment;
    // Whoever presses again and again does not make the gateway answer more often.
    const { allowed } = await rateLimits.take(`refresh:${id}`, REFRESH_RATE, clock.now());
    if (!allowed) return payment;
    const heard = await check(payment, payment.attemptId, payment.gateway);
    if (isWaiting(heard)) await hurry(payment, payment.attemptId);
    return heard;
  }

  /** Asks the gateway what became of an attempt. */
  async function check(scope: Scope, attemptId: string, gatewayId: string | null): Promise<Payment> {
    const gateway = gatewayOf(gateways, gatewayId);
    const outcome = await askGateway(log, () => gateway.findPayment(attemptId), UNKNOWN);
    return apply(scope, attemptId, (attempt) => believable(attempt, outcome, clock.now()));
  }

  async function hurry(scope: Scope, attemptId: string): Promise<void> {
    const soon = firstCheckAt({ status: 'processing' }, clock.now());
    await storage.transaction(async (tx) => {
      const was = await findAttempt(tx, scope, attemptId);
      if (was.checkAt !== null && soon !== null && was.checkAt > soon)
        await tx.paymentAttempts.update(was, { ...was, checkAt: soon, checks: 0 });
    });
  }

  /**
   * Calls the open attempt off, so that the buyer may pay in another way. Should he have paid meanwhile, the payment
   * succeeds. Nothing changes without an open attempt; refuses when the gateway does not answer.
   */
  async function abandon(scope: Scope, id: string): Promise<Payment> {
    const seen = await get(scope, id);
    if (!isWaiting(seen) || !seen.attemptId) return seen;
    const outcome = await callOff(seen.attemptId, seen.gateway);
    return hear(scope, seen.attemptId, outcome);
  }

  /** Makes sure of an attempt's end. Refuses when the gateway leaves it open. */
  async function callOff(attemptId: string, gatewayId: string | null): Promise<PaymentOutcome> {
    const gateway = gatewayOf(gateways, gatewayId);
    const outcome = await askGateway(log, () => gateway.cancel(attemptId), UNKNOWN);
    if (outcome.kind === 'unknown' || outcome.kind === 'requires_action')
      throw new DomainError('gateway_unavailable', 'the gateway did not confirm that the attempt is off');
    return outcome;
  }

  /**
   * Ends a payment that is not paid yet. An attempt that is under way is called off at its gateway first: should
   * the buyer have paid meanwhile, the payment succeeds and this is refused.
   */
  async function end(
    scope: Scope,
    id: string,
    reason: CancelReason,
    once: Once<Payment> = UNKEYED,
  ): Promise<Payment> {
    const seen = await get(scope, id);
    if (isWaiting(seen) && seen.attemptId) {
      const outcome = await callOff(seen.attemptId, seen.gateway);
      if (outcome.kind !== 'canceled') await hear(scope, seen.attemptId, outcome);
    }
    return storage.transaction(async (tx) => {
      await once.begin(tx, id);
      const payment = await findPayment(tx, scope, id);
      const ended = await close(tx, payment, seen, reason);
      await once.finish(tx, ended.id, ended);
      return ended;
    });
  }

  async function close(
    tx: Repositories,
    payment: Payment,
    seen: Payment,
    reason: CancelReason,
  ): Promise<Payment> {
    if (!isWaiting(payment) || !payment.attemptId)
      return record(tx, payment, cancel(payment, reason), reason);
    // Another attempt was started while this one was called off.
    if (payment.attemptId !== seen.attemptId)
      throw new DomainError('stale_write', 'the payment has moved on: try again');
    const told = { payment, attempt: await findAttempt(tx, payment, payment.attemptId) };
    return recordTold(tx, { clock, random }, { was: told, now: applyCancellation(told, reason) }, reason);
  }

  const record = (tx: Repositories, was: Payment, now: Payment, reason: string): Promise<Payment> =>
    recordChange(tx, random, { was, now, reason, at: clock.now() });

  async function choose(payment: Payment, input: BeginPayment): Promise<NewAttempt> {
    const method = chosenMethod(payment, input.method);
    if (!method) throw new DomainError('invalid_request', 'choose how to pay', { field: 'method' });
    const gateway = await chooseGateway(gateways, { ...payment, method });
    if (!gateway) throw new DomainError('method_not_available', 'no gateway carries this method', { method });
    const { instalmentMonths = null, returnUrl } = input;
    return { gateway: gateway.id, method, instalmentMonths, returnUrl };
  }

  return {
    create,
    resumeCreate,
    get,
    getForBuyer,
    list,
    history,
    instructions,
    isPayable,
    begin,
    hear,
    refresh,
    abandon,
    check,
    cancel: (scope: Scope, id: string, once?: Once<Payment>) => end(scope, id, 'requested', once),
    /** Ends a payment whose time is over, or as if it were. */
    expire: (scope: Scope, id: string) => end(scope, id, 'expired'),
  };
}

/** Between the price that a buyer has seen and the start of his attempt others may have changed the cart. */
function assertAgreed(payment: Payment, amount: number | undefined): void {
  if (amount !== undefined && amount !== payment.amount)
    throw new DomainError('stale_write', 'the price has changed: look again', { field: 'amount' });
}
