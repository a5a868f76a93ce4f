import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import {
  checkNode,
  checkPublicUrl,
  checkWebhookGuard,
  type Finding,
} from '../../adapters/server/doctor-checks.ts';
import { readConfig } from '../../adapters/server/config.ts';
import { withFolder } from '../support/storage.ts';
import { suite } from '../support/suite.ts';
import { api } from './api.ts';
import { runCli, withServe } from './cli-process.ts';

const LIMIT = { limitMs: 30_000 };

type Env = Readonly<Record<string, string>>;

async function doctor(
  cwd: string,
  env: Env = {},
): Promise<{ code: number | null; findings: readonly Finding[] }> {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], { cwd, env: { PORT: '0', ...env } });
  assert.is(stderr, '');
  return { code, findings: JSON.parse(stdout) };
}

function levelOf(findings: readonly Finding[], about: string): string | undefined {
  return findings.find((finding) => finding.about === about)?.level;
}

suite('doctor', (test) => {
  test(
    'a fresh installation is well, and looking at it makes nothing',
    () =>
      withFolder(async (cwd) => {
        const { code, findings } = await doctor(cwd);
        assert.is(code, 0);
        assert.ok(findings.every(({ level }) => level === 'ok'));
        assert.equal(await readdir(cwd), []);
      }),
    LIMIT,
  );

  test(
    'a running installation is well, also while it holds its port',
    () =>
      withFolder((cwd) =>
        withServe(['--demo'], { cwd }, async ({ url }) => {
          const { code, findings } = await doctor(cwd, { PORT: new URL(url).port });
          assert.is(code, 0, JSON.stringify(findings));
          assert.is(levelOf(findings, 'journal'), 'ok');
          assert.match(JSON.stringify(findings), /served by korea-checkout already/);
        }),
      ),
    LIMIT,
  );

  test(
    'each problem comes with how to mend it, and the exit code is 1',
    () =>
      withFolder(async (cwd) => {
        await writeFile(join(cwd, 'bad.sqlite'), 'no database at all'.repeat(99));
        const bad = await doctor(cwd, {
          DATABASE_URL: 'sqlite:./bad.sqlite',
          PUBLIC_URL: 'https://pay.example.com',
          WEBHOOK_ALLOW_PRIVATE: 'true',
          HOST: '0.0.0.0',
          METRICS: 'true',
        });
        assert.is(bad.code, 1);
        assert.is(levelOf(bad.findings, 'database'), 'problem');
        assert.is(levelOf(bad.findings, 'webhooks'), 'problem');
        assert.is(levelOf(bad.findings, 'metrics'), 'warning');
        const settings = await doctor(cwd, { LOG_LEVEL: 'loud', DATABASE_URL: 'postgres://u:hunter2@db/x' });
        assert.is(settings.code, 1);
        for (const finding of [...bad.findings, ...settings.findings])
          if (finding.level !== 'ok') assert.ok(finding.mend.length > 10, JSON.stringify(finding));
        assert.not.match(JSON.stringify(settings.findings), /hunter2/);
      }),
    LIMIT,
  );

  test(
    'a key file that others can read is a problem, and so is one that is lost',
    () =>
      withFolder(async (cwd) => {
        const env = { DATABASE_URL: 'sqlite:./shop.sqlite' };
        await withServe(['--demo'], { cwd, env }, async ({ url, line }) => {
          const key = /sk_test_\w+/.exec(await line(/test key/))?.[0] ?? '';
          await api(url, key).post('/v2/webhooks', {
            url: 'http://127.0.0.1:4999/',
            events: ['payment.created'],
          });
        });
        await chmod(join(cwd, 'shop.key'), 0o644);
        assert.is(levelOf((await doctor(cwd, env)).findings, 'encryption key'), 'problem');
        await rm(join(cwd, 'shop.key'));
        assert.match(JSON.stringify((await doctor(cwd, env)).findings), /shop\.key is missing/);
        const refused = await runCli(['serve'], { cwd, env: { ...env, PORT: '0' } });
        assert.match(refused.stderr, /shop\.key is missing: put it back/);
        const other = { ...env, ENCRYPTION_KEY: 'ab'.repeat(32) };
        assert.match(JSON.stringify((await doctor(cwd, other)).findings), /not the one that this database/);
      }),
    LIMIT,
  );

  test('an old Node is a problem', () => {
    assert.is(checkNode('v20.18.3').level, 'problem');
    assert.is(checkNode('v18.20.0').level, 'problem');
    assert.is(checkNode('v20.19.0').level, 'ok');
    assert.is(checkNode('v22.0.0').level, 'ok');
  });

  const URLS: readonly [Env, Finding['level']][] = [
    [{}, 'ok'],
    [{ HOST: '0.0.0.0' }, 'problem'],
    [{ PUBLIC_URL: 'https://pay.example.com' }, 'ok'],
    [{ PUBLIC_URL: 'http://pay.example.com' }, 'problem'],
    [{ PUBLIC_URL: 'http://localhost:3000' }, 'ok'],
  ];
  for (const [env, level] of URLS)
    test(`the public URL of ${JSON.stringify(env)} is ${level}`, () => {
      assert.is(checkPublicUrl(readConfig({}, env)).level, level);
    });

  test('private webhook addresses are a warning, and a problem where real money may be', () => {
    const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
    assert.is(checkWebhookGuard(readConfig({}, env)).level, 'warning');
    assert.is(checkWebhookGuard(readConfig({}, { ...env, PUBLIC_URL: 'https://x.kr' })).level, 'problem');
    assert.is(checkWebhookGuard(readConfig({}, {})).level, 'ok');
  });
});
