import type { LeftOutKind } from '../../../shared/intake.ts';
import type { Strings } from '../en.ts';
import { formatCount, plural } from './formats.ts';

const LEFT_OUT: { readonly [kind in LeftOutKind]: readonly [one: string, many: string] } = {
  links: ['symbolischer Link', 'symbolische Links'],
  special: ['Pipe, Socket oder Gerät', 'Pipes, Sockets und Geräte'],
  hidden: ['verborgene Datei oder Ordner', 'verborgene Dateien und Ordner'],
  partial: ['unvollständiger Download', 'unvollständige Downloads'],
  checksums: ['Prüfsummen- oder Signaturdatei', 'Prüfsummen- und Signaturdateien'],
};

/** German for `en/intake.ts`. */
export const intake: Strings['intake'] = {
  menu: 'Weitere Wege zum Hinzufügen',
  files: 'Dateien wählen …',
  folders: 'Ordner wählen …',
  paste: 'Dateien oder Pfade einfügen',
  status: 'Dateien auf dem Weg',
  progress: ({ phase, found, looked }) =>
    phase === 'walking'
      ? `Ordner werden durchsucht: bisher ${plural(found, 'Datei', 'Dateien')}`
      : `Dateien werden angesehen: ${formatCount(looked)} von ${formatCount(found)}`,
  stop: 'Anhalten',
  question: {
    title: (found) => `${plural(found, 'Datei', 'Dateien')} ansehen?`,
    text: 'So viele wurden darin gefunden. Sie sehen sie alle, bevor etwas hinzugefügt wird.',
    proceed: (found) => `${plural(found, 'Datei', 'Dateien')} ansehen`,
    cancel: 'Abbrechen',
  },
  leftOut: (leftOut) => {
    const kinds = Object.entries(LEFT_OUT) as readonly [LeftOutKind, readonly [string, string]][];
    const parts = kinds.flatMap(([kind, [one, many]]) => (leftOut[kind] === 0 ? [] : plural(leftOut[kind], one, many)));
    return parts.length === 0 ? '' : `In Ordnern übergangen: ${parts.join(', ')}.`;
  },
  nothing: { title: 'In diesen Ordnern ist nichts zum Hinzufügen', empty: 'Sie enthalten keine Dateien.' },
};
