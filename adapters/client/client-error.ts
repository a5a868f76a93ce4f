/** The languages that the server speaks. */
export type Language = 'ko' | 'en';

/** What the client itself says, where the server says nothing. */
export const CLIENT_MESSAGES = {
  connection_error: {
    ko: '서버에 연결할 수 없거나 연결이 끊어졌습니다.',
    en: 'The server cannot be reached, or broke off.',
  },
  timeout: { ko: '서버가 제한 시간 안에 응답하지 않았습니다.', en: 'The server did not answer in time.' },
  unexpected_answer: {
    ko: '서버의 응답을 이해할 수 없습니다. baseUrl을 확인하세요.',
    en: 'The answer is not understood. Is the baseUrl right?',
  },
} as const satisfies Record<string, Record<Language, string>>;

/** What is known about a failed call. */
export interface ErrorFacts {
  readonly status: number | null;
  readonly code: string;
  readonly param?: string | null;
  readonly requestId?: string | null;
  readonly retryAfterMs?: number | null;
  readonly idempotencyKey?: string | null;
  readonly cause?: unknown;
}

/**
 * A call failed, retries included. `code` is what the server said (`invalid_request`, `not_found`,
 * `already_refunded`, …), or of the client: `connection_error`, `timeout`, `unexpected_answer`. `message` is for
 * people, in the client's language.
 */
export class KoreaCheckoutError extends Error {
  override readonly name = 'KoreaCheckoutError';
  /** The HTTP status; null when no whole answer came. */
  readonly status: number | null;
  readonly code: string;
  /** The field that the server complains of. */
  readonly param: string | null;
  /** What the server's log calls this request. */
  readonly requestId: string | null;
  /** How long the server asks to wait before the next call. */
  readonly retryAfterMs: number | null;
  /**
   * The key that this call's tries carried. After `connection_error`, `timeout` or a 5xx the server may have done
   * it all the same: call again with this key, within 24 hours, to learn of the first answer and do nothing twice.
   */
  readonly idempotencyKey: string | null;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.status = facts.status;
    this.code = facts.code;
    this.param = facts.param ?? null;
    this.requestId = facts.requestId ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.idempotencyKey = facts.idempotencyKey ?? null;
  }
}
