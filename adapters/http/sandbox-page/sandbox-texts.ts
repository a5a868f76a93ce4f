import type { CardField, CardProblem } from '../../gateways/card-number.ts';
import type { SandboxDecline } from '../../gateways/sandbox-cards.ts';
import type { Language } from '../language.ts';
import type { SandboxStep } from './sandbox-frame.ts';

type Step = SandboxStep | 'done';

interface SandboxTexts {
  readonly titles: Readonly<Record<Step, string>>;
  readonly intros: Readonly<Record<Step, string>>;
  readonly fields: Readonly<Record<CardField, string>>;
  readonly problems: Readonly<Record<CardProblem, string>>;
  readonly problemsTitle: string;
  readonly atOnce: string;
  readonly instalments: (months: number) => string;
  readonly testCards: string;
  readonly testCardsHint: string;
  readonly effects: Readonly<Record<'approve' | 'challenge' | SandboxDecline, string>>;
  /** Of the card whose owner complains afterwards. */
  readonly disputed: string;
  /** Of a card from another country, told by two letters. */
  readonly issuedIn: (country: string) => string;
  readonly fill: string;
  readonly answers: Readonly<Record<Answer, string>>;
  readonly toShop: string;
  readonly closeWindow: string;
  readonly foot: string;
}

type Answer =
  | 'payCard'
  | 'cancel'
  | 'approve'
  | 'refuse'
  | 'payWallet'
  | 'payTransfer'
  | 'insufficientBalance'
  | 'deposit';

const ko: SandboxTexts = {
  titles: {
    card: '카드 정보 입력',
    challenge: '카드 본인 인증',
    kakao: '카카오페이 (모의)',
    naver: '네이버페이 (모의)',
    samsung: '삼성페이 (모의)',
    transfer: '실시간 계좌이체 (모의)',
    bank: '테스트 입금',
    done: '처리가 끝난 결제입니다',
  },
  intros: {
    card: '테스트 카드만 사용할 수 있습니다. 실제 카드 번호를 입력하지 마세요.',
    challenge: '카드사의 본인 인증(3-D Secure) 단계를 대신하는 화면입니다. 결과를 선택하세요.',
    kakao: '카카오페이 앱을 대신하는 화면입니다. 결과를 선택하세요.',
    naver: '네이버페이 앱을 대신하는 화면입니다. 결과를 선택하세요.',
    samsung: '삼성페이 앱을 대신하는 화면입니다. 결과를 선택하세요.',
    transfer: '은행의 계좌이체 화면을 대신합니다. 결과를 선택하세요.',
    bank: '은행 이체를 대신하는 화면입니다. 버튼을 누르면 위 금액이 입금된 것으로 처리됩니다.',
    done: '이 화면에서 더 할 일이 없습니다.',
  },
  fields: { number: '카드 번호', expiry: '유효기간 (MM/YY)', cvc: 'CVC' },
  problems: {
    missing: '입력해 주세요.',
    number_invalid: '카드 번호가 올바르지 않습니다. 숫자를 다시 확인해 주세요.',
    expiry_format: '월/연도 두 자리씩 입력해 주세요. 예: 12/34',
    expiry_past: '유효기간이 지났습니다.',
    cvc_format: '카드 뒷면의 숫자 3자리를 입력해 주세요.',
  },
  problemsTitle: '입력한 내용을 확인해 주세요',
  atOnce: '일시불',
  instalments: (months) => `할부 ${months}개월`,
  testCards: '테스트 카드',
  testCardsHint: '유효기간은 미래의 아무 달, CVC는 아무 숫자 3자리면 됩니다.',
  effects: {
    approve: '승인',
    challenge: '본인 인증 후 결정',
    card_declined: '거절',
    insufficient_funds: '잔액 부족',
    expired_card: '만료된 카드',
    incorrect_cvc: 'CVC 오류',
    processing_error: '처리 오류',
    authentication_failed: '인증 실패',
    insufficient_balance: '잔액 부족',
    test_card_required: '거절',
  },
  disputed: '승인 (분쟁은 아직 열리지 않음)',
  issuedIn: (country) => `해외 발급 (${country})`,
  fill: '입력',
  answers: {
    payCard: '결제하기',
    cancel: '취소하고 돌아가기',
    approve: '인증 완료',
    refuse: '인증 거부',
    payWallet: '결제하기',
    payTransfer: '이체하기',
    insufficientBalance: '잔액 부족으로 실패',
    deposit: '입금하기',
  },
  toShop: '결제 페이지로 돌아가기',
  closeWindow: '이 창을 닫아도 됩니다.',
  foot: '실제 결제대행사가 아닙니다. 연동을 시험하기 위한 화면이며 돈이 오가지 않습니다.',
};

const en: SandboxTexts = {
  titles: {
    card: 'Card details',
    challenge: 'Identity check',
    kakao: 'KakaoPay (simulated)',
    naver: 'NaverPay (simulated)',
    samsung: 'Samsung Pay (simulated)',
    transfer: 'Real-time transfer (simulated)',
    bank: 'Test transfer',
    done: 'This payment is done',
  },
  intros: {
    card: 'Only test cards work here. Do not enter a real card number.',
    challenge: 'This stands for the 3-D Secure step of the card company. Choose the result.',
    kakao: 'This stands for the KakaoPay app. Choose the result.',
    naver: 'This stands for the NaverPay app. Choose the result.',
    samsung: 'This stands for the Samsung Pay app. Choose the result.',
    transfer: 'This stands for the page of your bank. Choose the result.',
    bank: 'This stands for a bank transfer. The button lets the amount above arrive.',
    done: 'There is nothing left to do here.',
  },
  fields: { number: 'Card number', expiry: 'Expiry (MM/YY)', cvc: 'CVC' },
  problems: {
    missing: 'Please fill this in.',
    number_invalid: 'This is not a card number. Please check the digits.',
    expiry_format: 'Two digits each for month and year, for example 12/34.',
    expiry_past: 'This date is in the past.',
    cvc_format: 'Please enter the three digits on the back of the card.',
  },
  problemsTitle: 'Please check what you entered',
  atOnce: 'Paid at once',
  instalments: (months) => `Paid over ${months} months`,
  testCards: 'Test cards',
  testCardsHint: 'Any month in the future and any three digits as CVC will do.',
  effects: {
    approve: 'approved',
    challenge: 'asks for an identity check',
    card_declined: 'declined',
    insufficient_funds: 'insufficient funds',
    expired_card: 'expired card',
    incorrect_cvc: 'wrong CVC',
    processing_error: 'processing error',
    authentication_failed: 'identity check failed',
    insufficient_balance: 'insufficient balance',
    test_card_required: 'declined',
  },
  disputed: 'approved (no dispute is opened yet)',
  issuedIn: (country) => `issued abroad (${country})`,
  fill: 'Fill in',
  answers: {
    payCard: 'Pay',
    cancel: 'Cancel and go back',
    approve: 'Approve',
    refuse: 'Refuse',
    payWallet: 'Pay',
    payTransfer: 'Transfer now',
    insufficientBalance: 'Fail: balance too low',
    deposit: 'Transfer now',
  },
  toShop: 'Back to the payment page',
  closeWindow: 'You can close this window.',
  foot: 'This is no real payment company. It is here to try out an integration; no money moves.',
};

/** What the sandbox's pages say; it plays another company, so it shares no sentence with the checkout. */
export const SANDBOX_TEXTS: Readonly<Record<Language, SandboxTexts>> = { ko, en };
