import type { BankAccount, BankAccountFilter, BankAccountRepository, Scope } from '../../core/index.ts';
import type { Db } from './backend.ts';
import { OLDEST_FIRST, type OffsetList, offsetPage } from './offset.ts';
import { encode, inList } from './rows.ts';
import { add, defineTable, findAll, findOne, IN_SCOPE, update } from './tables.ts';

const ACCOUNTS = defineTable<BankAccount>('kc_bank_accounts', {
  id: 'int',
  merchantId: 'text',
  mode: 'text',
  workspaceId: 'int',
  bankCode: 'text',
  bankName: 'text',
  sealedNumber: 'text',
  numberHash: 'text',
  holder: 'text',
  isActive: 'bool',
  deviceId: 'int',
  balances: 'json',
  createdAt: 'int',
  updatedAt: 'int',
  version: 'int',
});

const IN_ACTIVE_WORKSPACE =
  'exists (select 1 from kc_workspaces w where w.id = kc_bank_accounts.workspace_id and w.is_active = 1)';

const OF_MERCHANT =
  'exists (select 1 from kc_workspaces w join kc_users u on u.id = w.owner_id where w.id = kc_bank_accounts.workspace_id and w.is_active = 1 and u.home = 0)';

const RECEIVING = `where merchant_id = ? and mode = ? and is_active = 1 and ${OF_MERCHANT} ${OLDEST_FIRST} limit 1`;
const OF_BANK = `where is_active = 1 and bank_code = ? and ${IN_ACTIVE_WORKSPACE} ${OLDEST_FIRST} limit ?`;
// In the order of the index that has the active ones.
const OF_ALL_BANKS = `where is_active = 1 and ${IN_ACTIVE_WORKSPACE} order by bank_code, created_at, id limit ?`;

/** Bank accounts in the table `kc_bank_accounts`. */
export function bankAccountRows(db: Db): BankAccountRepository {
  return {
    insert: (account) => db.write((session) => add(session, ACCOUNTS, account)),
    find: ({ merchantId, mode }, id) =>
      db.read((session) => findOne(session, ACCOUNTS, ACCOUNTS.whereKey, [id, merchantId, mode])),
    update: (was, now) => db.write((session) => update(session, ACCOUNTS, was, now)),
    list: (scope, workspaceId, filter, offset) =>
      db.read((session) => offsetPage(session, ACCOUNTS, listed(scope, workspaceId, filter), offset)),
    findByHash: async ({ merchantId, mode }, workspaceId, hashes) => {
      if (hashes.length === 0) return null;
      const { sql, params } = inList(hashes);
      const numbered = `where workspace_id = ? and number_hash in (${sql}) and ${IN_SCOPE}`;
      const values = [workspaceId, ...params, merchantId, mode];
      return db.read((session) => findOne(session, ACCOUNTS, numbered, values));
    },
    findReceiving: ({ merchantId, mode }) =>
      db.read((session) => findOne(session, ACCOUNTS, RECEIVING, [merchantId, mode])),
    listActiveOfBank: (bankCode, limit) =>
      db.read((session) =>
        bankCode === null
          ? findAll(session, ACCOUNTS, OF_ALL_BANKS, [limit])
          : findAll(session, ACCOUNTS, OF_BANK, [bankCode, limit]),
      ),
  };
}

/** A workspace has few accounts: whether one is active is read off the index that has them in order. */
function listed(
  { merchantId, mode }: Scope,
  workspaceId: number,
  { isActive }: BankAccountFilter,
): OffsetList {
  const sql = 'merchant_id = ? and mode = ? and workspace_id = ?';
  const params = [merchantId, mode, workspaceId];
  return {
    matches:
      isActive === undefined
        ? { sql, params }
        : { sql: `${sql} and is_active = ?`, params: [...params, encode('bool', isActive)] },
    order: OLDEST_FIRST,
    index: 'kc_bank_accounts_oldest',
  };
}
