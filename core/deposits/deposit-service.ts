import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertTransition } from '../kernel/machine.ts';
import { assertAmount } from '../kernel/money.ts';
import type { Offset, OffsetPage } from '../kernel/page.ts';
import { scopeOf } from '../kernel/scope.ts';
import type { Clock, Random, SecretBox } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import { findAccount } from '../workspaces/bank-account-service.ts';
import type { Actor } from '../workspaces/user-service.ts';
import { enter, enterInTurn } from '../workspaces/workspace-service.ts';
import { followBalance } from './balance-rules.ts';
import { DEPOSIT_TRANSITIONS, type Deposit, type DepositStatus } from './deposit.ts';
import type { DepositOrder } from './deposit-order.ts';
import { assertPending } from './deposit-order-rules.ts';
import { findOrder } from './deposit-order-service.ts';
import type { DepositFilter } from './deposit-repository.ts';
import { momentOf, part } from './deposit-rules.ts';
import { SAME_AMOUNT_MAX } from './find-orders.ts';
import type { Candidate } from './matching.ts';
import { rankCandidates } from './matching-rules.ts';
import { nameKey } from './name-rules.ts';
import { keptText, newDeposit } from './new-deposit.ts';
import { matchByMachine, recordDeposit, recordMatch, tellDeposit } from './record-match.ts';

/** What the service needs from outside. */
export interface DepositPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly secretBox: SecretBox;
}

/** A deposit as a person enters it; `amount` in won, `depositedAt` in epoch milliseconds. */
export interface EnteredDeposit {
  readonly bankAccountId: number;
  readonly amount: number;
  readonly depositorName: string | null;
  readonly depositedAt: number;
  readonly rawSms?: string | null | undefined;
}

/** A deposit with the text of its message, as far as it is kept. */
export interface DepositView {
  readonly deposit: Deposit;
  readonly rawSms: string | null;
}

/** An order that a person may mean, with what speaks for and against it. */
export interface CandidateView {
  readonly candidate: Candidate;
  readonly order: DepositOrder;
}

/** Candidates are looked for among amounts up to this much less or more, in won. */
export const NEAR_AMOUNT = 1000;

export type DepositService = ReturnType<typeof createDepositService>;

