import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { SETTINGS } from '../../adapters/server/settings.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { api, NEW_PAYMENT } from './api.ts';
import { type Ended, runCli, startServe, withServe } from './cli-process.ts';

const LIMIT = { limitMs: 40_000 };

interface DemoKeys {
  readonly merchantId: string;
  readonly apiKeys: { readonly test: string; readonly live: string };
  readonly publishableKeys: { readonly test: string; readonly live: string };
  readonly lunepay: { readonly token: string; readonly workspaceId: number };
  readonly shopId: string;
  readonly webhookSecret: string;
}

interface MadeKey {
  readonly merchantId: string;
  readonly id: string;
  readonly key: string;
}

interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

async function json<T>(ended: Promise<Ended>): Promise<T> {
  const { code, stdout, stderr } = await ended;
  assert.is(code, 0, stderr);
  return JSON.parse(stdout) as T;
}

suite('command line', (test) => {
  test(
    'help names every command and every setting, and version is one line',
    () =>
      withFolder(async (cwd) => {
        const [help, version] = await Promise.all([
          runCli(['help'], { cwd }),
          runCli(['--version'], { cwd }),
        ]);
        assert.is(help.code, 0);
        for (const word of [
          'serve',
          'migrate',
          'demo',
          'keys',
          'users',
          'deposits',
          'doctor',
          '--no-migrate',
        ])
          assert.ok(help.stdout.includes(word), word);
        for (const { env, flag } of Object.values(SETTINGS)) {
          assert.ok(help.stdout.includes(env), env);
          assert.ok(flag === null || help.stdout.includes(`--${flag}`), String(flag));
        }
        assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
      }),
    LIMIT,
  );

  test(
    'a call that does not fit ends with one line and code 2',
    () =>
      withFolder(async (cwd) => {
        const calls = [
          ['fly'],
          ['serve', '--prot', '1'],
          ['keys'],
          ['keys', 'list'],
          ['serve', '--port', 'x'],
        ];
        for (const { code, stdout, stderr } of await Promise.all(
          calls.map((call) => runCli(call, { cwd })),
        )) {
          assert.is(code, 2);
          assert.is(stdout, '');
          assert.match(stderr, /^korea-checkout: .+\n$/);
        }
      }),
    LIMIT,
  );

  test(
    'what cannot work ends with one line that says how to mend it, and code 1',
    () =>
      withFolder(async (cwd) => {
        const taken = createServer().listen(0, '127.0.0.1');
        await once(taken, 'listening');
        const { port } = taken.address() as { port: number };
        await writeFile(
          join(cwd, 'text.sqlite'),
          'this is no database, but it is long enough to look into'.repeat(9),
        );
        const ended = await Promise.all([
          runCli(['serve', '--port', String(port)], { cwd }),
          runCli(['serve', '--port', '0', '--database-url', 'sqlite:./text.sqlite'], { cwd }),
          runCli(['serve'], { cwd, env: { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' } }),
          runCli(['demo', '--database-url', 'sqlite::memory:'], { cwd }),
          runCli(['keys', 'create', '--merchant', 'mer_nobody'], { cwd }),
        ]);
        taken.close();
        const expected = [
          /127.0.0.1:\d+ is in use: .*--port/,
          /text.sqlite is no SQLite database: /,
          /ENCRYPTION_KEY is needed .*openssl/,
          /in memory .*--database-url/,
          /no such merchant: .*--new-merchant/,
        ];
        for (const [index, { code, stderr }] of ended.entries()) {
          assert.match(stderr, expected[index] ?? /never/);
          assert.is(stderr.trim().split('\n').length, 1, stderr);
          assert.is(code, 1);
          assert.not.match(stderr, /hunter2/);
        }
      }),
    LIMIT,
  );

  test(
    'migrate applies what is pending once, and --down takes the last one back',
    () =>
      withFolder(async (cwd) => {
        assert.match((await runCli(['migrate'], { cwd })).stdout, /^applied 0001-.*0008-/);
        assert.is((await runCli(['migrate'], { cwd })).stdout, 'the database is up to date\n');
        assert.match((await runCli(['migrate', '--down'], { cwd })).stdout, /^took back 0012-/);
        assert.match((await runCli(['migrate'], { cwd })).stdout, /^applied 0012-\S+\n$/);
      }),
    LIMIT,
  );

  test(
    'demo prints the very same each time, also when two run at once, in a file for its owner alone',
    () =>
      withFolder(async (cwd) => {
        const demo = () => runCli(['demo', '--json'], { cwd });
        const [first, second] = await Promise.all([demo(), demo()]);
        assert.is(first.code, 0, first.stderr);
        assert.is(first.stdout, second.stdout);
        assert.is((await demo()).stdout, first.stdout);
        const made = JSON.parse(first.stdout) as DemoKeys;
        const { merchantId, apiKeys, publishableKeys, lunepay } = made;
        assert.match(merchantId, /^mer_/);
        assert.match(apiKeys.test, /^sk_test_/);
        assert.match(apiKeys.live, /^sk_live_/);
        assert.match(publishableKeys.test, /^pk_test_/);
        assert.match(publishableKeys.live, /^pk_live_/);
        assert.match(lunepay.token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
        assert.is(lunepay.workspaceId, 1);
        assert.match(made.shopId, /^shop_/);
        assert.match(made.webhookSecret, /^whsec_/);
        for (const file of ['korea-checkout.demo.json', 'korea-checkout.sqlite'])
          assert.is((await stat(join(cwd, 'data', file))).mode & 0o777, 0o600, file);
        const other = await json<DemoKeys>(
          runCli(['demo', '--json', '--database-url', 'sqlite:./data/other.sqlite'], { cwd }),
        );
        assert.is.not(other.apiKeys.test, apiKeys.test);
      }),
    LIMIT,
  );

  test(
    'a demo file of an earlier release keeps its keys and gets the token and the shop that it lacks',
    () =>
      withFolder(async (cwd) => {
        const demo = () => json<DemoKeys>(runCli(['demo', '--json'], { cwd }));
        const { lunepay, shopId, webhookSecret, ...older } = await demo();
        await writeFile(join(cwd, 'data', 'korea-checkout.demo.json'), JSON.stringify(older));
        const { lunepay: again, shopId: sameShop, webhookSecret: other, ...same } = await demo();
        assert.equal(same, older);
        assert.is(sameShop, shopId);
        // Nobody can read the old one any more.
        assert.is.not(other, webhookSecret);
        assert.is(again.workspaceId, lunepay.workspaceId);
        assert.equal((await demo()).lunepay, again);
      }),
    LIMIT,
  );

  test(
    'people are added, listed, given tokens and shut out, and running servers follow at once',
    () =>
      withFolder(async (cwd) => {
        const { merchantId } = await json<DemoKeys>(runCli(['demo', '--json'], { cwd }));
        const users = (...words: string[]) =>
          runCli(['users', ...words, '--merchant', merchantId, '--mode', 'live', '--json'], { cwd });
        const added = await json<{ id: number; token: string }>(users('add', '--name', '사장님'));
        await withServe([], { cwd }, async ({ url }) => {
          const status = async (token: string) => (await api(url, token).get('/api/v1/workspaces')).status;
          assert.is(await status(added.token), 200);
          const renewed = await json<{ token: string }>(users('token', String(added.id), '--days', '7'));
          assert.is(await status(renewed.token), 200);
          await json(users('revoke', String(added.id)));
          assert.equal([await status(added.token), await status(renewed.token)], [401, 401]);
        });
        assert.equal(
          (await json<{ id: number }[]>(users('list'))).map(({ id }) => id),
          [added.id],
        );
        for (const words of [['add'], ['token', 'x'], ['nothing'], ['add', '--name', 'x', '--days', '0']])
          assert.is((await users(...words)).code, 2, words.join(' '));
        assert.is((await users('token', '999')).code, 1);
      }),
    LIMIT,
  );

  test(
    'a demo whose database is gone is made anew',
    () =>
      withFolder(async (cwd) => {
        const env = (name: string) => ({ DATABASE_URL: `sqlite:./${name}.sqlite` });
        const args = ['demo', '--json', '--demo-file', './demo.json'];
        const before = await json<DemoKeys>(runCli(args, { cwd, env: env('one') }));
        const after = await json<DemoKeys>(runCli(args, { cwd, env: env('two') }));
        assert.is.not(after.merchantId, before.merchantId);
        await withServe([], { cwd, env: env('two') }, async ({ url }) => {
          assert.is((await api(url, after.apiKeys.test).get('/v2/payments')).status, 200);
          assert.is((await api(url, before.apiKeys.test).get('/v2/payments')).status, 401);
        });
      }),
    LIMIT,
  );

  test(
    'serve --demo says its line last, and the curl that it prints makes a payment',
    () =>
      withFolder(async (cwd) => {
        const server = await startServe(['--demo'], { cwd, env: { LOG_LEVEL: 'silent' } });
        try {
          const { key = '' } = /Bearer (?<key>sk_test_\w+)/.exec(await server.line(/Bearer/))?.groups ?? {};
          const body = JSON.parse(/-d '(.+)'/.exec(await server.line(/-d '/))?.[1] ?? '');
          const made = await api(server.url, key).post('/v2/payments', body);
          assert.is(made.status, 201);
          assert.is(made.body.amount, 29_900);
          assert.is((await fetch(made.body.checkout_url)).status, 200);
          const webhook = { url: 'http://127.0.0.1:4999/', events: ['payment.created'] };
          assert.is((await api(server.url, key).post('/v2/webhooks', webhook)).status, 201);
        } finally {
          const { code, stdout } = await server.stop();
          assert.is(code, 0);
          assert.match(stdout, new RegExp(`\nkorea-checkout listening on ${server.url}\n$`));
          assert.not.match(stdout, /sk_live_/);
        }
      }),
    LIMIT,
  );

  test(
    'keys made, rotated and revoked on the command line count at once on a running server',
    () =>
      withFolder(async (cwd) => {
        await withServe([], { cwd }, async ({ url }) => {
          const keys = <T = MadeKey>(...args: string[]) =>
            json<T>(runCli(['keys', ...args, '--json'], { cwd }));
          const statusOf = async (key: string) =>
            (await api(url, key).post('/v2/payments', NEW_PAYMENT)).status;
          const made = await keys('create', '--new-merchant', '서울 꽃집', '--name', '가게 서버');
          const owner = ['--merchant', made.merchantId];
          assert.is(await statusOf(made.key), 201);
          const rotated = await keys('rotate', made.id, ...owner);
          assert.is(await statusOf(rotated.key), 201);
          assert.is(await statusOf(made.key), 201, 'the old key works for another day');
          const listed = await keys<ListedKey[]>('list', ...owner);
          assert.equal(
            listed.map(({ id, name, status }) => [id, name, status]),
            [
              [rotated.id, '가게 서버', 'good'],
              [made.id, '가게 서버', 'being rotated out'],
            ],
          );
          assert.not.ok(JSON.stringify(listed).includes(rotated.key));
          await keys('revoke', rotated.id, ...owner);
          assert.is(await statusOf(rotated.key), 401);
          const live = await keys('create', ...owner, '--mode', 'live', '--kind', 'publishable');
          assert.match(live.key, /^pk_live_/);
          assert.is((await runCli(['keys', 'revoke', 'key_nothing', ...owner], { cwd })).code, 1);
        });
      }),
    LIMIT,
  );
});
