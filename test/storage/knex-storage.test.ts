import type { Knex } from 'knex';
import * as assert from 'uvu/assert';
import { knexStorage } from '../../storage/index.ts';
import { paidPayment, SCOPE, samplePayment } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import { type Test, suite } from '../support/suite.ts';
import {
  MYSQL,
  POSTGRES,
  type ServerDatabase,
  sharedServer,
  withMemory,
  withMigratedSqlite,
  type WithStorage,
} from '../support/storage.ts';

function declare(test: Test, withStorage: WithStorage): void {
  const withKnex = (work: (knex: Knex) => Promise<void>) => withStorage((_storage, { knex }) => work(knex));

  test('our work is committed with the embedder’s transaction', () =>
    withKnex(async (knex) => {
      const payment = samplePayment();
      await knex.transaction(async (trx) => {
        const storage = knexStorage(trx);
        await storage.payments.insert(payment);
        assert.equal(await storage.payments.find(SCOPE, payment.id), payment);
      });
      assert.equal(await knexStorage(knex).payments.find(SCOPE, payment.id), payment);
    }));

  test('the embedder’s rollback is ours, whatever we have committed', () =>
    withKnex(async (knex) => {
      const trx = await knex.transaction();
      const storage = knexStorage(trx);
      await storage.transaction((tx) => tx.payments.insert(samplePayment()));
      await storage.payments.insert(samplePayment());
      assert.is(await storage.payments.count(SCOPE, {}), 2);
      await trx.rollback();
      assert.is(await knexStorage(knex).payments.count(SCOPE, {}), 0);
    }));

  test('a unit of ours that fails is undone alone', () =>
    withKnex(async (knex) => {
      await knex.transaction(async (trx) => {
        const storage = knexStorage(trx);
        await storage.payments.insert(samplePayment());
        const failing = storage.transaction(async (tx) => {
          await tx.payments.insert(samplePayment());
          throw new RangeError('no');
        });
        await failing.catch(() => {});
        await storage.payments.insert(samplePayment());
      });
      assert.is(await knexStorage(knex).payments.count(SCOPE, {}), 2);
    }));

  test('units that are asked for at once take turns inside one transaction, also from two storages', () =>
    withKnex(async (knex) => {
      const payment = paidPayment();
      await knex.transaction(async (trx) => {
        const storages = [knexStorage(trx), knexStorage(trx)] as const;
        await storages[0].payments.insert(payment);
        const units = Array.from({ length: 20 }, (_, n) =>
          storages[n % 2 ? 1 : 0].transaction(async (tx) => {
            const was = await tx.payments.find(SCOPE, payment.id);
            assert.ok(was);
            await tx.payments.update(was, { ...was, amountRefunded: was.amountRefunded + 1 });
            if (n % 4 === 0) throw new RangeError('no');
          }),
        );
        await Promise.allSettled(units);
      });
      assert.is((await knexStorage(knex).payments.find(SCOPE, payment.id))?.amountRefunded, 15);
    }));

  test('a transaction that has ended is used no more', () =>
    withKnex(async (knex) => {
      const trx = await knex.transaction();
      const storage = knexStorage(trx);
      await trx.commit();
      await rejectsWith('storage_unavailable', storage.payments.insert(samplePayment()));
      await rejectsWith('storage_unavailable', storage.payments.count(SCOPE, {}));
      assert.is(await knexStorage(knex).payments.count(SCOPE, {}), 0);
    }));

  test('on a plain knex instance units are transactions of their own', () =>
    withKnex(async (knex) => {
      const storage = knexStorage(knex);
      const payment = paidPayment();
      await storage.payments.insert(payment);
      const units = Array.from({ length: 30 }, (_, n) =>
        storage.transaction(async (tx) => {
          const was = await tx.payments.find(SCOPE, payment.id);
          assert.ok(was);
          await tx.payments.update(was, { ...was, amountRefunded: was.amountRefunded + 1 });
          if (n % 3 === 0) throw new RangeError('no');
        }),
      );
      await Promise.allSettled(units);
      assert.is((await storage.payments.find(SCOPE, payment.id))?.amountRefunded, 20);
    }));

  test('the embedder’s own queries and our units share the connections', () =>
    withKnex(async (knex) => {
      const storage = knexStorage(knex);
      const mixed = Array.from({ length: 20 }, async (_, n) => {
        if (n % 2) return storage.payments.insert(samplePayment());
        await knex.transaction(async (trx) => {
          await knexStorage(trx).payments.insert(samplePayment());
        });
      });
      await Promise.all(mixed);
      assert.equal(
        await knex('kc_payments')
          .count({ n: '*' })
          .then(([row]) => Number(row?.['n'])),
        20,
      );
    }));
}

suite('knexStorage: SQLite', (test) => declare(test, withMigratedSqlite));
suite('knexStorage: SQLite in memory', (test) => declare(test, withMemory));

function onServer(server: ServerDatabase): void {
  suite(`knexStorage: ${server.name}`, (test) => {
    if (server.url === null) return test.skip('joins transactions', server.missing);
    const { withStorage, close } = sharedServer(server);
    declare(test, withStorage);
    test('the database of this file is dropped', close);
  });
}

onServer(POSTGRES);
onServer(MYSQL);

suite('knexStorage', (test) => {
  test('refuses clients that it does not know', () => {
    const unknown = { client: { driverName: 'oracledb' } } as unknown as Knex;
    assert.throws(() => knexStorage(unknown), /unsupported knex client/);
  });
});
