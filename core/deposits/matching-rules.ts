import { MINUTE } from '../kernel/time.ts';
import {
  type Candidate,
  type CandidateDoubt,
  type DepositToMatch,
  MATCH_LEVELS,
  type MatchDecision,
  type MatchLevel,
  type MatchPolicy,
  type NoMatchReason,
  type OrderToMatch,
} from './matching.ts';
import { nameKey, nameLevel, orderCode, readName, type ReadName } from './name-rules.ts';

/**
 * Banks print minutes. Money that a message dates 11:05 came at any moment before 11:06, so an order made before that
 * was there in time, and one that expired after 11:05:00 was still open.
 */
export const DEPOSIT_RESOLUTION_MS = MINUTE;

/** How many orders a person is offered. */
export const CANDIDATES_MAX = 20;

/** What shops take off at most in order to make an amount unique, in won. */
export const SUGGESTED_OFF_MAX = 99;

/** An order whose name and number have been read once for all deposits. */
interface ReadOrder {
  readonly order: OrderToMatch;
  readonly name: { readonly key: string; readonly code: string };
}

/** What keeps an order of the right amount from being paid by a deposit; in the order of `NoMatchReason`. */
type Hindrance = NoMatchReason & CandidateDoubt & ('other_account' | 'order_expired' | 'before_the_order');
type Hinders = (deposit: DepositToMatch, order: OrderToMatch, policy: MatchPolicy) => boolean;

const HINDRANCES: readonly (readonly [Hindrance, Hinders])[] = [
  [
    'other_account',
    (deposit, order) => order.bankAccountId !== null && order.bankAccountId !== deposit.bankAccountId,
  ],
  ['order_expired', (deposit, order) => order.expiresAt !== null && order.expiresAt <= deposit.depositedAt],
  [
    'before_the_order',
    (deposit, order, { graceMinutes }) =>
      order.createdAt >= deposit.depositedAt + graceMinutes * MINUTE + DEPOSIT_RESOLUTION_MS,
  ],
];

/**
 * Which pending order a deposit pays (BANK-SMS.md, Matching): one of just its amount, on its account, open at its time,
 * whose name or number the depositor's name tells better than that of any other. Two that are equally good are left to
 * a person; a worse one never is in the way.
 *
 * The amount alone decides only if the workspace says so, and only when one single order can be meant. Whose name it is
 * does not matter then (that is what the policy says), but a number does: a depositor who writes one, of which no order
 * here has heard, means an order that is not here.
 */
export function matchDeposit(
  deposit: DepositToMatch,
  candidates: readonly OrderToMatch[],
  policy: MatchPolicy,
): MatchDecision {
  return decide(deposit, readName(deposit.depositorName), readOrders(candidates), policy);
}

function readOrders(orders: readonly OrderToMatch[]): ReadOrder[] {
  // Whoever lists an order twice must not make it its own rival; the last one listed counts.
  const distinct = new Map(orders.map((order) => [order.id, order]));
  return [...distinct.values()].map((order) => ({
    order,
    name: { key: nameKey(order.depositorName), code: orderCode(order.orderNumber) },
  }));
}

function decide(
  deposit: DepositToMatch,
  told: ReadName,
  orders: readonly ReadOrder[],
  policy: MatchPolicy,
): MatchDecision {
  const payable = payableBy(deposit, orders, policy);
  if (typeof payable === 'string') return { kind: 'none', reason: payable };
  const fits = payable.flatMap(({ order, name }) => {
    const level = nameLevel(told, name);
    return level ? [{ id: order.id, level }] : [];
  });
  const level = bestLevel(fits);
  if (level) return decideAmong(fits, level);
  const [only] = payable;
  if (policy.matchAmountOnly && only && payable.length === 1 && told.codes.size === 0)
    return { kind: 'matched', orderId: only.order.id, level: 'amount' };
  return { kind: 'none', reason: told.key === '' ? 'no_depositor_name' : 'name_differs' };
}

/** The orders that this deposit could pay by amount, account and time; else the first reason why there are none. */
function payableBy(
  deposit: DepositToMatch,
  orders: readonly ReadOrder[],
  policy: MatchPolicy,
): readonly ReadOrder[] | NoMatchReason {
  let left = orders.filter(({ order }) => order.amount === deposit.amount);
  if (left.length === 0) return 'no_order_of_this_amount';
  for (const [reason, hinders] of HINDRANCES) {
    left = left.filter(({ order }) => !hinders(deposit, order, policy));
    if (left.length === 0) return reason;
  }
  return left;
}

interface Fit {
  readonly id: number;
  readonly level: MatchLevel;
}

function bestLevel(fits: readonly Fit[]): MatchLevel | undefined {
  return MATCH_LEVELS.find((level) => fits.some((fit) => fit.level === level));
}

function holders(fits: readonly Fit[], level: MatchLevel): number[] {
  return fits.flatMap((fit) => (fit.level === level ? [fit.id] : [])).sort((one, other) => one - other);
}

function decideAmong(fits: readonly Fit[], level: MatchLevel): MatchDecision {
  const orderIds = holders(fits, level);
  const [orderId] = orderIds;
  return orderId !== undefined && orderIds.length === 1
    ? { kind: 'matched', orderId, level }
    : { kind: 'ambiguous', orderIds, level };
}

/** What the machine makes of an order that has just been made: one deposit that pays it, equally good ones, or none. */
export type OrderDecision =
  | { readonly kind: 'matched'; readonly depositId: number; readonly level: MatchLevel }
  | { readonly kind: 'ambiguous'; readonly depositIds: readonly number[] }
  | { readonly kind: 'none' };

