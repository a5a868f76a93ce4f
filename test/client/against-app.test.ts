import * as assert from 'uvu/assert';
import { type Client, type ClientOptions, createClient, verifyWebhook } from '../../adapters/client/index.ts';
import { receiver } from '../support/receiver.ts';
import { suite } from '../support/suite.ts';
import { NEW_PAYMENT, paid, type TestApp, withApp } from '../support/test-app.ts';
import { failsWith } from './fails-with.ts';
import { withLossyFront } from './lossy-front.ts';

/** A client of the app in whose world waiting moves the app's clock. */
function clientOf(app: TestApp, options: Partial<ClientOptions> = {}): Client {
  const sleep = async (ms: number): Promise<void> => void app.clock.advance(ms);
  return createClient({ apiKey: app.keys.test, baseUrl: app.url, ...options }, { sleep, fraction: () => 0 });
}

/** Tells what is due, and waits until what the receivers said is written down. */
async function deliver(app: TestApp): Promise<void> {
  while ((await app.core.jobs.runDue()) > 0) await app.core.webhooks.settled();
}

suite('client: against the server', (test) => {
  test('the example of the document creates a payment that can be paid at its checkout URL', () =>
    withApp(async (app) => {
      const client = clientOf(app);
      const payment = await client.payments.create({ amount: 29900, currency: 'KRW', method: 'card' });
      assert.is(payment.checkoutUrl, `https://pay.lifeos.dev/checkout/${payment.id}`);
      assert.is(payment.status, 'pending');
      assert.equal(await client.payments.get(payment.id), payment);
    }));

  test('a payment is paid, refunded in parts and then has nothing left', () =>
    withApp(async (app) => {
      const client = clientOf(app, { language: 'en' });
      const id = await paid(app);
      const refund = await client.payments.refund(id, { amount: 10_000, reason: '고객 요청' });
      assert.equal(
        [refund.paymentId, refund.amount, refund.status, refund.reason],
        [id, 10_000, 'completed', '고객 요청'],
      );
      const tooMuch = await failsWith(
        'amount_exceeds_refundable',
        client.payments.refund(id, { amount: 20_000 }),
      );
      assert.is(tooMuch.message, 'At most 19900 can be refunded.');
      assert.is((await client.payments.refund(id)).amount, 19_900);
      const after = await client.payments.get(id);
      assert.equal([after.status, after.amountRefunded, after.refundable], ['refunded', 29_900, false]);
      assert.is((await failsWith('already_refunded', client.payments.refund(id))).status, 409);
    }));

  test('a payment that is not paid yet can be canceled, and one that is paid cannot', () =>
    withApp(async (app) => {
      const client = clientOf(app);
      const { id } = await client.payments.create(NEW_PAYMENT);
      assert.is((await client.payments.cancel(id)).status, 'canceled');
      assert.is((await failsWith('already_processed', client.payments.cancel(await paid(app)))).status, 409);
      assert.equal(
        (await client.payments.list({ status: 'canceled' }).page()).data.map((payment) => payment.id),
        [id],
      );
    }));

  test(
    '250 payments are listed once each, newest first, over three pages',
    () =>
      withApp(async (app) => {
        const asked: (string | undefined)[] = [];
        const counting: typeof fetch = (url, init) => {
          asked.push(init?.method);
          return fetch(url, init);
        };
        const client = clientOf(app, { fetch: counting });
        const created: string[] = [];
        for (let order = 0; order < 250; order += 1) {
          if (order % 7 === 0) app.clock.advance(1_000);
          const metadata = { order_no: String(order) };
          created.push((await client.payments.create({ ...NEW_PAYMENT, metadata })).id);
        }
        asked.length = 0;
        const orders: (string | undefined)[] = [];
        const listed: string[] = [];
        for await (const { id, metadata } of client.payments.list()) {
          listed.push(id);
          orders.push(metadata['order_no']);
        }
        assert.equal([...listed].sort(), [...created].sort());
        assert.is(orders[0], '249');
        assert.is(asked.length, 3);
        const { data, hasMore, total } = await client.payments.list({ limit: 7 }).page();
        assert.equal([data.length, hasMore, total], [7, true, 250]);
      }),
    { limitMs: 30_000 },
  );

  test('a payment whose answer is lost is made once', () =>
    withApp((app) =>
      withLossyFront(
        app.url,
        (method, count) => method === 'POST' && count <= 2,
        async (url) => {
          const client = clientOf(app, { baseUrl: url });
          const payment = await client.payments.create(NEW_PAYMENT);
          const { data, total } = await client.payments.list().page();
          assert.equal([data[0]?.id, total], [payment.id, 1]);
        },
      ),
    ));

  test('a refund that failed for good is finished later with the key that the error names', () =>
    withApp(async (app) => {
      const id = await paid(app);
      await withLossyFront(
        app.url,
        (_, count) => count <= 2,
        async (url) => {
          const client = clientOf(app, { baseUrl: url, maxRetries: 1 });
          const error = await failsWith('connection_error', client.payments.refund(id, { amount: 9_900 }));
          const idempotencyKey = error.idempotencyKey ?? undefined;
          const refund = await client.payments.refund(id, { amount: 9_900 }, { idempotencyKey });
          assert.is(refund.amount, 9_900);
          assert.is((await client.payments.get(id)).amountRefunded, 9_900);
          await failsWith(
            'idempotency_key_reuse',
            client.payments.refund(id, { amount: 1 }, { idempotencyKey }),
          );
        },
      );
    }));

  test('a client that is too fast waits as long as the server says, and then goes on', () =>
    withApp(
      async (app) => {
        const waited: number[] = [];
        const sleep = async (ms: number): Promise<void> => {
          waited.push(ms);
          app.clock.advance(ms);
        };
        const client = createClient(
          { apiKey: app.keys.test, baseUrl: app.url },
          { sleep, fraction: () => 0 },
        );
        for (let count = 0; count < 12; count += 1) await client.payments.list().page();
        assert.equal(waited, [6_000, 6_000]);
        const impatient = clientOf(app, { maxRetries: 0 });
        const error = await failsWith('rate_limited', impatient.payments.list().page());
        assert.equal([error.status, error.retryAfterMs], [429, 6_000]);
      },
      { ratePerMinute: 10 },
    ));

  test('what is wrong is not tried again, and its field is named', () =>
    withApp(async (app) => {
      const client = clientOf(app);
      const before = app.clock.now();
      const error = await failsWith(
        'invalid_request',
        client.payments.create({ ...NEW_PAYMENT, amount: 99 }),
      );
      assert.equal([error.status, error.param], [400, 'amount']);
      assert.match(error.message, /100 이상/);
      assert.match(String(error.requestId), /^[\w-]{8,}$/);
      const stranger = clientOf(app, { apiKey: app.stranger });
      const { id } = await client.payments.create(NEW_PAYMENT);
      assert.is((await failsWith('not_found', stranger.payments.get(id))).status, 404);
      const nobody = clientOf(app, { apiKey: 'sk_test_nobody' });
      assert.is((await failsWith('invalid_api_key', nobody.payments.get(id))).status, 401);
      assert.is(app.clock.now(), before);
    }));
});

