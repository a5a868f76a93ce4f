import * as assert from 'uvu/assert';
import { type Receiver, receiver } from '../support/receiver.ts';
import { type Api, api, NEW_PAYMENT } from './api.ts';
import { type Books, withBooks } from './books.ts';
import { runCli, type ServerProcess, startServe } from './cli-process.ts';
import { onEachDatabase, type Place } from './databases.ts';
import { count, EVENTS, newLoad, REFUND_AMOUNT, run, until } from './load.ts';

const STORIES = 150;
const LIMIT = { limitMs: 60_000 };

interface Pair {
  readonly servers: readonly [ServerProcess, ServerProcess];
  readonly apis: readonly [Api, Api];
  readonly hooks: Receiver;
  readonly books: Books;
}

/** Two server processes that start at the same moment on one new database, and a receiver of all their events. */
async function withPair(
  { databaseUrl, ...options }: Place,
  use: (pair: Pair) => Promise<void>,
): Promise<void> {
  const hooks = await receiver();
  const servers = await Promise.all([startServe(['--demo'], options), startServe(['--demo'], options)]);
  try {
    const { apiKeys } = JSON.parse((await runCli(['demo', '--json'], options)).stdout);
    const apis = [api(servers[0].url, apiKeys.test), api(servers[1].url, apiKeys.test)] as const;
    assert.is((await apis[0].post('/v2/webhooks', { url: hooks.url, events: EVENTS })).status, 201);
    await withBooks(databaseUrl, (books) => use({ servers, apis, hooks, books }));
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    hooks.close();
  }
}

const either = ([one, other]: Pair['apis']): Api => (Math.random() < 0.5 ? one : other);

async function mixedLoad({ servers, apis, hooks, books }: Pair): Promise<void> {
  const load = newLoad();
  await run(load, { pick: () => either(apis), workers: 16, goOn: () => load.stories.length < STORIES });
  assert.equal(load.broken, []);
  assert.equal(load.refusals, {});
  for (const caller of apis) {
    const { body } = await caller.get('/v2/payments?limit=100&status=completed');
    assert.is(body.total, STORIES);
    const listed = body.data as { readonly amount_refunded: number }[];
    assert.ok(listed.every((payment) => payment.amount_refunded === REFUND_AMOUNT));
  }
  await until(books.isQuiet);
  await books.assertSound();
  const told = hooks.received.map(({ headers }) => String(headers['webhook-id']));
  assert.equal(
    told.sort(),
    (await books.eventIds()).sort(),
    'each event once, whichever process has told it',
  );
  const ended = await Promise.all(servers.map((server) => server.stop()));
  assert.equal(
    ended.map(({ code }) => code),
    [0, 0],
  );
  assert.not.match(ended.map(({ stdout }) => stdout).join(''), /"level":"error"/);
}

async function racingRefunds({ apis, books }: Pair): Promise<void> {
  const { body } = await apis[0].post('/v2/payments', NEW_PAYMENT);
  await apis[1].post(`/test_helpers/payments/${body.id}/complete`);
  const refund = (amount: number, key: string) =>
    either(apis).post(`/v2/payments/${body.id}/refund`, { amount }, { 'idempotency-key': key });
  // Each key is asked for three times, in both processes: 60 refunds of 1,000 from 29,900.
  const answers = await Promise.all(
    Array.from({ length: 180 }, (_, index) => refund(REFUND_AMOUNT, `race-${index % 60}`)),
  );
  const tally: Record<string, number> = {};
  for (const { status, body: said } of answers) count(tally, `${status} ${said.status ?? said.error.code}`);
  assert.equal(
    Object.keys(tally).filter((what) => /^5/.test(what)),
    [],
  );
  const completed = answers.filter(({ body: refund }) => refund.status === 'completed');
  const made = new Set(completed.map(({ body: refund }) => refund.id));
  await until(books.isQuiet);
  const { body: after } = await apis[0].get(`/v2/payments/${body.id}`);
  assert.is(after.amount_refunded, made.size * REFUND_AMOUNT);
  assert.is(made.size, 29, JSON.stringify(tally));
  await books.assertSound();
}

onEachDatabase('two processes on one database', (test, withPlace) => {
  test(
    'share mixed load without an error, a loss or a double webhook',
    () => withPlace((place) => withPair(place, mixedLoad)),
    LIMIT,
  );

  test(
    'never give back more than was paid, nor twice for one idempotency key',
    () => withPlace((place) => withPair(place, racingRefunds)),
    LIMIT,
  );
});
