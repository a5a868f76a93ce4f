import { event } from '../events/record-event.ts';
import { type Once, UNKEYED } from '../idempotency/idempotency-service.ts';
import { DomainError, isRefusal } from '../kernel/errors.ts';
import { eachByItself } from '../kernel/each.ts';
import type { Offset, OffsetPage } from '../kernel/page.ts';
import { scopeOf } from '../kernel/scope.ts';
import type { PaymentService } from '../payments/payment-service.ts';
import type { Clock, Random } from '../ports.ts';
import type { Repositories, Storage } from '../storage.ts';
import type { Actor } from '../workspaces/user-service.ts';
import { enter, enterInTurn } from '../workspaces/workspace-service.ts';
import type { DepositOrder } from './deposit-order.ts';
import {
  assertPending,
  type ChangeDepositOrder,
  changeOrder,
  isOverdue,
  moveOrder,
  type NewDepositOrder,
  newDepositOrder,
} from './deposit-order-rules.ts';
import type { DepositOrderFilter } from './deposit-repository.ts';
import { suggestAmount } from './matching-rules.ts';
import { matchNewOrder } from './record-match.ts';

/** What the service needs from outside. */
export interface DepositOrderPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly payments: PaymentService;
}

export type DepositOrderService = ReturnType<typeof createDepositOrderService>;

/** Orders that wait for a transfer: make, change, call off, let them expire. */
export function createDepositOrderService(ports: DepositOrderPorts) {
  const { storage, clock, random, payments } = ports;

  /** Refuses a number that the workspace has. The order may come back matched, by a deposit that came before it. */
  async function create(
    actor: Actor,
    workspaceId: number,
    input: NewDepositOrder,
    once: Once<DepositOrder> = UNKEYED,
  ): Promise<DepositOrder> {
    return storage.transaction(async (tx) => {
      const { workspace } = await enterInTurn(tx, actor, workspaceId);
      const made = newDepositOrder({ scope: actor, workspaceId }, input, clock.now());
      if (await tx.depositOrders.findByNumber(scopeOf(actor), workspaceId, made.orderNumber))
        throw new DomainError('already_exists', 'the workspace has this order', { field: 'order_number' });
      const order = await tx.depositOrders.insert(made);
      const matched = await matchNewOrder(tx, ports, order, workspace.policy);
      await once.finish(tx, String(order.id), matched);
      return matched;
    });
  }

  /** Newest first. */
  async function list(
    actor: Actor,
    workspaceId: number,
    filter: DepositOrderFilter,
    offset: Offset,
  ): Promise<OffsetPage<DepositOrder>> {
    await enter(storage, actor, workspaceId);
    return storage.depositOrders.list(scopeOf(actor), workspaceId, filter, offset);
  }

  async function get(actor: Actor, workspaceId: number, id: number): Promise<DepositOrder> {
    await enter(storage, actor, workspaceId);
    return findOrder(storage, actor, workspaceId, id);
  }

  /** Other facts for a pending order. It is tried again against deposits that wait. */
  async function change(
    actor: Actor,
    workspaceId: number,
    id: number,
    input: ChangeDepositOrder,
  ): Promise<DepositOrder> {
    return storage.transaction(async (tx) => {
      const { workspace } = await enterInTurn(tx, actor, workspaceId);
      const was = await findOrder(tx, actor, workspaceId, id);
      const order = await tx.depositOrders.update(was, changeOrder(was, input, clock.now()));
      return matchNewOrder(tx, ports, order, workspace.policy);
    });
  }

  /**
   * Calls a pending order off, and the payment that it belongs to; `input` is written down with it. Twice is the same
   * as once.
   */
  async function cancel(
    actor: Actor,
    workspaceId: number,
    id: number,
    input: ChangeDepositOrder = {},
  ): Promise<DepositOrder> {
    const seen = await get(actor, workspaceId, id);
    if (seen.status === 'canceled') return seen;
    assertPending(seen, clock.now());
    if (seen.paymentId === null) return cancelAlone(actor, workspaceId, id, input);
    const isChanged = Object.values(input).some((value) => value !== undefined);
    if (isChanged) await change(actor, workspaceId, id, input);
    await payments.cancel(scopeOf(actor), seen.paymentId);
    return get(actor, workspaceId, id);
  }

  async function cancelAlone(
    actor: Actor,
    workspaceId: number,
    id: number,
    input: ChangeDepositOrder,
  ): Promise<DepositOrder> {
    return storage.transaction(async (tx) => {
      await enterInTurn(tx, actor, workspaceId);
      const was = await findOrder(tx, actor, workspaceId, id);
      if (was.status === 'canceled') return was;
      const changed = changeOrder(was, input, clock.now());
      return tx.depositOrders.update(was, moveOrder(changed, 'canceled', clock.now()));
    });
  }

  /** An amount near this one that no pending order has, so that the amount alone tells the order. */
  async function suggest(actor: Actor, workspaceId: number, amount: number): Promise<number | null> {
    await enter(storage, actor, workspaceId);
    const range = { from: Math.max(1, amount - 99), to: amount + 99 };
    const near = await storage.depositOrders.listOpenBetween(scopeOf(actor), workspaceId, range, 10_000);
    return suggestAmount(amount, new Set(near.map((order) => order.amount)));
  }

  /** Ends pending orders whose time is over, and tells so. */
  async function expireDue(limit: number): Promise<number> {
    const due = await storage.depositOrders.listDueExpiry(clock.now(), limit);
    await eachByItself(due, expire);
    return due.length;
  }

  async function expire(seen: DepositOrder): Promise<void> {
    const scope = scopeOf(seen);
    try {
      await storage.transaction(async (tx) => {
        await tx.workspaces.lock(scope, seen.workspaceId);
        const now = clock.now();
        const was = await tx.depositOrders.find(scope, seen.id);
        if (was?.status !== 'pending' || !isOverdue(was, now)) return;
        const order = await tx.depositOrders.update(was, moveOrder(was, 'expired', now));
        await tx.events.append(event(random, order, { type: 'order.expired', order }, now));
      });
    } catch (error) {
      // Its deposit came at the same moment, or another process was faster.
      if (!isRefusal(error, 'stale_write')) throw error;
    }
  }

  return { create, list, get, change, cancel, suggest, expireDue };
}

/** The order, if it belongs to this workspace: `not_found` otherwise. */
export async function findOrder(
  from: Repositories,
  actor: Actor,
  workspaceId: number,
  id: number,
): Promise<DepositOrder> {
  const order = await from.depositOrders.find(scopeOf(actor), id);
  if (order?.workspaceId !== workspaceId) throw new DomainError('not_found', 'no such order', { id });
  return order;
}
