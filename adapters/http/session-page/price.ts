import { decimalText, moneyText } from '../checkout-page/display.ts';
import type { Language } from '../language.ts';

const WHOLE = new Intl.NumberFormat('ko-KR');

/** `29,000원` as shops in Korea write it; other currencies and English as everywhere: `₩29,000`, `$29.99`. */
export function priceText(amount: number, currency: string, language: Language): string {
  if (language !== 'ko' || currency !== 'KRW') return moneyText(amount, currency, language);
  return `${WHOLE.format(decimalText(amount, currency))}원`;
}
