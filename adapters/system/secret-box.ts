import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SecretBox } from '../../core/index.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/** 32 bytes, or their text: 64 letters of hex, or base64 (either alphabet, padding optional). */
export type SecretBoxKey = Buffer | string;

/**
 * Seals with AES-256-GCM as `v1.<base64url of iv, tag, ciphertext>`. With several keys the first one seals and all of
 * them open, so a key is replaced by putting the new one in front. Throws when a key is not exactly 32 bytes.
 */
export function secretBox(first: SecretBoxKey, ...older: readonly SecretBoxKey[]): SecretBox {
  const sealing = keyOf(first);
  const all = [sealing, ...older.map(keyOf)];
  const hashing = all.map(hashingKey);
  return {
    seal: (plain) => seal(sealing, plain),
    open: (sealed) => {
      const bytes = sealedBytes(sealed);
      for (const key of all) {
        const plain = tryOpen(key, bytes);
        if (plain !== null) return plain;
      }
      throw new Error('sealed text was changed, or was sealed under a key that is not configured');
    },
    hashes: (plain) =>
      hashing.map((key) => createHmac('sha256', key).update(plain).digest('hex')) as [string, ...string[]],
  };
}

/** Another key for another purpose, made of the same one. */
function hashingKey(key: KeyObject): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'korea-checkout hashes', KEY_BYTES));
}

function seal(key: KeyObject, plain: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return VERSION + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

/** Null when the key is not the one, or the bytes were changed: GCM cannot tell these apart. */
function tryOpen(key: KeyObject, bytes: Buffer): string | null {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function sealedBytes(sealed: string): Buffer {
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
  // Node skips letters that are not base64: only the exact text that `seal` made is accepted.
  const exact = sealed === VERSION + bytes.toString('base64url');
  if (!exact || bytes.length < IV_BYTES + TAG_BYTES) throw new Error('not a sealed text of this version');
  return bytes;
}

function keyOf(key: SecretBoxKey): KeyObject {
  const bytes = typeof key === 'string' ? bytesOf(key) : key;
  if (bytes.length !== KEY_BYTES)
    throw new Error(`a secret box key must be ${KEY_BYTES} bytes, in base64 or hex`);
  return createSecretKey(bytes);
}

function bytesOf(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
}