/** Deposits and their orders: what people do with them. */
export function createDepositService(ports: DepositPorts) {
  const { storage, clock, secretBox } = ports;

  const view = (deposit: Deposit): DepositView => ({
    deposit,
    rawSms: deposit.sealedText === null ? null : secretBox.open(deposit.sealedText),
  });

  /** A deposit that a person has seen on the account. The machine looks for its order at once. */
  async function enterDeposit(
    actor: Actor,
    workspaceId: number,
    input: EnteredDeposit,
    once: Once<DepositView> = UNKEYED,
  ): Promise<DepositView> {
    assertAmount(input.amount);
    const now = clock.now();
    return storage.transaction(async (tx) => {
      const { workspace } = await enterInTurn(tx, actor, workspaceId);
      await findAccount(tx, actor, workspaceId, input.bankAccountId);
      const deposit = await recordDeposit(
        tx,
        ports,
        newDeposit({
          ...scopeOf(actor),
          workspaceId,
          bankAccountId: input.bankAccountId,
          amount: input.amount,
          depositorName: input.depositorName,
          depositedAt: input.depositedAt,
          source: 'manual',
          ...keptText(secretBox, input.rawSms ?? null, workspace.policy, now),
          createdAt: now,
        }),
      );
      const matched = view((await matchByMachine(tx, ports, deposit, workspace.policy)).deposit);
      await once.finish(tx, String(deposit.id), matched);
      return matched;
    });
  }

  /** Newest first. */
  async function list(
    actor: Actor,
    workspaceId: number,
    filter: DepositFilter,
    offset: Offset,
  ): Promise<OffsetPage<DepositView>> {
    await enter(storage, actor, workspaceId);
    const { items, total } = await storage.deposits.list(scopeOf(actor), workspaceId, filter, offset);
    return { items: items.map(view), total };
  }

  async function get(actor: Actor, workspaceId: number, id: number): Promise<DepositView> {
    await enter(storage, actor, workspaceId);
    return view(await find(storage, actor, workspaceId, id));
  }

  /** Pending orders that may be meant, best first, with what speaks against them. */
  async function candidates(actor: Actor, workspaceId: number, id: number): Promise<CandidateView[]> {
    const { workspace } = await enter(storage, actor, workspaceId);
    const deposit = await find(storage, actor, workspaceId, id);
    const orders = await near(deposit);
    const told = { ...deposit, depositedAt: momentOf(deposit) };
    return rankCandidates(told, [...orders.values()], workspace.policy).flatMap((candidate) => {
      const order = orders.get(candidate.orderId);
      return order ? [{ candidate, order }] : [];
    });
  }

  async function near(deposit: Deposit): Promise<Map<number, DepositOrder>> {
    const { workspaceId, amount, depositorName } = deposit;
    const scope = scopeOf(deposit);
    const range = { from: Math.max(1, amount - NEAR_AMOUNT), to: amount + NEAR_AMOUNT };
    const key = depositorName === null ? '' : nameKey(depositorName);
    const found = await Promise.all([
      storage.depositOrders.listOpen(scope, { workspaceId, amount }, SAME_AMOUNT_MAX),
      storage.depositOrders.listOpenBetween(scope, workspaceId, range, SAME_AMOUNT_MAX),
      key === '' ? [] : storage.depositOrders.listOpenOfName(scope, workspaceId, key, SAME_AMOUNT_MAX),
    ]);
    return new Map(found.flat().map((order) => [order.id, order]));
  }

  /** A person says that this deposit pays this order. Amounts may differ, but not that of a payment. */
  async function matchByHand(
    actor: Actor,
    workspaceId: number,
    asked: { readonly depositId: number; readonly orderId: number },
  ): Promise<{ deposit: Deposit; order: DepositOrder }> {
    return storage.transaction(async (tx) => {
      await enterInTurn(tx, actor, workspaceId);
      const deposit = await find(tx, actor, workspaceId, asked.depositId);
      const order = await findOrder(tx, actor, workspaceId, asked.orderId);
      if (deposit.status === 'matched')
        throw new DomainError('already_matched', 'this deposit has its order', { id: deposit.id });
      assertPending(order, clock.now());
      if (order.paymentId !== null && order.amount !== deposit.amount)
        throw new DomainError('amount_differs', 'a payment takes just its amount', { field: 'deposit_id' });
      if (deposit.hold !== null) await vouchForBalance(tx, deposit);
      return recordMatch(tx, ports, { deposit, order }, 'manual');
    });
  }

  /** Undoes a match: the order waits again. */
  async function unmatch(
    actor: Actor,
    workspaceId: number,
    depositId: number,
  ): Promise<{ deposit: Deposit; order: DepositOrder }> {
    return storage.transaction(async (tx) => {
      await enterInTurn(tx, actor, workspaceId);
      const was = await find(tx, actor, workspaceId, depositId);
      if (was.orderId === null)
        throw new DomainError('not_matched', 'this deposit has no order', { id: depositId });
      const paid = await findOrder(tx, actor, workspaceId, was.orderId);
      const now = part(was, paid, clock.now());
      const deposit = await tx.deposits.update(was, now.deposit);
      const order = await tx.depositOrders.update(paid, now.order);
      await tellDeposit(tx, ports, 'deposit.unmatched', { deposit, order });
      return { deposit, order };
    });
  }

  /** A person vouches for a deposit that was held back: the machine may match it now. */
  async function release(actor: Actor, workspaceId: number, id: number): Promise<DepositView> {
    return storage.transaction(async (tx) => {
      const { workspace } = await enterInTurn(tx, actor, workspaceId);
      const was = await find(tx, actor, workspaceId, id);
      if (was.status !== 'open') return view(was);
      if (was.hold !== null) await vouchForBalance(tx, was);
      const free = await tx.deposits.update(was, { ...was, hold: null, updatedAt: clock.now() });
      return view((await matchByMachine(tx, ports, free, workspace.policy)).deposit);
    });
  }

  async function move(
    actor: Actor,
    workspaceId: number,
    id: number,
    step: { readonly from: DepositStatus; readonly to: DepositStatus },
  ): Promise<DepositView> {
    return storage.transaction(async (tx) => {
      await enterInTurn(tx, actor, workspaceId);
      const was = await find(tx, actor, workspaceId, id);
      if (was.status === 'matched') throw new DomainError('already_matched', 'undo the match first', { id });
      if (was.status !== step.from) return view(was);
      assertTransition(DEPOSIT_TRANSITIONS, step.from, step.to);
      return view(await tx.deposits.update(was, { ...was, status: step.to, updatedAt: clock.now() }));
    });
  }

  /** Puts a deposit away that is none of its own, a duplicate for instance. Twice is the same as once. */
  const dismiss = (actor: Actor, workspaceId: number, id: number): Promise<DepositView> =>
    move(actor, workspaceId, id, { from: 'open', to: 'dismissed' });

  /** Takes it out again. */
  const restore = (actor: Actor, workspaceId: number, id: number): Promise<DepositView> =>
    move(actor, workspaceId, id, { from: 'dismissed', to: 'open' });

  /** When anything about the workspace's deposits has last changed; null when there are none. */
  async function lastChange(actor: Actor, workspaceId: number): Promise<number | null> {
    await enter(storage, actor, workspaceId);
    return storage.deposits.lastChange(scopeOf(actor), workspaceId);
  }

  /** Forgets texts whose time is over. */
  const purgeTexts = (limit: number): Promise<number> =>
    storage.transaction((tx) => tx.deposits.purgeTexts(clock.now(), limit));

  return {
    enter: enterDeposit,
    list,
    get,
    candidates,
    matchByHand,
    unmatch,
    release,
    dismiss,
    restore,
    lastChange,
    purgeTexts,
  };
}

/** A person has looked: from this deposit's balance the next ones may follow. */
async function vouchForBalance(
  tx: Repositories,
  { balance, amount, depositedAt, ...deposit }: Deposit,
): Promise<void> {
  const account = await tx.bankAccounts.find(scopeOf(deposit), deposit.bankAccountId);
  if (!account || balance === null) return;
  const { balances } = followBalance(account.balances, { at: depositedAt, balance, change: amount });
  if (balances !== account.balances) await tx.bankAccounts.update(account, { ...account, balances });
}

async function find(from: Repositories, actor: Actor, workspaceId: number, id: number): Promise<Deposit> {
  const deposit = await from.deposits.find(scopeOf(actor), id);
  if (deposit?.workspaceId !== workspaceId) throw new DomainError('not_found', 'no such deposit', { id });
  return deposit;
}
