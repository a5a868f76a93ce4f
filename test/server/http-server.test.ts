import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as assert from 'uvu/assert';
import {
  HTTP_LIMITS,
  type HttpLimits,
  type HttpServer,
  listen,
  origin,
} from '../../adapters/server/http-server.ts';
import { exitCodeOf } from '../../adapters/server/user-error.ts';
import { suite } from '../support/suite.ts';

const AT = { host: '127.0.0.1', port: 0 };

async function withServer(
  limits: Partial<HttpLimits>,
  use: (server: HttpServer) => Promise<void>,
): Promise<void> {
  const server = await listen(AT, { ...HTTP_LIMITS, ...limits });
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

async function ask(port: number, path: string, agent: Agent): Promise<IncomingMessage> {
  const request = get({ host: '127.0.0.1', port, path, agent });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

suite('http server', (test) => {
  test('a port that is in use is refused with the way out', () =>
    withServer({}, async ({ port }) => {
      const error = await listen({ ...AT, port }).then(
        () => null,
        (refused: Error) => refused,
      );
      assert.match(error?.message ?? '', /is in use: .* --port/);
      assert.is(exitCodeOf(error), 1);
    }));

  test('an address that is not this machine’s is refused with the way out', async () => {
    const error = await listen({ host: '192.0.2.1', port: 0 }).then(
      () => null,
      (refused: Error) => refused,
    );
    assert.match(error?.message ?? '', /is no address of this machine: .* --host/);
  });

  test('headers that do not end are cut off', () =>
    withServer({ headersMs: 100, requestMs: 200, checkEveryMs: 50 }, async (server) => {
      server.handle((_, response) => response.end());
      const socket = connect(server.port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      assert.match(await text(socket), /^HTTP\/1.1 408 /);
    }));

  test('a body that does not end is cut off', () =>
    withServer({ headersMs: 100, requestMs: 200, checkEveryMs: 50 }, async (server) => {
      server.handle((request) => request.resume().on('error', () => {}));
      const socket = connect(server.port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf');
      assert.match(await text(socket), /^HTTP\/1.1 408 /);
    }));

  test('an idle connection outlives the limit for headers', () =>
    withServer({ headersMs: 60, requestMs: 120, checkEveryMs: 20 }, async (server) => {
      server.handle((_, response) => response.end('ok'));
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const first = await ask(server.port, '/', agent);
      const { localPort } = first.socket;
      await text(first);
      await new Promise((resolve) => setTimeout(resolve, 250));
      const second = await ask(server.port, '/', agent);
      assert.is(second.socket.localPort, localPort, 'it is the same connection');
      assert.is(await text(second), 'ok');
      agent.destroy();
    }));

  test('stopping answers what has arrived, ends its connections and refuses new ones', async () => {
    const server = await listen(AT);
    const agent = new Agent({ keepAlive: true });
    let answer = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      server.handle((_, response) => {
        answer = () => response.end('done');
        resolve();
      });
    });
    const slow = ask(server.port, '/slow', agent);
    await arrived;
    const stopped = server.stop();
    assert.is(server.isStopping(), true);
    const refused = await ask(server.port, '/', new Agent()).then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    assert.is(refused?.code, 'ECONNREFUSED');
    answer();
    const response = await slow;
    assert.is(response.headers.connection, 'close');
    assert.is(await text(response), 'done');
    await stopped;
  });

  test('a request that comes on an idle connection just after the stop is answered', async () => {
    const server = await listen(AT);
    server.handle((_, response) => response.end('ok'));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await text(await ask(server.port, '/', agent));
    const stopped = server.stop();
    const late = await ask(server.port, '/', agent);
    assert.is(await text(late), 'ok');
    assert.is(late.headers.connection, 'close');
    await stopped;
  });

  test('what takes longer than the limit is cut off', async () => {
    const server = await listen(AT, { ...HTTP_LIMITS, lastCallMs: 10, drainMs: 50 });
    const arrived = new Promise<void>((resolve) => server.handle(() => resolve()));
    const never = ask(server.port, '/', new Agent()).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    await arrived;
    await server.stop();
    assert.is(await never, 'ECONNRESET');
  });

  test('an IPv6 address stands in brackets', () => {
    assert.is(origin('::1', 3000), 'http://[::1]:3000');
    assert.is(origin('127.0.0.1', 80), 'http://127.0.0.1:80');
  });
});
