import { DomainError } from '../../../core/index.ts';

/** What may have been done just now. */
export const NOTICES = [
  'matched',
  'unmatched',
  'released',
  'released_matched',
  'dismissed',
  'restored',
  'sent',
  'device_added',
  'device_rotated',
  'device_off',
  'device_on',
  'device_signed',
  'device_unsigned',
  'account_added',
  'account_off',
  'account_on',
  'policy_saved',
  'workspace_added',
  'registered',
  'registered_matched',
] as const;
export type NoticeCode = (typeof NOTICES)[number];

/** Why it was not done. */
export const REFUSAL_CODES = [
  'already_matched',
  'not_matched',
  'order_closed',
  'settled_payment',
  'amount_differs',
  'already_exists',
  'bank_mismatch',
  'invalid_request',
  'not_a_deposit',
  'not_found',
  'stale_write',
  'rate_limited',
  'storage_unavailable',
  'other',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What the page says at its top: something that was done, or that was refused. */
export type Notice =
  | { readonly kind: 'done'; readonly code: NoticeCode; readonly depositId: number | null }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** The notice that an address carries; unknown ones are none, so that nobody can make the page say something. */
export function noticeIn(query: Readonly<Record<string, string | string[] | undefined>>): Notice | null {
  const done = NOTICES.find((code) => code === query['notice']);
  const refused = REFUSAL_CODES.find((code) => code === query['refused']);
  if (refused) return { kind: 'refused', code: refused };
  const depositId = Number(query['deposit'] ?? Number.NaN);
  return done
    ? { kind: 'done', code: done, depositId: Number.isSafeInteger(depositId) ? depositId : null }
    : null;
}

/** How a refusal of core is told. Bugs, and what somebody may not do at all, are thrown on. */
export function refusalOf(error: unknown): RefusalCode {
  if (!(error instanceof DomainError) || error.kind === 'forbidden' || error.kind === 'unauthenticated')
    throw error;
  return REFUSAL_CODES.find((code) => code === error.code) ?? 'other';
}
