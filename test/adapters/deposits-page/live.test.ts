import * as assert from 'uvu/assert';
import { suite } from '../../support/suite.ts';
import { operator } from './operator.ts';
import { type Shop, withDeposits } from './with-deposits.ts';

interface Stream {
  readonly status: number;
  readonly type: string | null;
  /** Reads until this has been said; answers everything that was. Ends with the stream. */
  until(pattern: RegExp): Promise<string>;
  close(): void;
}

async function follow(shop: Shop, token = shop.token): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(`${shop.url}${shop.path}/events`, {
    headers: { cookie: `kc_deposits=${token}` },
    redirect: 'manual',
    signal: stop.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  return {
    status: response.status,
    type: response.headers.get('content-type'),
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

const CHANGED = /event: changed\ndata: [\w-]{16}\n\n/;

/** The stamp of the page as it is served now. */
async function stampOf(shop: Shop): Promise<string> {
  const { html } = await operator(shop.url, shop.token).open(`${shop.path}?part=live`);
  return /data-stamp="([\w-]+)"/.exec(html)?.[1] ?? '';
}

suite('deposits page: live', (test) => {
  test('an open page hears of its state, and of every deposit, order and sign of life', () =>
    withDeposits(async (shop) => {
      const stream = await follow(shop);
      assert.is(stream.status, 200);
      assert.is(stream.type, 'text/event-stream; charset=utf-8');
      assert.ok((await stream.until(CHANGED)).includes(`data: ${await stampOf(shop)}\n`));
      const changes: (() => Promise<unknown>)[] = [
        () => shop.sms({ signed: false, name: '아무개' }),
        () => shop.order(),
        () => shop.sms({ name: '홍길동' }),
        () => shop.core.devices.register(shop.actor, shop.workspaceId, { name: '둘째 폰' }),
        async () => shop.clock.advance(25 * 3_600_000),
      ];
      for (const change of changes) {
        await change();
        assert.ok((await stream.until(CHANGED)).includes(`data: ${await stampOf(shop)}\n`));
      }
      stream.close();
    }));

  test('the live part holds what has changed, and no field that somebody may be filling in', () =>
    withDeposits(async (shop) => {
      await shop.sms();
      const { html, text } = await operator(shop.url, shop.token).open(`${shop.path}?part=live`);
      assert.match(text, /14,510원 홍길동/);
      assert.not.match(html, /<html|<textarea|<select|<input(?! type="hidden")/);
    }));

  test('news of a workspace are told to nobody else', () =>
    withDeposits(async (shop) => {
      const { token } = await shop.person('남남');
      assert.is((await follow(shop, token)).status, 404);
      assert.is((await follow(shop, 'a.b.c')).status, 401);
    }));

  test('a stream shows that it is alive, and ends with its token', () =>
    withDeposits(async (shop) => {
      const stream = await follow(shop);
      await stream.until(/: alive\n\n/);
      shop.clock.advance(91 * 86_400_000);
      assert.match(await stream.until(/event: ended/), /event: ended/);
      assert.match(await stream.until(/never/), /END$/);
    }));

  test('a stream ends when its reader does not belong to the workspace any more', () =>
    withDeposits(async (shop) => {
      const { actor, token } = await shop.member();
      const stream = await follow(shop, token);
      await stream.until(CHANGED);
      await shop.core.workspaces.removeMember(shop.actor, shop.workspaceId, actor.userId);
      assert.match(await stream.until(/never/), /event: ended\n[^]*END$/);
    }));

  test('one person has ten streams at most, and may have another when one has ended', () =>
    withDeposits(async (shop) => {
      const streams = await Promise.all(Array.from({ length: 10 }, () => follow(shop)));
      for (const stream of streams) await stream.until(CHANGED);
      assert.is((await follow(shop)).status, 429);
      const { token } = await shop.member();
      const member = await follow(shop, token);
      assert.is(member.status, 200);
      streams[0]?.close();
      let status = 429;
      for (let tries = 0; status === 429 && tries < 100; tries += 1) status = (await follow(shop)).status;
      assert.is(status, 200);
    }));

  test('a server that stops is not held up by open pages', () =>
    withDeposits(async (shop) => {
      const stream = await follow(shop);
      await stream.until(CHANGED);
      shop.stopListening();
      assert.match(await stream.until(/never/), /END$/);
    }));

  test('a page that is closed is no error', () =>
    withDeposits(async (shop) => {
      const stream = await follow(shop);
      await stream.until(CHANGED);
      stream.close();
      await (await follow(shop)).until(/: alive\n\n/);
      assert.equal(shop.logged, []);
    }));
});
