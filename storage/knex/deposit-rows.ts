import {
  type Deposit,
  type DepositFilter,
  type DepositRepository,
  isMatchable,
  momentOf,
  type Scope,
} from '../../core/index.ts';
import type { Db } from './backend.ts';
import { byIndex, type PerDialect } from './dialects.ts';
import { NEWEST_FIRST, type OffsetList, offsetPage } from './offset.ts';
import { encode, inList, toInt } from './rows.ts';
import type { Param, Session } from './session.ts';
import { addNew, defineTable, findAll, findOne, owned, update } from './tables.ts';

const DEPOSITS = defineTable<Deposit>(
  'kc_deposits',
  {
    id: 'int',
    merchantId: 'text',
    mode: 'text',
    workspaceId: 'int',
    bankAccountId: 'int',
    amount: 'int',
    depositorName: 'text',
    depositedAt: 'int',
    balance: 'int',
    method: 'text',
    source: 'text',
    deviceId: 'int',
    status: 'text',
    hold: 'text',
    orderId: 'int',
    matchedBy: 'text',
    matchedAt: 'int',
    sealedText: 'text',
    purgeAt: 'int',
    textHash: 'text',
    fingerprint: 'text',
    messageKey: 'text',
    firstOrderId: 'int',
    createdAt: 'int',
    updatedAt: 'int',
    version: 'int',
  },
  {
    derived: {
      open_amount: (deposit) => (isMatchable(deposit) ? deposit.amount : null),
      open_at: (deposit) => (isMatchable(deposit) ? momentOf(deposit) : null),
      is_matched: ({ status }) => encode('bool', status === 'matched'),
    },
  },
);

const TWINS = by(
  'twins',
  'bank_account_id = ? and amount = ? and deposited_at between ? and ? order by deposited_at, id',
);
const MATCHABLE = by(
  'open',
  'workspace_id = ? and open_amount = ? and open_at >= ? order by open_at, id limit ?',
);
const HELD = by('held', `bank_account_id = ? and hold = ? and status = 'open' order by deposited_at, id`);
const CHANGED = by('changed', 'workspace_id = ? order by updated_at desc limit 1');
const TEXT_OVER = 'select id from kc_deposits where purge_at <= ? order by purge_at limit ?';

/** Deposits in the table `kc_deposits`. */
export function depositRows(db: Db): DepositRepository {
  const all = async (scope: Scope, rest: PerDialect, params: readonly Param[]): Promise<Deposit[]> =>
    owned(scope, await db.read((session) => findAll(session, DEPOSITS, rest[db.dialect], params)));
  return {
    insert: (deposit) => db.write((session) => addNew(session, DEPOSITS, deposit)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, DEPOSITS, DEPOSITS.whereKey, [id, merchantId, mode])),
    update: (was, now) => db.write((session) => update(session, DEPOSITS, was, now)),
    list: (scope, workspaceId, filter, offset) =>
      db.read((session) => offsetPage(session, DEPOSITS, listed(scope, workspaceId, filter), offset)),
    listOfText: async (scope, workspaceId, hashes) => {
      if (hashes.length === 0) return [];
      const { sql, params } = inList(hashes);
      const texts = by('text', `workspace_id = ? and text_hash in (${sql})`);
      return (await all(scope, texts, [workspaceId, ...params])).sort((one, other) => one.id - other.id);
    },
    listTwins: (scope, { bankAccountId, amount, from, to }) =>
      all(scope, TWINS, [bankAccountId, amount, from, to]),
    listMatchable: (scope, { workspaceId, amount, since }, limit) =>
      all(scope, MATCHABLE, [workspaceId, amount, since, limit]),
    listHeld: (scope, bankAccountId, hold) => all(scope, HELD, [bankAccountId, hold]),
    lastChange: async (scope, workspaceId) =>
      (await all(scope, CHANGED, [workspaceId]))[0]?.updatedAt ?? null,
    purgeTexts: (now, limit) => db.write((session) => purge(session, now, limit)),
  };
}

function by(index: string, condition: string): PerDialect {
  return byIndex(`kc_deposits_${index}`, `where ${condition}`);
}

/**
 * Not a new version, so that a match which has read the row before is no stale write. Should that match write the text
 * back, it writes `purge_at` back with it, and the next run forgets both.
 */
async function purge(session: Session, now: number, limit: number): Promise<number> {
  const rows = await session.all(TEXT_OVER, [now, limit]);
  if (rows.length === 0) return 0;
  const { sql, params } = inList(rows.map((row) => toInt(row['id'])));
  // Of two that purge at once each row counts for one; computed, so that the rows are found by their ids.
  const due = 'coalesce(purge_at, ?) <= ?';
  return session.run(
    `update kc_deposits set sealed_text = null, purge_at = null where id in (${sql}) and ${due}`,
    [...params, now + 1, now],
  );
}

function listed({ merchantId, mode }: Scope, workspaceId: number, filter: DepositFilter): OffsetList {
  const { status, isMatched = status && status === 'matched', bankAccountId } = filter;
  const sql = ['merchant_id = ? and mode = ? and workspace_id = ?'];
  const params: Param[] = [merchantId, mode, workspaceId];
  const only = (column: string, value: Param | undefined): void => {
    if (value === undefined) return;
    sql.push(`${column} = ?`);
    params.push(value);
  };
  only('bank_account_id', bankAccountId);
  only('is_matched', isMatched === undefined ? undefined : encode('bool', isMatched));
  only('status', status);
  const index = `kc_deposits_newest${bankAccountId === undefined ? '' : '_of_account'}${isMatched === undefined ? '' : '_matched'}`;
  return { matches: { sql: sql.join(' and '), params }, order: NEWEST_FIRST, index };
}