suite('client: webhooks of the server', (test) => {
  test('an endpoint is created, read, changed, rotated and deleted', () =>
    withApp(async (app) => {
      const { webhooks } = clientOf(app);
      const { secret, ...created } = await webhooks.create({
        url: 'https://93.184.216.34/hook',
        events: ['payment.completed', 'refund.created'],
      });
      assert.match(secret, /^whsec_/);
      assert.equal(await webhooks.get(created.id), created);
      assert.equal(await webhooks.list(), [created]);
      const changed = await webhooks.update(created.id, { events: ['refund.failed'], active: false });
      assert.equal(
        [changed.events, changed.active, changed.disabledReason],
        [['refund.failed'], false, 'requested'],
      );
      assert.is(changed.secret, undefined);
      const rotated = await webhooks.update(created.id, { rotateSecret: true });
      assert.match(String(rotated.secret), /^whsec_/);
      assert.is.not(rotated.secret, secret);
      await webhooks.delete(created.id);
      assert.equal(await webhooks.list(), []);
      await failsWith('not_found', webhooks.get(created.id));
    }));

  test('events that arrive are verified, under the old and the new secret, and are listed and sent again', () =>
    withApp(async (app) => {
      const hook = await receiver();
      try {
        const { webhooks } = clientOf(app);
        const { id, secret } = await webhooks.create({ url: hook.url, events: ['payment.completed'] });
        assert.is((await webhooks.test(id)).status, 'succeeded');
        const { secret: next = '' } = await webhooks.update(id, { rotateSecret: true });
        const paymentId = await paid(app);
        await deliver(app);
        const [tried, told] = await hook.until(2);
        const now = app.clock.now();
        assert.is(
          verifyWebhook(tried?.body ?? '', tried?.headers ?? {}, secret, { now }).type,
          'webhook.test',
        );
        for (const known of [secret, next]) {
          const event = verifyWebhook(told?.body ?? '', told?.headers ?? {}, known, { now });
          if (event.type !== 'payment.completed') return assert.unreachable(event.type);
          assert.equal([event.data.id, event.data.status], [paymentId, 'completed']);
        }
        const listed = [];
        for await (const delivery of webhooks.deliveries(id, { limit: 1 })) listed.push(delivery);
        assert.equal(listed.map(({ eventType, status }) => `${eventType} ${status}`).sort(), [
          'payment.completed succeeded',
          'webhook.test succeeded',
        ]);
        const delivered = listed.find(({ eventType }) => eventType === 'payment.completed');
        assert.is((await webhooks.retryDelivery(id, delivered?.id ?? '')).status, 'pending');
        await deliver(app);
        const again = (await hook.until(3))[2];
        assert.is(again?.body, told?.body);
        assert.is(again?.headers['webhook-id'], told?.headers['webhook-id']);
      } finally {
        hook.close();
      }
    }));
});
