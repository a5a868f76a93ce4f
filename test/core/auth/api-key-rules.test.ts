import * as assert from 'uvu/assert';
import {
  type ApiKey,
  hashKey,
  isGood,
  keyHint,
  keyPrefix,
  LAST_USED_EVERY_MS,
  ROTATION_OVERLAP_MS,
  scopeFor,
} from '../../../core/index.ts';
import { suite } from '../../support/suite.ts';
import { NOW, SCOPE } from '../examples.ts';

const KEY = 'sk_test_4f9Zk0Q2xR7vLm3NcTb8YwHs6JpAeDgU1iWo5KfXqVr';

function aKey(change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key_1',
    ...SCOPE,
    kind: 'secret',
    name: 'shop',
    hash: hashKey(KEY),
    hint: keyHint(KEY),
    createdAt: NOW,
    lastUsedAt: null,
    revokedAt: null,
    ...change,
  };
}

suite('API keys', (test) => {
  for (const [kind, mode, prefix] of [
    ['secret', 'test', 'sk_test_'],
    ['secret', 'live', 'sk_live_'],
    ['publishable', 'test', 'pk_test_'],
    ['publishable', 'live', 'pk_live_'],
  ] as const)
    test(`a ${kind} key for ${mode} data begins with ${prefix}`, () => {
      assert.is(keyPrefix(kind, mode), prefix);
    });

  test('a key is stored as its SHA-256 in hex (FIPS 180: "abc")', () => {
    assert.is(hashKey('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('the hint shows what kind of key it is and its last four characters, and no more', () => {
    assert.is(keyHint(KEY), `sk_test_…${KEY.slice(-4)}`);
    assert.is(keyHint(KEY).length, 13);
  });

  test('the right key is good', () => assert.ok(isGood(aKey(), KEY, NOW)));

  for (const [what, presented] of [
    ['another key', `${KEY.slice(0, -1)}s`],
    ['the same key in other letters', KEY.toUpperCase()],
    ['a longer one', `${KEY} `],
    ['a shorter one', KEY.slice(0, -1)],
    ['nothing', ''],
    ['the hash itself', hashKey(KEY)],
    ['the hint', keyHint(KEY)],
    ['one that is not ASCII', '열쇠'],
  ] as const)
    test(`${what} is not`, () => assert.not(isGood(aKey(), presented, NOW)));

  test('a key that is being rotated out works until its moment, and not at it', () => {
    const rotated = aKey({ revokedAt: NOW + ROTATION_OVERLAP_MS });
    assert.ok(isGood(rotated, KEY, NOW + ROTATION_OVERLAP_MS - 1));
    assert.not(isGood(rotated, KEY, NOW + ROTATION_OVERLAP_MS));
  });

  test('a revoked key is refused from that very moment on', () => {
    assert.not(isGood(aKey({ revokedAt: NOW }), KEY, NOW));
    assert.not(isGood(aKey({ revokedAt: NOW - 1 }), KEY, NOW));
  });

  test('a rotated key keeps working for a day, and its use is noted once a minute at most', () => {
    assert.equal([ROTATION_OVERLAP_MS, LAST_USED_EVERY_MS], [86_400_000, 60_000]);
  });

  test('test and live data of one merchant are two scopes', () => {
    const merchant = { id: 'mer_1', name: 'shop', createdAt: NOW };
    assert.equal(scopeFor(merchant, 'test'), { merchantId: 'mer_1', mode: 'test' });
    assert.equal(scopeFor(merchant, 'live'), { merchantId: 'mer_1', mode: 'live' });
  });
});
