/** How a refusal is meant; every surface maps each kind to one HTTP status. */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'rate_limited' | 'unavailable';

/** The closed list of refusals. A code is API: it never changes its meaning, and it has exactly one kind. */
export const ERROR_CODES = {
  invalid_request: 'invalid',
  malformed_body: 'invalid',
  body_too_large: 'invalid',
  invalid_amount: 'invalid',
  unsupported_currency: 'invalid',
  method_not_available: 'invalid',
  webhook_url_refused: 'invalid',
  amount_exceeds_refundable: 'invalid',
  not_captured: 'invalid',
  not_refundable_state: 'invalid',
  partial_not_allowed: 'invalid',
  refund_account_required: 'invalid',
  bank_mismatch: 'invalid',
  bank_account_unknown: 'invalid',
  bank_account_ambiguous: 'invalid',
  not_a_deposit: 'invalid',
  amount_differs: 'invalid',
  amount_mismatch: 'invalid',
  redirect_url_refused: 'invalid',
  business_number_invalid: 'invalid',
  domain_refused: 'invalid',
  coupon_refused: 'invalid',
  unauthenticated: 'unauthenticated',
  invalid_token: 'unauthenticated',
  expired_token: 'unauthenticated',
  invalid_signature: 'unauthenticated',
  stale_signature: 'unauthenticated',
  invalid_api_key: 'unauthenticated',
  forbidden: 'forbidden',
  not_found: 'not_found',
  route_not_found: 'not_found',
  coupon_not_found: 'not_found',
  already_refunded: 'conflict',
  already_exists: 'conflict',
  already_matched: 'conflict',
  not_matched: 'conflict',
  order_closed: 'conflict',
  coupon_used_up: 'conflict',
  settled_payment: 'conflict',
  illegal_transition: 'conflict',
  session_not_pending: 'conflict',
  payment_blocked: 'conflict',
  stale_write: 'conflict',
  idempotency_key_reuse: 'conflict',
  idempotency_in_progress: 'conflict',
  rate_limited: 'rate_limited',
  storage_unavailable: 'unavailable',
  gateway_unavailable: 'unavailable',
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Values that explain a refusal: names, numbers and ids, never personal data or secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The only error that core throws for a refusal. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** What sort of refusal this is; derived from the code. */
  get kind(): ErrorKind {
    return ERROR_CODES[this.code];
  }
}

/** Whether `error` is a refusal with one of these codes. */
export function isRefusal(error: unknown, ...codes: ErrorCode[]): error is DomainError {
  return error instanceof DomainError && codes.includes(error.code);
}

/** What may be logged of any error: codes and names only, for messages of drivers hold customers' data. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}
