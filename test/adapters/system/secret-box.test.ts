import { createHash, randomBytes } from 'node:crypto';
import * as assert from 'uvu/assert';
import { secretBox } from '../../../adapters/system/secret-box.ts';
import { suite } from '../../support/suite.ts';

const [old, fresh] = [randomBytes(32), randomBytes(32)];
const UNKNOWN = /^sealed text was changed, or was sealed under a key that is not configured$/;

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'did not throw';
}

suite('secret box', (test) => {
  test('what was sealed opens again, and looks like nothing in between', () => {
    const box = secretBox(old);
    for (const plain of ['', 'whsec_abc', '110-123-456789', '국민은행 😀', 'x'.repeat(10_000)]) {
      const sealed = box.seal(plain);
      assert.match(sealed, /^v1\.[\w-]+$/);
      assert.not.match(sealed, plain || '=');
      assert.is(box.open(sealed), plain);
    }
  });

  test('the same text is never sealed twice into the same', () => {
    const box = secretBox(old);
    assert.is(new Set(Array.from({ length: 1_000 }, () => box.seal('same'))).size, 1_000);
  });

  test('a change of any byte is noticed, and the error tells nothing', () => {
    const box = secretBox(old);
    const bytes = Buffer.from(box.seal('secret').slice(3), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      assert.match(
        messageOf(() => box.open(`v1.${changed.toString('base64url')}`)),
        UNKNOWN,
      );
    }
    assert.match(
      messageOf(() => box.open(`v1.${bytes.subarray(0, -1).toString('base64url')}`)),
      UNKNOWN,
    );
  });

  test('text that no box sealed is refused', () => {
    const box = secretBox(old);
    const sealed = box.seal('secret');
    for (const text of [
      '',
      'v1.',
      'v1.AAAA',
      'secret',
      sealed.slice(3),
      `v2${sealed.slice(2)}`,
      `${sealed}=`,
      ` ${sealed}`,
    ])
      assert.is(
        messageOf(() => box.open(text)),
        'not a sealed text of this version',
        text,
      );
  });

  test('another key does not open it', () => {
    assert.match(
      messageOf(() => secretBox(fresh).open(secretBox(old).seal('secret'))),
      UNKNOWN,
    );
  });

  test('with several keys all open and the first one seals', () => {
    const rotated = secretBox(fresh, old);
    assert.is(rotated.open(secretBox(old).seal('before')), 'before');
    assert.is(secretBox(fresh).open(rotated.seal('after')), 'after');
    assert.match(
      messageOf(() => secretBox(old).open(rotated.seal('after'))),
      UNKNOWN,
    );
  });

  test('the same text has the same hash, which another text or another key does not have', () => {
    for (const plain of ['', '110123456789', '국민은행 😀']) {
      const [hash] = secretBox(old).hashes(plain);
      assert.match(hash, /^[0-9a-f]{64}$/);
      assert.equal(secretBox(old).hashes(plain), [hash]);
      assert.is.not(secretBox(old).hashes(`${plain}1`)[0], hash);
      assert.is.not(secretBox(fresh).hashes(plain)[0], hash);
    }
  });

  test('with several keys the first hash is that of the first key, and the others are those of the others', () => {
    const [before, after] = [secretBox(old).hashes('110')[0], secretBox(fresh).hashes('110')[0]];
    assert.equal(secretBox(fresh, old).hashes('110'), [after, before]);
    assert.equal(secretBox(old, fresh).hashes('110'), [before, after]);
  });

  test('a hash tells nothing to who has no key: it is no plain SHA-256, and not the text', () => {
    for (const plain of ['110123456789', '', old.toString('hex')])
      for (const hash of secretBox(fresh, old).hashes(plain)) {
        assert.is.not(hash, createHash('sha256').update(plain).digest('hex'));
        assert.is.not(hash, plain);
      }
    assert.not.match(secretBox(old).hashes('110123456789').join(), '110123456789');
  });

  test('a key may be given as bytes, hex or base64 in either alphabet', () => {
    const sealed = secretBox(old).seal('same key');
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      assert.is(secretBox(old.toString(encoding)).open(sealed), 'same key', encoding);
    assert.is(secretBox(old.toString('hex').toUpperCase()).open(sealed), 'same key');
  });

  test('a key that is not 32 bytes is refused, and not shown', () => {
    const keys = [
      '',
      'password',
      'x'.repeat(32),
      randomBytes(31),
      randomBytes(33),
      randomBytes(31).toString('hex'),
    ];
    for (const key of [
      ...keys,
      randomBytes(33).toString('base64'),
      `${randomBytes(32).toString('base64')} `,
    ]) {
      assert.is(
        messageOf(() => secretBox(key)),
        'a secret box key must be 32 bytes, in base64 or hex',
      );
      assert.is(
        messageOf(() => secretBox(old, key)),
        'a secret box key must be 32 bytes, in base64 or hex',
      );
    }
  });
});
