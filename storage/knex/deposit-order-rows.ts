import {
  type DepositOrder,
  type DepositOrderFilter,
  type DepositOrderRepository,
  nameKey,
  orderCode,
  type Scope,
} from '../../core/index.ts';
import type { Db } from './backend.ts';
import { byIndex, type PerDialect } from './dialects.ts';
import { NEWEST_FIRST, OLDEST_FIRST, type OffsetList, offsetPage } from './offset.ts';
import { inList } from './rows.ts';
import type { Param } from './session.ts';
import { add, defineTable, findAll, findOne, IN_SCOPE, owned, update } from './tables.ts';

const ORDERS = defineTable<DepositOrder>(
  'kc_deposit_orders',
  {
    id: 'int',
    merchantId: 'text',
    mode: 'text',
    workspaceId: 'int',
    bankAccountId: 'int',
    orderNumber: 'text',
    amount: 'int',
    depositorName: 'text',
    status: 'text',
    customerEmail: 'text',
    customerPhone: 'text',
    memo: 'text',
    expiresAt: 'int',
    dueAt: 'int',
    matchedAt: 'int',
    depositId: 'int',
    paymentId: 'text',
    attemptId: 'text',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  {
    derived: {
      open_amount: (order) => whilePending(order, order.amount),
      open_name: (order) => whilePending(order, nameKey(order.depositorName)),
      open_code: (order) => whilePending(order, orderCode(order.orderNumber)),
    },
  },
);

const OPEN = 'workspace_id = ? and open_amount = ?';
const NAMED = by('named', `${OPEN} and open_name = ? ${OLDEST_FIRST} limit ?`);
const OLDEST = by('open', `${OPEN} ${OLDEST_FIRST} limit ?`);
const OF_NAME = by('of_name', `workspace_id = ? and open_name = ? ${NEWEST_FIRST} limit ?`);
const BETWEEN = by(
  'open',
  'workspace_id = ? and open_amount between ? and ? order by open_amount, created_at, id limit ?',
);
const DUE = 'where due_at <= ? order by due_at limit ?';

/** Orders in the table `kc_deposit_orders`; those that may be matched are found by what they have open. */
export function depositOrderRows(db: Db): DepositOrderRepository {
  const open = async (scope: Scope, rest: PerDialect, params: readonly Param[]): Promise<DepositOrder[]> =>
    owned(scope, await db.read((session) => findAll(session, ORDERS, rest[db.dialect], params)));
  const one = (rest: string, params: readonly Param[]): Promise<DepositOrder | null> =>
    db.read((session) => findOne(session, ORDERS, rest, params));
  return {
    insert: (order) => db.write((session) => add(session, ORDERS, order)),
    find: ({ merchantId, mode }, id) => one(ORDERS.whereKey, [id, merchantId, mode]),
    findByNumber: ({ merchantId, mode }, workspaceId, orderNumber) =>
      one(`where workspace_id = ? and order_number = ? and ${IN_SCOPE}`, [
        workspaceId,
        orderNumber,
        merchantId,
        mode,
      ]),
    findByAttempt: (attemptId) => one('where attempt_id = ?', [attemptId]),
    update: (was, now) => db.write((session) => update(session, ORDERS, was, now)),
    list: (scope, workspaceId, filter, offset) =>
      db.read((session) => offsetPage(session, ORDERS, listed(scope, workspaceId, filter), offset)),
    listOpenNamed: (scope, { workspaceId, amount }, key, limit) =>
      open(scope, NAMED, [workspaceId, amount, key, limit]),
    listOpenCoded: async (scope, { workspaceId, amount }, codes) => {
      if (codes.length === 0) return [];
      const { sql, params } = inList(codes);
      // Hardly two orders have one code; computed, so that nobody looks for the amount's many orders instead.
      const coded = `workspace_id = ? and open_code in (${sql}) and coalesce(open_amount, 0) = ?`;
      return open(scope, by('coded', coded), [workspaceId, ...params, amount]);
    },
    listOpen: (scope, { workspaceId, amount }, limit) => open(scope, OLDEST, [workspaceId, amount, limit]),
    listOpenOfName: (scope, workspaceId, key, limit) => open(scope, OF_NAME, [workspaceId, key, limit]),
    listOpenBetween: (scope, workspaceId, { from, to }, limit) =>
      open(scope, BETWEEN, [workspaceId, from, to, limit]),
    listDueExpiry: (now, limit) => db.read((session) => findAll(session, ORDERS, DUE, [now, limit])),
  };
}

function by(index: string, condition: string): PerDialect {
  return byIndex(`kc_deposit_orders_${index}`, `where ${condition}`);
}

function whilePending<T>({ status }: DepositOrder, value: T): T | null {
  return status === 'pending' ? value : null;
}

function listed(
  { merchantId, mode }: Scope,
  workspaceId: number,
  { status }: DepositOrderFilter,
): OffsetList {
  const sql = 'merchant_id = ? and mode = ? and workspace_id = ?';
  const params = [merchantId, mode, workspaceId];
  return status === undefined
    ? { matches: { sql, params }, order: NEWEST_FIRST, index: 'kc_deposit_orders_newest' }
    : {
        matches: { sql: `${sql} and status = ?`, params: [...params, status] },
        order: NEWEST_FIRST,
        index: 'kc_deposit_orders_newest_of_status',
      };
}