/**
 * Which of the deposits that wait pays a new order. A deposit counts if it would be matched to this order among all
 * others that are pending; of two whose names tell it equally well, none is taken.
 */
export function decideForOrder(
  order: OrderToMatch,
  deposits: readonly (DepositToMatch & { readonly id: number })[],
  others: readonly OrderToMatch[],
  policy: MatchPolicy,
): OrderDecision {
  const orders = readOrders([...others, order]);
  const distinct = new Map(deposits.map((deposit) => [deposit.id, deposit]));
  const fits = [...distinct.values()].flatMap((deposit) => {
    const decision = decide(deposit, readName(deposit.depositorName), orders, policy);
    return decision.kind === 'matched' && decision.orderId === order.id
      ? [{ id: deposit.id, level: decision.level }]
      : [];
  });
  const level = bestLevel(fits);
  if (!level) return { kind: 'none' };
  const depositIds = holders(fits, level);
  const [depositId] = depositIds;
  return depositId !== undefined && depositIds.length === 1
    ? { kind: 'matched', depositId, level }
    : { kind: 'ambiguous', depositIds };
}

/** What a name that fits is worth: any of them more than the right amount alone. */
const NAME_POINTS: Readonly<Record<Exclude<MatchLevel, 'amount'>, number>> = {
  order_code: 60,
  exact: 56,
  prefix: 50,
  contains: 45,
  edit_distance: 41,
};

/** What each of account and times takes away. */
const HINDRANCE_POINTS = 20;

/**
 * The orders that a person may mean, best first, at most `CANDIDATES_MAX`; `orders` are pending ones near the deposit's
 * amount or of its name. 100 is the one that a machine would match, and no other order has it.
 */
export function rankCandidates(
  deposit: DepositToMatch,
  orders: readonly OrderToMatch[],
  policy: MatchPolicy,
): Candidate[] {
  const told = readName(deposit.depositorName);
  const read = readOrders(orders);
  const decision = decide(deposit, told, read, policy);
  return read
    .map(({ order, name }) => {
      const level = nameLevel(told, name);
      const doubts = doubtsAbout(deposit, order, { policy, decision, level, isNamed: told.key !== '' });
      return { order, candidate: candidateOf(deposit, order, { decision, level, doubts }) };
    })
    .sort(
      (one, other) =>
        other.candidate.score - one.candidate.score ||
        Math.abs(one.candidate.difference) - Math.abs(other.candidate.difference) ||
        one.order.createdAt - other.order.createdAt ||
        one.order.id - other.order.id,
    )
    .slice(0, CANDIDATES_MAX)
    .map(({ candidate }) => candidate);
}

function candidateOf(
  deposit: DepositToMatch,
  order: OrderToMatch,
  seen: Pick<Candidate, 'level' | 'doubts'> & { readonly decision: MatchDecision },
): Candidate {
  const { decision, level, doubts } = seen;
  const difference = deposit.amount - order.amount;
  const candidate = { orderId: order.id, level, difference };
  if (isMatched(decision, order)) return { ...candidate, score: 100, doubts: [] };
  const hindered = doubts.filter((doubt) => HINDRANCES.some(([reason]) => reason === doubt)).length;
  const points =
    (level ? NAME_POINTS[level] : 0) + amountPoints(difference, order.amount) - hindered * HINDRANCE_POINTS;
  return { ...candidate, score: Math.min(99, Math.max(0, points)), doubts };
}

/** From 0 to 40: nearly all for a difference that a shop makes or a thumb; then by how much of the price it is. */
function amountPoints(difference: number, amount: number): number {
  const off = Math.abs(difference);
  if (off === 0) return 40;
  if (off <= SUGGESTED_OFF_MAX) return 38 - Math.floor(off / 10);
  return Math.max(0, Math.round(25 * (1 - off / amount)));
}

function isMatched(decision: MatchDecision, { id }: OrderToMatch): boolean {
  return decision.kind === 'matched' && decision.orderId === id;
}

function doubtsAbout(
  deposit: DepositToMatch,
  order: OrderToMatch,
  seen: {
    readonly policy: MatchPolicy;
    readonly decision: MatchDecision;
    readonly level: Candidate['level'];
    readonly isNamed: boolean;
  },
): CandidateDoubt[] {
  const { policy, decision, level, isNamed } = seen;
  const doubts: CandidateDoubt[] = [];
  if (deposit.amount < order.amount) doubts.push('amount_too_low');
  if (deposit.amount > order.amount) doubts.push('amount_too_high');
  if (level === null) doubts.push(isNamed ? 'name_differs' : 'name_missing');
  for (const [reason, hinders] of HINDRANCES) if (hinders(deposit, order, policy)) doubts.push(reason);
  if (decision.kind === 'ambiguous' && decision.orderIds.includes(order.id)) doubts.push('ambiguous');
  return doubts;
}

/**
 * The amount, or the nearest one below it, 1 to 99 won off, that no pending order has: never above, since shops take
 * won off and buyers do not pay more than the price. Null when there is none; never below 1.
 */
export function suggestAmount(amount: number, taken: ReadonlySet<number>): number | null {
  for (let off = 0; off <= SUGGESTED_OFF_MAX && amount - off >= 1; off += 1)
    if (!taken.has(amount - off)) return amount - off;
  return null;
}
