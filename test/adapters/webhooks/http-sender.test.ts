import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { http, REQUEST, withReceiver, withSender } from './receiver.ts';
import type { Answer } from './receiver.ts';

const ok: Answer = (socket) => void socket.write(http(200, {}, 'ok'));
const say =
  (answer: string): Answer =>
  (socket) =>
    void socket.write(answer);

suite('webhook sender: deliveries', (test) => {
  test('the exact body arrives by POST with the given headers and our name', () =>
    withReceiver(ok, ({ port, requests }) =>
      withSender({}, async (sender) => {
        const url = `http://127.0.0.1:${port}/a%20b/?q=1&q=2#fragment`;
        const answer = await sender.send({ ...REQUEST, url });
        assert.is(answer.status, 200);
        assert.is(answer.error, null);
        assert.is(answer.retryAfterMs, null);
        const [head = '', body] = requests[0]?.split('\r\n\r\n') ?? [];
        assert.is(body, REQUEST.body);
        assert.match(head, /^POST \/a%20b\/\?q=1&q=2 HTTP\/1\.1\r\n/);
        assert.match(head, `host: 127.0.0.1:${port}\r\n`);
        assert.match(head, 'user-agent: korea-checkout-webhooks');
        assert.match(head, 'content-type: application/json; charset=utf-8\r\nwebhook-id: evt_1\r\n');
        assert.not.match(head, /accept-encoding/i);
      }),
    ));

  test('where private addresses are allowed, names of the hosts file are found', () =>
    withReceiver(ok, ({ port }) =>
      withSender({}, async (sender) => {
        assert.is((await sender.send({ ...REQUEST, url: `http://localhost:${port}/` })).status, 200);
      }),
    ));

  test('a Korean body arrives as UTF-8, to the last byte', () =>
    withReceiver(ok, ({ url, requests }) =>
      withSender({}, async (sender) => {
        const body = '{"name":"김철수 😀"}';
        assert.is((await sender.send({ ...REQUEST, url, body })).status, 200);
        assert.is(Buffer.from(requests[0]?.split('\r\n\r\n')[1] ?? '', 'latin1').toString(), body);
      }),
    ));

  test('every status is an answer and not an error', async () => {
    for (const status of [200, 204, 301, 400, 410, 429, 500, 503])
      await withReceiver(say(http(status)), ({ url }) =>
        withSender({}, async (sender) => {
          const { durationMs, ...answer } = await sender.send({ ...REQUEST, url });
          assert.equal(answer, { status, error: null, retryAfterMs: null });
          assert.ok(Number.isInteger(durationMs) && durationMs >= 0);
        }),
      );
  });

  test('Retry-After is understood in seconds and as a date, and nonsense is ignored', async () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const cases: readonly [string, number | null, number | null][] = [
      ['120', 120_000, 120_000],
      ['0', 0, 0],
      [inAMinute, 50_000, 60_000],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 0, 0],
      ['soon', null, null],
      ['-5', null, null],
      ['1e99', null, null],
      ['2030', 2_030_000, 2_030_000],
    ];
    for (const [header, least, most] of cases)
      await withReceiver(say(http(429, { 'retry-after': header })), ({ url }) =>
        withSender({}, async (sender) => {
          const { status, retryAfterMs } = await sender.send({ ...REQUEST, url });
          assert.is(status, 429);
          if (least === null || most === null || retryAfterMs === null)
            assert.is(retryAfterMs, least, header);
          else assert.ok(retryAfterMs >= least && retryAfterMs <= most, `${header}: ${retryAfterMs}`);
        }),
      );
  });

  test('connections are kept for the next delivery', () =>
    withReceiver(ok, ({ url, sockets, requests }) =>
      withSender({}, async (sender) => {
        for (let i = 0; i < 50; i += 1) assert.is((await sender.send({ ...REQUEST, url })).status, 200);
        assert.is(requests.length, 50);
        assert.ok(sockets.length <= 2, `${sockets.length} connections`); // the first one is busy until its body ends
      }),
    ));

  test('two thousand deliveries at once arrive over no more connections than allowed', () =>
    withReceiver(ok, ({ url, sockets, requests }) =>
      withSender({ connections: 8 }, async (sender) => {
        const all = Array.from({ length: 2_000 }, () => sender.send({ ...REQUEST, url }));
        const failed = (await Promise.all(all)).filter(({ status }) => status !== 200);
        assert.equal(failed, []);
        assert.is(requests.length, 2_000);
        assert.ok(sockets.length <= 8, `${sockets.length} connections`);
      }),
    ));

  test('a receiver that never answers takes its own connections and no one else’s', () =>
    withReceiver(
      () => undefined,
      (silent) =>
        withReceiver(ok, (healthy) =>
          withSender({ connections: 2, timeoutMs: 150 }, async (sender) => {
            const startedAt = performance.now();
            const stuck = Array.from({ length: 20 }, () => sender.send({ ...REQUEST, url: silent.url }));
            for (let i = 0; i < 20; i += 1)
              assert.is((await sender.send({ ...REQUEST, url: healthy.url })).status, 200);
            for (const answer of await Promise.all(stuck)) assert.is(answer.error, 'timeout');
            assert.ok(
              performance.now() - startedAt < 1_500,
              'those that wait for a connection also time out',
            );
            assert.is(silent.requests.length, 2);
          }),
        ),
    ));

  test('closing waits for the delivery under way and leaves no connection', () =>
    withReceiver(
      (socket) => setImmediate(() => socket.write(http(200))),
      async ({ url, sockets }) => {
        let answered = false;
        await withSender({}, async (sender) => {
          void sender.send({ ...REQUEST, url }).then(({ status }) => (answered = status === 200));
          await sender.close();
          assert.is(answered, true);
          assert.is((await sender.send({ ...REQUEST, url })).error, 'failed');
        });
        const [socket, ...others] = sockets;
        assert.is(others.length, 0);
        if (socket && !socket.closed) await new Promise((done) => socket.once('close', done));
      },
    ));
});
