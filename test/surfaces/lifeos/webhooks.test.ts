import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import * as assert from 'uvu/assert';
import { DELIVERIES_PER_ENDPOINT } from '../../../core/webhooks/webhook-deliverer.ts';
import { type Receiver, receiver } from '../../support/receiver.ts';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, paid, type TestApp, withApp } from '../../support/test-app.ts';

const EXAMPLES = JSON.parse(readFileSync(new URL('../examples/lifeos.json', import.meta.url), 'utf8'));
const ALL = [
  'payment.created',
  'payment.completed',
  'payment.failed',
  'payment.canceled',
  'refund.created',
  'refund.completed',
  'refund.failed',
];
const MINUTE = 60_000;

/** An endpoint of the merchant's at a receiver that answers as `reply` says. */
async function withHook(
  work: (app: TestApp, hook: { id: string; secret: string; at: Receiver }) => Promise<void>,
  {
    reply,
    events = ALL,
  }: { reply?: (response: ServerResponse, count: number) => void; events?: string[] } = {},
): Promise<void> {
  const at = await receiver(reply);
  try {
    await withApp(async (app) => {
      const { body } = await app.call('POST', '/v2/webhooks', { body: { url: at.url, events } });
      await work(app, { id: body.id as string, secret: body.secret as string, at });
    });
  } finally {
    at.close();
  }
}

/** Runs the jobs until nothing is due, and waits for the receivers. */
async function drain(app: TestApp): Promise<void> {
  do await app.core.webhooks.settled();
  while ((await app.core.jobs.runDue()) > 0);
  await app.core.webhooks.settled();
}

const deliveries = async (app: TestApp, id: string) =>
  (await app.call('GET', `/v2/webhooks/${id}/deliveries?limit=100`)).body.data as Record<string, unknown>[];

