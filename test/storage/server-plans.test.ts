import type { Knex } from 'knex';
import * as assert from 'uvu/assert';
import { knexStorage } from '../../storage/index.ts';
import type { Storage } from '../../core/index.ts';
import { NOW, SCOPE } from '../support/fixtures.ts';
import { suite } from '../support/suite.ts';
import { MYSQL, POSTGRES, type ServerDatabase, sharedServer } from '../support/storage.ts';
import { sampleDeposit, sampleOrder } from '../support/workspace-fixtures.ts';

/** Rows of our workspace; those of another one come before and after them. */
const OURS = 6_000;
const OTHERS = 2_000;

/** Every second row has this amount, name and text. */
const COMMON = { amount: 50_000, name: '홍길동', text: 'c'.repeat(64) };

/** What a lookup may read over and above what it answers; whoever goes through a workspace reads thousands. */
const SPARE = 60;

type Row = Record<string, unknown>;

const LIMIT = 20;
const OPEN = { workspaceId: 1, amount: COMMON.amount };

/** Every lookup that matching waits for, and the first pages of lists. */
const LOOKUPS: Readonly<Record<string, (storage: Storage) => Promise<unknown>>> = {
  listOpenNamed: ({ depositOrders }) => depositOrders.listOpenNamed(SCOPE, OPEN, COMMON.name, LIMIT),
  listOpenCoded: ({ depositOrders }) => depositOrders.listOpenCoded(SCOPE, OPEN, ['C3000', 'C3001', 'NONE']),
  listOpen: ({ depositOrders }) => depositOrders.listOpen(SCOPE, OPEN, LIMIT),
  listOpenOfName: ({ depositOrders }) => depositOrders.listOpenOfName(SCOPE, 1, COMMON.name, LIMIT),
  listOpenBetween: ({ depositOrders }) =>
    depositOrders.listOpenBetween(SCOPE, 1, { from: COMMON.amount - 9, to: COMMON.amount + 9 }, LIMIT),
  findByNumber: ({ depositOrders }) => depositOrders.findByNumber(SCOPE, 1, 'C3000'),
  findByAttempt: ({ depositOrders }) => depositOrders.findByAttempt('att_3000'),
  listDueExpiry: ({ depositOrders }) => depositOrders.listDueExpiry(NOW, LIMIT),
  listMatchable: ({ deposits }) => deposits.listMatchable(SCOPE, { ...OPEN, since: NOW - 1_000 }, LIMIT),
  listTwins: ({ deposits }) =>
    deposits.listTwins(SCOPE, { bankAccountId: 1, amount: COMMON.amount, from: NOW - 8, to: NOW }),
  listOfText: ({ deposits }) => deposits.listOfText(SCOPE, 1, ['u3001'.padEnd(64, '0'), 'none']),
  listHeld: ({ deposits }) => deposits.listHeld(SCOPE, 1, 'balance_gap'),
  lastChange: ({ deposits }) => deposits.lastChange(SCOPE, 1),
};

/** Copies of one row, of which `vary` changes what must differ. */
async function fill(knex: Knex, table: string, vary: (n: number) => Row): Promise<void> {
  const [{ id: _, ...sample }] = (await knex(table)) as [Row];
  const rows = Array.from({ length: 2 * OTHERS + OURS }, (_row, n) => {
    const workspaceId = n < OTHERS || n >= OTHERS + OURS ? 2 : 1;
    const of = { workspace_id: workspaceId, bank_account_id: workspaceId, created_at: NOW + n };
    return { ...sample, ...of, ...vary(n) };
  });
  await knex(table).del();
  await knex.batchInsert(table, rows, 500);
}

async function fillAll(storage: Storage, knex: Knex): Promise<void> {
  await storage.depositOrders.insert(sampleOrder());
  await storage.deposits.insert(sampleDeposit());
  const amountOf = (n: number) => (n % 2 === 0 ? COMMON.amount : 100_000 + n);
  await fill(knex, 'kc_deposit_orders', (n) => ({
    order_number: `C${n}`,
    open_code: `C${n}`,
    attempt_id: `att_${n}`,
    open_amount: amountOf(n),
    open_name: n % 2 === 0 ? COMMON.name : `이름${n}`,
    due_at: NOW + n - LIMIT,
  }));
  await fill(knex, 'kc_deposits', (n) => ({
    amount: amountOf(n),
    open_amount: amountOf(n),
    open_at: NOW - n,
    deposited_at: NOW - n,
    updated_at: NOW - n,
    hold: n === OTHERS ? 'balance_gap' : null,
    text_hash: n % 2 === 0 ? COMMON.text : `u${n}`.padEnd(64, '0'),
    fingerprint: `f${n}`,
  }));
}

/** How many rows this transaction has read so far, from tables and, on MySQL, from indexes. */
async function rowsRead(trx: Knex.Transaction, server: ServerDatabase): Promise<number> {
  if (server === POSTGRES) {
    const sql =
      'select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as n from pg_stat_xact_user_tables';
    const { rows } = await trx.raw<{ rows: { n: string }[] }>(sql);
    return Number(rows[0]?.n);
  }
  const [status] = await trx.raw<[{ Value: string }[]]>(`show session status like 'Handler_read%'`);
  return (status ?? []).reduce((sum, { Value }) => sum + Number(Value), 0);
}

/** `name: so many rows` of the lookups that read too much. */
async function greedy(knex: Knex, server: ServerDatabase, settings: readonly string[]): Promise<string[]> {
  return knex.transaction(async (trx) => {
    for (const setting of settings) await trx.raw(setting);
    const storage = knexStorage(trx);
    const found: string[] = [];
    for (const [name, lookup] of Object.entries(LOOKUPS)) {
      const before = await rowsRead(trx, server);
      await lookup(storage);
      const read = (await rowsRead(trx, server)) - before;
      if (read > LIMIT + SPARE) found.push(`${name}: ${read} rows`);
    }
    return found;
  });
}

const ANALYZE: Readonly<Record<ServerDatabase['name'], string>> = {
  postgres: 'analyze kc_deposit_orders, kc_deposits',
  mysql: 'analyze table kc_deposit_orders, kc_deposits',
};

function onServer(server: ServerDatabase): void {
  suite(`${server.name}: query plans`, (test) => {
    if (server.url === null) return test.skip('read little more than they answer', server.missing);
    const { withStorage, close } = sharedServer(server);

    test('no lookup of matching reads much more than it answers, with statistics or without', () =>
      withStorage(async (storage, { knex }) => {
        await fillAll(storage, knex);
        const without = await greedy(knex, server, []);
        await knex.raw(ANALYZE[server.name]);
        const analyzed = await greedy(knex, server, []);
        // As after some runs of a prepared statement.
        const generic = server === POSTGRES ? ['set local plan_cache_mode = force_generic_plan'] : [];
        const found = { without, analyzed, anyValues: await greedy(knex, server, generic) };
        assert.equal(found, { without: [], analyzed: [], anyValues: [] });
      }));

    test('the database of this file is dropped', close);
  });
}

onServer(POSTGRES);
onServer(MYSQL);
