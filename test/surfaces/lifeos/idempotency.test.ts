import * as assert from 'uvu/assert';
import { newPayment, type Refund, requestHash } from '../../../core/index.ts';
import { recordNew } from '../../../core/payments/record-payment.ts';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, paid, withApp } from '../../support/test-app.ts';

const keyed = (key: string, body: unknown = NEW_PAYMENT) => ({ body, headers: { 'idempotency-key': key } });

suite('LifeOS idempotency', (test) => {
  test('the same key and request get the first status and bytes again, and make nothing new', () =>
    withApp(async (app) => {
      const first = await app.call('POST', '/v2/payments', keyed('order-1001'));
      await app.call('POST', `/test_helpers/payments/${first.body.id}/complete`);
      const again = await app.call('POST', '/v2/payments', keyed('order-1001'));
      assert.equal([again.status, again.text], [201, first.text]);
      assert.is(first.headers.get('idempotent-replayed'), null);
      assert.is(again.headers.get('idempotent-replayed'), 'true');
      assert.is((await app.call('GET', '/v2/payments')).body.total, 1);
    }));

  test('200 requests with one key at once make one payment; the others get its bytes or 409', () =>
    withApp(async (app) => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => app.call('POST', '/v2/payments', keyed('storm'))),
      );
      assert.is((await app.call('GET', '/v2/payments')).body.total, 1);
      const made = answers.filter(({ status }) => status === 201);
      assert.is(new Set(made.map(({ text }) => text)).size, 1);
      for (const { status, body } of answers)
        assert.ok(status === 201 || (status === 409 && body.error.code === 'idempotency_in_progress'));
    }));

  test('the same key with another request is 409 and changes nothing', () =>
    withApp(async (app) => {
      await app.call('POST', '/v2/payments', keyed('k'));
      const other = await app.call('POST', '/v2/payments', keyed('k', { ...NEW_PAYMENT, amount: 30000 }));
      assert.equal([other.status, other.body.error.code], [409, 'idempotency_key_reuse']);
      assert.is((await app.call('GET', '/v2/payments')).body.total, 1);
    }));

  test('a refused request does not burn its key', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const over = await app.call('POST', `/v2/payments/${id}/refund`, keyed('r', { amount: 30000 }));
      assert.is(over.status, 400);
      const right = await app.call('POST', `/v2/payments/${id}/refund`, keyed('r', { amount: 29900 }));
      assert.equal([right.status, right.body.amount], [200, 29900]);
    }));

  test('20 full refunds at once with one key make one refund', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => app.call('POST', `/v2/payments/${id}/refund`, keyed('full', {}))),
      );
      const done = answers.filter(({ status }) => status === 200);
      assert.is(new Set(done.map(({ body }) => body.id)).size, 1);
      assert.ok(answers.every(({ status }) => status === 200 || status === 409));
      assert.is((await app.core.refunds.list(app.scope, id)).length, 1);
    }));

  test('a partial refund and a cancel that come thrice at once under one key are never told that it is too late', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const open = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body.id;
      const thrice = (path: string, body?: object) =>
        Promise.all(Array.from({ length: 3 }, () => app.call('POST', path, keyed(path, body))));
      const answers = [
        ...(await thrice(`/v2/payments/${id}/refund`, { amount: 20_000 })),
        ...(await thrice(`/v2/payments/${open}/cancel`)),
      ];
      for (const { status, body } of answers)
        assert.ok(status === 200 || body.error.code === 'idempotency_in_progress', JSON.stringify(body));
    }));

  test('a bank payment whose creation was interrupted is resumed with its instructions', () =>
    withApp(async (app) => {
      const path = '/v2/payments';
      const body = JSON.stringify({ ...NEW_PAYMENT, method: 'bank' });
      const input = { amount: 29_900, currency: 'KRW', method: 'bank_transfer' } as const;
      const key = { key: 'bank', requestHash: requestHash(path, body) };
      await app.storage.transaction((tx) =>
        recordNew(tx, app.random, newPayment(app.scope, 'pay_cut', input, app.clock.now())),
      );
      const expiresAt = app.clock.now() + 86_400_000;
      await app.storage.transaction((tx) =>
        tx.idempotency.insert({
          ...app.scope,
          ...key,
          subjectId: 'pay_cut',
          answer: null,
          leaseUntil: 0,
          expiresAt,
        }),
      );
      const resumed = await app.call('POST', path, keyed('bank', body));
      assert.equal([resumed.status, resumed.body.id, resumed.body.bank?.amount], [201, 'pay_cut', 29_900]);
    }));

  test('a key belongs to its merchant and its mode, and on another route it is another request', () =>
    withApp(async (app) => {
      const mine = await app.call('POST', '/v2/payments', keyed('same'));
      const theirs = await app.call('POST', '/v2/payments', { ...keyed('same'), key: app.stranger });
      const live = await app.call('POST', '/v2/payments', { ...keyed('same'), key: app.keys.live });
      assert.is(new Set([mine.body.id, theirs.body.id, live.body.id]).size, 3);
      const canceled = await app.call(
        'POST',
        `/v2/payments/${mine.body.id}/cancel`,
        keyed('same', undefined),
      );
      assert.equal([canceled.status, canceled.body.error.code], [409, 'idempotency_key_reuse']);
      assert.is((await app.call('GET', `/v2/payments/${mine.body.id}`)).body.status, 'pending');
    }));

  test('after 24 hours a key is new again', () =>
    withApp(async (app) => {
      const first = await app.call('POST', '/v2/payments', keyed('daily'));
      app.clock.advance(24 * 60 * 60 * 1000);
      const second = await app.call('POST', '/v2/payments', keyed('daily'));
      assert.is.not(first.body.id, second.body.id);
    }));

  test('a refund that was interrupted before its answer is taken up again under its key', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const interrupted = app.core.idempotency.run<Refund>(
        app.scope,
        { key: 'crash', requestHash: 'x' },
        {
          execute: (once) =>
            app.core.refunds.create(
              app.scope,
              { paymentId: id },
              { ...once, finish: () => Promise.reject(new Error('killed')) },
            ),
          resume: () => Promise.reject(new Error('not this time')),
          render: () => ({ status: 200, body: '' }),
        },
      );
      await interrupted.then(
        () => assert.unreachable(),
        () => {},
      );
      const [refund] = await app.core.refunds.list(app.scope, id);
      assert.is(refund?.status, 'processing');
      app.clock.advance(90_000);
      const resumed = await app.core.idempotency.run(
        app.scope,
        { key: 'crash', requestHash: 'x' },
        {
          execute: () => Promise.reject(new Error('it must not run twice')),
          resume: (subjectId) => app.core.refunds.get(app.scope, subjectId),
          render: (found) => ({ status: 200, body: found.id }),
        },
      );
      assert.is(resumed.body, refund?.id);
      assert.is((await app.core.refunds.list(app.scope, id)).length, 1);
    }));

  for (const key of ['x'.repeat(256), 'caf\u00e9'])
    test(`a key of ${key.length} characters such as ${key.slice(0, 4)} is refused`, () =>
      withApp(async (app) => {
        assert.is((await app.call('POST', '/v2/payments', keyed(key))).status, 400);
      }));
});
