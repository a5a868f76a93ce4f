import type { Language } from '../language.ts';
import { OUTCOME_TEXTS, type OutcomeTexts } from './outcome-texts.ts';
import { en } from './texts.en.ts';
import { ko } from './texts.ko.ts';

/** What the pages say of themselves; Korean decides what there is to say. */
export type PageTexts = typeof ko;

/** Everything that the deposits page says. */
export type Texts = PageTexts & OutcomeTexts;

/** Korean first. */
export const TEXTS: Readonly<Record<Language, Texts>> = {
  ko: { ...ko, ...OUTCOME_TEXTS.ko },
  en: { ...en, ...OUTCOME_TEXTS.en },
};
