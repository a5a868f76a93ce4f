import { inspect } from 'node:util';
import * as assert from 'uvu/assert';
import { createClient } from '../../adapters/client/index.ts';
import { suite } from '../support/suite.ts';
import { failsWith, rejection } from './fails-with.ts';
import { PAYMENT, refused, withScript } from './scripted-server.ts';

const NEW = { amount: 29900, currency: 'KRW', method: 'card' } as const;

suite('client: requests', (test) => {
  test('the example of the document prints the checkout URL', () =>
    withScript([{ status: 201, body: PAYMENT }], async ({ client, asked }) => {
      const payment = await client.payments.create({ amount: 29900, currency: 'KRW', method: 'card' });
      assert.is(payment.checkoutUrl, 'https://pay.lifeos.dev/checkout/pay_new456');
      const [request] = asked;
      assert.is(`${request?.method} ${request?.url}`, 'POST /v2/payments');
      assert.is(request?.headers.authorization, 'Bearer sk_test_abcd1234');
      assert.is(request?.headers['content-type'], 'application/json');
      assert.is(request?.headers['accept-language'], 'ko');
      assert.equal(request?.body, NEW);
    }));

  test('names are in JavaScript’s spelling at every depth, but the merchant’s own stay as they are', () => {
    const metadata = { order_no: 'A-1', orderNo: 'B_2', __proto: 'x' };
    const bank = { account_number: '1', account_holder: '홍길동', depositor_name: '김_철수' };
    return withScript([{ status: 201, body: { ...PAYMENT, metadata, bank } }], async ({ client, asked }) => {
      const payment = await client.payments.create({ ...NEW, metadata });
      assert.equal(payment.metadata, metadata);
      assert.equal(asked[0]?.body, { ...NEW, metadata });
      assert.equal(payment.bank, {
        accountNumber: '1',
        accountHolder: '홍길동',
        depositorName: '김_철수',
      });
      assert.is(payment.amountRefunded, 0);
      assert.is(payment.createdAt, '2024-01-15T09:30:00Z');
    });
  });

  test('every method asks the endpoint that is documented for it', () =>
    withScript(
      Array.from({ length: 14 }, () => ({ status: 200, body: { data: [], has_more: false, total: 0 } })),
      async ({ client: { payments, webhooks }, asked }) => {
        await payments.get('pay_1');
        await payments.refund('pay_1');
        await payments.refund('pay_1', { amount: 100, reason: '고객 요청' });
        await payments.cancel('pay_1');
        await payments.list({ status: 'refunded', createdAfter: new Date(0), limit: 5 }).page();
        await webhooks.create({ url: 'https://a.example/', events: ['refund.created'] });
        await webhooks.list();
        await webhooks.get('wh_1');
        await webhooks.update('wh_1', { active: false, rotateSecret: true });
        await webhooks.delete('wh_1');
        await webhooks.test('wh_1');
        await webhooks.deliveries('wh_1').page();
        await webhooks.deliveries('wh_1', { limit: 2, startingAfter: 'dlv_9' }).page();
        await webhooks.retryDelivery('wh_1', 'dlv_1');
        assert.equal(
          asked.map(({ method, url, body }) => [`${method} ${url}`, ...(body ? [JSON.stringify(body)] : [])]),
          [
            ['GET /v2/payments/pay_1'],
            ['POST /v2/payments/pay_1/refund', '{}'],
            ['POST /v2/payments/pay_1/refund', '{"amount":100,"reason":"고객 요청"}'],
            ['POST /v2/payments/pay_1/cancel'],
            ['GET /v2/payments?status=refunded&created_after=1970-01-01T00%3A00%3A00.000Z&limit=5'],
            ['POST /v2/webhooks', '{"url":"https://a.example/","events":["refund.created"]}'],
            ['GET /v2/webhooks'],
            ['GET /v2/webhooks/wh_1'],
            ['PATCH /v2/webhooks/wh_1', '{"active":false,"rotate_secret":true}'],
            ['DELETE /v2/webhooks/wh_1'],
            ['POST /v2/webhooks/wh_1/test'],
            ['GET /v2/webhooks/wh_1/deliveries'],
            ['GET /v2/webhooks/wh_1/deliveries?limit=2&starting_after=dlv_9'],
            ['POST /v2/webhooks/wh_1/deliveries/dlv_1/retry'],
          ],
        );
        for (const { method, headers } of asked)
          assert.is(headers['idempotency-key'] !== undefined, method === 'POST', method);
      },
    ));

  test('an error says everything that the server said', () =>
    withScript([refused(400, 'invalid_request', { param: 'amount' })], async ({ client }) => {
      const error = await failsWith(
        'invalid_request',
        client.payments.create(NEW, { idempotencyKey: 'k 1' }),
      );
      assert.is(error.name, 'KoreaCheckoutError');
      assert.is(error.status, 400);
      assert.is(error.param, 'amount');
      assert.is(error.message, '말: invalid_request');
      assert.is(error.requestId, 'req-12345678');
      assert.is(error.retryAfterMs, null);
      assert.is(error.idempotencyKey, 'k 1');
    }));

  test('what is no answer of our server is told as such, and a redirect is not followed', async () => {
    const answers = [
      { status: 404, body: '<html>nginx</html>' },
      { status: 404, body: '{"error":"nope"}' },
      { status: 404, body: 'null' },
      { status: 200, body: '<html>welcome</html>' },
      { status: 307, headers: { location: '/v2/payments/pay_2' } },
    ];
    for (const answer of answers)
      await withScript([answer], async ({ client, asked }) => {
        const error = await failsWith('unexpected_answer', client.payments.get('pay_1'));
        assert.is(error.status, answer.status);
        assert.is(asked.length, 1);
      });
  });

  test('an id that would change the path is refused before anything is sent', () =>
    withScript([], async ({ client: { payments, webhooks }, asked }) => {
      for (const id of ['', '..', 'pay_1/refund', 'pay_1?x=1', undefined as unknown as string]) {
        assert.instance(await rejection(payments.get(id)), TypeError);
        assert.instance(await rejection(payments.cancel(id)), TypeError);
        assert.instance(await rejection(webhooks.deliveries(id).page()), TypeError);
        assert.instance(await rejection(webhooks.retryDelivery('wh_1', id)), TypeError);
      }
      assert.is(asked.length, 0);
    }));

  test('the address may have a slash, a path and the version, and anything else is refused at once', async () => {
    const urls: string[] = [];
    const fake = async (url: unknown): Promise<Response> => {
      urls.push(String(url));
      return Response.json(PAYMENT);
    };
    for (const path of ['', '/', '/v2', '/v2/', '/pay'])
      await createClient({
        apiKey: 'sk_test_1',
        baseUrl: `https://a.example${path}`,
        fetch: fake,
      }).payments.get('pay_1');
    assert.equal(
      urls,
      ['', '', '', '', '/pay'].map((prefix) => `https://a.example${prefix}/v2/payments/pay_1`),
    );
    for (const baseUrl of ['', 'a.example', 'ftp://a.example', 'https://', undefined as unknown as string])
      assert.throws(() => createClient({ apiKey: 'sk_test_1', baseUrl }), /baseUrl/);
    for (const apiKey of ['', 'sk_test_1\n', undefined as unknown as string])
      assert.throws(() => createClient({ apiKey, baseUrl: 'https://a.example' }), /apiKey/);
  });

  test('neither a client nor an error shows the API key', () =>
    withScript([refused(401, 'invalid_api_key')], async ({ client }) => {
      const error = await failsWith('invalid_api_key', client.payments.get('pay_1'));
      for (const shown of [inspect(client, { depth: 9 }), inspect(error, { depth: 9 })])
        assert.not.match(shown, 'sk_test_abcd1234');
    }));
});

