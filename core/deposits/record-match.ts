import type { DepositNews } from '../events/event.ts';
import { event } from '../events/record-event.ts';
import { DomainError } from '../kernel/errors.ts';
import { scopeOf } from '../kernel/scope.ts';
import { MINUTE } from '../kernel/time.ts';
import { hearOutcome, type HearingPorts } from '../payments/hear-outcome.ts';
import { isWaiting } from '../payments/payment-rules.ts';
import type { Repositories } from '../storage.ts';
import type { Deposit } from './deposit.ts';
import type { DepositOrder } from './deposit-order.ts';
import { isMatchable, momentOf, pair } from './deposit-rules.ts';
import { decide, SAME_AMOUNT_MAX } from './find-orders.ts';
import type { MatchLevel, MatchPolicy } from './matching.ts';
import { decideForOrder } from './matching-rules.ts';

/** A deposit, and the order that it has paid, if any. */
export interface Matched {
  readonly deposit: Deposit;
  readonly order: DepositOrder | null;
}

/** A new order is tried against so many unmatched deposits of its amount; with more of them a person looks. */
const OPEN_DEPOSITS_MAX = 100;

/** The order that a machine takes for a deposit's, and how the name tells it; null when none is for certain. */
export async function findMatch(
  tx: Repositories,
  deposit: Deposit,
  policy: MatchPolicy,
): Promise<{ readonly order: DepositOrder; readonly level: MatchLevel } | null> {
  if (!isMatchable(deposit)) return null;
  const { decision, orders } = await decide(tx, deposit, policy);
  const order = decision.kind === 'matched' && orders.find(({ id }) => id === decision.orderId);
  return order && (await isAwaited(tx, order)) ? { order, level: decision.level } : null;
}

/** Lets the machine look for the order of a deposit; leaves the deposit as it is when it finds none for certain. */
export async function matchByMachine(
  tx: Repositories,
  ports: HearingPorts,
  deposit: Deposit,
  policy: MatchPolicy,
): Promise<Matched> {
  const found = await findMatch(tx, deposit, policy);
  if (!found) return { deposit, order: null };
  return recordMatch(tx, ports, { deposit, order: found.order }, found.level);
}

/** Tries an order that has just been made, or changed, against deposits that wait: some buyers pay first. */
export async function matchNewOrder(
  tx: Repositories,
  ports: HearingPorts,
  order: DepositOrder,
  policy: MatchPolicy,
): Promise<DepositOrder> {
  const { workspaceId, amount } = order;
  const since = order.createdAt - (policy.graceMinutes + 1) * MINUTE;
  const scope = scopeOf(order);
  const waiting = await tx.deposits.listMatchable(
    scope,
    { workspaceId, amount, since },
    OPEN_DEPOSITS_MAX + 1,
  );
  if (waiting.length === 0 || waiting.length > OPEN_DEPOSITS_MAX) return order;
  if (!(await isAwaited(tx, order))) return order;
  const open = await tx.depositOrders.listOpen(scope, { workspaceId, amount }, SAME_AMOUNT_MAX + 1);
  if (open.length > SAME_AMOUNT_MAX) return order;
  const others = open.filter(({ id }) => id !== order.id);
  const told = waiting.map((deposit) => ({ ...deposit, depositedAt: momentOf(deposit) }));
  const decision = decideForOrder(order, told, others, policy);
  const deposit = decision.kind === 'matched' && waiting.find(({ id }) => id === decision.depositId);
  if (!deposit) return order;
  return (await recordMatch(tx, ports, { deposit, order }, decision.level)).order;
}

/** Whether the payment behind an order still waits for this very transfer; true for an order without a payment. */
async function isAwaited(tx: Repositories, order: DepositOrder): Promise<boolean> {
  if (order.paymentId === null) return true;
  const payment = await tx.payments.find(scopeOf(order), order.paymentId);
  return payment !== null && payment.attemptId === order.attemptId && isWaiting(payment);
}

/** Writes a match down and tells it; a payment that the order belongs to succeeds with it. */
export async function recordMatch(
  tx: Repositories,
  ports: HearingPorts,
  was: { readonly deposit: Deposit; readonly order: DepositOrder },
  by: MatchLevel | 'manual',
): Promise<{ deposit: Deposit; order: DepositOrder }> {
  const at = ports.clock.now();
  const now = pair(was.deposit, was.order, by, at);
  const order = await tx.depositOrders.update(was.order, now.order);
  const deposit = await tx.deposits.update(was.deposit, now.deposit);
  await tellDeposit(tx, ports, 'deposit.matched', { deposit, order });
  if (order.attemptId !== null) await completePayment(tx, ports, order.attemptId, order);
  return { deposit, order };
}

async function completePayment(
  tx: Repositories,
  ports: HearingPorts,
  attemptId: string,
  order: DepositOrder,
): Promise<void> {
  const outcome = { kind: 'succeeded', amount: order.amount, instrument: null } as const;
  const { payment: heard } = await hearOutcome(
    tx,
    ports,
    { scope: scopeOf(order), attemptId },
    () => outcome,
  );
  // The whole match is undone then: a deposit must not be taken for a payment that nobody waits for.
  if (heard.status !== 'succeeded' || heard.attemptId !== attemptId)
    throw new DomainError('order_closed', 'the payment of this order has ended', { from: heard.status });
}

/** Adds a deposit and tells of it. Refuses one whose fingerprint has just been stored: the unit runs again and finds it. */
export async function recordDeposit(
  tx: Repositories,
  ports: HearingPorts,
  made: Omit<Deposit, 'id'>,
): Promise<Deposit> {
  const deposit = await tx.deposits.insert(made);
  if (!deposit) throw new DomainError('stale_write', 'this deposit has just been stored');
  await tellDeposit(tx, ports, 'deposit.received', { deposit, order: null });
  return deposit;
}

/** Writes down what has become of a deposit, for whoever has asked to hear of it. */
export async function tellDeposit(
  tx: Repositories,
  { random, clock }: HearingPorts,
  type: 'deposit.received' | 'deposit.matched' | 'deposit.unmatched',
  { deposit, order }: Matched,
): Promise<void> {
  const fact = { type, deposit: newsOf(deposit), order };
  await tx.events.append(event(random, deposit, fact, clock.now()));
}

/** Without its message: that stays sealed. */
function newsOf(deposit: Deposit): DepositNews {
  const { sealedText: _, purgeAt: _p, textHash: _t, fingerprint: _f, messageKey: _m, ...news } = deposit;
  return news;
}
