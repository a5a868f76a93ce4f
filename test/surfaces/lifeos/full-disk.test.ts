import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { NEW_PAYMENT, withApp } from '../../support/test-app.ts';

suite('LifeOS on a full disk', (test) => {
  test('writes are 503 with Retry-After and leave nothing, reads go on, and it heals by itself', () =>
    withApp(async (app) => {
      const pages = await app.knex.raw<{ page_count: number }[]>('PRAGMA page_count');
      await app.knex.raw(`PRAGMA max_page_count = ${pages[0]?.page_count ?? 0}`);
      const body = { ...NEW_PAYMENT, description: '가'.repeat(255) };
      let made = 0;
      let answer = await app.call('POST', '/v2/payments', { body });
      for (; answer.status === 201; made += 1) answer = await app.call('POST', '/v2/payments', { body });
      assert.equal([answer.status, answer.body.error.code], [503, 'storage_unavailable']);
      assert.ok(answer.headers.get('retry-after'));
      const list = await app.call('GET', '/v2/payments');
      assert.equal([list.status, list.body.total], [200, made]);
      await app.knex.raw('PRAGMA max_page_count = 1000000');
      assert.is((await app.call('POST', '/v2/payments', { body })).status, 201);
      assert.is((await app.call('GET', '/v2/payments')).body.total, made + 1);
    }));
});
