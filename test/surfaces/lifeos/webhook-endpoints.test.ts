import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { withApp } from '../../support/test-app.ts';

const EXAMPLES = JSON.parse(readFileSync(new URL('../examples/lifeos.json', import.meta.url), 'utf8'));

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
