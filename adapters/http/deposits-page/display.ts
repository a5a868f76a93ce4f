import { seoulDay } from '../../../core/index.ts';
import { type Html, html } from '../checkout-page/html.ts';
import type { Language } from '../language.ts';
import { isoSeoul } from '../times.ts';

const ZONE = { timeZone: 'Asia/Seoul' } as const;
const LOCALES: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-US' };

/** `14,510원`, `₩14,510`. */
export function won(amount: number, lang: Language): string {
  const digits = Math.abs(amount).toLocaleString('en-US');
  const sign = amount < 0 ? '-' : '';
  return lang === 'ko' ? `${sign}${digits}원` : `${sign}₩${digits}`;
}

/** A moment in Korean time: `오늘 14:05`, `3월 2일 14:05`, and with its year when that is another one. */
export function clockTime(ms: number, now: number, lang: Language): Html {
  const time = format(ms, lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const days = seoulDay(now) - seoulDay(ms);
  const near = days === 0 || days === 1 ? capital(relative(lang).format(-days, 'day')) : null;
  const withYear = yearOf(ms) === yearOf(now) ? {} : ({ year: 'numeric' } as const);
  const date =
    near ?? format(ms, lang, { ...withYear, month: lang === 'ko' ? 'long' : 'short', day: 'numeric' });
  return html`<time datetime="${isoSeoul(ms)}" title="${absolute(ms, lang)}">${date} ${time}</time>`;
}

/** How long ago: `3분 전`; the moment itself stands in the title. The page's script keeps it true. */
export function ago(ms: number, now: number, lang: Language): Html {
  return html`<time datetime="${isoSeoul(ms)}" title="${absolute(ms, lang)}" data-ago="${ms}"
    >${agoText(ms, now, lang)}</time
  >`;
}

const STEPS = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [Infinity, 'day'],
] as const;

/** `방금 전`, `3분 전`, `어제`: the largest unit that fits. The same rule is in `assets/deposits.js`. */
export function agoText(ms: number, now: number, lang: Language): string {
  let left = Math.max(0, Math.floor((now - ms) / 1000));
  if (left < 10) return lang === 'ko' ? '방금 전' : 'just now';
  for (const [size, unit] of STEPS) {
    if (left < size) return relative(lang).format(-left, unit);
    left = Math.floor(left / size);
  }
  return '';
}

/** The last digits of an account number, by which people tell their accounts apart: `…9012`. */
export function tail(accountNumber: string): string {
  return `…${accountNumber.replace(/\D/g, '').slice(-4)}`;
}

function relative(lang: Language): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(LOCALES[lang], { numeric: 'auto' });
}

function absolute(ms: number, lang: Language): string {
  return `${format(ms, lang, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })} KST`;
}

function format(ms: number, lang: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALES[lang], { ...ZONE, ...options }).format(ms);
}

function yearOf(ms: number): string {
  return isoSeoul(ms).slice(0, 4);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
