import * as assert from 'uvu/assert';
import { DELIVERY_LEASE_MS, IDEMPOTENCY_LEASE_MS, REFUND_CHECKS_MS } from '../../core/index.ts';
import { readConfig } from '../../adapters/server/config.ts';
import { createLog } from '../../adapters/server/log.ts';
import { startServer } from '../../adapters/server/start-server.ts';
import { receiver } from '../support/receiver.ts';
import { type Api, api } from './api.ts';
import { withBooks } from './books.ts';
import { runCli, startServe } from './cli-process.ts';
import { onEachDatabase, type Place } from './databases.ts';
import { EVENTS, type Load, newLoad, REFUND_AMOUNT, run, type Story, take, until } from './load.ts';

const ROUNDS = 6;

/** For a server whose clock is so much ahead, the leases of the killed processes are over and refunds are asked about. */
const AHEAD_MS = 2 * Math.max(IDEMPOTENCY_LEASE_MS, DELIVERY_LEASE_MS, REFUND_CHECKS_MS[0] ?? 0);

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

/** Servers one after another, each killed at a random moment while it is busy; answers what the callers know. */
async function killAgainAndAgain(place: Place, key: string, hookUrl: string): Promise<Load> {
  const next = chance(SEED);
  const load = newLoad();
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startServe(['--demo'], place);
    const caller = api(server.url, key);
    if (round === 0) await caller.post('/v2/webhooks', { url: hookUrl, events: EVENTS });
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
  return load;
}

/** A server on the same database, for which all leases are over. */
async function withLaterServer(
  { databaseUrl, env }: Place,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const config = readConfig({ port: '0', databaseUrl, webhookAllowPrivate: 'true' }, env);
  const clock = { now: () => Date.now() + AHEAD_MS };
  const server = await startServer(config, { clock, log: createLog('silent') });
  await use(server.url).finally(server.stop);
}

onEachDatabase(`kill -9 (TEST_SEED=${SEED})`, (test, withPlace) => {
  test(
    `a server killed ${ROUNDS} times under load loses nothing that it has acknowledged and doubles nothing`,
    () =>
      withPlace(async (place) => {
        const hooks = await receiver();
        const { apiKeys } = JSON.parse((await runCli(['demo', '--json'], place)).stdout);
        const load = await killAgainAndAgain(place, apiKeys.test, hooks.url);
        assert.equal(load.refusals, {});
        await withLaterServer(place, async (url) => {
          const caller = api(url, apiKeys.test);
          for (let tries = 0; tries < 2; tries += 1) await askAgain(caller, load.stories);
          assert.equal(
            load.stories.filter(({ inDoubt }) => inDoubt !== null),
            [],
          );
          await withBooks(place.databaseUrl, async (books) => {
            await until(books.isQuiet);
            await books.assertSound();
            for (const story of load.stories) await assertKept(caller, story);
            const created = load.stories.filter(({ acked }) => acked.has('create'));
            assert.is(new Set(created.map(({ paymentId }) => paymentId)).size, created.length);
            assert.is(
              await books.count('kc_payments'),
              created.length,
              'a repeated create makes nothing new',
            );
            const told = new Set(hooks.received.map(({ headers }) => headers['webhook-id']));
            assert.equal(
              (await books.eventIds()).filter((id) => !told.has(id)),
              [],
            );
          });
        });
        hooks.close();
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
