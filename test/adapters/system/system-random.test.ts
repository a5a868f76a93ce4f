import * as assert from 'uvu/assert';
import { systemClock } from '../../../adapters/system/system-clock.ts';
import { systemRandom } from '../../../adapters/system/system-random.ts';
import { suite } from '../../support/suite.ts';

const frozen = { now: () => 1_760_000_000_000 };

suite('system random', (test) => {
  test('an id is its prefix and 24 letters of base62', () => {
    const random = systemRandom(systemClock);
    for (let i = 0; i < 100; i += 1) assert.match(random.id('pay'), /^pay_[0-9A-Za-z]{24}$/);
  });

  test('a hundred thousand ids are all different and in the order of their making', () => {
    const random = systemRandom(systemClock);
    const ids = Array.from({ length: 100_000 }, () => random.id('evt'));
    assert.is(new Set(ids).size, ids.length);
    assert.equal([...ids].sort(), ids);
  });

  test('ids stay different and in order while the clock stands still or jumps back', () => {
    let now = frozen.now();
    const random = systemRandom({ now: () => now });
    const ids = [random.id('x'), random.id('x')];
    now -= 86_400_000;
    ids.push(random.id('x'), random.id('x'));
    assert.equal([...new Set(ids)].sort(), ids);
  });

  test('two processes at the same moment do not make the same id, and later ids sort after', () => {
    const [a, b] = [systemRandom(frozen).id('x'), systemRandom(frozen).id('x')];
    assert.is.not(a, b);
    assert.is(a.slice(0, 10), b.slice(0, 10));
    assert.ok(systemRandom({ now: () => frozen.now() + 1 }).id('x') > a);
    assert.is(systemRandom({ now: () => Date.UTC(2180, 0) }).id('x').length, 26);
  });

  test('secrets have their prefix and 32 bytes in either alphabet', () => {
    const random = systemRandom(frozen);
    assert.match(random.secret('sk_live_', 'base62'), /^sk_live_[0-9A-Za-z]{43}$/);
    const secret = random.secret('whsec_', 'base64');
    assert.is(Buffer.from(secret.slice(6), 'base64').length, 32);
    assert.is(Buffer.from(secret.slice(6), 'base64').toString('base64'), secret.slice(6));
    assert.is.not(random.secret('', 'base62'), random.secret('', 'base62'));
  });

  test('no letter of base62 is favoured', () => {
    const random = systemRandom(frozen);
    const counts = new Map<string, number>();
    for (let i = 0; i < 5_000; i += 1)
      for (const letter of random.secret('', 'base62')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const expected = (5_000 * 43) / 62;
    assert.is(counts.size, 62);
    // Bytes taken modulo 62 without rejection would put the first eight letters 21 % above the mean; 7 sigma is 12 %.
    for (const [letter, count] of counts)
      assert.ok(Math.abs(count / expected - 1) < 0.12, `${letter}: ${count}`);
  });

  test('fractions lie in [0, 1) and spread over it', () => {
    const random = systemRandom(frozen);
    const fractions = Array.from({ length: 2_000 }, () => random.fraction());
    assert.ok(fractions.every((fraction) => fraction >= 0 && fraction < 1));
    const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
    assert.ok(Math.abs(mean - 0.5) < 0.05, String(mean));
  });
});
