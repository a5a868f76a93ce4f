import { retryAfterMs } from '../webhooks/retry-after.ts';
import { CLIENT_MESSAGES, KoreaCheckoutError, type Language } from './client-error.ts';
import { camelCased } from './names.ts';

/** Where longer timers fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** One request as it goes out, the same for every try. */
export interface WholeRequest {
  readonly url: string;
  readonly init: RequestInit;
  /** Its idempotency key. */
  readonly key: string | null;
}

/** How to send one. */
export interface Line {
  readonly fetch: typeof fetch;
  /** For each try, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly language: Language;
}

/** One try. Rejects with KoreaCheckoutError, or with the reason of the signal. */
export async function ask(
  line: Line,
  { url, init, key }: WholeRequest,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const cut = new AbortController();
  let late = false;
  const ms = Math.min(line.timeoutMs, TIMER_MAX_MS);
  const limit = setTimeout(() => cut.abort((late = true)), ms);
  const abort = (): void => cut.abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const response = await line.fetch(url, { ...init, signal: cut.signal });
    return understood(response, await response.text(), { key, language: line.language });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KoreaCheckoutError) throw error;
    const code = late ? 'timeout' : 'connection_error';
    const message = CLIENT_MESSAGES[code][line.language];
    throw new KoreaCheckoutError(message, { status: null, code, idempotencyKey: key, cause: error });
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', abort);
  }
}

function understood(
  { status, headers, ok }: Response,
  text: string,
  { key, language }: { key: string | null; language: Language },
): unknown {
  const json = parsed(text);
  if (ok && json !== undefined) return camelCased(json);
  if (ok && text === '') return undefined;
  const said = ok ? undefined : (json as { error?: Record<string, unknown> } | undefined | null)?.error;
  const field = (name: string): string | null => (typeof said?.[name] === 'string' ? said[name] : null);
  throw new KoreaCheckoutError(field('message') ?? CLIENT_MESSAGES.unexpected_answer[language], {
    status,
    code: field('code') ?? 'unexpected_answer',
    param: field('param'),
    requestId: headers.get('x-request-id'),
    retryAfterMs: retryAfterMs(headers.get('retry-after') ?? undefined, Date.now()),
    idempotencyKey: key,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
