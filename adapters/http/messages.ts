import type { DomainError, ErrorCode } from '../../core/index.ts';
import type { Language } from './language.ts';

type Text = Readonly<Record<Language, string>>;

/** What people read for each refusal. `{name}` stands for a detail of the error. */
export const MESSAGES: Readonly<Record<ErrorCode, Text>> = {
  invalid_request: { ko: '{field} 값이 올바르지 않습니다.', en: '{field} is not valid.' },
  malformed_body: {
    ko: '요청 본문을 읽을 수 없습니다 ({reason}).',
    en: 'The body cannot be read ({reason}).',
  },
  body_too_large: {
    ko: '요청 본문은 {maximum}바이트를 넘을 수 없습니다.',
    en: 'A body has at most {maximum} bytes.',
  },
  invalid_amount: {
    ko: '금액은 1 이상의 정수여야 합니다.',
    en: 'The amount must be a positive whole number.',
  },
  unsupported_currency: { ko: '지원하지 않는 통화입니다.', en: 'This currency is not supported.' },
  method_not_available: {
    ko: '이 결제 수단은 지금 사용할 수 없습니다.',
    en: 'This payment method is not available.',
  },
  webhook_url_refused: {
    ko: '웹훅을 보낼 수 없는 URL입니다. 공개된 https 주소를 사용하세요.',
    en: 'Webhooks cannot be sent to this URL. Use a public https address.',
  },
  amount_exceeds_refundable: {
    ko: '환불 가능한 금액({refundable})을 초과했습니다.',
    en: 'At most {refundable} can be refunded.',
  },
  not_captured: { ko: '아직 완료되지 않은 결제입니다.', en: 'This payment is not completed yet.' },
  not_refundable_state: {
    ko: '환불할 수 없는 상태의 결제입니다.',
    en: 'A payment in this state cannot be refunded.',
  },
  partial_not_allowed: {
    ko: '이 결제는 전액만 환불할 수 있습니다.',
    en: 'This payment can only be refunded whole.',
  },
  refund_account_required: {
    ko: '환불받을 계좌가 필요합니다.',
    en: 'A bank account for the refund is needed.',
  },
  bank_mismatch: {
    ko: '은행 코드와 은행 이름이 서로 맞지 않습니다.',
    en: 'The bank code and the name of the bank do not belong together.',
  },
  bank_account_unknown: {
    ko: '워크스페이스에 해당 계좌가 없습니다.',
    en: 'No workspace has this bank account.',
  },
  bank_account_ambiguous: {
    ko: '문자의 계좌번호에 맞는 계좌가 둘 이상입니다.',
    en: 'More than one bank account fits the message.',
  },
  not_a_deposit: {
    ko: '입금 문자가 아닙니다 ({reason}).',
    en: 'This message tells of no deposit ({reason}).',
  },
  amount_differs: {
    ko: '결제 금액과 입금 금액이 다릅니다.',
    en: 'The deposit is not the amount of the payment.',
  },
  amount_mismatch: {
    ko: '결제 금액이 상품, 배송비, 세금, 할인의 합계({expected})와 다릅니다.',
    en: 'The total is not the sum of items, shipping, tax and discount ({expected}).',
  },
  redirect_url_refused: {
    ko: '{field}는 사용자 정보가 없는 https 주소여야 합니다.',
    en: '{field} must be an https address without a user.',
  },
  business_number_invalid: {
    ko: '사업자등록번호가 올바르지 않습니다.',
    en: 'This business number is not valid.',
  },
  domain_refused: {
    ko: '사용할 수 없는 도메인입니다. checkout.yourstore.com처럼 소유한 도메인의 서브도메인을 사용하세요.',
    en: 'This domain cannot be used. Use a sub-domain of your own, such as checkout.yourstore.com.',
  },
  coupon_refused: {
    ko: '이 주문에 사용할 수 없는 쿠폰입니다 ({reason}).',
    en: 'This coupon is not good for the order ({reason}).',
  },
  unauthenticated: { ko: '인증 정보가 필요합니다.', en: 'A credential is needed.' },
  invalid_token: { ko: '유효하지 않은 토큰입니다.', en: 'This token is not valid.' },
  expired_token: { ko: '만료된 토큰입니다.', en: 'This token has expired.' },
  invalid_signature: { ko: '서명이 올바르지 않습니다.', en: 'The signature is not right.' },
  stale_signature: {
    ko: '서명의 시각이 지금과 너무 다릅니다.',
    en: 'The signature is of another time.',
  },
  invalid_api_key: { ko: '유효하지 않은 API 키입니다.', en: 'This API key is not valid.' },
  forbidden: { ko: '이 API 키로는 할 수 없는 요청입니다.', en: 'This API key may not do that.' },
  not_found: { ko: '요청한 리소스를 찾을 수 없습니다.', en: 'The requested resource was not found.' },
  route_not_found: { ko: '존재하지 않는 경로입니다.', en: 'There is no such endpoint.' },
  coupon_not_found: { ko: '존재하지 않는 쿠폰입니다.', en: 'There is no such coupon.' },
  already_refunded: { ko: '이미 전액 환불된 결제입니다.', en: 'This payment has been refunded already.' },
  already_exists: { ko: '이미 존재합니다.', en: 'It exists already.' },
  already_matched: {
    ko: '이미 매칭된 주문 또는 입금입니다.',
    en: 'The order or the deposit is matched already.',
  },
  not_matched: { ko: '매칭되지 않은 입금입니다.', en: 'This deposit is not matched.' },
  order_closed: { ko: '대기 중인 주문이 아닙니다.', en: 'This order is not pending.' },
  coupon_used_up: {
    ko: '쿠폰의 사용 가능 횟수를 초과했습니다 ({reason}).',
    en: 'This coupon has no use left ({reason}).',
  },
  settled_payment: {
    ko: '이 주문의 결제가 완료되었습니다. 매칭을 해제하는 대신 결제를 환불하세요.',
    en: 'This order has completed a payment: refund the payment instead.',
  },
  illegal_transition: {
    ko: '이미 처리된 결제여서 변경할 수 없습니다.',
    en: 'This payment has been dealt with already.',
  },
  session_not_pending: {
    ko: '결제가 시작되었거나 끝난 세션은 변경할 수 없습니다.',
    en: 'A session whose payment has begun or ended cannot be changed.',
  },
  payment_blocked: {
    ko: '이 결제는 진행할 수 없습니다. 다른 결제 수단을 사용하거나 판매자에게 문의하세요.',
    en: 'This payment cannot go on. Use another method or ask the seller.',
  },
  stale_write: {
    ko: '다른 요청과 겹쳤습니다. 다시 시도하세요.',
    en: 'Another request was faster. Try again.',
  },
  idempotency_key_reuse: {
    ko: '이 Idempotency-Key는 다른 요청에 이미 사용되었습니다.',
    en: 'This Idempotency-Key was used for another request.',
  },
  idempotency_in_progress: {
    ko: '같은 Idempotency-Key의 요청이 아직 처리 중입니다.',
    en: 'The first request with this Idempotency-Key is still running.',
  },
  rate_limited: {
    ko: '요청 한도를 초과했습니다. 잠시 후 다시 시도하세요.',
    en: 'Too many requests. Try again later.',
  },
  storage_unavailable: {
    ko: '일시적으로 저장할 수 없습니다. 잠시 후 다시 시도하세요.',
    en: 'Nothing can be saved right now. Try again later.',
  },
  gateway_unavailable: {
    ko: '결제사가 응답하지 않습니다. 잠시 후 다시 시도하세요.',
    en: 'The payment gateway does not answer. Try again later.',
  },
};

