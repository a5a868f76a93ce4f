import { join } from 'node:path';
import { inspect } from 'node:util';
import knexFactory from 'knex';
import * as assert from 'uvu/assert';
import { isRefusal, type Storage } from '../../core/index.ts';
import { openStorage } from '../../storage/index.ts';
import { DAY, NOW, SCOPE, sampleEvent, samplePayment, WILD_TEXT } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { suite } from '../support/suite.ts';
import { withFolder, withMemory, withMigratedSqlite, withOpened } from '../support/storage.ts';

/** Inserts payments at once, each in a unit of its own, and checks that exactly the promised ones are there. */
async function insertMany(storage: Storage, count: number, text: string): Promise<number> {
  const payments = Array.from({ length: count }, () => samplePayment({ description: text }));
  const settled = await Promise.allSettled(
    payments.map((payment) =>
      storage.transaction(async (tx) => {
        await tx.events.append(sampleEvent({ id: `evt_${payment.id}` }));
        await tx.payments.insert(payment);
      }),
    ),
  );
  for (const [n, outcome] of settled.entries()) {
    const found = await storage.payments.find(SCOPE, payments[n]?.id ?? '');
    assert.is(found !== null, outcome.status === 'fulfilled');
    if (outcome.status === 'rejected') assert.ok(isRefusal(outcome.reason, 'storage_unavailable'));
  }
  return settled.filter(({ status }) => status === 'fulfilled').length;
}

