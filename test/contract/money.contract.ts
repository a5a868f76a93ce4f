import * as assert from 'uvu/assert';
import type { Payment } from '../../core/index.ts';
import {
  NOW,
  OTHER_MERCHANT,
  OTHER_MODE,
  paidPayment,
  SCOPE,
  sampleAttempt,
  sampleHistory,
  samplePayment,
  sampleRefund,
} from '../support/fixtures.ts';
import { rejectsWith } from '../support/rejects-with.ts';
import type { Contract } from './storage.contract.ts';

const EMPTY: Partial<Payment> = {
  method: null,
  description: null,
  metadata: {},
  gateway: null,
  attemptId: null,
  nextAction: null,
  instrument: null,
  failureCode: null,
  failureMessage: null,
  dueAt: null,
};

/** Payments with their history, attempts and refunds. */
export const moneyContract: Contract = (test, withStorage) => {
  test('a payment comes back exactly, full or empty', () =>
    withStorage(async (storage) => {
      for (const payment of [samplePayment(), samplePayment(EMPTY)]) {
        await storage.payments.insert(payment);
        assert.equal(await storage.payments.find(SCOPE, payment.id), payment);
      }
    }));

  test('amounts up to 2^53 - 1 come back exactly, and larger ones are not saved', () =>
    withStorage(async (storage) => {
      const amount = Number.MAX_SAFE_INTEGER;
      const payment = paidPayment({ amount, amountCaptured: amount, amountRefunded: amount - 1 });
      await storage.payments.insert(payment);
      assert.equal(await storage.payments.find(SCOPE, payment.id), payment);
      for (const bad of [amount + 1, 0.5, Number.NaN])
        await storage.payments.insert(samplePayment({ amount: bad })).then(
          () => assert.unreachable(`${bad} was saved`),
          (error: unknown) => assert.instance(error, RangeError),
        );
    }));

  test('nobody else sees or changes a payment', () =>
    withStorage(async (storage) => {
      const payment = samplePayment();
      await storage.payments.insert(payment);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.payments.find(scope, payment.id), null);
        const theirs = { ...payment, ...scope };
        await rejectsWith('stale_write', storage.payments.update(theirs, { ...theirs, amount: 1 }));
        assert.is(await storage.payments.postpone({ ...theirs, dueAt: payment.dueAt }, NOW), false);
        await rejectsWith(
          'not_found',
          storage.payments.list(scope, {}, { limit: 1, startingAfter: payment.id }),
        );
      }
      assert.equal(await storage.payments.find(SCOPE, payment.id), payment);
      assert.equal(await storage.payments.findScope(payment.id), SCOPE);
      assert.is(await storage.payments.findScope('pay_unknown'), null);
    }));

  test('an update saves every field, and the version grows by one', () =>
    withStorage(async (storage) => {
      const was = samplePayment();
      await storage.payments.insert(was);
      const now: Payment = {
        ...was,
        status: 'canceled',
        amountCaptured: 1,
        amountRefunded: 2,
        amountRefunding: 3,
        amountDisputed: 4,
        method: 'bank_transfer',
        description: null,
        metadata: { a: 'b' },
        gateway: 'other',
        attemptId: 'att_2',
        attemptCount: 2,
        nextAction: null,
        instrument: null,
        cancelReason: 'expired',
        failureCode: null,
        failureMessage: null,
        expiresAt: NOW + 5,
        dueAt: null,
        updatedAt: NOW + 6,
      };
      const saved = await storage.payments.update(was, now);
      assert.equal(saved, { ...now, version: 2 });
      assert.equal(await storage.payments.find(SCOPE, was.id), saved);
    }));

  test('a stale update is refused and changes nothing', () =>
    withStorage(async (storage) => {
      const was = paidPayment();
      await storage.payments.insert(was);
      const saved = await storage.payments.update(was, { ...was, amountRefunded: 1 });
      await rejectsWith('stale_write', storage.payments.update(was, { ...was, amountRefunded: 29_900 }));
      assert.equal(await storage.payments.find(SCOPE, was.id), saved);
      assert.is(await storage.payments.count(SCOPE, { standing: 'paid' }), 1);
      assert.is(await storage.payments.count(SCOPE, { standing: 'refunded' }), 0);
    }));

  test('what is not there cannot be updated', () =>
    withStorage(async (storage) => {
      const [payment, attempt, refund] = [samplePayment(), sampleAttempt(), sampleRefund()];
      await rejectsWith('stale_write', storage.payments.update(payment, payment));
      await rejectsWith('stale_write', storage.paymentAttempts.update(attempt, attempt));
      await rejectsWith('stale_write', storage.refunds.update(refund, refund));
      assert.is(await storage.payments.count(SCOPE, {}), 0);
    }));

  test('a payment is inserted once', () =>
    withStorage(async (storage) => {
      const payment = samplePayment();
      await storage.payments.insert(payment);
      await rejectsWith('already_exists', storage.payments.insert({ ...payment, amount: 1 }));
      assert.equal(await storage.payments.find(SCOPE, payment.id), payment);
      assert.is(await storage.payments.count(SCOPE, {}), 1);
    }));

  test('history is told oldest first, once per sequence, to its owner only', () =>
    withStorage(async (storage) => {
      const first = sampleHistory();
      const second = sampleHistory({
        sequence: 2,
        from: 'requires_payment_method',
        to: 'processing',
        reason: '시작',
        attemptId: 'att_1',
        at: NOW + 1,
      });
      for (const entry of [second, first, sampleHistory({ paymentId: 'pay_2' })])
        await storage.paymentHistory.append(entry);
      await rejectsWith('already_exists', storage.paymentHistory.append({ ...second, reason: 'again' }));
      assert.equal(await storage.paymentHistory.list(SCOPE, 'pay_1'), [first, second]);
      assert.equal(await storage.paymentHistory.list(OTHER_MERCHANT, 'pay_1'), []);
      assert.equal(await storage.paymentHistory.list(OTHER_MODE, 'pay_1'), []);
    }));

  test('attempts come back whole, oldest first, to their owner only', () =>
    withStorage(async (storage) => {
      const first = sampleAttempt();
      const second = sampleAttempt({
        createdAt: NOW + 1,
        nextAction: { type: 'redirect', url: 'https://example.com' },
      });
      for (const attempt of [second, first, sampleAttempt({ paymentId: 'pay_2' })])
        await storage.paymentAttempts.insert(attempt);
      assert.equal(await storage.paymentAttempts.list(SCOPE, 'pay_1'), [first, second]);
      assert.equal(await storage.paymentAttempts.find(SCOPE, second.id), second);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.paymentAttempts.find(scope, first.id), null);
        assert.equal(await storage.paymentAttempts.list(scope, 'pay_1'), []);
      }
      const saved = await storage.paymentAttempts.update(first, {
        ...first,
        status: 'declined',
        checkAt: null,
      });
      assert.equal(await storage.paymentAttempts.find(SCOPE, first.id), saved);
      await rejectsWith('stale_write', storage.paymentAttempts.update(first, first));
      await rejectsWith('already_exists', storage.paymentAttempts.insert(first));
    }));

  test('refunds come back whole, oldest first, to their owner only', () =>
    withStorage(async (storage) => {
      const first = sampleRefund();
      const second = sampleRefund({
        createdAt: NOW + 1,
        reason: null,
        refundAccount: null,
        origin: 'gateway',
      });
      for (const refund of [second, first, sampleRefund({ paymentId: 'pay_2' })])
        await storage.refunds.insert(refund);
      assert.equal(await storage.refunds.list(SCOPE, 'pay_1'), [first, second]);
      assert.equal(await storage.refunds.find(SCOPE, second.id), second);
      for (const scope of [OTHER_MERCHANT, OTHER_MODE]) {
        assert.is(await storage.refunds.find(scope, first.id), null);
        assert.equal(await storage.refunds.list(scope, 'pay_1'), []);
      }
      const saved = await storage.refunds.update(first, { ...first, status: 'succeeded', checkAt: null });
      assert.equal(await storage.refunds.find(SCOPE, first.id), saved);
      await rejectsWith('stale_write', storage.refunds.update(first, first));
      await rejectsWith('already_exists', storage.refunds.insert(first));
    }));
};
