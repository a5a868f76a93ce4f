import * as assert from 'uvu/assert';
import { DELIVERY_LEASE_MS } from '../../../core/index.ts';
import { DELIVERIES_PER_ENDPOINT } from '../../../core/webhooks/webhook-deliverer.ts';
import { receiver } from '../../support/receiver.ts';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT } from '../../support/test-app.ts';
import { deliveries, drain, withHook } from './hook.ts';

suite('LifeOS webhook mishaps', (test) => {
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

  test('a secret that cannot be opened is a visible failure, and other endpoints go on', () =>
    withHook(
      async (app, { id, at }) => {
        const healthy = await receiver();
        await app.call('POST', '/v2/webhooks', { body: { url: healthy.url, events: ['payment.created'] } });
        await app.knex('kc_webhook_endpoints').where({ id }).update({ sealed_secret: 'v1.gone' });
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await drain(app);
        const [failed] = await deliveries(app, id);
        assert.equal(
          [failed?.['status'], failed?.['attempts'], failed?.['error']],
          ['pending', 1, 'secret unreadable'],
        );
        assert.equal([at.received.length, healthy.received.length], [0, 1]);
        healthy.close();
      },
      { events: ['payment.created'] },
    ));

  test('a database hiccup while endpoints are read costs no places: the deliveries go out when their lease is over', () =>
    withHook(
      async (app, { at }) => {
        for (let n = 0; n < 40; n += 1) await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await app.core.webhooks.dispatch(100);
        await app.knex.schema.renameTable('kc_webhook_endpoints', 'kc_away');
        await app.core.jobs.runDue();
        await app.core.webhooks.settled();
        await app.knex.schema.renameTable('kc_away', 'kc_webhook_endpoints');
        app.clock.advance(DELIVERY_LEASE_MS + 1);
        await drain(app);
        assert.is(at.received.length, 40);
      },
      { events: ['payment.created'] },
    ));

  test('an endpoint of a family that nobody speaks holds up no event', () =>
    withHook(
      async (app, { at }) => {
        const { body } = await app.call('POST', '/v2/webhooks', {
          body: { url: at.url, events: ['payment.created'] },
        });
        await app.knex('kc_webhook_endpoints').where({ id: body.id }).update({ family: 'klingon' });
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await drain(app);
        assert.is(at.received.length, 1);
        assert.equal(await app.storage.events.listDueDispatch(10), []);
      },
      { events: ['payment.created'] },
    ));

  test('a replay asked for while a try is under way is not undone by the outcome of that try', () => {
    let release: () => void = () => {};
    return withHook(
      async (app, { id, at }) => {
        await app.call('POST', '/v2/payments', { body: NEW_PAYMENT });
        await app.core.webhooks.dispatch(10);
        await app.core.jobs.runDue();
        await at.until(1);
        const [under] = await deliveries(app, id);
        await app.call('POST', `/v2/webhooks/${id}/deliveries/${String(under?.['id'])}/retry`);
        release();
        await app.core.webhooks.settled();
        assert.equal(
          (await deliveries(app, id)).map(({ status, attempts }) => [status, attempts]),
          [['pending', 0]],
        );
        await drain(app);
        assert.is((await deliveries(app, id))[0]?.['status'], 'succeeded');
      },
      {
        reply: (response, count) => {
          if (count === 1) release = () => void response.writeHead(500).end();
          else response.end();
        },
        events: ['payment.created'],
      },
    );
  });

  test('a delivery to an endpoint that is off is not sent again before it is on', () =>
    withHook(async (app, { id }) => {
      const { body } = await app.call('POST', `/v2/webhooks/${id}/test`);
      await app.call('PATCH', `/v2/webhooks/${id}`, { body: { active: false } });
      assert.is((await app.call('POST', `/v2/webhooks/${id}/deliveries/${body.id}/retry`)).status, 409);
    }));
});
