import type { Language } from '../language.ts';

/** What to tell a buyer about a decline, by the gateways' usual codes: what happened, then what helps. */
const DECLINES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  card_declined: {
    ko: '카드사에서 승인을 거절했습니다. 카드사에 문의하시거나 다른 카드를 사용해 주세요.',
    en: 'Your card was declined. Please ask your card company or use another card.',
  },
  insufficient_funds: {
    ko: '한도 또는 잔액이 부족합니다. 다른 카드를 사용해 주세요.',
    en: 'There is not enough money or credit on this card. Please use another one.',
  },
  insufficient_balance: {
    ko: '한도 또는 잔액이 부족합니다. 충전하거나 다른 방법으로 다시 시도해 주세요.',
    en: 'Your balance or limit is too low. Please top it up or try another way.',
  },
  expired_card: {
    ko: '유효기간이 지난 카드입니다. 다른 카드를 사용해 주세요.',
    en: 'This card has expired. Please use another one.',
  },
  incorrect_cvc: {
    ko: '카드의 CVC 번호가 일치하지 않습니다. 번호를 확인해 주세요.',
    en: 'The security code of the card is wrong. Please check it.',
  },
  processing_error: {
    ko: '카드사 처리 중 오류가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    en: 'The card company had a problem. Please try again in a moment.',
  },
  authentication_failed: {
    ko: '본인 인증이 완료되지 않았습니다. 다시 인증해 주세요.',
    en: 'The identity check was not completed. Please try again.',
  },
  test_card_required: {
    ko: '테스트 결제에서는 테스트 카드만 사용할 수 있습니다. 실제 카드 번호를 입력하지 마세요.',
    en: 'Test payments take test cards only. Please do not enter a real card.',
  },
};

const OTHER: Readonly<Record<Language, string>> = {
  ko: '결제사에서 승인하지 않았습니다. 다른 방법으로 다시 시도해 주세요.',
  en: 'The payment company did not approve it. Please try another way.',
};

/** The reason of a decline for its buyer; a general sentence for codes that are not in the table. */
export function declineText(code: string | null, language: Language): string {
  return (
    (Object.hasOwn(DECLINES, code ?? '') ? DECLINES[code ?? ''] : undefined)?.[language] ?? OTHER[language]
  );
}
