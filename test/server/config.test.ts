import * as assert from 'uvu/assert';
import { describeConfig, readConfig, sqliteFile, withoutPassword } from '../../adapters/server/config.ts';
import { assertSharedKey } from '../../adapters/server/encryption-key.ts';
import { exitCodeOf } from '../../adapters/server/user-error.ts';
import { suite } from '../support/suite.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** The message that these settings are refused with. */
function refusal(env: Record<string, string>, flags = {}): string {
  try {
    readConfig(flags, env);
  } catch (error) {
    assert.ok(exitCodeOf(error) !== null, 'a mistake in the settings is the user’s');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

suite('config', (test) => {
  test('nothing needs to be set', () => {
    assert.equal(readConfig({}, {}), {
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      databaseUrl: 'sqlite:./data/korea-checkout.sqlite',
      encryptionKeys: [],
      webhookAllowPrivate: null,
      logLevel: 'info',
      metrics: false,
      jwtKeys: [],
      trustProxy: 0,
      rateLimitLifeos: 200,
      rateLimitLunepay: 600,
      rateLimitSms: 60,
      rateLimitCheckout: 1000,
      rateLimitCheckoutTest: 100,
      dnsServers: [],
      surfaces: ['lifeos', 'lunepay', 'korea-checkout', 'test-helpers'],
    });
  });

  test('an empty variable counts as none', () => {
    assert.is(readConfig({}, { PORT: '', LOG_LEVEL: '' }).port, 3000);
  });

  test('flags win over the environment', () => {
    assert.is(readConfig({ port: '4001' }, { PORT: '4000' }).port, 4001);
  });

  const READ: readonly [Record<string, string>, string, unknown][] = [
    [{ PORT: '0' }, 'port', 0],
    [{ HOST: '[::1]' }, 'host', '::1'],
    [{ PUBLIC_URL: 'https://Pay.Example.com/' }, 'publicUrl', 'https://pay.example.com'],
    [{ PUBLIC_URL: 'https://example.com/pay/' }, 'publicUrl', 'https://example.com/pay'],
    [{ WEBHOOK_ALLOW_PRIVATE: 'true' }, 'webhookAllowPrivate', true],
    [{ WEBHOOK_ALLOW_PRIVATE: '0' }, 'webhookAllowPrivate', false],
    [{ METRICS: 'on' }, 'metrics', true],
    [{ DNS_SERVERS: '1.1.1.1, 127.0.0.1:5353' }, 'dnsServers', ['1.1.1.1', '127.0.0.1:5353']],
    [{ LOG_LEVEL: 'WARN' }, 'logLevel', 'warn'],
    [{ SURFACES: ' lifeos , lifeos ' }, 'surfaces', ['lifeos']],
    [{ ENCRYPTION_KEY: `${KEY}, ${'ab'.repeat(32)}` }, 'encryptionKeys', [KEY, 'ab'.repeat(32)]],
  ];
  for (const [env, name, expected] of READ)
    test(`${JSON.stringify(env).slice(0, 60)} is read as ${JSON.stringify(expected).slice(0, 30)}`, () => {
      assert.equal(readConfig({}, env)[name as 'port'], expected);
    });

  const REFUSED: readonly [Record<string, string>, RegExp][] = [
    [{ PORT: '65536' }, /^PORT must be a whole number from 0 to 65535$/],
    [{ PORT: '3000.5' }, /^PORT must/],
    [{ HOST: 'http://localhost' }, /^HOST must be a name or an IP address/],
    [{ PUBLIC_URL: 'pay.example.com' }, /^PUBLIC_URL must be a web address/],
    [{ PUBLIC_URL: 'ftp://pay.example.com' }, /^PUBLIC_URL must be a web address/],
    [{ DATABASE_URL: 'mongodb://x/y' }, /^DATABASE_URL must look like/],
    [{ DATABASE_URL: 'sqlite:' }, /^DATABASE_URL must look like/],
    [{ ENCRYPTION_KEY: 'short' }, /^ENCRYPTION_KEY must be 32 bytes.*openssl rand/],
    [{ WEBHOOK_ALLOW_PRIVATE: 'maybe' }, /^WEBHOOK_ALLOW_PRIVATE must be true or false$/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of trace, debug/],
    [{ RATE_LIMIT_LIFEOS: '0' }, /^RATE_LIMIT_LIFEOS must be a whole number/],
    [{ SURFACES: 'lifeos,ipay' }, /^SURFACES must be one of lifeos, lunepay, korea-checkout, test-helpers$/],
  ];
  for (const [env, message] of REFUSED)
    test(`${JSON.stringify(env)} is refused by its name`, () => {
      assert.match(refusal(env), message);
    });

  test('everything that is wrong is told at once, and flags by the name that was typed', () => {
    assert.is(refusal({ PORT: 'x', LOG_LEVEL: 'y' }, { port: 'z' }).split('\n').length, 2);
    assert.match(refusal({}, { port: 'z' }), /^--port must/);
  });

  test('a database server needs a key that all processes share', () => {
    const DATABASE_URL = 'postgres://u:secret@db/shop';
    assert.throws(() => assertSharedKey(readConfig({}, { DATABASE_URL })), /^ENCRYPTION_KEY is needed/);
    assertSharedKey(readConfig({}, { DATABASE_URL, ENCRYPTION_KEY: KEY }));
    assertSharedKey(readConfig({}, {}));
  });

  test('what is shown of the settings holds no password and no key', () => {
    const config = readConfig(
      {},
      { DATABASE_URL: 'postgres://u:s3cr3t%40x@db/shop?sslpassword=s3cr3t', ENCRYPTION_KEY: KEY },
    );
    const shown = JSON.stringify(describeConfig(config));
    assert.not.match(shown, /s3cr3t/);
    assert.not.ok(shown.includes(KEY));
    assert.match(shown, /postgres:\/\/u:\*\*\*@db\/shop/);
    assert.is(withoutPassword('mysql://u:a@b:c@host/db'), 'mysql://u:***@host/db');
  });

  test('the file of a SQLite database is known, and that memory has none', () => {
    assert.is(sqliteFile('sqlite:./a/b.sqlite'), './a/b.sqlite');
    assert.is(sqliteFile('sqlite:///var/b.sqlite'), '/var/b.sqlite');
    assert.is(sqliteFile('sqlite::memory:'), null);
    assert.is(sqliteFile('postgres://u@db/shop'), null);
  });
});
