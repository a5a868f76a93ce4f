import type { ErrorPageKind } from '../checkout-page/error-page.ts';
import type { Language } from '../language.ts';
import type { NoticeCode, RefusalCode } from './notices.ts';

/** What the page says of what was done, of what was refused, and when there is nothing to show. */
export interface OutcomeTexts {
  readonly notices: Readonly<Record<NoticeCode, string>>;
  readonly refusals: Readonly<Record<RefusalCode, string>>;
  readonly errors: Readonly<Record<ErrorPageKind, { readonly title: string; readonly text: string }>> & {
    readonly again: string;
  };
}

/** Korean first. */
export const OUTCOME_TEXTS: Readonly<Record<Language, OutcomeTexts>> = {
  ko: {
    notices: {
      matched: '매칭했습니다.',
      unmatched: '매칭을 되돌렸습니다. 주문이 다시 입금을 기다립니다.',
      released: '보류를 해제했습니다. 맞는 주문이 아직 없어 목록에 남아 있습니다.',
      released_matched: '보류를 해제했고, 맞는 주문과 매칭했습니다.',
      dismissed: '입금을 목록에서 뺐습니다.',
      restored: '입금을 목록에 다시 넣었습니다.',
      sent: '환불 송금을 완료로 표시했습니다.',
      device_added: '휴대폰을 등록했습니다. 아래에서 문자 전달 앱을 연결해 주세요.',
      device_rotated: '새 주소와 비밀키를 만들었습니다. 휴대폰의 앱에 새로 넣어 주세요.',
      device_off: '휴대폰을 껐습니다.',
      device_on: '휴대폰을 켰습니다.',
      device_signed: '이제 이 휴대폰의 문자는 서명이 있어야 받습니다.',
      device_unsigned: '서명이 없는 문자도 이 휴대폰의 주소로 받습니다.',
      account_added: '계좌를 등록했습니다.',
      account_off: '계좌 사용을 중지했습니다. 이 계좌의 입금은 자동으로 매칭하지 않습니다.',
      account_on: '계좌를 다시 사용합니다.',
      policy_saved: '매칭 규칙을 저장했습니다.',
      workspace_added: '워크스페이스를 만들었습니다. 먼저 입금 계좌와 휴대폰을 등록해 주세요.',
      registered: '입금을 등록했습니다. 맞는 주문이 아직 없어 목록에 있습니다.',
      registered_matched: '입금을 등록했고, 맞는 주문과 매칭했습니다.',
    },
    refusals: {
      already_matched: '이미 매칭된 입금 또는 주문입니다. 목록을 확인해 주세요.',
      not_matched: '매칭되어 있지 않은 입금입니다.',
      order_closed: '더는 입금을 기다리지 않는 주문입니다. 취소됐거나, 기한이 지났거나, 이미 입금됐습니다.',
      settled_payment: '결제가 완료된 주문입니다. 되돌리는 대신 결제를 환불해 주세요.',
      amount_differs: '결제 주문은 금액이 똑같아야 매칭할 수 있습니다.',
      already_exists: '이미 등록되어 있습니다.',
      bank_mismatch: '은행을 다시 선택해 주세요.',
      invalid_request: '입력한 내용이 올바르지 않습니다. 확인하고 다시 입력해 주세요.',
      not_a_deposit: '이 문자는 입금으로 등록할 수 없습니다.',
      not_found: '이미 없어졌거나 찾을 수 없습니다.',
      stale_write: '다른 사람이 먼저 바꿨습니다. 목록을 확인하고 다시 시도해 주세요.',
      rate_limited: '요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.',
      storage_unavailable: '지금은 저장할 수 없습니다. 잠시 후 다시 시도해 주세요.',
      other: '처리하지 못했습니다. 목록을 확인하고 다시 시도해 주세요.',
    },
    errors: {
      not_found: {
        title: '찾을 수 없습니다',
        text: '주소가 정확한지, 로그인한 계정이 맞는지 확인해 주세요.',
      },
      forbidden: {
        title: '요청을 확인할 수 없습니다',
        text: '오래된 화면에서 보낸 요청이거나, 이 계정으로는 할 수 없는 일입니다. 화면을 다시 열어 주세요.',
      },
      invalid: { title: '요청을 처리할 수 없습니다', text: '화면을 다시 열고 한 번 더 시도해 주세요.' },
      rate_limited: { title: '요청이 너무 많습니다', text: '잠시 후 다시 시도해 주세요.' },
      unavailable: { title: '잠시 후 다시 시도해 주세요', text: '지금은 입금 정보를 불러올 수 없습니다.' },
      bug: { title: '문제가 생겼습니다', text: '불편을 드려 죄송합니다. 잠시 후 다시 열어 주세요.' },
      again: '입금 확인 열기',
    },
  },
  en: {
    notices: {
      matched: 'Matched.',
      unmatched: 'The match has been undone. The order waits again.',
      released: 'Released. No order fits yet, so it stays on the list.',
      released_matched: 'Released, and matched to its order.',
      dismissed: 'The deposit was taken off the list.',
      restored: 'The deposit is on the list again.',
      sent: 'The refund is marked as sent.',
      device_added: 'The phone is registered. Connect a forwarding app below.',
      device_rotated: 'There is a new address and a new secret. Put them into the app on the phone.',
      device_off: 'The phone is switched off.',
      device_on: 'The phone is switched on.',
      device_signed: 'Messages of this phone must be signed from now on.',
      device_unsigned: 'Messages of this phone are taken without a signature, too.',
      account_added: 'The account is registered.',
      account_off: 'The account is not used any more. Its deposits are not matched by themselves.',
      account_on: 'The account is in use again.',
      policy_saved: 'The matching rules are saved.',
      workspace_added: 'The workspace is made. Register your bank account and your phone first.',
      registered: 'The deposit is registered. No order fits yet, so it is on the list.',
      registered_matched: 'The deposit is registered and matched to its order.',
    },
    refusals: {
      already_matched: 'The deposit or the order is matched already. Please look at the list.',
      not_matched: 'This deposit is not matched.',
      order_closed: 'This order does not wait any more: it was called off, has expired or is paid.',
      settled_payment: 'This order has completed a payment. Refund the payment instead.',
      amount_differs: 'A payment order takes exactly its amount.',
      already_exists: 'It is registered already.',
      bank_mismatch: 'Please choose the bank again.',
      invalid_request: 'Something is not valid. Please check it and try again.',
      not_a_deposit: 'This message cannot be registered as a deposit.',
      not_found: 'It is gone or cannot be found.',
      stale_write: 'Somebody else was faster. Please look at the list and try again.',
      rate_limited: 'Too many requests. Please try again later.',
      storage_unavailable: 'Nothing can be saved right now. Please try again later.',
      other: 'That did not work. Please look at the list and try again.',
    },
    errors: {
      not_found: { title: 'Not found', text: 'Please check the address, and who you are signed in as.' },
      forbidden: {
        title: 'This request could not be verified',
        text: 'It came from an old page, or this account may not do it. Please open the page again.',
      },
      invalid: {
        title: 'This request could not be handled',
        text: 'Please open the page and try once more.',
      },
      rate_limited: { title: 'Too many requests', text: 'Please try again later.' },
      unavailable: { title: 'Please try again in a moment', text: 'Deposits cannot be loaded right now.' },
      bug: { title: 'Something went wrong', text: 'We are sorry. Please open the page again later.' },
      again: 'Open deposits',
    },
  },
};
