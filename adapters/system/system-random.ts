import { randomBytes, randomFillSync } from 'node:crypto';
import type { Clock, Random } from '../../core/index.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on would favour the first letters (256 is no multiple of 62). */
const UNBIASED_BELOW = 248;

const TIME_CHARS = 8;
const RANDOM_CHARS = 16;
/** 43 letters of base62 carry 256.03 bits: 32 bytes. */
const SECRET_CHARS = 43;
const SECRET_BYTES = 32;
/** Ids of one millisecond stay in order by counting in 32nds of it. Eight letters hold this until the year 2188. */
const TICKS_PER_MS = 32;

/**
 * Randomness of the operating system. Ids are `prefix_` + 8 letters of time + 16 random letters (95 bits); within one
 * process each id sorts (by bytes: the column needs a binary collation) after the one before, even when the clock
 * jumps back. Across processes the order is that of their clocks.
 */
export function systemRandom(clock: Clock): Random {
  const letters = letterSource();
  let tick = 0;
  return {
    id: (prefix) => {
      tick = Math.max(tick + 1, Math.floor(clock.now()) * TICKS_PER_MS);
      return `${prefix}_${timePrefix(tick)}${letters(RANDOM_CHARS)}`;
    },
    secret: (prefix, encoding) =>
      prefix + (encoding === 'base62' ? letters(SECRET_CHARS) : randomBytes(SECRET_BYTES).toString('base64')),
    fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  };
}

/** Random base62 text. Bytes are drawn 4 KiB at a time, since one call into OpenSSL costs more than an id. */
function letterSource(): (length: number) => string {
  const pool = Buffer.alloc(4096);
  let next = pool.length;
  return (length) => {
    let text = '';
    while (text.length < length) {
      if (next === pool.length) {
        randomFillSync(pool);
        next = 0;
      }
      const byte = pool[next] ?? UNBIASED_BELOW;
      pool[next] = 0; // what became a secret does not stay in the pool
      next += 1;
      if (byte < UNBIASED_BELOW) text += BASE62.charAt(byte % 62);
    }
    return text;
  };
}

function timePrefix(tick: number): string {
  let text = '';
  let rest = tick;
  for (let i = 0; i < TIME_CHARS; i += 1) {
    text = BASE62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
