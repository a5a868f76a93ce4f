import { getEventListeners } from 'node:events';
import * as assert from 'uvu/assert';
import { createClient, KoreaCheckoutError } from '../../adapters/client/index.ts';
import { retryDelay } from '../../adapters/client/retry-rules.ts';
import { suite } from '../support/suite.ts';
import { failsWith, rejection } from './fails-with.ts';
import { PAYMENT, type Reply, refused, withScript } from './scripted-server.ts';

const NEW = { amount: 29900, currency: 'KRW', method: 'card' } as const;
const CREATED: Reply = { status: 201, body: PAYMENT };

/** Sends the head of an answer and half of its body. */
const halfAnAnswer: Reply = (_, response) => {
  response.writeHead(201, { 'content-length': '400' });
  response.write('{"id":');
  setImmediate(() => response.socket?.destroy());
};

suite('client: retries', (test) => {
  test('429 waits as long as Retry-After says, and its jitter', () =>
    withScript([refused(429, 'rate_limited', { retryAfter: '7' }), CREATED], async ({ client, waited }) => {
      assert.is((await client.payments.create(NEW)).id, PAYMENT.id);
      assert.equal(waited, [7_250]);
    }));

  test('lost connections, half answers and 5xx are tried again after growing waits', () =>
    withScript(
      ['cut', halfAnAnswer, { status: 502, body: '<html>' }, CREATED],
      async ({ client, waited, asked }) => {
        assert.is((await client.payments.create(NEW)).id, PAYMENT.id);
        assert.is(asked.length, 4);
        assert.equal(waited, [250, 500, 1_000]);
      },
    ));

  test('all tries of a call carry the same key and body, and two calls never the same key', () =>
    withScript(['cut', refused(500, 'server_error'), CREATED, CREATED], async ({ client, asked }) => {
      await client.payments.create(NEW);
      await client.payments.create(NEW);
      const keys = asked.map(({ headers }) => headers['idempotency-key']);
      assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
      assert.equal(keys.slice(1, 3), [keys[0], keys[0]]);
      assert.is.not(keys[3], keys[0]);
      assert.equal(asked[2]?.body, asked[0]?.body);
    }));

  test('the caller’s own key is used, and the last error names the key', () =>
    withScript(['cut', 'cut', 'cut', 'cut', CREATED], async ({ client, asked }) => {
      const error = await failsWith(
        'connection_error',
        client.payments.refund('pay_1', {}, { idempotencyKey: 'r-1' }),
      );
      assert.is(asked.length, 4);
      assert.ok(asked.every(({ headers }) => headers['idempotency-key'] === 'r-1'));
      assert.equal([error.status, error.idempotencyKey], [null, 'r-1']);
      assert.match(error.message, /연결/);
      assert.instance(error.cause, Error);
    }));

  test('a key that would be no key is refused before anything is sent', () =>
    withScript([], async ({ client, asked }) => {
      for (const idempotencyKey of ['', ' ', '키', 'a\n', 'x'.repeat(256)])
        assert.instance(await rejection(client.payments.create(NEW, { idempotencyKey })), TypeError);
      assert.is(asked.length, 0);
    }));

  for (const [status, code] of [
    [400, 'invalid_request'],
    [401, 'invalid_api_key'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'already_refunded'],
    [409, 'idempotency_key_reuse'],
  ] as const)
    test(`${status} ${code} is not tried again`, () =>
      withScript([refused(status, code), CREATED], async ({ client, asked }) => {
        await failsWith(code, client.payments.refund('pay_1'));
        assert.is(asked.length, 1);
      }));

  test('a call whose first try is still running is tried again', () =>
    withScript([refused(409, 'idempotency_in_progress'), CREATED], async ({ client }) => {
      assert.is((await client.payments.create(NEW)).id, PAYMENT.id);
    }));

  test('a wait of more than a minute is left to the caller, who is told of it', () =>
    withScript([refused(429, 'rate_limited', { retryAfter: '61' }), CREATED], async ({ client, asked }) => {
      const error = await failsWith('rate_limited', client.payments.get('pay_1'));
      assert.equal([error.retryAfterMs, asked.length], [61_000, 1]);
    }));

  test('maxRetries bounds the tries, and 0 means one', async () => {
    for (const maxRetries of [0, 1, 5])
      await withScript(
        Array.from({ length: 9 }, () => refused(503, 'storage_unavailable')),
        async ({ client, asked }) => {
          await failsWith('storage_unavailable', client.payments.get('pay_1'));
          assert.is(asked.length, maxRetries + 1);
        },
        { maxRetries },
      );
  });

  test('a server that says nothing is left after the timeout, on every try', () =>
    withScript(
      ['silence', (_, response) => void response.writeHead(200).write('{'), 'silence'],
      async ({ client, asked }) => {
        const error = await failsWith('timeout', client.payments.get('pay_1'));
        assert.equal(
          [error.status, error.message, asked.length],
          [null, 'The server did not answer in time.', 2],
        );
      },
      { timeoutMs: 40, maxRetries: 1, language: 'en' },
    ));

  test('an answered call leaves no timer behind that would keep the process from ending', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const fake = async (): Promise<Response> => Response.json(PAYMENT);
    await createClient({ apiKey: 'sk_test_1', baseUrl: 'http://a.example', fetch: fake }).payments.get(
      'pay_1',
    );
    assert.is(timers(), before);
  });

  test('a server that cannot be reached is a connection error', async () => {
    const waiting = { sleep: async () => {}, fraction: () => 0 };
    const client = createClient({ apiKey: 'sk_test_1', baseUrl: 'http://127.0.0.1:1' }, waiting);
    await failsWith('connection_error', client.payments.get('pay_1'));
  });

  test('a webhook that an earlier try deleted is deleted; one that was never there is not found', () =>
    withScript(['cut', refused(404, 'not_found'), refused(404, 'not_found')], async ({ client, asked }) => {
      assert.is(await client.webhooks.delete('wh_1'), undefined);
      await failsWith('not_found', client.webhooks.delete('wh_1'));
      assert.is(asked.length, 3);
    }));

  test('a rotation is not done again when its answer is lost, only when it was turned away', async () => {
    await withScript(['cut', { status: 200, body: {} }], async ({ client, asked }) => {
      await failsWith('connection_error', client.webhooks.update('wh_1', { rotateSecret: true }));
      assert.is(asked.length, 1);
    });
    const turnedAway = [refused(429, 'rate_limited'), { status: 200, body: {} }];
    await withScript(turnedAway, async ({ client, asked }) => {
      await client.webhooks.update('wh_1', { rotateSecret: true });
      assert.is(asked.length, 2);
    });
    await withScript(['cut', { status: 200, body: {} }], async ({ client, asked }) => {
      await client.webhooks.update('wh_1', { active: true });
      assert.is(asked.length, 2);
    });
  });

  test('waits never exceed eight seconds without Retry-After, nor come before it', () => {
    const error = new KoreaCheckoutError('', { status: 503, code: 'x' });
    const asked = new KoreaCheckoutError('', { status: 503, code: 'x', retryAfterMs: 5_000 });
    for (let retries = 0; retries < 2_000; retries += 1)
      for (const fraction of [0, 0.3, 0.999]) {
        const step = { retries, repeatable: true, fraction };
        const delay = retryDelay(error, step) ?? NaN;
        assert.ok(delay >= 0 && delay < 8_000, `${retries}: ${delay}`);
        assert.is(retryDelay(asked, step), delay + 5_000);
      }
  });
});

