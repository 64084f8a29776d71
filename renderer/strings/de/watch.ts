import type { Strings } from '../en.ts';
import { plural } from './formats.ts';

const files = (count: number): string => plural(count, 'Datei', 'Dateien');

/** German for `en/watch.ts`. */
export const watch: Strings['watch'] = {
  folder: 'Überwachter Ordner',
  folderHint: 'Was darin ist und was hinzukommt, wird von selbst hinzugefügt, sobald es eine Weile ruhig war.',
  folderNone: 'keiner',
  choose: 'Ordner wählen …',
  stop: 'Nicht mehr überwachen',
  repository: 'Sein Repository',
  repositoryHint: 'Wohin die Dateien des überwachten Ordners kommen.',
  quiet: 'Ruhezeit',
  quietHint: 'Wie lange sich eine Datei nicht ändern darf, bevor sie hinzugefügt wird.',
  seconds: 's',
  status: 'Zustand des überwachten Ordners',
  state: ({ state, waiting, added }) => {
    switch (state.kind) {
      case 'off':
        return '';
      case 'watching':
        return [
          waiting === 0
            ? 'Wird überwacht'
            : `Wird überwacht, ${files(waiting)} ${waiting === 1 ? 'ändert' : 'ändern'} sich noch`,
          ...(added === 0 ? [] : [`${files(added)} hinzugefügt`]),
        ].join(' · ');
      case 'missing':
        return 'Der Ordner ist nicht da; er wird wieder überwacht, wenn er zurück ist';
      case 'noRepository':
        return `${files(waiting)} ${waiting === 1 ? 'wartet' : 'warten'}: Nennen Sie ein Repository`;
      case 'noStore':
        return `${files(waiting)} ${waiting === 1 ? 'wartet' : 'warten'} auf den Store`;
      case 'trouble':
        return 'Der Ordner kann nicht überwacht werden';
    }
  },
  foot: {
    watching: (name) => `${name} wird überwacht`,
    stuck: (name) => `${name} wird nicht überwacht`,
  },
};
