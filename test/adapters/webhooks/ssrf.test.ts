import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { http, REQUEST, withReceiver, withSender } from './receiver.ts';
import type { Answer } from './receiver.ts';

const PUBLIC = '203.0.114.1'; // looked up, never connected to

const ok: Answer = (socket) => void socket.write(http(200));

/** A receiver that nobody may reach, and how many reached it. */
async function unreached(run: (port: number) => Promise<void>): Promise<void> {
  await withReceiver(ok, async ({ port, sockets }) => {
    await run(port);
    assert.is(sockets.length, 0);
  });
}

suite('webhook sender: server-side request forgery', (test) => {
  test('a literal address is refused without a connection, however it is spelt', () =>
    unreached((port) =>
      withSender({ allowPrivate: false }, async (sender) => {
        const hosts = ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '017700000001', '①②⑦.⓪.⓪.①', '0.0.0.0'];
        for (const host of [
          ...hosts,
          '[::ffff:127.0.0.1]',
          '[::ffff:7f00:1]',
          '[::]',
          'localhost',
          'localhost.',
        ]) {
          const answer = await sender.send({ ...REQUEST, url: `http://${host}:${port}/` });
          assert.is(answer.status, null, host);
          assert.is(answer.error, 'blocked address', host);
        }
      }),
    ));

  test('a name that is public when registered and loopback when called is not reached', () =>
    unreached((port) => {
      let asked = 0;
      const lookup = () => Promise.resolve([(asked += 1) === 1 ? PUBLIC : '127.0.0.1']);
      return withSender({ allowPrivate: false, lookup }, async (sender) => {
        const url = `http://rebind.example:${port}/`;
        assert.is(await sender.refusal(url), null);
        const { durationMs, ...answer } = await sender.send({ ...REQUEST, url });
        assert.equal(answer, { status: null, error: 'blocked address', retryAfterMs: null });
        assert.ok(durationMs < 1_000);
        assert.is(asked, 2);
      });
    }));

  test('the connection uses the addresses that were checked and asks only once', () =>
    withReceiver(ok, async ({ port, sockets }) => {
      let asked = 0;
      const lookup = () => Promise.resolve([(asked += 1) === 1 ? '127.0.0.1' : PUBLIC]);
      await withSender({ lookup }, async (sender) => {
        assert.is((await sender.send({ ...REQUEST, url: `http://once.example:${port}/` })).status, 200);
      });
      assert.is(asked, 1);
      assert.is(sockets.length, 1);
    }));

  test('a blocked address among public ones is not reached', () =>
    unreached(async (port) => {
      const mixes = [
        ['127.0.0.1', '2606:4700::1111'],
        [PUBLIC, '::ffff:127.0.0.1'],
        ['2606:4700::1111', '127.0.0.1'],
      ];
      for (const addresses of mixes)
        await withSender(
          { allowPrivate: false, lookup: () => Promise.resolve(addresses) },
          async (sender) => {
            const answer = await sender.send({ ...REQUEST, url: `http://mixed.example:${port}/` });
            assert.is(answer.error, 'blocked address');
          },
        );
    }));

  test('a redirect to a local receiver is an answer and is not followed', () =>
    unreached(async (port) => {
      for (const status of [301, 302, 303, 307, 308]) {
        const redirect: Answer = (socket) =>
          void socket.write(http(status, { location: `http://127.0.0.1:${port}/` }));
        await withReceiver(redirect, (front) =>
          withSender({}, async (sender) => {
            const answer = await sender.send({ ...REQUEST, url: front.url });
            assert.is(answer.status, status);
            assert.is(answer.error, null);
          }),
        );
      }
    }));

  test('a URL that could not be registered is not called either', () =>
    unreached((port) =>
      withSender({}, async (sender) => {
        for (const url of [
          `http://a:b@127.0.0.1:${port}/`,
          'http://127.0.0.1:22/',
          'file:///etc/passwd',
          'nonsense',
        ])
          assert.is((await sender.send({ ...REQUEST, url })).error, 'blocked address', url);
      }),
    ));
});
