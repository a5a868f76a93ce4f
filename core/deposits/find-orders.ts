import { scopeOf } from '../kernel/scope.ts';
import type { Repositories } from '../storage.ts';
import type { Deposit } from './deposit.ts';
import type { DepositOrder } from './deposit-order.ts';
import { momentOf } from './deposit-rules.ts';
import { type MatchDecision, type MatchPolicy } from './matching.ts';
import { matchDeposit } from './matching-rules.ts';
import { codesIn, nameKey } from './name-rules.ts';

/** More pending orders of one amount are not gone through for a name that only resembles theirs: a person looks. */
export const SAME_AMOUNT_MAX = 1000;

/** More orders of one name and amount than this are gone through with all others of the amount. */
const SAME_NAME_MAX = 50;

/**
 * Which pending order a deposit pays. Orders that the name tells exactly are found by an index, whatever else waits,
 * and nothing beats them; only when there are none are all orders of the amount gone through.
 */
export async function decide(
  tx: Repositories,
  deposit: Deposit,
  policy: MatchPolicy,
): Promise<{ decision: MatchDecision; orders: readonly DepositOrder[] }> {
  const told = { ...deposit, depositedAt: momentOf(deposit) };
  const named = await listNamed(tx, deposit);
  if (named.length > 0 && named.length < SAME_NAME_MAX) {
    // Whether an amount is the only one of its kind is seen among all orders, and not among these.
    const decision = matchDeposit(told, named, { ...policy, matchAmountOnly: false });
    if (decision.kind !== 'none') return { decision, orders: named };
  }
  const orders = await tx.depositOrders.listOpen(scopeOf(deposit), deposit, SAME_AMOUNT_MAX + 1);
  if (orders.length > SAME_AMOUNT_MAX) return { decision: { kind: 'none', reason: 'name_differs' }, orders };
  return { decision: matchDeposit(told, orders, policy), orders };
}

async function listNamed(tx: Repositories, deposit: Deposit): Promise<DepositOrder[]> {
  const { depositorName: name } = deposit;
  if (name === null) return [];
  const key = nameKey(name);
  const codes = codesIn(name);
  const coded =
    codes.length > 0 ? await tx.depositOrders.listOpenCoded(scopeOf(deposit), deposit, codes) : [];
  const exact =
    key === '' ? [] : await tx.depositOrders.listOpenNamed(scopeOf(deposit), deposit, key, SAME_NAME_MAX);
  const seen = new Set(coded.map(({ id }) => id));
  return [...coded, ...exact.filter(({ id }) => !seen.has(id))];
}
