import { explainInGerman } from '../../shared/errorWords.de.ts';
import { about } from './de/about.ts';
import { add } from './de/add.ts';
import { contents } from './de/contents.ts';
import { plural } from './de/formats.ts';
import { inspector } from './de/inspector.ts';
import { intake } from './de/intake.ts';
import { limits } from './de/limits.ts';
import { queue } from './de/queue.ts';
import { repositories } from './de/repositories.ts';
import { shell } from './de/shell.ts';
import { stores } from './de/stores.ts';
import { story } from './de/story.ts';
import { uploads } from './de/uploads.ts';
import { watch } from './de/watch.ts';
import type { Strings } from './en.ts';

/** Every text of the window in German. */
export const german: Strings = {
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
  explain: explainInGerman,
  errorLine: (error) => {
    const { title, remedy } = explainInGerman(error);
    return `${title}. ${remedy}`;
  },
  notices: {
    several: (count, error) => {
      const { title, remedy } = explainInGerman(error);
      return { title: `${plural(count, 'Upload', 'Uploads')}: ${title}`, text: remedy };
    },
    duplicate: (name) => ({ title: `${name} ist schon in der Liste`, text: 'Der Upload ist unten ausgewählt.' }),
    renewed: (name) => ({
      title: `${name} bleibt eine weitere Woche erhalten`,
      text: 'Eine Registry, die diesen Store bedient, rührt ihn in den nächsten 168 Stunden nicht an.',
    }),
    renewedAll: (count) => ({
      title: `${plural(count, 'Upload bleibt', 'Uploads bleiben')} eine weitere Woche erhalten`,
      text: 'Eine Registry, die diesen Store bedient, rührt sie in den nächsten 168 Stunden nicht an.',
    }),
    digestCopied: { title: 'Digest kopiert', text: '' },
    logExported: { title: 'Protokoll gesichert', text: 'Es nennt Dateien und Ordner dieses Computers.' },
    pathCopied: { title: 'Pfad kopiert', text: '' },
  },
};
