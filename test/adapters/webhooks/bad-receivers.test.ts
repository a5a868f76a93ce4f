import { createServer } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { http, REQUEST, withReceiver, withSender } from './receiver.ts';
import type { Answer } from './receiver.ts';
import { SELF_SIGNED } from './self-signed.ts';

const MB = 1024 * 1024;

/** What one delivery to such a receiver comes to. */
async function answerOf(answer: Answer, timeoutMs = 5_000) {
  let said: { status: number | null; error: string | null; durationMs: number } | undefined;
  await withReceiver(answer, ({ url }) =>
    withSender({ timeoutMs }, async (sender) => {
      said = await sender.send({ ...REQUEST, url });
    }),
  );
  assert.ok(said);
  return said;
}

/** Writes the bytes of `text` one by one, for ever from the last one on, until the receiver is closed. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text.charAt(at) || 'x');
    at += 1;
  }, 5);
  socket.once('close', () => clearInterval(timer));
}

/** Writes until `total` bytes are written or the other side has had enough; answers how many went out. */
function flood(socket: Socket, total: number): Promise<number> {
  const chunk = Buffer.alloc(256 * 1024, 'x');
  let left = total;
  const more = (): void => {
    while (left > 0 && socket.writable) {
      left -= chunk.length;
      if (!socket.write(chunk)) return void socket.once('drain', more);
    }
  };
  more();
  return new Promise((resolve) => socket.once('close', () => resolve(socket.bytesWritten)));
}

suite('webhook sender: receivers that misbehave', (test) => {
  test('a receiver that never answers is given up after the time limit', async () => {
    const { status, error, durationMs } = await answerOf(() => undefined, 100);
    assert.is(status, null);
    assert.is(error, 'timeout');
    assert.ok(durationMs >= 95 && durationMs < 1_000, String(durationMs));
  });

  test('dripping bytes do not buy time: not in the head', async () => {
    const { status, error, durationMs } = await answerOf(
      (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-slow: '),
      150,
    );
    assert.is(status, null);
    assert.is(error, 'timeout');
    assert.ok(durationMs < 1_000, String(durationMs));
  });

  test('dripping bytes do not buy time: not in the body, whose status counts', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n';
    const trickle: Answer = (socket) => {
      socket.write(head.replace('1000000', '60000'));
      drip(socket, '');
    };
    const { status, error, durationMs } = await answerOf(trickle, 150);
    assert.is(status, 200);
    assert.is(error, null);
    assert.ok(durationMs < 1_000, String(durationMs));
  });

  test('endless informational answers do not buy time', async () => {
    const hints: Answer = (socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 5);
      socket.once('close', () => clearInterval(timer));
    };
    assert.is((await answerOf(hints, 150)).error, 'timeout');
  });

  test('a name server that never answers is given up after the time limit', () =>
    withSender({ timeoutMs: 100, lookup: () => new Promise(() => undefined) }, async (sender) => {
      const { error, durationMs } = await sender.send({ ...REQUEST, url: 'http://silent.example/' });
      assert.is(error, 'timeout');
      assert.ok(durationMs < 1_000, String(durationMs));
    }));

  test('what is wrong is said in a word, without addresses', async () => {
    const said = async (answer: Answer) => (await answerOf(answer)).error;
    assert.is(await said((socket) => void socket.resetAndDestroy()), 'reset');
    assert.is(await said((socket) => void socket.end()), 'reset');
    assert.is(await said((socket) => void socket.end('HTTP/1.1 200 OK\r\nx-half: ')), 'reset');
    assert.is(await said((socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n')), 'bad response');
    assert.is(
      await said((socket) => void socket.write(http(200, { 'x-long': 'x'.repeat(100_000) }))),
      'bad response',
    );
    assert.is(
      await said((socket) => void socket.write('HTTP/1.1 101 Up\r\nupgrade: x\r\n\r\n')),
      'bad response',
    );
  });

  test('a closed port, an unknown name and a header that cannot be sent are answers too', () =>
    withSender({ lookup: () => Promise.resolve([]) }, async (sender) => {
      let closed = '';
      await withReceiver(
        () => undefined,
        async ({ url }) => void (closed = url),
      );
      assert.is((await sender.send({ ...REQUEST, url: closed })).error, 'connection refused');
      assert.is((await sender.send({ ...REQUEST, url: 'http://nowhere.example/' })).error, 'dns');
      const headers = { 'x-bad': 'a\r\nx-injected: 1' };
      assert.is((await sender.send({ ...REQUEST, url: closed, headers })).error, 'failed');
    }));

  test('a certificate that nobody vouches for, or no TLS at all, is refused', async () => {
    const server = createServer(SELF_SIGNED, (socket) => socket.end(http(200)));
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await withSender({ lookup: () => Promise.resolve(['127.0.0.1']) }, async (sender) => {
      assert.is((await sender.send({ ...REQUEST, url: `https://localhost:${port}/` })).error, 'tls');
    });
    await new Promise((resolve) => server.close(resolve));
    const plain: Answer = () => undefined;
    await withReceiver(plain, ({ sockets, port: open }) =>
      withSender({}, async (sender) => {
        const sending = sender.send({ ...REQUEST, url: `https://127.0.0.1:${open}/` });
        const answer = setInterval(() => sockets[0]?.write(http(400)), 5);
        assert.is((await sending).error, 'tls');
        clearInterval(answer);
      }),
    );
  });

  test('of a body of 100 MB little is read, and the connection is dropped', async () => {
    const before = process.memoryUsage().rss;
    for (const head of ['content-length: 104857600', 'x-length: unknown']) {
      let written: Promise<number> | undefined;
      const generous: Answer = (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
        written = flood(socket, 100 * MB);
      };
      await withReceiver(generous, ({ url }) =>
        withSender({}, async (sender) => {
          const { status, durationMs } = await sender.send({ ...REQUEST, url });
          assert.is(status, 200);
          assert.ok(durationMs < 2_000, String(durationMs));
          assert.ok(((await written) ?? 0) < 20 * MB, `${await written} bytes left`);
        }),
      );
    }
    assert.ok(process.memoryUsage().rss - before < 40 * MB);
  });

  test('a gzip bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * MB));
    const before = process.memoryUsage().rss;
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    const { status } = await answerOf((socket) => {
      socket.write(head);
      socket.write(bomb);
    });
    assert.is(status, 200);
    assert.ok(process.memoryUsage().rss - before < 40 * MB);
  });
});
