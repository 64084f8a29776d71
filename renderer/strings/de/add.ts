import type { Strings } from '../en.ts';
import { formatBytes, formatCount, plural } from './formats.ts';

/** German for `en/add.ts`. */
export const add: Strings['add'] = {
  title: (count, bytes) =>
    count === 0 ? 'Kein Layer zum Hinzufügen' : `${plural(count, 'Layer', 'Layer')} hinzufügen, ${formatBytes(bytes)}`,
  leftOut: (count) => `${plural(count, 'Datei wird', 'Dateien werden')} ausgelassen: Die Liste sagt, warum.`,
  files: 'Dateien zum Hinzufügen',
  takeOff: 'Aus dieser Liste nehmen',
  takeOffLeftOut: 'Aus der Liste nehmen',
  selected: 'Ausgewählte Datei',
  ownRepository: 'Ihr Repository',
  ownRepositoryHint: 'Nur, wo es von dem der anderen abweicht.',
  inRepository: (name) => `nach ${name}`,
  adding: (done, total) => `${formatCount(done)} von ${formatCount(total)} hinzugefügt …`,
  stop: 'Nicht weiter hinzufügen',
  takeOffKey: 'Entf',
  size: formatBytes,
  digestFrom: (file) => `Digest aus ${file}`,
  digestGiven: 'Digest angegeben',
  digestBad: 'Digest muss berichtigt werden',
  noDigest: 'kein Digest angegeben',
  duplicate: 'schon in der Liste',
  repository: 'Repository',
  repositoryPlaceholder: 'library/ubuntu',
  repositoryHint: 'Die Sammlung im Store, zu der die Layer gehören.',
  digest: 'Erwarteter Digest',
  digestHint: 'Falls Sie einen haben: Der Abschluss beweist dann, dass die Bytes stimmen.',
  digestPlaceholder: 'sha256:…',
  finishBySelf: () => 'Selbsttätig abschließen',
  cancel: 'Abbrechen',
  submit: (count) => `${plural(count, 'Layer', 'Layer')} hinzufügen`,
  failed: (count) =>
    `${plural(count, 'Datei wurde', 'Dateien wurden')} nicht hinzugefügt. Alle übrigen sind in der Liste.`,
  drop: {
    title: (count) =>
      count === 0
        ? 'Loslassen, um Layer hinzuzufügen'
        : `Loslassen, um ${plural(count, 'Objekt', 'Objekte')} hinzuzufügen`,
    to: (repository) => `nach ${repository}`,
    text: 'Dateien, oder Ordner mit Layern darin. Sie sehen die Liste, bevor etwas kopiert wird.',
  },
};
