import type { ErrorKind } from '../../core/index.ts';

/** For families that know API keys alone, whose documents have no 403: a key of the wrong kind is not valid there. */
export const KEY_STATUSES: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 401,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};
