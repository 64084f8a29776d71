/** The languages that the app speaks, by their ISO 639 codes. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What a person can choose: a language, or whatever the system speaks. */
export type LanguageChoice = 'system' | Language;

/** How each language calls itself: whoever cannot read the present one finds the way back. */
export const LANGUAGE_NAMES: { readonly [language in Language]: string } = { en: 'English', de: 'Deutsch' };

/** The direction in which each language is written; the layout follows it. */
export const DIRECTIONS: { readonly [language in Language]: 'ltr' | 'rtl' } = { en: 'ltr', de: 'ltr' };

/** The locale by whose habits each language writes numbers and dates (BCP 47). */
export const LOCALES: { readonly [language in Language]: string } = { en: 'en-GB', de: 'de-DE' };

/**
 * The language to speak. `preferred` are the system's languages (BCP 47), best first; the first that the app knows is
 * taken, and English when it knows none.
 */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split(/[-_]/)[0];
    const known = LANGUAGES.find((language) => language === primary);
    if (known !== undefined) return known;
  }
  return 'en';
}

/** The shape of a catalogue in any language: the same keys and arguments, other texts. A missing text is a type error. */
export type Translated<T> = T extends string
  ? string
  : T extends (...args: infer Args) => infer Result
    ? (...args: Args) => Translated<Result>
    : { readonly [Key in keyof T]: Translated<T[Key]> };
