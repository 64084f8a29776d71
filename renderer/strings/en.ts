import type { ErrorInfo } from '../../shared/errors.ts';
import { explain } from '../../shared/errorWords.ts';
import type { Language, Translated } from '../../shared/language.ts';
import { german } from './de.ts';
import { about } from './en/about.ts';
import { add } from './en/add.ts';
import { contents } from './en/contents.ts';
import { inspector } from './en/inspector.ts';
import { intake } from './en/intake.ts';
import { limits } from './en/limits.ts';
import { queue } from './en/queue.ts';
import { repositories } from './en/repositories.ts';
import { shell } from './en/shell.ts';
import { stores } from './en/stores.ts';
import { story } from './en/story.ts';
import { uploads } from './en/uploads.ts';
import { watch } from './en/watch.ts';
import { live } from './live.ts';
import { plural } from './plural.ts';

/** Every text of the window in English, which says what every other language has to have. */
export const english = {
  uploads,
  add,
  shell,
  inspector,
  repositories,
  stores,
  queue,
  limits,
  about,
  /** A failure in words. */
  explain,
  intake,
  watch,
  story,
  contents,
  /** `Title. Remedy.`: a failure where only one line is left. */
  errorLine: (error: Pick<ErrorInfo, 'code' | 'details'>) => {
    const { title, remedy } = explain(error);
    return `${title}. ${remedy}`;
  },
  notices: {
    several: (count: number, error: ErrorInfo) => {
      const { title, remedy } = explain(error);
      return { title: `${plural(count, 'upload', 'uploads')}: ${title}`, text: remedy };
    },
    duplicate: (name: string) => ({ title: `${name} is already in the list`, text: 'Its upload is selected below.' }),
    renewed: (name: string) => ({
      title: `${name} is kept for another week`,
      text: 'A registry that serves this store leaves it alone for the next 168 hours.',
    }),
    renewedAll: (count: number) => ({
      title: `${plural(count, 'upload is', 'uploads are')} kept for another week`,
      text: 'A registry that serves this store leaves them alone for the next 168 hours.',
    }),
    digestCopied: { title: 'Digest copied', text: '' },
    logExported: { title: 'Log saved', text: 'It names files and folders of this computer.' },
    pathCopied: { title: 'Path copied', text: '' },
  },
} as const;

export type Strings = Translated<typeof english>;

const CATALOGUES: { readonly [language in Language]: Strings } = { en: english, de: german };

let spoken: Strings = english;

/** Lets `en` speak another language from now on. What is on screen has to be drawn again. */
export function speak(language: Language): void {
  spoken = CATALOGUES[language];
}

/** Every text of the window, in the language that is spoken. Read texts where they are shown: a copy does not follow. */
export const en: Strings = live<Strings>(english, () => spoken);
