import { useEffect, useLayoutEffect, useRef } from 'react';
import { DIRECTIONS, type Language } from '../../shared/language.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { languageOf } from '../state/language.ts';

/**
 * The language that the window speaks, put on the document. Texts are read where they are shown, so that whoever uses
 * this draws everything anew when it changes: by a key. The control that had the focus gets it back.
 */
export function useLanguage(): Language {
  const { store } = useAppContext();
  const language = useApp(languageOf);
  const focused = useRef('');
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (languageOf(state) !== languageOf(before)) focused.current = document.activeElement?.id ?? '';
      }),
    [store],
  );
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = DIRECTIONS[language];
    if (focused.current !== '') document.getElementById(focused.current)?.focus();
  }, [language]);
  return language;
}
