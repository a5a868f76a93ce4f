import { createHmac } from 'node:crypto';
import { isSameText } from './same-text.ts';

/** Why a buyer's way back is not to be believed. */
export type ReturnRefusal = 'missing_parameter' | 'stale_timestamp' | 'wrong_signature';

/** This address was not made by the server, or not now: show the buyer his order as your own records have it. */
export class ReturnVerificationError extends Error {
  override readonly name = 'ReturnVerificationError';
  readonly code: ReturnRefusal;

  constructor(code: ReturnRefusal, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a buyer came back with. */
export interface ReturnResult {
  readonly sessionId: string;
  /** Your number of the order. */
  readonly platformOrderId: string;
  /** As the API says it: `completed`, `cancelled`, `failed`, `expired`, … */
  readonly status: string;
  /** When the address was made, in epoch milliseconds. */
  readonly at: number;
}

/** How strictly to look. */
export interface VerifyReturnOptions {
  /** How far the address's time may be from ours, both ways; an hour, for buyers read their receipt first. */
  readonly toleranceMs?: number | undefined;
  /** Our time in epoch milliseconds; the clock's when left out. */
  readonly now?: number | undefined;
}

const TOLERANCE_MS = 60 * 60_000;

const NAMES = ['sessionId', 'platformOrderId', 'status', 'timestamp', 'signature'] as const;

/**
 * What a buyer's way back to `returnUrl` or `cancelUrl` says, once it is certain that the server made it; else throws
 * ReturnVerificationError. `address` is the whole address, or what a server sees of it (`/success?…`); `secret` is the
 * shop's whole `whsec_…`. It is for what to show: the webhook, or the API, says whether to send the goods.
 */
export function verifyReturn(
  address: string | URL,
  secret: string,
  { toleranceMs = TOLERANCE_MS, now = Date.now() }: VerifyReturnOptions = {},
): ReturnResult {
  // With an empty key anyone could sign.
  if (typeof secret !== 'string' || secret.length === 0)
    throw new TypeError('secret: the whsec_… of the shop');
  const [sessionId, platformOrderId, status, timestamp, signature] = parametersOf(address);
  // What is signed is joined by dots, and an order's number may have some: nothing else in it may.
  if (!/^cs_[A-Za-z0-9]+$/.test(sessionId) || !/^[a-z_]+$/.test(status))
    throw new ReturnVerificationError('wrong_signature', 'this is no result of ours');
  const at = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : NaN;
  if (!(Math.abs(now - at) <= toleranceMs))
    throw new ReturnVerificationError('stale_timestamp', 'the address is too old or from the future');
  const signed = [sessionId, platformOrderId, status, timestamp].join('.');
  const expected = createHmac('sha256', secret).update(signed).digest('hex');
  if (!isSameText(signature, expected))
    throw new ReturnVerificationError('wrong_signature', 'the signature does not fit under this secret');
  return { sessionId, platformOrderId, status, at };
}

type Parameters = [
  sessionId: string,
  platformOrderId: string,
  status: string,
  timestamp: string,
  signature: string,
];

function parametersOf(address: string | URL): Parameters {
  const text = String(address);
  const base = 'http://relative.invalid';
  if (!URL.canParse(text, base)) throw new ReturnVerificationError('missing_parameter', 'this is no address');
  const { searchParams } = new URL(text, base);
  return NAMES.map((name) => {
    const [value, ...more] = searchParams.getAll(name);
    // Of two, another reader may take the other one.
    if (!value || more.length > 0)
      throw new ReturnVerificationError('missing_parameter', `${name} must be there once`);
    return value;
  }) as Parameters;
}