suite('LifeOS webhook endpoints', (test) => {
  test('POST /v2/webhooks answers the example of the document, with the secret this once', () =>
    withApp(async (app) => {
      const asked = { url: 'https://your-app.com/webhook', events: ['payment.completed'] };
      const { status, body } = await app.call('POST', '/v2/webhooks', { body: asked });
      assert.is(status, 201);
      for (const field of Object.keys(EXAMPLES.createWebhook)) assert.ok(field in body, field);
      assert.match(body.id, /^wh_\w+$/);
      assert.match(body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
      assert.equal({ url: body.url, events: body.events }, asked);
      assert.is((await app.call('GET', `/v2/webhooks/${body.id}`)).body.secret, undefined);
    }));

  test('GET /v2/webhooks answers the example of the document', () =>
    withApp(async (app) => {
      const asked = { url: 'https://your-app.com/webhook', events: ['payment.completed', 'refund.created'] };
      const { id } = (await app.call('POST', '/v2/webhooks', { body: asked })).body;
      const { body } = await app.call('GET', '/v2/webhooks');
      for (const field of Object.keys(EXAMPLES.listWebhooks.data[0])) assert.ok(field in body.data[0], field);
      assert.equal([body.data[0].id, body.data[0].events, body.data[0].active], [id, asked.events, true]);
    }));

  test('the secret is nowhere in the answers of a key that is replayed, but to its owner', () =>
    withApp(async (app) => {
      const asked = {
        body: { url: 'https://your-app.com/webhook', events: ['payment.completed'] },
        headers: { 'idempotency-key': 'hook' },
      };
      const first = await app.call('POST', '/v2/webhooks', asked);
      const again = await app.call('POST', '/v2/webhooks', asked);
      assert.is(again.text, first.text);
      const kept = await app.storage.idempotency.find(app.scope, 'hook');
      assert.not.match(JSON.stringify(kept), first.body.secret);
    }));

  test('an endpoint can be changed, turned off, deleted', () =>
    withApp(async (app) => {
      const asked = { url: 'https://your-app.com/webhook', events: ['payment.completed'] };
      const { id } = (await app.call('POST', '/v2/webhooks', { body: asked })).body;
      const changed = await app.call('PATCH', `/v2/webhooks/${id}`, {
        body: { url: 'https://your-app.com/other', events: ['refund.failed'], active: false },
      });
      assert.equal(
        [changed.body.url, changed.body.events, changed.body.active, changed.body.disabled_reason],
        ['https://your-app.com/other', ['refund.failed'], false, 'requested'],
      );
      const deleted = await app.call('DELETE', `/v2/webhooks/${id}`);
      assert.equal([deleted.status, deleted.text], [204, '']);
      assert.is((await app.call('GET', `/v2/webhooks/${id}`)).status, 404);
      assert.is((await app.call('DELETE', `/v2/webhooks/${id}`)).status, 404);
    }));

  const bad: [string, object, string][] = [
    ['an unknown event', { events: ['payment.paid'] }, 'events.0'],
    ['no events', { events: [] }, 'events'],
    ['no URL', { url: undefined }, 'url'],
    ['a URL that is none', { url: 'your-app.com' }, 'url'],
    ['a file URL', { url: 'file:///etc/passwd' }, 'url'],
    ['a URL with a password', { url: 'https://a:b@your-app.com' }, 'url'],
  ];
  for (const [what, change, param] of bad)
    test(`an endpoint with ${what} is 400 and names ${param}`, () =>
      withApp(async (app) => {
        const good = { url: 'https://your-app.com/webhook', events: ['payment.completed'] };
        const { status, body } = await app.call('POST', '/v2/webhooks', { body: { ...good, ...change } });
        assert.equal([status, body.error.param], [400, param]);
      }));

  test('a live endpoint needs https', () =>
    withApp(async (app) => {
      const call = (url: string) =>
        app.call('POST', '/v2/webhooks', {
          key: app.keys.live,
          body: { url, events: ['payment.completed'] },
        });
      assert.is((await call('http://your-app.com/webhook')).status, 400);
      assert.is((await call('https://your-app.com/webhook')).status, 201);
    }));
});

suite('LifeOS webhook deliveries', (test) => {
  test('a paid and refunded payment is told in order of its life, signed in both ways', () =>
    withHook(async (app, { secret, at }) => {
      const id = await paid(app);
      await app.call('POST', `/v2/payments/${id}/refund`, { body: { amount: 9900, reason: '고객 요청' } });
      await drain(app);
      const told = at.received.map(({ body }) => JSON.parse(body));
      assert.equal(told.map(({ type }) => type).sort(), [
        'payment.completed',
        'payment.created',
        'refund.completed',
        'refund.created',
      ]);
      for (const { headers, body } of at.received) {
        const event = JSON.parse(body);
        assert.equal(Object.keys(event), ['id', 'type', 'created_at', 'data']);
        assert.is(headers['webhook-id'], event.id);
        assert.is(headers['lifeos-signature'], createHmac('sha256', secret).update(body).digest('hex'));
      }
      const completed = told.find(({ type }) => type === 'payment.completed').data;
      assert.equal([completed.id, completed.status, completed.card.last4], [id, 'completed', '4242']);
      const refunded = told.find(({ type }) => type === 'refund.completed').data;
      assert.equal([refunded.payment_id, refunded.amount, refunded.status], [id, 9900, 'completed']);
    }));

  test('standardwebhooks verifies what is sent, and nothing that was changed by one letter', () =>
    withHook(async (app, { secret, at }) => {
      app.clock.set(Date.now());
      await paid(app);
      await drain(app);
      const verifier = new Webhook(secret);
      for (const { headers, body } of at.received) {
        verifier.verify(body, headers as Record<string, string>);
        assert.throws(() =>
          verifier.verify(body.replace('29900', '29901'), headers as Record<string, string>),
        );
      }
      assert.is(at.received.length, 2);
    }));

  test('only subscribed events are delivered', () =>
    withHook(
      async (app, { at }) => {
        await paid(app);
        await drain(app);
        assert.equal(
          at.received.map(({ body }) => JSON.parse(body).type),
          ['payment.completed'],
        );
      },
      { events: ['payment.completed'] },
    ));

  test('a receiver that fails is tried again with the same bytes and id, at the published times', () =>
    withHook(
      async (app, { id, at }) => {
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await drain(app);
        const [waiting] = await deliveries(app, id);
        assert.equal(
          [waiting?.['status'], waiting?.['attempts'], waiting?.['response_status']],
          ['pending', 1, 500],
        );
        app.clock.advance(4_000);
        await drain(app);
        assert.is(at.received.length, 1);
        app.clock.advance(2_000);
        await drain(app);
        assert.is(at.received.length, 2);
        assert.is(at.received[0]?.body, at.received[1]?.body);
        assert.is(at.received[0]?.headers['webhook-id'], at.received[1]?.headers['webhook-id']);
        assert.is((await deliveries(app, id))[0]?.['status'], 'succeeded');
      },
      {
        reply: (response, count) => void response.writeHead(count === 1 ? 500 : 204).end(),
        events: ['payment.created'],
      },
    ));

  test('after ten failed tries a delivery is visibly dead, and can be sent again', () => {
    let healed = false;
    return withHook(
      async (app, { id, at }) => {
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        for (let next: string | null = ''; next !== null;) {
          await drain(app);
          next = (await deliveries(app, id))[0]?.['next_attempt_at'] as string | null;
          if (next !== null) app.clock.set(Date.parse(next) + 1_000);
        }
        const [dead] = await deliveries(app, id);
        assert.equal([dead?.['status'], dead?.['attempts'], dead?.['next_attempt_at']], ['failed', 10, null]);
        assert.is(at.received.length, 10);
        healed = true;
        await app.call('POST', `/v2/webhooks/${id}/deliveries/${String(dead?.['id'])}/retry`);
        await drain(app);
        assert.is((await deliveries(app, id))[0]?.['status'], 'succeeded');
      },
      { reply: (response) => void response.writeHead(healed ? 200 : 503).end(), events: ['payment.created'] },
    );
  });

  test('410 turns the endpoint off and says so', () =>
    withHook(
      async (app, { id }) => {
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await drain(app);
        const { body } = await app.call('GET', `/v2/webhooks/${id}`);
        assert.equal([body.active, body.disabled_reason], [false, 'gone']);
      },
      { reply: (response) => void response.writeHead(410).end() },
    ));

  test('an endpoint that never answers holds up nobody else', () =>
    withHook(
      async (app, { at }) => {
        const healthy = await receiver();
        await app.call('POST', '/v2/webhooks', { body: { url: healthy.url, events: ['payment.created'] } });
        for (let n = 0; n < 40; n += 1) await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        while (healthy.received.length < 40) {
          await app.core.jobs.runDue();
          await new Promise(setImmediate);
        }
        assert.is(healthy.received.length, 40);
        assert.ok(at.received.length <= DELIVERIES_PER_ENDPOINT, 'a silent endpoint keeps to its own places');
        healthy.close();
        at.close();
        await app.core.webhooks.settled();
      },
      { reply: () => {}, events: ['payment.created'] },
    ));

  test('the test call sends an event now and tells how it went', () =>
    withHook(async (app, { id, at }) => {
      const { status, body } = await app.call('POST', `/v2/webhooks/${id}/test`);
      assert.equal(
        [status, body.status, body.event_type, body.response_status],
        [200, 'succeeded', 'webhook.test', 200],
      );
      assert.is(JSON.parse(at.received[0]?.body ?? '').type, 'webhook.test');
    }));

  test('while a secret rotates both sign, and after a day only the new one does', () =>
    withHook(async (app, { id, secret, at }) => {
      const { body } = await app.call('PATCH', `/v2/webhooks/${id}`, { body: { rotate_secret: true } });
      assert.is.not(body.secret, secret);
      await app.call('POST', `/v2/webhooks/${id}/test`);
      app.clock.advance(24 * 60 * MINUTE);
      await app.call('POST', `/v2/webhooks/${id}/test`);
      const signatures = at.received.map(
        ({ headers }) => String(headers['webhook-signature']).split(' ').length,
      );
      assert.equal(signatures, [2, 1]);
    }));
});
