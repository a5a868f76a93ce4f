import type { Scope } from './kernel/scope.ts';
import type { WebhookFormat } from './webhooks/webhook-format.ts';

/** The time in epoch milliseconds. The only clock that core knows. */
export interface Clock {
  now(): number;
}

/** The only source of randomness that core knows. */
export interface Random {
  /** A new id, `pay_…`: unguessable (95 random bits) and in order of creation. */
  id(prefix: string): string;
  /** A new secret of 32 random bytes as text, with this prefix. */
  secret(prefix: string, encoding: 'base62' | 'base64'): string;
  /** A number in [0, 1), for jitter. */
  fraction(): number;
}

/** Keeps secrets that must be read again (webhook secrets, account numbers) unreadable at rest. */
export interface SecretBox {
  seal(plain: string): string;
  /** Throws when the text was sealed under another key or was changed. */
  open(sealed: string): string;
  /**
   * Keyed hashes (hex) by which sealed text is found again: the same text under the same key has the same one. One for
   * each key; what is stored is the first, what is looked for may be any.
   */
  hashes(plain: string): readonly [string, ...string[]];
}

/** What a token says: whose it is and how long it is good; times in epoch milliseconds. */
export interface TokenClaims extends Scope {
  /** A user's id. */
  readonly subject: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Signs tokens and reads them back. `read` refuses with `invalid_token` or `expired_token`. */
export interface TokenSigner {
  sign(claims: TokenClaims): Promise<string>;
  read(token: string): Promise<TokenClaims>;
}

/** One signed POST. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the receiver said; `status` is null when there was no HTTP answer at all. */
export interface WebhookAnswer {
  readonly status: number | null;
  readonly error: string | null;
  /** From `Retry-After`, when the receiver sent one. */
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
}

/** Sends webhooks. Never throws: what went wrong is in the answer. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookAnswer>;
  /** Null when this URL may be called; otherwise the reason why not, in English. */
  refusal(url: string): Promise<string | null>;
}

/** The API families that can subscribe to webhooks, each with its own words for the same event. */
export type WebhookFormats = Readonly<Record<string, WebhookFormat>>;

/** Structured lines for operators. Fields never hold personal data, secrets or driver messages. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
