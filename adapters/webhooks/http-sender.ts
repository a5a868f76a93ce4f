import { Agent } from 'undici';
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '../../core/index.ts';
import { guardedLookup, lookupFor } from './address-lookup.ts';
import type { AddressLookup } from './address-lookup.ts';
import { retryAfterMs } from './retry-after.ts';
import { BLOCKED_ADDRESS, sendError, TIMEOUT } from './send-error.ts';
import { blockedAddress, literalRefusal, urlRefusal } from './url-guard.ts';

/** What is read of a response before its connection is dropped. The content is never looked at or decompressed. */
const BODY_BYTES_MAX = 64 * 1024;

/** Node tries the addresses of a name in turn and gives each 250 ms, which is short for a handshake across an ocean. */
const ADDRESS_ATTEMPT_MS = 2_000;

export interface HttpWebhookSenderOptions {
  /** Allows private, loopback and local addresses. */
  readonly allowPrivate: boolean;
  /** For one whole exchange: resolve, connect, wait for a free connection, send, receive. */
  readonly timeoutMs?: number;
  /** Open connections per origin. What exceeds them waits its turn, within `timeoutMs`. */
  readonly connections?: number;
  readonly lookup?: AddressLookup;
}

type Outcome = Omit<WebhookAnswer, 'durationMs'>;

const TIMED_OUT: Outcome = { status: null, error: TIMEOUT, retryAfterMs: null };

/**
 * Sends webhooks over HTTP/1.1 with kept-alive connections. Redirects are answers, not followed. The status counts as
 * soon as it has arrived: a body that then stalls or breaks off changes nothing. `close` waits for what is under way.
 */
export function httpWebhookSender(
  options: HttpWebhookSenderOptions,
): WebhookSender & { close(): Promise<void> } {
  const { allowPrivate, timeoutMs = 15_000, connections = 64 } = options;
  const lookup = options.lookup ?? lookupFor(allowPrivate);
  const agent = new Agent({
    connections,
    headersTimeout: 0, // one timer bounds it all
    bodyTimeout: 0,
    connect: {
      timeout: timeoutMs,
      lookup: guardedLookup(lookup, allowPrivate ? () => false : blockedAddress),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    },
  });
  let closing: Promise<void> | undefined;
  return {
    send: async (request) => {
      const startedAt = performance.now();
      const refused = literalRefusal(request.url, allowPrivate) !== null;
      const outcome = refused
        ? { ...TIMED_OUT, error: BLOCKED_ADDRESS }
        : await withinTime(timeoutMs, (exchange) => post(agent, request, exchange));
      return { ...outcome, durationMs: Math.round(performance.now() - startedAt) };
    },
    refusal: (url) => urlRefusal(url, { allowPrivate, lookup }),
    close: () => (closing ??= agent.close()),
  };
}

interface Exchange {
  readonly signal: AbortSignal;
  /** Keeps what is known so far; the first word stays. */
  readonly settle: (outcome: Outcome) => void;
}

/** Waits for the exchange or for time to run out, whichever is first, and tells what is known by then. */
async function withinTime(timeoutMs: number, run: (exchange: Exchange) => Promise<void>): Promise<Outcome> {
  const abort = new AbortController();
  let known: Outcome | null = null;
  let timer: NodeJS.Timeout | undefined;
  // Aborting is not enough: undici does not notice it while a request waits for a connection.
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      known ??= TIMED_OUT;
      abort.abort();
      resolve();
    }, timeoutMs);
  });
  const settle = (outcome: Outcome): void => {
    known ??= outcome;
  };
  await Promise.race([run({ signal: abort.signal, settle }), timeUp]);
  clearTimeout(timer);
  return known ?? TIMED_OUT;
}

async function post(agent: Agent, request: WebhookRequest, { signal, settle }: Exchange): Promise<void> {
  try {
    const { origin, pathname, search } = new URL(request.url);
    const response = await agent.request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: { ...request.headers, 'user-agent': 'korea-checkout-webhooks' },
      body: request.body,
      signal,
    });
    const wait = retryAfterMs(response.headers['retry-after'], Date.now());
    settle({ status: response.statusCode, error: null, retryAfterMs: wait });
    await response.body.dump({ limit: BODY_BYTES_MAX });
  } catch (error) {
    settle({ status: null, error: sendError(error), retryAfterMs: null });
  }
}
