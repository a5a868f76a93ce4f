import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { DELIVERY_LEASE_MS, IDEMPOTENCY_LEASE_MS } from '../../core/index.ts';
import { readConfig } from '../../adapters/server/config.ts';
import { createLog } from '../../adapters/server/log.ts';
import { startServer } from '../../adapters/server/start-server.ts';
import { receiver } from '../support/receiver.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { type Api, api } from './api.ts';
import { withBooks } from './books.ts';
import { runCli, startServe } from './cli-process.ts';
import { EVENTS, newLoad, REFUND_AMOUNT, run, type Story, take, until } from './load.ts';

const ROUNDS = 8;
const ENV = { RATE_LIMIT_LIFEOS: '1000000', LOG_LEVEL: 'warn' };

/** For a server whose clock is so much ahead, the leases of the killed processes are over. */
const AHEAD_MS = 2 * Math.max(IDEMPOTENCY_LEASE_MS, DELIVERY_LEASE_MS);

const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);

/** Numbers in [0, 1) that a seed repeats. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271 + 11) % 2_147_483_647) / 2_147_483_647;
}

/** Asks again, under the same idempotency key, what a killed server has not answered. */
async function askAgain(api: Api, stories: readonly Story[]): Promise<void> {
  for (const story of stories) {
    const step = story.inDoubt;
    if (step === null) continue;
    const { status, body } = await take(api, story, step);
    // An attempt that never reached the sandbox is called off; then the buyer tries once more.
    const isDone = step === 'pay' ? body.status === 'completed' || status === 409 : status < 300;
    if (!isDone) continue;
    story.inDoubt = null;
    story.acked.add(step);
    if (step === 'create') story.paymentId = body.id;
  }
}

suite(`kill -9 (TEST_SEED=${SEED})`, (test) => {
  test(
    `a server killed ${ROUNDS} times under load loses nothing that it has acknowledged and doubles nothing`,
    () =>
      withFolder(async (cwd) => {
        const next = chance(SEED);
        const hooks = await receiver();
        const { apiKeys } = JSON.parse((await runCli(['demo', '--json'], { cwd })).stdout);
        const load = newLoad();
        for (let round = 0; round < ROUNDS; round += 1) {
          const server = await startServe(['--demo'], { cwd, env: ENV });
          const caller = api(server.url, apiKeys.test);
          if (round === 0) await caller.post('/v2/webhooks', { url: hooks.url, events: EVENTS });
          await askAgain(caller, load.stories);
          let acksLeft = 1 + Math.floor(next() * 80);
          await run(load, {
            pick: () => caller,
            workers: 16,
            goOn: () => true,
            onAck: () => {
              acksLeft -= 1;
              if (acksLeft === 0) server.child.kill('SIGKILL');
            },
          });
          assert.is((await server.ended).code, null, 'killed, not ended by itself');
        }
        assert.equal(load.refusals, {});

        const databaseUrl = `sqlite:${join(cwd, 'data/korea-checkout.sqlite')}`;
        const config = readConfig({ port: '0', databaseUrl, webhookAllowPrivate: 'true' }, ENV);
        const clock = { now: () => Date.now() + AHEAD_MS };
        const server = await startServer(config, { clock, log: createLog('silent') });
        try {
          const caller = api(server.url, apiKeys.test);
          await askAgain(caller, load.stories);
          assert.equal(
            load.stories.filter(({ inDoubt }) => inDoubt !== null),
            [],
          );
          await withBooks(databaseUrl, async (books) => {
            await until(books.isQuiet);
            await books.assertSound();
            for (const story of load.stories) await assertKept(caller, story);
            const keyed = load.stories.filter(({ acked }) => acked.has('create'));
            assert.is(new Set(keyed.map(({ paymentId }) => paymentId)).size, keyed.length);
            assert.is(await books.count('payments'), keyed.length, 'a repeated create makes nothing new');
            const told = new Set(hooks.received.map(({ headers }) => headers['webhook-id']));
            assert.equal(
              (await books.eventIds()).filter((id) => !told.has(id)),
              [],
            );
          });
        } finally {
          await server.stop();
          hooks.close();
        }
      }),
    { limitMs: 90_000 },
  );
});

/** What was acknowledged is there, and the one refund of a story was made once. */
async function assertKept(api: Api, { paymentId, acked }: Story): Promise<void> {
  if (!acked.has('create')) return;
  const { status, body } = await api.get(`/v2/payments/${paymentId}`);
  assert.is(status, 200);
  if (acked.has('pay')) assert.is(body.status, 'completed', paymentId ?? '');
  assert.is(body.amount_refunded, acked.has('refund') ? REFUND_AMOUNT : 0, paymentId ?? '');
}
