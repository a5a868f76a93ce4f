import type { Deposit, MessageRefusal, Receipt } from '../../../../core/index.ts';
import type { Language } from '../../language.ts';

// The document prints these in Korean, so that is how they are told, whatever language is asked for.

/** `매칭 완료: 입금 #120 ↔ 주문 #55` */
export function matchedMessage(depositId: number, orderId: number): string {
  return `매칭 완료: 입금 #${depositId} ↔ 주문 #${orderId}`;
}

/** `매칭 해제 완료: 입금 #120 (주문 #55 → PENDING)` */
export function unmatchedMessage(depositId: number, orderId: number): string {
  return `매칭 해제 완료: 입금 #${depositId} (주문 #${orderId} → PENDING)`;
}

/** `입금 14510원 (홍길동) → 주문 #55 자동 매칭`; without names for somebody whom nobody knows. */
export function receiptMessage(receipt: Extract<Receipt, { kind: 'deposit' }>): string {
  if (!receipt.named) return '입금 내역 등록, 담당자 확인 대기';
  const { amount, depositorName, hold }: Deposit = receipt.deposit;
  const told = `입금 ${amount}원 (${depositorName ?? '입금자명 없음'})`;
  if (receipt.orderId !== null) return `${told} → 주문 #${receipt.orderId} 자동 매칭`;
  return hold === null ? `${told} 등록, 일치하는 주문 없음` : `${told} 등록, 담당자 확인 필요`;
}

type Text = Readonly<Record<Language, string>>;

/** Why a message was not taken. */
export const REFUSALS: Readonly<Record<MessageRefusal, Text>> = {
  empty: { ko: '문자 내용이 없습니다.', en: 'The message is empty.' },
  too_long: { ko: '문자가 너무 깁니다.', en: 'The message is too long.' },
  not_a_bank_message: { ko: '은행 문자가 아닙니다.', en: 'This is not a message of a bank.' },
  notice: { ko: '입금 문자가 아니라 안내 문자입니다.', en: 'This is a notice, not a deposit.' },
  scheduled: { ko: '아직 입금되지 않은 예정 안내입니다.', en: 'This deposit is only announced.' },
  canceled: { ko: '취소된 거래입니다.', en: 'This transaction was canceled.' },
  failed: { ko: '실패한 거래입니다.', en: 'This transaction failed.' },
  card: { ko: '카드 거래 문자입니다.', en: 'This message is about a card.' },
  verification: { ko: '인증 문자입니다.', en: 'This message is a verification.' },
  advertisement: { ko: '광고 문자입니다.', en: 'This message is an advertisement.' },
  interest: {
    ko: '이자·배당 등 구매자의 입금이 아닙니다.',
    en: 'Interest or the like, not money of a buyer.',
  },
  bad_amount: { ko: '금액을 읽을 수 없습니다.', en: 'The amount cannot be read.' },
  foreign_currency: { ko: '원화 입금이 아닙니다.', en: 'This is not in won.' },
  ambiguous: { ko: '금액이나 방향이 분명하지 않습니다.', en: 'Amount or direction are not clear.' },
  not_understood: { ko: '읽을 수 없는 형식의 문자입니다.', en: 'This message cannot be read.' },
  withdrawal: { ko: '입금이 아니라 출금 문자입니다.', en: 'This is a withdrawal, not a deposit.' },
  no_account: { ko: '워크스페이스에 해당 계좌가 없습니다.', en: 'No workspace has this bank account.' },
  several_accounts: {
    ko: '문자의 계좌번호에 맞는 계좌가 둘 이상입니다.',
    en: 'More than one bank account fits the message.',
  },
};
