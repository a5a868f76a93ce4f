import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, paid } from '../../support/test-app.ts';
import { deliveries, drain, withHook } from './hook.ts';

const MINUTE = 60_000;

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
