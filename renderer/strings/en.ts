import type { ErrorInfo } from '../../shared/errors.ts';
import { explain } from '../../shared/errorWords.ts';
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
import { plural } from './plural.ts';

/** Every text of the window. Another language is another object of type `Strings`. */
export const en = {
  uploads,
  add,
  shell,
  inspector,
  repositories,
  stores,
  queue,
  limits,
  about,
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
    pathCopied: { title: 'Path copied', text: '' },
  },
} as const;

/** @public What another language has to say. */
export type Strings = typeof en;
