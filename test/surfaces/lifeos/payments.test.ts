import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, paid, withApp } from '../../support/test-app.ts';

const EXAMPLES = JSON.parse(readFileSync(new URL('../examples/lifeos.json', import.meta.url), 'utf8'));

/** Every field of the document's example is there, with a value of the same type. */
function hasShapeOf(answer: Record<string, unknown>, example: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(example)) {
    assert.type(answer[field], typeof value as 'string', field);
    if (value && typeof value === 'object' && !Array.isArray(value))
      hasShapeOf(answer[field] as Record<string, unknown>, value as Record<string, unknown>);
  }
}

suite('LifeOS payments', (test) => {
  test('POST /v2/payments answers the example of the document', () =>
    withApp(async (app) => {
      const { status, body } = await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
      assert.is(status, 201);
      hasShapeOf(body, EXAMPLES.createPayment);
      assert.is(body.amount, 29900);
      assert.is(body.currency, 'KRW');
      assert.is(body.status, 'pending');
      assert.match(body.id, /^pay_\w+$/);
      assert.is(body.checkout_url, `https://pay.lifeos.dev/checkout/${body.id}`);
    }));

  test('GET /v2/payments/{id} answers the example of the document', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const { status, body } = await app.call('GET', `/v2/payments/${id}`);
      assert.is(status, 200);
      hasShapeOf(body, EXAMPLES.getPayment);
      assert.equal(
        { status: body.status, method: body.method, card: body.card, refundable: body.refundable },
        { status: 'completed', method: 'card', card: { last4: '4242', brand: 'visa' }, refundable: true },
      );
    }));

  test('GET /v2/payments answers the example of the document, newest first', () =>
    withApp(async (app) => {
      const first = await paid(app);
      const second = await paid(app);
      const { status, body } = await app.call('GET', '/v2/payments?limit=1');
      assert.is(status, 200);
      hasShapeOf(body, EXAMPLES.listPayments);
      hasShapeOf(body.data[0], EXAMPLES.listPayments.data[0]);
      assert.equal([body.data[0].id, body.has_more, body.total], [second, true, 2]);
      const rest = await app.call('GET', `/v2/payments?limit=1&starting_after=${second}`);
      assert.equal([rest.body.data[0].id, rest.body.has_more, rest.body.total], [first, false, 2]);
    }));

  test('POST /v2/payments/{id}/refund answers the example of the document', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const { status, body } = await app.call('POST', `/v2/payments/${id}/refund`, {
        body: { reason: '고객 요청' },
      });
      assert.is(status, 200);
      hasShapeOf(body, EXAMPLES.refundPayment);
      assert.equal(
        [body.payment_id, body.amount, body.status, body.reason],
        [id, 29900, 'completed', '고객 요청'],
      );
      assert.is((await app.call('GET', `/v2/payments/${id}`)).body.status, 'refunded');
    }));

  test('a partial refund leaves the payment completed and refundable, with what was given back', () =>
    withApp(async (app) => {
      const id = await paid(app);
      await app.call('POST', `/v2/payments/${id}/refund`, { body: { amount: 9900 } });
      const { body } = await app.call('GET', `/v2/payments/${id}`);
      assert.equal([body.status, body.refundable, body.amount_refunded], ['completed', true, 9900]);
      const rest = await app.call('POST', `/v2/payments/${id}/refund`);
      assert.is(rest.body.amount, 20000);
    }));

  test('a refund of more than is left, of what is not paid and of what is refunded is refused', () =>
    withApp(async (app) => {
      const id = await paid(app);
      const over = await app.call('POST', `/v2/payments/${id}/refund`, { body: { amount: 29901 } });
      assert.equal([over.status, over.body.error.code], [400, 'amount_exceeds_refundable']);
      assert.is(over.body.error.param, 'amount');
      const open = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body.id;
      const early = await app.call('POST', `/v2/payments/${open}/refund`);
      assert.equal([early.status, early.body.error.code], [400, 'amount_exceeds_refundable']);
      await app.call('POST', `/v2/payments/${id}/refund`);
      const again = await app.call('POST', `/v2/payments/${id}/refund`);
      assert.equal([again.status, again.body.error.code], [409, 'already_refunded']);
    }));

  test('description and metadata come back as they were sent, in any language', () =>
    withApp(async (app) => {
      const sent = {
        description: '봄맞이 "세일" <b>🌸</b>',
        metadata: { 주문번호: 'A-1001', 'constructor.x': '1' },
      };
      const { body } = await app.call('POST', '/v2/payments', { body: { ...NEW_PAYMENT, ...sent } });
      const { description, metadata } = (await app.call('GET', `/v2/payments/${body.id}`)).body;
      assert.equal({ description, metadata }, sent);
    }));

  test('a bank payment tells where to transfer to, and the deposit completes it', () =>
    withApp(async (app) => {
      const { body } = await app.call('POST', '/v2/payments', { body: { ...NEW_PAYMENT, method: 'bank' } });
      assert.is(body.status, 'pending');
      assert.is(body.bank.amount, 29900);
      for (const field of ['code', 'name', 'account_number', 'account_holder', 'depositor_name', 'deadline'])
        assert.ok(body.bank[field], field);
      const done = await app.call('POST', `/test_helpers/payments/${body.id}/deposit`);
      assert.equal([done.body.status, done.body.bank], ['completed', undefined]);
    }));

  test('a payment that another surface has made is told in the nearest honest word, and can be refunded', () =>
    withApp(async (app) => {
      const order = { amount: 29_900, currency: 'KRW' };
      for (const [method, word] of [
        [null, null],
        ['card', 'card'],
        ['kakao_pay', 'kakao'],
        ['naver_pay', 'naver'],
        ['samsung_pay', 'samsung'],
        ['realtime_transfer', 'realtime_transfer'],
        ['virtual_account', 'virtual_account'],
        ['bank_transfer', 'bank'],
      ] as const) {
        const { id } = await app.core.payments.create(app.scope, { ...order, method });
        assert.is((await app.call('GET', `/v2/payments/${id}`)).body.method, word);
        const done = await app.call('POST', `/test_helpers/payments/${id}/complete`);
        assert.equal([done.body.status, done.body.method], ['completed', word ?? 'card']);
        const refund = await app.call('POST', `/v2/payments/${id}/refund`);
        assert.equal([refund.status, refund.body.status], [200, 'completed'], word ?? 'none');
      }
    }));

  for (const method of ['naver', 'samsung', 'realtime_transfer', 'virtual_account'])
    test(`POST /v2/payments knows no method ${method}, as the document says`, () =>
      withApp(async (app) => {
        const { status, body } = await app.call('POST', '/v2/payments', { body: { ...NEW_PAYMENT, method } });
        assert.equal([status, body.error.param], [400, 'method']);
      }));

  test('a virtual account tells where to transfer to, and the deposit completes it', () =>
    withApp(async (app) => {
      const { core, scope } = app;
      const input = { amount: 29_900, currency: 'KRW', method: 'virtual_account' } as const;
      const { id } = await core.payments.create(scope, input);
      const early = await app.call('POST', `/test_helpers/payments/${id}/deposit`);
      assert.is(early.status, 409);
      await core.payments.begin(scope, id, { returnUrl: null });
      const { body } = await app.call('GET', `/v2/payments/${id}`);
      assert.match(body.bank.account_number, /^000000-\d{2}-\d{6}$/);
      const done = await app.call('POST', `/test_helpers/payments/${id}/deposit`);
      assert.equal([done.body.status, done.body.bank], ['completed', undefined]);
    }));

  test('POST /v2/payments/{id}/cancel ends an unpaid payment once and refuses a paid one', () =>
    withApp(async (app) => {
      const open = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body.id;
      assert.is((await app.call('POST', `/v2/payments/${open}/cancel`)).body.status, 'canceled');
      assert.is((await app.call('POST', `/v2/payments/${open}/cancel`)).status, 409);
      const done = await paid(app);
      assert.is((await app.call('POST', `/v2/payments/${done}/cancel`)).status, 409);
    }));

  const ends = { complete: 'completed', fail: 'failed', cancel: 'canceled', expire: 'canceled' };
  for (const [helper, status] of Object.entries(ends)) {
    test(`the test helper ${helper} leads to ${status}, once`, () =>
      withApp(async (app) => {
        const { id } = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body;
        const ended = await app.call('POST', `/test_helpers/payments/${id}/${helper}`);
        assert.equal([ended.status, ended.body.status], [200, status]);
        assert.is((await app.call('POST', `/test_helpers/payments/${id}/${helper}`)).status, 409);
      }));
  }

  test('test helpers do not exist for a live key', () =>
    withApp(async (app) => {
      const { id } = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT, key: app.keys.live })).body;
      const { status } = await app.call('POST', `/test_helpers/payments/${id}/complete`, {
        key: app.keys.live,
      });
      assert.is(status, 404);
    }));

  test('lists can be filtered by every status and by creation, and the total follows the filter', () =>
    withApp(async (app) => {
      const completed = await paid(app);
      const refunded = await paid(app);
      await app.call('POST', `/v2/payments/${refunded}/refund`);
      app.clock.advance(60_000);
      const since = new Date(app.clock.now() - 1).toISOString();
      const pending = (await app.call('POST', '/v2/payments', { body: NEW_PAYMENT })).body.id;
      const idsOf = async (query: string) => {
        const { body } = await app.call('GET', `/v2/payments?${query}`);
        assert.is(body.total, body.data.length, query);
        return (body.data as { id: string }[]).map(({ id }) => id);
      };
      assert.equal(await idsOf('status=completed'), [completed]);
      assert.equal(await idsOf('status=refunded'), [refunded]);
      assert.equal(await idsOf('status=pending'), [pending]);
      assert.equal(await idsOf(`created_after=${encodeURIComponent(since)}`), [pending]);
      assert.equal(await idsOf(`status=completed&created_after=${encodeURIComponent(since)}`), []);
      assert.equal(await idsOf('created_after=2099-01-01'), []);
      assert.is((await idsOf('created_after=2024-01-15')).length, 3);
    }));

  const badQueries: [string, string][] = [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['status=paid', 'status'],
    ['created_after=yesterday', 'created_after'],
    ['created_after=2024-02-30', 'created_after'],
  ];
  for (const [query, param] of badQueries) {
    test(`a list with ${query} is refused and names ${param}`, () =>
      withApp(async (app) => {
        const { status, body } = await app.call('GET', `/v2/payments?${query}`);
        assert.equal([status, body.error.param], [400, param]);
      }));
  }

  test('a list that starts after an unknown payment is 404', () =>
    withApp(async (app) => {
      assert.is((await app.call('GET', '/v2/payments?starting_after=pay_none')).status, 404);
    }));
});
