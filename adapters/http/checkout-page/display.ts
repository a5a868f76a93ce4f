import { currencyExponent } from '../../../core/index.ts';
import type { Language } from '../language.ts';

const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US' };

/** `₩29,900`, `$29.99`: smallest units in, exact for every safe integer. */
export function moneyText(amount: number, currency: string, language: Language): string {
  const digits = currencyExponent(currency) ?? 0;
  const format = new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency,
    // In Korean the dollar would be `US$`; other dollars keep their country, so none is mistaken for it.
    currencyDisplay: currency === 'USD' ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimalText(amount, currency));
}

/** `29900`, `29.99`: what people type into a bank's form. No division, which would lose digits of large amounts. */
export function decimalText(amount: number, currency: string): `${number}` {
  const digits = currencyExponent(currency) ?? 0;
  const text = String(amount).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return (digits === 0 ? whole : `${whole}.${text.slice(-digits)}`) as `${number}`;
}

const MOMENTS: Readonly<Record<Language, Intl.DateTimeFormatOptions>> = {
  ko: { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' },
  en: { dateStyle: 'medium', timeStyle: 'short' },
};

/** A moment as people in Korea read it: `2026년 3월 2일 14:05`. */
export function momentText(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'Asia/Seoul', ...MOMENTS[language] }).format(
    ms,
  );
}
