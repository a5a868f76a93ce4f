import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { api, NEW_PAYMENT } from '../server/api.ts';
import { startFile } from '../server/cli-process.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { freePort } from './free-port.ts';

const LIMIT = { limitMs: 30_000 };

const fileOf = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

suite('embedding examples', (test) => {
  for (const name of ['embed-koa', 'embed-express', 'embed-node-http'])
    test(
      `${name} serves the shop’s own page, the API and the payment page in one server`,
      () =>
        withFolder(async (cwd) => {
          const port = await freePort();
          const shop = startFile(fileOf(name), [port], { cwd });
          try {
            const key = (await shop.line(/^listening on/)).split(' ').at(-1) ?? '';
            const url = `http://127.0.0.1:${port}`;
            assert.is(await (await fetch(url)).text(), 'our own shop');
            const caller = api(url, key);
            const made = await caller.post('/v2/payments', NEW_PAYMENT, { 'idempotency-key': 'order-1' });
            assert.is(made.status, 201);
            assert.match(await (await fetch(made.body.checkout_url)).text(), /29,900/);
            const again = await caller.post('/v2/payments', NEW_PAYMENT, { 'idempotency-key': 'order-1' });
            assert.equal(again.body, made.body);
            await caller.post(`/test_helpers/payments/${made.body.id}/complete`);
            assert.is((await caller.get(`/v2/payments/${made.body.id}`)).body.status, 'completed');
            assert.is((await caller.get('/v2/nothing')).status, 404);
          } finally {
            shop.child.kill('SIGKILL');
            await shop.ended;
          }
        }),
      LIMIT,
    );

  test(
    'core-only takes a payment and gives a part back, without any HTTP',
    () =>
      withFolder(async (cwd) => {
        const { code, stdout, stderr } = await startFile(fileOf('core-only'), [], { cwd }).ended;
        assert.is(code, 0, stderr);
        assert.is(stdout, 'succeeded 29900 KRW\nsucceeded 9900 KRW\n');
      }),
    LIMIT,
  );
});
