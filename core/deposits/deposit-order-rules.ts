import { DomainError } from '../kernel/errors.ts';
import { assertAmount } from '../kernel/money.ts';
import { type Scope, scopeOf } from '../kernel/scope.ts';
import type { DepositOrder, DepositOrderStatus } from './deposit-order.ts';
import { DEPOSIT_ORDER_TRANSITIONS } from './deposit-order.ts';

/** What an order is made of; `amount` in won, `expiresAt` in epoch milliseconds. */
export interface NewDepositOrder {
  readonly orderNumber: string;
  readonly amount: number;
  readonly depositorName: string;
  readonly customerEmail?: string | null | undefined;
  readonly customerPhone?: string | null | undefined;
  readonly memo?: string | null | undefined;
  readonly expiresAt?: number | null | undefined;
}

/** What belongs to the order of a payment and to no other. */
export interface PaidOrder {
  readonly bankAccountId: number;
  readonly paymentId: string;
  readonly attemptId: string;
}

/** What to change of a pending order; what is left out stays. */
export interface ChangeDepositOrder {
  readonly amount?: number | undefined;
  readonly depositorName?: string | undefined;
  readonly customerEmail?: string | null | undefined;
  readonly customerPhone?: string | null | undefined;
  readonly memo?: string | null | undefined;
  readonly expiresAt?: number | null | undefined;
}

/** An order that waits for its transfer. Refuses one that would have expired already. */
export function newDepositOrder(
  { scope, workspaceId }: { readonly scope: Scope; readonly workspaceId: number },
  input: NewDepositOrder,
  now: number,
  paid: PaidOrder | null = null,
): Omit<DepositOrder, 'id'> {
  assertAmount(input.amount);
  const expiresAt = input.expiresAt ?? null;
  assertFuture(expiresAt, now);
  return {
    ...scopeOf(scope),
    workspaceId,
    bankAccountId: paid?.bankAccountId ?? null,
    orderNumber: input.orderNumber,
    amount: input.amount,
    depositorName: input.depositorName,
    status: 'pending',
    customerEmail: input.customerEmail ?? null,
    customerPhone: input.customerPhone ?? null,
    memo: input.memo ?? null,
    expiresAt,
    dueAt: expiresAt,
    matchedAt: null,
    depositId: null,
    paymentId: paid?.paymentId ?? null,
    attemptId: paid?.attemptId ?? null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
}

/** An order with other facts. Only a pending one; of one that completes a payment, amount and time stay. */
export function changeOrder(order: DepositOrder, input: ChangeDepositOrder, now: number): DepositOrder {
  assertPending(order, now);
  if (order.paymentId !== null && (input.amount !== undefined || input.expiresAt !== undefined))
    throw new DomainError('order_closed', 'amount and time of this order are those of its payment');
  if (input.amount !== undefined) assertAmount(input.amount);
  const expiresAt = input.expiresAt === undefined ? order.expiresAt : input.expiresAt;
  if (input.expiresAt !== undefined) assertFuture(expiresAt, now);
  return {
    ...order,
    amount: input.amount ?? order.amount,
    depositorName: input.depositorName ?? order.depositorName,
    customerEmail: input.customerEmail === undefined ? order.customerEmail : input.customerEmail,
    customerPhone: input.customerPhone === undefined ? order.customerPhone : input.customerPhone,
    memo: input.memo === undefined ? order.memo : input.memo,
    expiresAt,
    dueAt: expiresAt,
    updatedAt: now,
  };
}

/** The same order in another state; refuses a pair that is not in the table as `order_closed`. */
export function moveOrder(order: DepositOrder, status: DepositOrderStatus, now: number): DepositOrder {
  if (!DEPOSIT_ORDER_TRANSITIONS[order.status].includes(status))
    throw new DomainError('order_closed', `this order is ${order.status}`, {
      from: order.status,
      to: status,
    });
  const dueAt = status === 'pending' ? order.expiresAt : null;
  return { ...order, status, dueAt, updatedAt: now };
}

/** Whether its time is over, though the job that writes so may not have come by yet. */
export function isOverdue(order: Pick<DepositOrder, 'expiresAt'>, now: number): boolean {
  return order.expiresAt !== null && order.expiresAt <= now;
}

/** Refuses an order that waits for no transfer any more; one that has a deposit as `already_matched`. */
export function assertPending(order: DepositOrder, now: number): void {
  if (order.status === 'matched')
    throw new DomainError('already_matched', 'this order has its deposit', { id: order.id });
  if (order.status !== 'pending' || isOverdue(order, now))
    throw new DomainError('order_closed', 'this order is not pending', { from: order.status });
}

function assertFuture(expiresAt: number | null, now: number): void {
  if (expiresAt !== null && expiresAt <= now)
    throw new DomainError('invalid_request', 'an order cannot expire in the past', {
      field: 'expires_at',
      rule: 'future',
    });
}
