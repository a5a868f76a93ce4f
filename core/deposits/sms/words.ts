/** Words before 입금 that say how the money came (BANK-SMS.md, Method words), and their longer spellings. */
export const METHODS: ReadonlySet<string> = new Set(
  (
    '전자금융 전자금융이체 FBS 스마트폰 스마트 스마트뱅킹 인터넷 인터넷뱅킹 인터넷이체 모바일 모바일뱅킹 모바일이체 폰뱅킹 텔레뱅킹 ' +
    '펌뱅킹 오픈뱅킹 오픈 간편이체 간편 CD ATM 당행 당행CD 당행ATM 당행이체 타행 타행CD 타행ATM 타행이체 타행환 CMS 무통장 창구 ' +
    '대체 이체 계좌이체 자동이체 센타 센터 급여 현금 지로 가상계좌 수표 송금 대량이체 체크카드'
  ).split(' '),
);

/** A method that is a reason as well, and so may be all the name there is. */
export const SPEAKING_METHODS: ReadonlySet<string> = new Set(['급여']);

/** No method is longer. */
export const METHOD_MAX = Math.max(...[...METHODS].map((word) => word.length));

/** Before the amount these say what is being told, or whose account it is; they name nobody. Without spaces. */
export const FRAME_WORDS: ReadonlySet<string> = new Set(
  (
    '알림 입금알림 출금알림 입출금알림 입출금 입출금내역 거래알림 거래내역 거래 내역 계좌 계좌에 계좌로 계좌에서 통장 통장에 통장으로 ' +
    '통장에서 입출금통장 입출금통장에 입출금통장으로 일시 거래일시 거래시간 거래일 계좌번호 입금계좌 고객님 고객님의 님의 내 은행'
  ).split(' '),
);

/** Titles of apps that tell of accounts at any bank. */
export const OTHER_APPS: ReadonlySet<string> = new Set(['토스']);

/** Titles that say which way the money went. Without brackets. */
export const TITLES: ReadonlyMap<string, 'in' | 'out'> = new Map([
  ['입금', 'in'],
  ['입금알림', 'in'],
  ['입금 알림', 'in'],
  ['출금', 'out'],
  ['출금알림', 'out'],
  ['출금 알림', 'out'],
]);

/** What stands before a depositor in a message with labels, the longest first. */
export const NAME_LABEL =
  /^(?:적요|기재내용|거래내용|내용|입금자명|입금자|입금인|보낸 ?분|보낸이|보내는 ?분|보내신 ?분|보낸사람|의뢰인|받는 ?분|받는이)(?: ?: ?| |(?=[^ ]))/;

/** In words that end like this 입금 and 출금 mean something else: 세입금, 가입금, 대출금. */
export const NOT_A_DIRECTION = {
  in: /[세수차가매전납불미투유도반선]$/,
  out: /[대전지환유호선수반]$/,
} as const;

/** Before 입금 these mean that no buyer has sent it, or that it is being taken back. */
export const NO_SALE_METHOD = /이자$|결산|배당|대출|취소|정정|반환|예정|캐시백|포인트|보험금|환급/;

/** A depositor called exactly this is the bank itself. */
export const NO_SALE_NAME =
  /^(?:예금|정기|상반기|하반기|보통예금|입출금|세후|원천)? ?(?:이자|결산|결산이자|예금이자|이자지급|이자입금)$|배당금|분배금|^대출(?:금|실행)$|^(?:카드)?대출금/;

/** No name says these, whichever way the money went; 김예정 and 한승인 are people. */
export const NO_NAME =
  /(?:^|[ 금체급])예정|(?:^| )(?:승인|누적)|취소|실패|거절|안내|부족|인증번호|불가|주세요|바랍니다|부탁|니다\.?$|[어해하되]요\.?$|까지(?: |$)|오류|^\(?(?:정정|부도|반송|보류|대기)\)?$|^요망$|^바람$|^완료|확인|https?:|예금주|결제금액|납부|일시불|미납|^(?:입금|출금|이체)$|^(?:이상|이하|부터|초과|미만|이후|후|시|당|외)(?: |$)|[?!★☆#♥]/;

/** In a message without bank, date and account these are not somebody who has paid. */
export const NO_PERSON =
  /페이|업비트|빗썸|코인|포인트|머니|캐시|증권|카드|보험|대출|이자|지원금|환급|장학금|수당|연금|정산|회비|관리비|주문|이벤트|선착순|혜택|무료|쿠폰|특가|수수료|^\d+월/;

/** The signs and codes of foreign money. */
export const FOREIGN_CODE =
  /^(?:USD|JPY|EUR|CNY|CNH|GBP|HKD|AUD|CAD|CHF|SGD|THB|VND|TWD|PHP|NZD|IDR|MYR|RUB|INR)$/;