suite('client: aborting', (test) => {
  const reason = new Error('the buyer went away');

  test('a call that is aborted under way ends with the signal’s reason and is not tried again', async () => {
    const aborter = new AbortController();
    const hang: Reply = () => aborter.abort(reason);
    await withScript([hang, CREATED], async ({ client, asked, waited }) => {
      assert.is(await rejection(client.payments.create(NEW, { signal: aborter.signal })), reason);
      assert.equal([asked.length, waited.length], [1, 0]);
    });
  });

  test('a call that is aborted already sends nothing', () =>
    withScript([CREATED], async ({ client, asked }) => {
      const signal = AbortSignal.abort(reason);
      assert.is(await rejection(client.payments.create(NEW, { signal })), reason);
      assert.is(await rejection(client.payments.list({}, { signal }).page()), reason);
      assert.is(asked.length, 0);
    }));

  test('a real wait ends at once when it is aborted', () =>
    withScript([refused(429, 'rate_limited', { retryAfter: '60' })], async ({ url, asked }) => {
      const aborter = new AbortController();
      const seen: typeof fetch = async (...request) => {
        const response = await fetch(...request);
        setTimeout(() => aborter.abort(reason), 10);
        return response;
      };
      const client = createClient({ apiKey: 'sk_test_1', baseUrl: url, fetch: seen });
      assert.is(await rejection(client.payments.get('pay_1', { signal: aborter.signal })), reason);
      assert.is(asked.length, 1);
    }));

  test('a signal that outlives many calls keeps nothing of them', () =>
    withScript([CREATED, CREATED], async ({ client }) => {
      const { signal } = new AbortController();
      await client.payments.create(NEW, { signal });
      await client.payments.create(NEW, { signal });
      assert.is(getEventListeners(signal, 'abort').length, 0);
    }));
});
