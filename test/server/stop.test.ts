import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { receiver } from '../support/receiver.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { api } from './api.ts';
import { withBooks } from './books.ts';
import { runCli, startServe, withServe } from './cli-process.ts';
import { EVENTS, newLoad, run, until } from './load.ts';

const ENV = { RATE_LIMIT_LIFEOS: '1000000', LOG_LEVEL: 'warn' };

suite('graceful stop', (test) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    test(
      `${signal} under load drops no request, loses no payment and sends no webhook twice`,
      () =>
        withFolder(async (cwd) => {
          const hooks = await receiver();
          const first = await startServe(['--demo'], { cwd, env: ENV });
          const { apiKeys } = JSON.parse((await runCli(['demo', '--json'], { cwd })).stdout);
          const caller = api(first.url, apiKeys.test);
          assert.is((await caller.post('/v2/webhooks', { url: hooks.url, events: EVENTS })).status, 201);
          const load = newLoad();
          let acks = 0;
          await run(load, {
            pick: () => caller,
            workers: 16,
            goOn: () => true,
            onAck: () => {
              acks += 1;
              if (acks === 150) first.child.kill(signal);
            },
          });
          const { code } = await first.ended;
          assert.is(code, 0);
          // A connection that the kernel had taken, but the server had not, is reset: nothing of it was done.
          const refused = ['ECONNREFUSED', 'ECONNRESET'];
          assert.equal(
            load.broken.filter((code) => !refused.includes(code)),
            [],
            'only new connections were refused',
          );
          assert.equal(load.refusals, {});

          const databaseUrl = `sqlite:${join(cwd, 'data/korea-checkout.sqlite')}`;
          await withServe(['--demo'], { cwd, env: ENV }, () =>
            withBooks(databaseUrl, async (books) => {
              await until(books.isQuiet);
              await books.assertSound();
              const created = load.stories.filter(({ acked }) => acked.has('create')).length;
              assert.is(await books.count('kc_payments'), created);
              const told = hooks.received.map(({ headers }) => String(headers['webhook-id']));
              assert.equal(told.sort(), (await books.eventIds()).sort(), 'each event once');
            }),
          );
          hooks.close();
        }),
      { limitMs: 30_000 },
    );
});
