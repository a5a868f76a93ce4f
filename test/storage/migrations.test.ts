import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import * as assert from 'uvu/assert';
import {
  knexConfig,
  MIGRATIONS_TABLE,
  migrationSource,
  type OpenStorage,
  openStorage,
} from '../../storage/index.ts';
import { sampleCoupon } from '../support/coupon-fixtures.ts';
import { SCOPE, sampleMerchant } from '../support/fixtures.ts';
import { type Test, suite } from '../support/suite.ts';
import {
  MYSQL,
  POSTGRES,
  type ServerDatabase,
  TABLES,
  withFolder,
  withServerDatabase,
} from '../support/storage.ts';
import { dumpSchema, SCHEMA_FILE } from './schema-dump.ts';

/** Runs a test on the URL of an empty database. */
type WithUrl = (work: (url: string) => Promise<void>) => Promise<void>;

const CONFIG = { migrationSource, tableName: MIGRATIONS_TABLE };

const withFile: WithUrl = (work) => withFolder((folder) => work(`sqlite:${join(folder, 'test.sqlite')}`));

async function names(): Promise<string[]> {
  const migrations = await migrationSource.getMigrations([]);
  return migrations.map((migration) => migrationSource.getMigrationName(migration));
}

async function withOpen(url: string, work: (opened: OpenStorage) => Promise<void>): Promise<void> {
  const opened = await openStorage(url);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

async function existing(knex: Knex): Promise<string[]> {
  const found = await Promise.all(TABLES.map((table) => knex.schema.hasTable(table)));
  return TABLES.filter((_, index) => found[index]);
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  assert.instance(error, Error);
  return error as Error;
}

function declare(test: Test, withUrl: WithUrl): void {
  test('all go up, down and up again', () =>
    withUrl((url) =>
      withOpen(url, async (opened) => {
        assert.equal(await opened.pending(), await names());
        assert.equal(await opened.migrate(), await names());
        assert.equal(await opened.pending(), []);
        assert.equal(await existing(opened.knex), TABLES);
        await opened.knex.migrate.rollback(CONFIG, true);
        assert.equal(await existing(opened.knex), []);
        assert.equal(await opened.migrate(), await names());
        await opened.storage.merchants.insert(sampleMerchant());
        assert.equal(await opened.migrate(), []);
      }),
    ));

  test('two that start at once do it once', () =>
    withUrl(async (url) => {
      const opened = await Promise.all([openStorage(url), openStorage(url)]);
      try {
        const applied = await Promise.all(opened.map((each) => each.migrate()));
        assert.equal(applied.flat(), await names());
      } finally {
        for (const each of opened) await each.close();
      }
    }));

  test('the lock row of a process that died holds nobody up', () =>
    withUrl((url) =>
      withOpen(url, async (opened) => {
        await opened.migrate();
        await opened.knex.migrate.down(CONFIG);
        await opened.knex(`${MIGRATIONS_TABLE}_lock`).update({ is_locked: 1 });
        assert.equal(await opened.migrate(), (await names()).slice(-1));
      }),
    ));

  test('the database of a newer release is refused', () =>
    withUrl((url) =>
      withOpen(url, async (opened) => {
        await opened.migrate();
        await opened.knex(MIGRATIONS_TABLE).insert({ name: '9999-from-the-future', batch: 9 });
        for (const attempt of [opened.pending, opened.migrate])
          assert.match((await rejection(attempt())).message, /newer release.*9999-from-the-future/);
      }),
    ));
}

suite('migrations: SQLite', (test) => {
  declare(test, withFile);

  test('the committed schema is what they make', () =>
    withFile((url) =>
      withOpen(url, async (opened) => {
        await opened.migrate();
        const committed = await readFile(SCHEMA_FILE, 'utf8');
        assert.is(await dumpSchema(opened.knex), committed, 'run test/storage/schema-dump.ts --write');
      }),
    ));

  test('a start without anything to apply waits for nobody', () =>
    withFile((url) =>
      withOpen(url, async (opened) => {
        await opened.migrate();
        const filename = `${url.slice('sqlite:'.length)}.migrate-lock`;
        const other = knexFactory({ client: 'sqlite3', connection: { filename }, useNullAsDefault: true });
        await other.raw('BEGIN EXCLUSIVE');
        assert.equal(await opened.migrate(), []);
        await other.destroy();
      }),
    ));

  test('the knex command line applies the same ones', () =>
    withFile(async (url) => {
      const knex = knexFactory(knexConfig(url));
      await knex.migrate.latest();
      await knex.destroy();
      await withOpen(url, async (opened) => assert.equal(await opened.pending(), []));
    }));

  test('URLs that name no database of ours are refused without being repeated', async () => {
    for (const url of [
      '',
      'sqlite:',
      'mssql://sa:secret@db',
      'postgres:secret',
      'mysql:secret',
      'file.sqlite',
    ])
      assert.not.match((await rejection(openStorage(url))).message, /secret|file\.sqlite/);
  });
});

function onServer(server: ServerDatabase, more: (test: Test, withUrl: WithUrl) => void = () => {}): void {
  suite(`migrations: ${server.name}`, (test) => {
    if (server.url === null) return test.skip('all go up, down and up again', server.missing);
    const withUrl: WithUrl = (work) => withServerDatabase(server, work);
    declare(test, withUrl);
    more(test, withUrl);
  });
}

onServer(POSTGRES);
onServer(MYSQL, (test, withUrl) => {
  test('one that was killed half-way is done anew, but never over rows', () =>
    withUrl((url) =>
      withOpen(url, async (opened) => {
        await opened.migrate();
        const forget = () => opened.knex(MIGRATIONS_TABLE).where({ name: '0010-coupons' }).del();
        await opened.knex.schema.dropTable('kc_coupon_use_customers');
        await opened.knex.schema.table('kc_coupons', (table) => table.dropIndex([], 'kc_coupons_newest'));
        await forget();
        assert.equal(await opened.migrate(), ['0010-coupons']);
        assert.equal(await existing(opened.knex), TABLES);
        const coupon = sampleCoupon();
        await opened.storage.coupons.insert(coupon);
        await forget();
        await rejection(opened.migrate());
        assert.equal(await opened.storage.coupons.find(SCOPE, coupon.id), coupon);
      }),
    ));
});
