/** The languages in which we speak to people. */
export type Language = 'ko' | 'en';

/** Korean, unless `Accept-Language` likes English better; `otherwise` when it names neither. */
export function languageOf(header: string | undefined, otherwise: Language = 'ko'): Language {
  if (!header) return otherwise;
  const weight = (language: Language): number =>
    Math.max(0, ...header.split(',').map((part) => weightIn(part.trim().toLowerCase(), language)));
  const [ko, en] = [weight('ko'), weight('en')];
  if (ko === 0 && en === 0) return otherwise;
  return en > ko ? 'en' : 'ko';
}

function weightIn(part: string, language: Language): number {
  const [tag = '', ...params] = part.split(';');
  if (tag !== language && !tag.startsWith(`${language}-`)) return 0;
  const quality = params.map((param) => /^\s*q=([\d.]+)$/.exec(param)?.[1]).find(Boolean);
  return quality === undefined ? 1 : Number(quality) || 0;
}
