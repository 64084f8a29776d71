import type { Strings } from '../en.ts';
import { formatBytes, plural } from './formats.ts';

/** Worte für das Hinzufügen von Layern. */
export const add: Strings['add'] = {
  title: (count, bytes) =>
    count === 0 ? 'Kein Layer zum Hinzufügen' : `${plural(count, 'Layer', 'Layer')} hinzufügen, ${formatBytes(bytes)}`,
  leftOut: (count) => `${plural(count, 'Datei wird', 'Dateien werden')} ausgelassen: Die Liste sagt, warum.`,
  files: 'Dateien zum Hinzufügen',
  takeOff: 'Aus dieser Liste nehmen',
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
  digestHintFor: (name) => `Für ${name}, falls Sie einen haben.`,
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
        : `Loslassen, um ${plural(count, 'Datei', 'Dateien')} hinzuzufügen`,
    text: 'Als Nächstes wählen Sie das Repository. Vorher wird nichts kopiert.',
  },
};
