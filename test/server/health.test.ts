import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { NEW_PAYMENT } from './api.ts';
import { withServer } from './in-process.ts';

suite('health and metrics', (test) => {
  test('a server that can work says so', () =>
    withServer({}, async ({ server }) => {
      for (const [path, status] of [
        ['/healthz', 'ok'],
        ['/readyz', 'ready'],
      ] as const) {
        const response = await fetch(server.url + path);
        assert.is(response.status, 200);
        assert.equal(await response.json(), { status });
      }
    }));

  test('while migrations are pending it lives but is not ready', () =>
    withServer({ migrate: false }, async ({ server }) => {
      assert.is((await fetch(`${server.url}/healthz`)).status, 200);
      const ready = await fetch(`${server.url}/readyz`);
      assert.is(ready.status, 503);
      assert.equal(await ready.json(), { status: 'migrations are pending' });
    }));

  test('when the database is gone it lives but is not ready', () =>
    withServer({}, async ({ server, folder }) => {
      await rename(join(folder, 'test.sqlite'), join(folder, 'lost.sqlite'));
      assert.is((await fetch(`${server.url}/healthz`)).status, 200);
      const ready = await fetch(`${server.url}/readyz`);
      assert.is(ready.status, 503);
      assert.equal(await ready.json(), { status: 'database does not answer' });
      await rm(join(folder, 'lost.sqlite'));
    }));

  test('metrics are not there unless asked for', () =>
    withServer({}, async ({ server }) => {
      assert.is((await fetch(`${server.url}/metrics`)).status, 404);
    }));

  test('metrics count requests by route pattern and status, jobs, and the process', () =>
    withServer({ flags: { metrics: 'true' } }, async ({ server, api }) => {
      const { body } = await api.post('/v2/payments', NEW_PAYMENT);
      await api.get(`/v2/payments/${body.id}`);
      await api.get('/v2/payments/pay_nobody');
      await fetch(`${server.url}/some/${body.id}/nowhere`);
      const text = await (await fetch(`${server.url}/metrics`)).text();
      for (const [route, status] of [
        ['/v2/payments', 201],
        ['/v2/payments/:id', 200],
        ['/v2/payments/:id', 404],
        ['none', 404],
      ])
        assert.ok(text.includes(`route="${route}",status="${status}"`), `${route} ${status}\n${text}`);
      assert.match(text, /korea_checkout_job_work_total \d/);
      assert.match(text, /process_resident_memory_bytes \d/);
      assert.not.match(text, /pay_/, 'ids would make as many series as there are payments');
    }));
});
