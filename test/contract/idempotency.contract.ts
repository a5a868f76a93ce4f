import * as assert from 'uvu/assert';
import { NOW, OTHER_MERCHANT, OTHER_MODE, SCOPE, sampleRecord, samplePayment } from '../support/fixtures.ts';
import type { Contract } from './storage.contract.ts';

/** Requests that carry an idempotency key. */
export const idempotencyContract: Contract = (test, withStorage) => {
  test('a key is one key per merchant and mode', () =>
    withStorage(async (storage) => {
      const record = sampleRecord({ key: 'k'.repeat(255) });
      const others = [
        { ...record, ...OTHER_MERCHANT },
        { ...record, ...OTHER_MODE },
        { ...record, key: 'K'.repeat(255) },
      ];
      for (const each of [record, ...others]) assert.is(await storage.idempotency.insert(each), true);
      assert.is(await storage.idempotency.insert({ ...record, subjectId: 'pay_2' }), false);
      assert.equal(await storage.idempotency.find(SCOPE, record.key), record);
      assert.is(await storage.idempotency.find(SCOPE, 'k'), null);
    }));

  test('of many requests with one key exactly one gets it, whole transactions included', () =>
    withStorage(async (storage) => {
      const record = sampleRecord();
      const runs = Array.from({ length: 12 }, (_, n) =>
        storage.transaction(async (tx) => {
          const payment = samplePayment({ id: `pay_race_${n}` });
          await tx.payments.insert(payment);
          if (!(await tx.idempotency.insert({ ...record, subjectId: payment.id })))
            throw new RangeError('taken');
          return payment.id;
        }),
      );
      const settled = await Promise.allSettled(runs);
      const won = settled.flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
      const lost = settled.flatMap((run) => (run.status === 'rejected' ? [run.reason as unknown] : []));
      assert.is(won.length, 1);
      assert.ok(lost.every((reason) => reason instanceof RangeError));
      assert.is((await storage.idempotency.find(SCOPE, record.key))?.subjectId, won[0]);
      assert.is(await storage.payments.count(SCOPE, {}), 1);
    }));

  test('a transaction that finds the key taken goes on', () =>
    withStorage(async (storage) => {
      const record = sampleRecord();
      await storage.idempotency.insert(record);
      const seen = await storage.transaction(async (tx) => {
        assert.is(await tx.idempotency.insert(record), false);
        return tx.idempotency.find(SCOPE, record.key);
      });
      assert.equal(seen, record);
    }));

  test('the answer is kept to the letter', () =>
    withStorage(async (storage) => {
      const record = sampleRecord();
      const answer = { status: 201, body: '{"이름":"홍길동 🎉","n":1.0,"s":"\\u0000\\"\\\\"}' };
      await storage.idempotency.insert(record);
      await storage.idempotency.saveAnswer(record, answer);
      assert.equal(await storage.idempotency.find(SCOPE, record.key), { ...record, answer });
      const answered = sampleRecord({ answer });
      await storage.idempotency.insert(answered);
      assert.equal(await storage.idempotency.find(SCOPE, answered.key), answered);
    }));

  test('a lease is taken over once, and never from a request that was answered', () =>
    withStorage(async (storage) => {
      const seen = sampleRecord();
      await storage.idempotency.insert(seen);
      const wins = await Promise.all(
        [1, 2, 3].map((n) => storage.idempotency.takeOver(seen, NOW + 90_000 + n)),
      );
      assert.is(wins.filter(Boolean).length, 1);
      const now = await storage.idempotency.find(SCOPE, seen.key);
      assert.ok(now && now.leaseUntil > NOW + 90_000);
      await storage.idempotency.saveAnswer(seen, { status: 200, body: '' });
      assert.is(await storage.idempotency.takeOver(now, NOW + 99_000), false);
    }));

  test('a removed key can be used again, and is not removed by who has seen the one before', () =>
    withStorage(async (storage) => {
      const record = sampleRecord();
      await storage.idempotency.insert(record);
      await storage.idempotency.remove({ ...record, ...OTHER_MODE });
      assert.is(await storage.idempotency.insert(record), false);
      await storage.idempotency.remove(record);
      const next = { ...record, expiresAt: record.expiresAt + 1 };
      assert.is(await storage.idempotency.insert(next), true);
      await storage.idempotency.remove(record);
      assert.equal(await storage.idempotency.find(SCOPE, record.key), next);
    }));

  test('expired keys are deleted up to the limit, live ones stay', () =>
    withStorage(async (storage) => {
      const live = sampleRecord({ expiresAt: NOW + 1 });
      const expired = [NOW - 2, NOW - 1, NOW].map((expiresAt) => sampleRecord({ expiresAt }));
      for (const record of [live, ...expired]) await storage.idempotency.insert(record);
      assert.is(await storage.idempotency.deleteExpired(NOW, 2), 2);
      assert.is(await storage.idempotency.deleteExpired(NOW, 2), 1);
      assert.is(await storage.idempotency.deleteExpired(NOW, 2), 0);
      assert.equal(await storage.idempotency.find(SCOPE, live.key), live);
    }));
};
