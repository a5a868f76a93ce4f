import { createHash } from 'node:crypto';
import type { Instrument } from '../../core/index.ts';
import { cardBrand } from './card-number.ts';

/** What a test card does. */
export type TestCardEffect = 'approve' | 'challenge' | { readonly decline: SandboxDecline };

/** The sandbox's decline codes and what it says of them; the pages have words of their own for each. */
export const SANDBOX_DECLINES = {
  card_declined: '카드사에서 승인을 거절했습니다.',
  insufficient_funds: '한도 또는 잔액이 부족합니다.',
  expired_card: '유효기간이 지난 카드입니다.',
  incorrect_cvc: 'CVC 번호가 일치하지 않습니다.',
  processing_error: '카드사 처리 중 오류가 발생했습니다.',
  authentication_failed: '본인 인증이 완료되지 않았습니다.',
  insufficient_balance: '한도 또는 잔액이 부족합니다.',
  test_card_required: '테스트 결제에서는 테스트 카드만 사용할 수 있습니다.',
} as const;

export type SandboxDecline = keyof typeof SANDBOX_DECLINES;

export interface TestCard {
  readonly number: string;
  readonly effect: TestCardEffect;
  /** Where it says that it was issued: ISO 3166, two letters; in Korea when left out. */
  readonly country?: string;
}

/** Every number that the sandbox knows. Any other one is declined, so that nobody pays with a real card by mistake. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', effect: 'approve' },
  { number: '4000000000000259', effect: 'approve' },
  { number: '4000008400000001', effect: 'approve', country: 'US' },
  { number: '4000002500003155', effect: 'challenge' },
  { number: '4000000000003220', effect: 'challenge' },
  { number: '4000000000000002', effect: { decline: 'card_declined' } },
  { number: '4000000000009995', effect: { decline: 'insufficient_funds' } },
  { number: '4000000000000069', effect: { decline: 'expired_card' } },
  { number: '4000000000000127', effect: { decline: 'incorrect_cvc' } },
  { number: '4000000000000119', effect: { decline: 'processing_error' } },
];

/** What happens when this card is used: for unknown numbers the decline `test_card_required`. */
export function cardEffect(digits: string): TestCardEffect {
  return TEST_CARDS.find(({ number }) => number === digits)?.effect ?? { decline: 'test_card_required' };
}

/** All that is kept of a card: nothing of one that is no test card. */
export function cardInstrument(digits: string): Instrument | null {
  const card = TEST_CARDS.find(({ number }) => number === digits);
  if (!card) return null;
  return {
    type: 'card',
    brand: cardBrand(digits),
    last4: digits.slice(-4),
    fingerprint: fingerprintOf(digits),
    country: card.country ?? 'KR',
  };
}

/**
 * A stand-in for what real gateways give: a value that is the same for the same card, made with a secret of theirs. This
 * one has no secret, and whoever hashes all card numbers would find each in it; it gives none away because it is
 * made of test cards alone, whose numbers stand above.
 */
function fingerprintOf(testCard: string): string {
  return createHash('sha256').update(`korea-checkout sandbox card ${testCard}`).digest('hex').slice(0, 32);
}
