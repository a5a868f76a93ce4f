import type { CouponRefusal, DomainError, ErrorCode } from '../../../../core/index.ts';
import { couponText } from '../../coupon-texts.ts';
import type { Language } from '../../language.ts';
import { messageOf, SERVER_ERROR } from '../../messages.ts';
import type { Surface } from '../../route.ts';
import { KEY_STATUSES } from '../../key-statuses.ts';

/** Where a code of ours says more than this family's developers can use. */
const CODE_OF: Readonly<Partial<Record<ErrorCode, string>>> = {
  forbidden: 'invalid_api_key',
  illegal_transition: 'session_not_pending',
};

const COUPON_CODES: readonly ErrorCode[] = ['coupon_refused', 'coupon_used_up', 'coupon_not_found'];

/** What people read of a session that is not there, whoever else may have it, or whose time is over. */
const NO_SESSION: Readonly<Record<Language, string>> = {
  ko: '유효하지 않거나 만료된 세션입니다.',
  en: 'The specified session ID is invalid or has expired',
};

/** How Korea Checkout says no: `{"error": {"code", "message", "details"}}`. */
export const renderError: Surface['renderError'] = (refusal, language) => {
  if (!refusal)
    return {
      status: 500,
      body: { error: { code: 'internal_error', message: SERVER_ERROR[language], details: {} } },
    };
  const body = { error: { ...worded(refusal, language), details: refusal.details } };
  return { status: KEY_STATUSES[refusal.kind], body };
};

function worded(refusal: DomainError, language: Language): { code: string; message: string } {
  const { code, details } = refusal;
  // The document's words for both: "invalid or has expired".
  const isOver = code === 'session_not_pending' && details['status'] === 'expired';
  if (isOver || (code === 'not_found' && 'sessionId' in details))
    return { code: 'invalid_session', message: NO_SESSION[language] };
  const reason = details['reason'] as CouponRefusal | undefined;
  if (COUPON_CODES.includes(code) && reason !== undefined)
    return { code: `coupon_${reason}`, message: couponText(reason, language) };
  return { code: CODE_OF[code] ?? code, message: messageOf(refusal, language) };
}
