import { explainInGerman } from '../../shared/errorWords.de.ts';
import { add } from './de/add.ts';
import { plural } from './de/formats.ts';
import { inspector } from './de/inspector.ts';
import { intake } from './de/intake.ts';
import { shell } from './de/shell.ts';
import { uploads } from './de/uploads.ts';
import { watch } from './de/watch.ts';
import type { Strings } from './en.ts';

/** Every text of the window in German. */
export const german: Strings = {
  uploads,
  add,
  shell,
  inspector,
  intake,
  watch,
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
    digestCopied: { title: 'Digest kopiert', text: '' },
    logExported: { title: 'Protokoll gesichert', text: 'Es nennt Dateien und Ordner dieses Computers.' },
    pathCopied: { title: 'Pfad kopiert', text: '' },
  },
};
