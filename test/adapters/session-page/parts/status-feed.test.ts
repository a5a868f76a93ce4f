import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import * as assert from 'uvu/assert';
import {
  type FeedLimits,
  statusFeed,
  type StatusFeedOptions,
} from '../../../../adapters/http/session-page/status-feed.ts';
import { DomainError } from '../../../../core/index.ts';
import { suite } from '../../../support/suite.ts';

interface Stream {
  readonly status: number;
  readonly headers: Headers;
  /** Reads until this has been said; answers everything that was since. Ends with the stream. */
  until(pattern: RegExp): Promise<string>;
  close(): void;
}

interface Feeding {
  /** What is so: by session. An error is thrown. */
  readonly states: Map<string, string | Error>;
  readonly looks: string[];
  readonly logged: string[];
  readonly server: Server;
  listen(id?: string): Promise<Stream>;
}

async function withFeed(
  work: (feeding: Feeding) => Promise<void>,
  limits?: FeedLimits,
  lookMs = 5,
): Promise<void> {
  const states = new Map<string, string | Error>([['cs_1', 'transfer']]);
  const looks: string[] = [];
  const logged: string[] = [];
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const options: StatusFeedOptions = {
    read: async (id) => {
      looks.push(id);
      const state = states.get(id) ?? new DomainError('not_found', 'none');
      if (state instanceof Error) throw state;
      return state;
    },
    times: { lookMs, aliveMs: 40 },
    limits,
    log: { info: note, warn: note, error: note },
  };
  const feed = statusFeed(options);
  const app = new Koa();
  app.use((ctx) => {
    try {
      feed.open(ctx, ctx.path.slice(1));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      ctx.status = 429;
      ctx.body = error.code;
    }
  });
  const server = createServer((request, response) => void app.callback()(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await work({ states, looks, logged, server, listen: (id = 'cs_1') => listen(`${url}/${id}`) });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(url: string): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(url, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  return {
    status: response.status,
    headers: response.headers,
    until: async (pattern) => {
      while (!pattern.test(said)) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) return `${said}END`;
        said += value ?? '';
      }
      const all = said;
      said = '';
      return all;
    },
    close: () => stop.abort(),
  };
}

const TRANSFER = /^event: state\ndata: transfer\n\n/m;
const COMPLETED = /^event: state\ndata: completed\n\n/m;

suite('status feed', (test) => {
  test('an open page hears its state at once, and each other one', () =>
    withFeed(async ({ listen, states }) => {
      const stream = await listen();
      assert.is(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8');
      assert.match(await stream.until(TRANSFER), /^retry: 3000\n\n/);
      states.set('cs_1', 'completed');
      assert.not.match(await stream.until(COMPLETED), /transfer/);
    }));

  test('a page that shows its state is told it once', () =>
    withFeed(async ({ listen, looks }) => {
      const stream = await listen();
      await stream.until(TRANSFER);
      const before = looks.length;
      const said = await stream.until(/: alive\n\n.*: alive\n\n/s);
      assert.ok(looks.length > before + 2, 'it looked again');
      assert.not.match(said, /event/);
    }));

  test('all pages of one session share one look, and one that comes later hears as well', () =>
    withFeed(async ({ listen, looks }) => {
      const streams = await Promise.all(Array.from({ length: 5 }, () => listen()));
      for (const stream of streams) await stream.until(TRANSFER);
      const before = looks.length;
      await streams[0]?.until(/: alive\n\n.*: alive\n\n/s);
      assert.ok(looks.length - before < 40, `${looks.length - before} looks in 80 ms of 5 ms each`);
      const late = await listen();
      await late.until(TRANSFER);
    }));

  test('a page that comes between two looks hears what is so, never what was', () =>
    withFeed(
      async ({ listen, states }) => {
        const early = await listen();
        await early.until(TRANSFER);
        states.set('cs_1', 'completed');
        const late = await listen();
        assert.not.match(await late.until(COMPLETED), /transfer/);
      },
      undefined,
      200,
    ));

  test('nobody looks for a session that nobody listens to', () =>
    withFeed(async ({ listen, looks, states }) => {
      states.set('cs_2', 'transfer');
      const [stream, other] = [await listen('cs_1'), await listen('cs_2')];
      await stream.until(TRANSFER);
      stream.close();
      await other.until(/: alive\n\n/);
      const before = looks.filter((id) => id === 'cs_1').length;
      await other.until(/: alive\n\n.*: alive\n\n/s);
      assert.is(looks.filter((id) => id === 'cs_1').length, before);
    }));

  test('pages of different sessions hear of their own alone', () =>
    withFeed(async ({ listen, states }) => {
      states.set('cs_2', 'processing');
      const [one, two] = [await listen('cs_1'), await listen('cs_2')];
      await one.until(TRANSFER);
      assert.not.match(await two.until(/data: processing/), /transfer/);
      states.set('cs_2', 'completed');
      await two.until(COMPLETED);
      assert.not.match(await one.until(/: alive/), /completed/);
    }));

  test('one session has ten streams at most, and may have another when one has ended', () =>
    withFeed(async ({ listen }) => {
      const streams = await Promise.all(Array.from({ length: 10 }, () => listen()));
      for (const stream of streams) await stream.until(TRANSFER);
      assert.is((await listen()).status, 429);
      streams[0]?.close();
      let status = 429;
      for (let tries = 0; status === 429 && tries < 100; tries += 1) status = (await listen()).status;
      assert.is(status, 200);
    }));

  test('all sessions together have a limit too', () =>
    withFeed(
      async ({ listen, states }) => {
        for (const id of ['cs_2', 'cs_3', 'cs_4']) states.set(id, 'transfer');
        const streams = [await listen('cs_1'), await listen('cs_2'), await listen('cs_3')];
        assert.is((await listen('cs_4')).status, 429);
        streams[0]?.close();
        let status = 429;
        for (let tries = 0; status === 429 && tries < 100; tries += 1) status = (await listen('cs_4')).status;
        assert.is(status, 200);
      },
      { perSession: 10, perAddress: 99, all: 3 },
    ));

  test('a database that is away is told once, and the page hears when it is back', () =>
    withFeed(async ({ listen, states, logged }) => {
      const stream = await listen();
      await stream.until(TRANSFER);
      states.set('cs_1', new Error('secret of 홍길동'));
      await stream.until(/: alive\n\n.*: alive\n\n/s);
      assert.equal(logged, ['open pages cannot be told of changes {"error":"Error"}']);
      states.set('cs_1', 'completed');
      await stream.until(COMPLETED);
    }));

  test('a session that is not there ends its streams', () =>
    withFeed(async ({ listen, logged }) => {
      assert.match(await (await listen('cs_gone')).until(/never/), /END$/);
      assert.equal(logged, []);
    }));

  test('a server that stops is not held up by open pages', () =>
    withFeed(async ({ listen, server }) => {
      const stream = await listen();
      await stream.until(TRANSFER);
      server.close();
      assert.match(await stream.until(/never/), /END$/);
    }));
});
