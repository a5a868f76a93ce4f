import { randomUUID } from 'node:crypto';
import { setTimeout as timer } from 'node:timers/promises';
import { ask, type Line, type WholeRequest } from './ask.ts';
import { KoreaCheckoutError } from './client-error.ts';
import { snakeCased } from './names.ts';
import { retryDelay } from './retry-rules.ts';

/** How to wait between tries; tests bring their own. */
export interface Waiting {
  /** Rejects as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1), for jitter. */
  readonly fraction: () => number;
}

/** By the clock of this machine. */
export const REAL_WAITING: Waiting = {
  sleep: (ms, signal) => timer(ms, undefined, signal && { signal }),
  fraction: Math.random,
};

/** What all calls of a client have in common. */
export interface Connection extends Line {
  /** Without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxRetries: number;
  readonly waiting: Waiting;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, waits included; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What calls take that change something. */
export interface WriteOptions extends CallOptions {
  /** The same key and request within 24 hours do nothing new and get the first answer again. Random when left out. */
  readonly idempotencyKey?: string | undefined;
}

/** One call of the API, in JavaScript's spelling. */
export interface CallRequest extends WriteOptions {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  /** False when it must not be done twice and the server cannot tell that it is the same call. */
  readonly repeatable?: boolean;
}

/** Asks the server. Answers its JSON in JavaScript's spelling, or rejects with KoreaCheckoutError. */
export type Call = <Answer>(request: CallRequest) => Promise<Answer>;

/** A caller for this connection, with retries. All tries of a POST carry one idempotency key and the same bytes. */
export function createCall(connection: Connection): Call {
  const { maxRetries, waiting } = connection;
  return async <Answer>(request: CallRequest): Promise<Answer> => {
    const { method, signal, repeatable = true } = request;
    const key = method === 'POST' ? keyFor(request) : null;
    const whole = wholeRequest(connection, request, key);
    for (let retries = 0; ; retries += 1) {
      signal?.throwIfAborted();
      try {
        return (await ask(connection, whole, signal)) as Answer;
      } catch (error) {
        if (!(error instanceof KoreaCheckoutError)) throw error;
        // What an earlier try deleted without our hearing of it is deleted.
        if (method === 'DELETE' && retries > 0 && error.status === 404) return undefined as Answer;
        const delay = retryDelay(error, { retries, repeatable, fraction: waiting.fraction() });
        if (delay === null || !(retries < maxRetries)) throw error;
        await sleep(waiting, delay, signal);
      }
    }
  };
}

function keyFor({ idempotencyKey = randomUUID() }: CallRequest): string {
  // An empty header is none, and then a retry would do it twice.
  if (!/^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(idempotencyKey))
    throw new TypeError('idempotencyKey: 1 to 255 printable ASCII characters');
  return idempotencyKey;
}

function wholeRequest(
  { url, headers }: Connection,
  { method, path, query, body }: CallRequest,
  key: string | null,
): WholeRequest {
  const search = new URLSearchParams(query && (snakeCased(query) as Record<string, string>)).toString();
  return {
    url: `${url}${path}${search && `?${search}`}`,
    init: {
      method,
      headers: {
        ...headers,
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(snakeCased(body)) } : {}),
      // A redirected POST would come out as a GET, and a key must not go to whoever is named there.
      redirect: 'manual',
    },
    key,
  };
}

async function sleep({ sleep }: Waiting, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
