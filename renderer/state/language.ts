import { type Language, languageFor } from '../../shared/language.ts';
import { speak } from '../strings/en.ts';
import type { AppState } from './appState.ts';
import { settingsOf } from './settings.ts';
import type { AppStore } from './store.ts';

/** The language to speak: the one that is chosen, or the system's. */
export function languageOf(state: AppState): Language {
  return languageFor(settingsOf(state).language, navigator.languages);
}

/** Lets all texts follow the language of `store`. Whoever draws has to subscribe later than this. */
export function followLanguage(store: AppStore): void {
  const follow = (): void => speak(languageOf(store.getState()));
  follow();
  store.subscribe(follow);
}
