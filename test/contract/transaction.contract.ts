import * as assert from 'uvu/assert';
import { DomainError, type Repositories, type Storage } from '../../core/index.ts';
import { NOW, paidPayment, SCOPE, sampleEvent, sampleHistory, samplePayment } from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

const STRANGERS = 200;

/** What a unit of work of core looks like: read, decide, save, tell. */
async function refundOne(tx: Repositories, id: string): Promise<number> {
  const was = await tx.payments.find(SCOPE, id);
  assert.ok(was);
  const saved = await tx.payments.update(was, { ...was, amountRefunded: was.amountRefunded + 1 });
  await tx.paymentHistory.append(sampleHistory({ paymentId: id, sequence: saved.version }));
  return saved.amountRefunded;
}

async function paid(storage: Storage): Promise<string> {
  const payment = paidPayment();
  await storage.payments.insert(payment);
  return payment.id;
}

/** The unit of work. */
export const transactionContract: Contract = (test, withStorage) => {
  test('a transaction answers what its work answers, and sees its own changes', () =>
    withStorage(async (storage) => {
      const payment = samplePayment();
      const found = await storage.transaction(async (tx) => {
        await tx.payments.insert(payment);
        return tx.payments.find(SCOPE, payment.id);
      });
      assert.equal(found, payment);
      assert.is(await storage.transaction(async () => 7), 7);
    }));

  test('a unit that fails leaves nothing, and its error comes out as it is', () =>
    withStorage(async (storage) => {
      const payment = samplePayment();
      const reason = new RangeError('no');
      const failing = storage.transaction(async (tx) => {
        await tx.payments.insert(payment);
        await tx.events.append(sampleEvent());
        throw reason;
      });
      assert.is(await failing.catch((error: unknown) => error), reason);
      assert.is(await storage.payments.find(SCOPE, payment.id), null);
      assert.equal(await storage.events.listDueDispatch(5), []);
    }));

  test('a unit that throws before it promises anything is a unit that fails', () =>
    withStorage(async (storage) => {
      const reason = new RangeError('at once');
      const failing = storage.transaction(() => {
        throw reason;
      });
      assert.is(await failing.catch((error: unknown) => error), reason);
    }));

  test('units that fail do not take their neighbours with them', () =>
    withStorage(async (storage) => {
      const payments = Array.from({ length: 30 }, () => samplePayment());
      const settled = await Promise.allSettled(
        payments.map((payment, n) =>
          storage.transaction(async (tx) => {
            await tx.payments.insert(payment);
            if (n % 3 === 0) throw new RangeError('no');
          }),
        ),
      );
      const kept = await Promise.all(payments.map(({ id }) => storage.payments.find(SCOPE, id)));
      settled.forEach(({ status }, n) => assert.is(status === 'fulfilled', kept[n] !== null));
      assert.is(kept.filter(Boolean).length, 20);
      assert.is(await storage.payments.count(SCOPE, {}), 20);
    }));

  test('a unit that swallows a refusal keeps what it did before', () =>
    withStorage(async (storage) => {
      const id = await paid(storage);
      await storage.transaction(async (tx) => {
        await tx.events.append(sampleEvent());
        const was = await tx.payments.find(SCOPE, id);
        assert.ok(was);
        await tx.payments.update(was, was);
        await rejectsWith('stale_write', tx.payments.update(was, was));
      });
      assert.is((await storage.events.listDueDispatch(5)).length, 1);
      assert.is((await storage.payments.find(SCOPE, id))?.version, 2);
    }));

  test('a unit that lost a race runs again and then wins', () =>
    withStorage(async (storage) => {
      const id = await paid(storage);
      let old = await storage.payments.find(SCOPE, id);
      await storage.transaction((tx) => refundOne(tx, id));
      let runs = 0;
      await storage.transaction(async (tx) => {
        runs += 1;
        await tx.events.append(sampleEvent());
        const was = old ?? (await tx.payments.find(SCOPE, id));
        old = null;
        assert.ok(was);
        await tx.payments.update(was, { ...was, amountRefunded: was.amountRefunded + 1 });
      });
      assert.is(runs, 2);
      assert.is((await storage.payments.find(SCOPE, id))?.amountRefunded, 2);
      assert.is((await storage.events.listDueDispatch(5)).length, 1);
    }));

  test('a unit that brings its own stale version is refused soon', () =>
    withStorage(async (storage) => {
      const id = await paid(storage);
      const old = await storage.payments.find(SCOPE, id);
      assert.ok(old);
      await storage.transaction((tx) => refundOne(tx, id));
      let runs = 0;
      await rejectsWith(
        'stale_write',
        storage.transaction((tx) => {
          runs += 1;
          return tx.payments.update(old, old);
        }),
      );
      assert.is(runs, 2);
    }));

  test('a unit that finds itself too late runs once more, and is refused when that does not help', () =>
    withStorage(async (storage) => {
      const tooLate = (times: number) => {
        let runs = 0;
        return storage.transaction(async (tx) => {
          runs += 1;
          await tx.events.append(sampleEvent());
          if (runs <= times) throw new DomainError('stale_write', 'somebody was faster');
          return runs;
        });
      };
      assert.is(await tooLate(1), 2);
      await rejectsWith('stale_write', tooLate(2));
      assert.is((await storage.events.listDueDispatch(5)).length, 1);
    }));

  test(`${STRANGERS} units that change one payment at once all count, once each`, () =>
    withStorage(async (storage) => {
      const id = await paid(storage);
      const answers = await Promise.all(
        Array.from({ length: STRANGERS }, () => storage.transaction((tx) => refundOne(tx, id))),
      );
      const expected = Array.from({ length: STRANGERS }, (_, n) => n + 1);
      assert.equal(
        [...answers].sort((a, b) => a - b),
        expected,
      );
      const payment = await storage.payments.find(SCOPE, id);
      assert.is(payment?.amountRefunded, STRANGERS);
      assert.is(payment?.version, STRANGERS + 1);
      const history = await storage.paymentHistory.list(SCOPE, id);
      assert.equal(
        history.map(({ sequence }) => sequence),
        expected.map((n) => n + 1),
      );
    }));

  test('units that want two payments in opposite orders all get them', () =>
    withStorage(async (storage) => {
      const [a, b] = [await paid(storage), await paid(storage)];
      await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          storage.transaction(async (tx) => {
            for (const id of n % 2 ? [a, b] : [b, a]) await refundOne(tx, id);
          }),
        ),
      );
      const refunded = await Promise.all([a, b].map((id) => storage.payments.find(SCOPE, id)));
      assert.equal(
        refunded.map((payment) => payment?.amountRefunded),
        [12, 12],
      );
    }));

  test('nobody reads what is not committed', () =>
    withStorage(async (storage) => {
      const id = await paid(storage);
      let inside: () => void = () => {};
      const written = new Promise<void>((resolve) => (inside = resolve));
      const unit = storage
        .transaction(async (tx) => {
          await refundOne(tx, id);
          inside();
          await new Promise((resolve) => setImmediate(resolve));
          throw new RangeError('no');
        })
        .catch(() => {});
      await written;
      assert.is((await storage.payments.find(SCOPE, id))?.amountRefunded, 0);
      await unit;
    }));

  test('a repository that outlives its unit writes nothing', () =>
    withStorage(async (storage) => {
      let leaked: Repositories | undefined;
      await storage.transaction(async (tx) => {
        leaked = tx;
        await tx.events.append(sampleEvent());
      });
      const late = samplePayment({ createdAt: NOW });
      await rejectsWith('storage_unavailable', leaked?.payments.insert(late) ?? Promise.resolve());
      assert.is(await storage.payments.find(SCOPE, late.id), null);
    }));

  test('statements of one unit may be asked for at once', () =>
    withStorage(async (storage) => {
      const payments = Array.from({ length: 10 }, () => samplePayment());
      await storage.transaction((tx) => Promise.all(payments.map((payment) => tx.payments.insert(payment))));
      assert.is(await storage.payments.count(SCOPE, {}), 10);
      const failing = storage.transaction((tx) =>
        Promise.all([
          ...payments.map(({ id }) => tx.payments.insert(samplePayment({ id: `${id}_more` }))),
          Promise.reject(new RangeError('no')),
        ]),
      );
      await failing.catch(() => {});
      assert.is(await storage.payments.count(SCOPE, {}), 10);
    }));
};
