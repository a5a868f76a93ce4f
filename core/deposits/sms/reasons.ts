import type { RefusalReason } from './message.ts';

/** What a refused text is about, the most telling words first. They explain a refusal; they never cause one. */
const SIGNS: readonly (readonly [RefusalReason, RegExp])[] = [
  ['advertisement', /\(광고\)|무료수신거부|수신거부/],
  ['verification', /인증번호|본인확인|인증 ?코드/],
  ['card', /승인|일시불|할부|누적|카드결제|체크거절|결제취소|취소완료|결제대금/],
  ['canceled', /[입출]금 ?(?:취소|정정|반환)|취소/],
  ['failed', /실패|거절|잔액부족|잔액 부족|처리불가/],
  ['scheduled', /예정/],
  ['interest', /이자|결산|배당|적립|캐시백|포인트/],
  [
    'notice',
    /안내|바랍니다|부탁|주세요|납부|청구|예금주|미납|개설|등록|신청|보유|대출|요청|입금일|입금계좌|입금 ?관련|세입금/,
  ],
];

/** The reason to give for a refused text: what its words say, else what the reader has stumbled over. */
export function reasonOf<Otherwise extends RefusalReason | null>(
  text: string,
  otherwise: Otherwise,
): RefusalReason | Otherwise {
  if (otherwise === 'bad_amount' || otherwise === 'foreign_currency') return otherwise;
  for (const [reason, sign] of SIGNS) if (sign.test(text)) return reason;
  return otherwise;
}