/** What people read when the error is a bug of ours. */
export const SERVER_ERROR: Text = {
  ko: '서버 내부 오류입니다. 잠시 후 다시 시도하세요.',
  en: 'Something went wrong on our side. Try again later.',
};

/** For `invalid_request`: by the JSON Schema keyword that the field breaks. */
const RULES: Readonly<Record<string, Text>> = {
  required: { ko: '{field} 값은 필수입니다.', en: '{field} is required.' },
  type: { ko: '{field} 값은 {limit} 형식이어야 합니다.', en: '{field} must be of type {limit}.' },
  enum: { ko: '{field} 값은 다음 중 하나여야 합니다: {limit}', en: '{field} must be one of: {limit}' },
  minimum: { ko: '{field} 값은 {limit} 이상이어야 합니다.', en: '{field} must be at least {limit}.' },
  maximum: { ko: '{field} 값은 {limit} 이하여야 합니다.', en: '{field} must be at most {limit}.' },
  maxLength: { ko: '{field} 값은 {limit}자 이하여야 합니다.', en: '{field} has at most {limit} characters.' },
  minItems: {
    ko: '{field} 항목이 {limit}개 이상 필요합니다.',
    en: '{field} needs at least {limit} entries.',
  },
  maxItems: { ko: '{field} 항목은 {limit}개 이하여야 합니다.', en: '{field} has at most {limit} entries.' },
  maxProperties: {
    ko: '{field} 항목은 {limit}개 이하여야 합니다.',
    en: '{field} has at most {limit} entries.',
  },
  format: { ko: '{field} 값은 {limit} 형식이어야 합니다.', en: '{field} must be in the format {limit}.' },
};

/** JSON's types as people call them. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  integer: '정수',
  number: '숫자',
  string: '문자열',
  object: '객체',
  array: '배열',
  boolean: 'true 또는 false',
  null: 'null',
};

function inKorean(types: string): string {
  return types
    .split(', ')
    .map((type) => TYPE_NAMES[type] ?? type)
    .join(' 또는 ');
}

/** The message of a refusal in this language. Never the values that were sent, never a driver's words. */
export function messageOf(error: DomainError, language: Language): string {
  const rule = error.code === 'invalid_request' ? RULES[String(error.details['rule'])] : undefined;
  const text = (rule ?? MESSAGES[error.code])[language];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(error.details[name] ?? '?');
    return language === 'ko' && name === 'limit' && error.details['rule'] === 'type'
      ? inKorean(value)
      : value;
  });
}