/** Runs `work` while another connection has locked the file. */
async function whileLocked(
  file: string,
  work: (unlock: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const other = knexFactory({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true });
  try {
    await other.raw('BEGIN EXCLUSIVE');
    await work(async () => void (await other.raw('ROLLBACK')));
  } finally {
    await other.destroy();
  }
}

suite('group commit', (test) => {
  test('a full disk fails the units that it hits, keeps the others, and is forgotten when there is room again', () =>
    withMigratedSqlite(async (storage, { knex }) => {
      const [{ page_count: pages }] = (await knex.raw('PRAGMA page_count')) as [{ page_count: number }];
      await insertMany(storage, 5, 'small');
      await knex.raw(`PRAGMA max_page_count = ${pages + 12}`);
      const kept = await insertMany(storage, 40, 'x'.repeat(20_000));
      assert.ok(kept < 40, `${kept} of 40`);
      const refused = storage.payments.insert(samplePayment({ description: 'x'.repeat(200_000) }));
      assert.is((await rejectsWith('storage_unavailable', refused)).details['code'], 'SQLITE_FULL');
      await knex.raw('PRAGMA max_page_count = 1000000');
      assert.is(await insertMany(storage, 10, 'x'.repeat(20_000)), 10);
      assert.is(await storage.payments.count(SCOPE, {}), 15 + kept);
      assert.is((await storage.events.listDueDispatch(100)).length, 15 + kept);
    }));

  test('after a full disk has taken the transaction back, nothing more of the unit is saved', () =>
    withMigratedSqlite(async (storage, { knex }) => {
      const [{ page_count: pages }] = (await knex.raw('PRAGMA page_count')) as [{ page_count: number }];
      await knex.raw(`PRAGMA max_page_count = ${pages + 4}`);
      const stubborn = storage.transaction(async (tx) => {
        const huge = tx.payments.insert(samplePayment({ description: 'x'.repeat(200_000) }));
        await huge.catch(() => {});
        await tx.events.append(sampleEvent()).catch(() => {});
      });
      await rejectsWith('storage_unavailable', stubborn);
      assert.equal(await storage.events.listDueDispatch(5), []);
    }));

  test('when the commit itself fails nobody was told of a success, and the next batch commits', () =>
    withMigratedSqlite(async (storage, { knex }) => {
      // A reference that is checked at the commit only, broken by one event.
      await knex.raw('create table parents (id integer primary key)');
      await knex.raw('create table orphans (id integer references parents deferrable initially deferred)');
      await knex.raw(
        `create trigger breaks after insert on kc_events when new.id = 'evt_breaks'
         begin insert into orphans values (1); end`,
      );
      const units = Array.from({ length: 20 }, (_, n) =>
        storage.transaction(async (tx) => {
          await tx.payments.insert(samplePayment());
          if (n === 10) await tx.events.append(sampleEvent({ id: 'evt_breaks' }));
        }),
      );
      const settled = await Promise.allSettled(units);
      const told = settled.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(told < 20, `${told} of 20`);
      assert.is(await storage.payments.count(SCOPE, {}), told);
      assert.is(await insertMany(storage, 3, 'after'), 3);
    }));

  test('a database that stays locked is unavailable for writes, can be read, and recovers', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'test.sqlite');
      await withOpened(`sqlite:${file}`, { busyTimeoutMs: 30 }, async (storage) => {
        assert.is(await insertMany(storage, 3, 'before'), 3);
        await whileLocked(file, async () => {
          assert.is(await insertMany(storage, 100, 'locked'), 0);
          assert.is(await storage.payments.count(SCOPE, {}), 3);
        });
        assert.is(await insertMany(storage, 3, 'after'), 3);
      });
    }));

  test('units wait for a lock that is let go in time', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'test.sqlite');
      await withOpened(`sqlite:${file}`, {}, (storage) =>
        whileLocked(file, async (unlock) => {
          const inserted = insertMany(storage, 100, 'patient');
          await unlock();
          assert.is(await inserted, 100);
        }),
      );
    }));

  test('hundreds of units share a few commits', () =>
    withMigratedSqlite(async (storage, { knex }) => {
      let commits = 0;
      const client = knex.client as {
        acquireConnection(): Promise<{ on(event: 'trace', told: (sql: string) => void): void }>;
        releaseConnection(connection: unknown): Promise<void>;
      };
      const connection = await client.acquireConnection();
      connection.on('trace', (sql) => (commits += sql === 'COMMIT' ? 1 : 0));
      await client.releaseConnection(connection);
      assert.is(await insertMany(storage, 300, 'together'), 300);
      assert.ok(commits >= 5 && commits <= 60, `${commits} commits`);
    }));

  test('a unit that waits for another one in vain is undone, and the others go on', () =>
    withOpened('sqlite::memory:', { unitTimeoutMs: 50 }, async (storage) => {
      const mistaken = storage.transaction(async (tx) => {
        await tx.payments.insert(samplePayment());
        // Not `tx`: this waits for the very unit that waits for it.
        return storage.payments.count(SCOPE, {});
      });
      await rejectsWith('storage_unavailable', mistaken);
      assert.is(await storage.payments.count(SCOPE, {}), 0);
      assert.is(await insertMany(storage, 2, 'next'), 2);
    }));

  test('closing finishes what was asked for and refuses the rest', () =>
    withFolder(async (folder) => {
      const url = `sqlite:${join(folder, 'deep/er/test.sqlite')}`;
      const opened = await openStorage(url);
      await opened.migrate();
      const payments = Array.from({ length: 50 }, () => samplePayment());
      const inserting = payments.map((payment) => opened.storage.payments.insert(payment));
      await opened.close();
      await Promise.all(inserting);
      await rejectsWith('storage_unavailable', opened.storage.payments.insert(samplePayment()));
      await rejectsWith('storage_unavailable', opened.storage.payments.count(SCOPE, {}));
      await rejectsWith('storage_unavailable', opened.ping());
      await withOpened(url, {}, async (storage) => {
        assert.is(await storage.payments.count(SCOPE, { createdAfter: NOW - DAY }), 50);
      });
    }));

  test('what goes wrong in the database comes out by its code, without anybody’s data', async () => {
    const opened = await openStorage('sqlite::memory:');
    try {
      const payment = samplePayment();
      const refusal = await rejectsWith('storage_unavailable', opened.storage.payments.insert(payment));
      assert.equal(refusal.details, { code: 'SQLITE_ERROR' });
      const told = inspect(refusal, { depth: 9 });
      assert.not.ok(
        told.includes(WILD_TEXT.slice(0, 3)) || told.includes(payment.id) || told.includes('insert'),
      );
      assert.is(refusal.cause, undefined);
      await opened.migrate();
      await opened.storage.payments.insert(payment);
    } finally {
      await opened.close();
    }
  });

  test('a table that is missing spoils only the unit that wants it', () =>
    withMemory(async (storage, { knex }) => {
      await knex.schema.dropTable('kc_sandbox_charges');
      const settled = await Promise.allSettled([
        storage.payments.insert(samplePayment()),
        storage.transaction(async (tx) => {
          await tx.payments.insert(samplePayment());
          await tx.sandboxCharges.find('att_1');
        }),
        storage.transaction((tx) => tx.sandboxCharges.find('att_1')),
        storage.payments.insert(samplePayment()),
      ]);
      assert.equal(
        settled.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
      );
      assert.is(await storage.payments.count(SCOPE, {}), 2);
    }));

  test('a swallowed failure of the database still undoes the unit', () =>
    withMemory(async (storage, { knex }) => {
      await knex.schema.dropTable('kc_sandbox_charges');
      const swallowing = storage.transaction(async (tx) => {
        await tx.payments.insert(samplePayment());
        await tx.sandboxCharges.find('att_1').catch(() => null);
      });
      await rejectsWith('storage_unavailable', swallowing);
      assert.is(await storage.payments.count(SCOPE, {}), 0);
    }));
});
