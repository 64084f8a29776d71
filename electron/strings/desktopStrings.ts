import type { Language } from '../../shared/language.ts';
import { german } from './de.ts';
import { type DesktopStrings, english } from './en.ts';

const CATALOGUES: { readonly [language in Language]: DesktopStrings } = { en: english, de: german };

/** The main process's words in a language. */
export function desktopStrings(language: Language): DesktopStrings {
  return CATALOGUES[language];
}