suite('client: lists', (test) => {
  const page = (ids: readonly string[], has_more: boolean) => ({
    status: 200,
    body: { data: ids.map((id) => ({ ...PAYMENT, id })), has_more, total: 3 },
  });

  test('a list is walked over all pages, each asked for when it is needed', () =>
    withScript([page(['pay_3', 'pay_2'], true), page(['pay_1'], false)], async ({ client, asked }) => {
      const seen: string[] = [];
      const list = client.payments.list({ status: 'pending' });
      assert.is(asked.length, 0);
      for await (const { id } of list) seen.push(`${id} after ${asked.length}`);
      assert.equal(seen, ['pay_3 after 1', 'pay_2 after 1', 'pay_1 after 2']);
      assert.equal(
        asked.map(({ url }) => url),
        [
          '/v2/payments?status=pending&limit=100',
          '/v2/payments?status=pending&limit=100&starting_after=pay_2',
        ],
      );
    }));

  test('who stops walking asks no further, and the page size is the caller’s', () =>
    withScript([page(['pay_3', 'pay_2'], true)], async ({ client, asked }) => {
      for await (const { id } of client.payments.list({ limit: 2 })) if (id === 'pay_2') break;
      assert.equal(
        asked.map(({ url }) => url),
        ['/v2/payments?limit=2'],
      );
    }));

  test('an empty page ends a list even when the server says that there is more', () =>
    withScript([page([], true)], async ({ client }) => {
      for await (const { id } of client.payments.list()) assert.unreachable(id);
    }));

  test('one page comes with its total', () =>
    withScript([page(['pay_3'], true)], async ({ client, asked }) => {
      const { data, hasMore, total } = await client.payments.list({ startingAfter: 'pay_4' }).page();
      assert.equal([data[0]?.id, hasMore, total], ['pay_3', true, 3]);
      assert.is(asked[0]?.url, '/v2/payments?starting_after=pay_4');
    }));
});
