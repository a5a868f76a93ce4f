import { createHmac, generateKeyPairSync } from 'node:crypto';
import * as assert from 'uvu/assert';
import { joseTokens, tokenKeyFrom } from '../../../adapters/tokens/jose-tokens.ts';
import type { TokenClaims } from '../../../core/index.ts';
import { rejectsWith } from '../../support/rejects-with.ts';
import { fakeClock } from '../../support/build-core.ts';
import { suite } from '../../support/suite.ts';
import { withShop } from './shop.ts';

const SECRET = Buffer.alloc(32, 1);
const OTHER = Buffer.alloc(32, 2);
const CLOCK = fakeClock();
const CLAIMS: TokenClaims = {
  subject: '7',
  merchantId: 'mer_1',
  mode: 'test',
  issuedAt: CLOCK.now(),
  expiresAt: CLOCK.now() + 60_000,
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The header and payload of a token, to be changed by the test. */
function open(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  signature: string;
} {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (text: string) =>
    JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  return { header: read(header), payload: read(payload), signature };
}

function signed(header: object, payload: object, key: Buffer | string = SECRET): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

suite('tokens', (test) => {
  for (const [name, key] of [
    ['a secret', SECRET],
    ['an Ed25519 key', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ] as const)
    test(`what is signed with ${name} is read back, until it expires`, async () => {
      const clock = fakeClock();
      const tokens = joseTokens({ keys: [key], clock });
      const token = await tokens.sign(CLAIMS);
      assert.equal(await tokens.read(token), CLAIMS);
      clock.advance(60_000);
      await rejectsWith('expired_token', tokens.read(token));
    });

  test('a key that is replaced is believed as long as it is listed, and signs no more', async () => {
    const before = joseTokens({ keys: [SECRET], clock: CLOCK });
    const during = joseTokens({ keys: [OTHER, SECRET], clock: CLOCK });
    const after = joseTokens({ keys: [OTHER], clock: CLOCK });
    const old = await before.sign(CLAIMS);
    assert.equal(await during.read(old), CLAIMS);
    await rejectsWith('invalid_token', after.read(old));
    assert.equal(await after.read(await during.sign(CLAIMS)), CLAIMS);
  });

  test('the algorithm is that of the key, whatever a token says of itself', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const tokens = joseTokens({ keys: [pem], clock: CLOCK });
    const { header, payload } = open(await tokens.sign(CLAIMS));
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const publicRaw = publicKey.export({ type: 'spki', format: 'der' });
    for (const forged of [
      `${part({ ...header, alg: 'none' })}.${part(payload)}.`,
      `${part({ ...header, alg: 'None' })}.${part(payload)}.AA`,
      signed({ ...header, alg: 'HS256' }, payload, publicPem),
      signed({ ...header, alg: 'HS256' }, payload, publicRaw),
    ])
      await rejectsWith('invalid_token', tokens.read(forged));
  });

  test('a token of another issuer, for another audience, without an end or with other claims is none of ours', async () => {
    const tokens = joseTokens({ keys: [SECRET], clock: CLOCK });
    const { header, payload } = open(await tokens.sign(CLAIMS));
    assert.equal(await tokens.read(signed(header, payload)), CLAIMS);
    const { exp: _, ...endless } = payload;
    for (const changed of [
      { ...payload, iss: 'somebody' },
      { ...payload, aud: 'ipay' },
      { ...payload, mode: 'both' },
      { ...payload, merchant: null },
      { ...payload, nbf: Number(payload['exp']) + 1 },
      endless,
    ])
      await rejectsWith('invalid_token', tokens.read(signed(header, changed)));
  });

  test('a key id that nobody has, one that is a path, and garbage are refused', async () => {
    const tokens = joseTokens({ keys: [SECRET], clock: CLOCK });
    const token = await tokens.sign(CLAIMS);
    const { header, payload } = open(token);
    for (const bad of [
      signed({ ...header, kid: '../../dev/null' }, payload, ''),
      signed({ alg: 'HS256' }, payload),
      `${token}x`,
      token.slice(0, -3),
      'a.b.c',
      '..',
      '',
    ])
      await rejectsWith('invalid_token', tokens.read(bad));
  });

  test('a short secret and a key of another kind are refused at the start', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = rsa.export({ type: 'pkcs8', format: 'pem' }) as string;
    assert.throws(() => joseTokens({ keys: [Buffer.alloc(31)], clock: CLOCK }), /32 bytes/);
    assert.throws(() => joseTokens({ keys: ['short'], clock: CLOCK }), /32 bytes/);
    assert.throws(() => joseTokens({ keys: [pem], clock: CLOCK }), /Ed25519/);
    assert.not.equal(tokenKeyFrom(SECRET), SECRET);
  });
});

suite('LunePay tokens over HTTP', (test) => {
  test('401 says which of missing, malformed and expired it is, and revoked ones end at once', () =>
    withShop(async (shop) => {
      const { app, actor, token } = shop;
      const detail = async (key: string | null, authorization?: string) => {
        const headers: Record<string, string> = authorization ? { authorization } : {};
        const { status, body } = await shop.call('GET', '/workspaces', { key, headers });
        assert.equal([status, body.error], [401, 'Unauthorized']);
        return body.detail as string;
      };
      const missing = await detail(null);
      const malformed = await detail('abc');
      assert.is(await detail(null, `Basic ${token}`), malformed);
      const short = await app.core.users.issueToken(actor, actor.userId, 1_000);
      app.clock.advance(1_000);
      const expired = await detail(short.token);
      assert.is(new Set([missing, malformed, expired]).size, 3);
      assert.is((await shop.call('GET', '/workspaces')).status, 200);
      assert.is((await shop.call('DELETE', '/me/tokens')).status, 204);
      assert.is(await detail(token), malformed);
      const again = await app.core.users.issueToken(actor, actor.userId);
      app.clock.advance(1_000);
      const later = await app.core.users.issueToken(actor, actor.userId);
      assert.is((await shop.call('GET', '/workspaces', { key: later.token })).status, 200);
      assert.ok(again);
    }));

  test('an API key is no token and a token is no API key', () =>
    withShop(async (shop) => {
      assert.is((await shop.call('GET', '/workspaces', { key: shop.app.keys.test })).status, 401);
      assert.is((await shop.app.call('GET', '/v2/payments', { key: shop.token })).status, 401);
    }));

  test('a new token comes before the old one ends, and says whose it is', () =>
    withShop(async (shop) => {
      const { body } = await shop.call('POST', '/me/tokens');
      const mine = await shop.call('GET', '/me', { key: body.token as string });
      assert.equal([mine.status, mine.body.id, mine.body.mode], [200, shop.actor.userId, 'test']);
    }));
});
