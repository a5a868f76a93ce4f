import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a phone may be from ours. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** What a phone sends as proof, and what we know of it. */
export interface SignedMessage {
  /** The bytes as they came, before anything was read from them. */
  readonly body: Uint8Array;
  /** `X-Signature`: HMAC-SHA256 in hex, with or without `sha256=` in front. */
  readonly signature: string;
  /** `X-Timestamp` in seconds; null when there is none, and then the body alone is signed. */
  readonly timestamp: string | null;
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const HEX_DIGEST = /^(?:sha256=)?([0-9a-f]{64})$/i;
const SECONDS = /^\d{1,12}$/;

/**
 * Whether a message is from somebody who knows the secret. `stale` is said only of a signature that is right: whoever
 * does not know the secret learns nothing from the answer. Without a timestamp (textbee) an old request never gets
 * stale; what keeps it from counting twice is that its message is known. A request that was signed with its timestamp
 * cannot be sent again without it, for what would then be the body is JSON with digits behind it, which nobody reads.
 */
export function checkSignature(input: SignedMessage): 'good' | 'wrong' | 'stale' {
  const { body, signature, timestamp, secret, now } = input;
  const hex = HEX_DIGEST.exec(signature.trim())?.[1];
  // Anybody can compute an HMAC under the empty key.
  if (hex === undefined || secret === '') return 'wrong';
  if (timestamp !== null && !SECONDS.test(timestamp)) return 'wrong';
  const expected = createHmac('sha256', secret)
    .update(body)
    .update(timestamp ?? '')
    .digest();
  if (!timingSafeEqual(expected, Buffer.from(hex, 'hex'))) return 'wrong';
  if (timestamp === null) return 'good';
  return Math.abs(Number(timestamp) * 1000 - now) <= TOLERANCE_MS ? 'good' : 'stale';
}
