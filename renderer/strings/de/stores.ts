import type { Strings } from '../en.ts';
import { formatBytes, plural } from './formats.ts';

/** German for `en/stores.ts`. */
export const stores: Strings['stores'] = {
  title: 'Stores',
  manage: 'Stores verwalten …',
  free: (bytes) => `${formatBytes(bytes)} frei`,
  states: {
    STORE_MISSING: 'Platte fehlt',
    STORE_NOT_A_FOLDER: 'Eine Datei, kein Ordner',
    STORE_NOT_A_STORE: 'Kein Store',
    STORE_READ_ONLY: 'Schreibgeschützt',
    STORE_LOCKED: 'Von einem anderen Layerlift verwendet',
    STORE_SPLIT: 'Auf mehreren Platten',
    STORAGE_IO: 'Platte antwortet nicht',
  },
  current: 'geöffnet',
  away: 'Platte fehlt',
  looking: 'Es wird nachgesehen …',
  ready: 'Bereit',
  isOpen: 'Geöffnet',
  notKept: 'wird nicht behalten: auf der Kommandozeile genannt',
  add: 'Ordner hinzufügen …',
  open: 'Öffnen',
  edit: 'Bearbeiten',
  forget: 'Aus der Liste nehmen; der Ordner bleibt',
  close: 'Fertig',
  none: 'Noch kein Store.',
  form: {
    name: 'Name',
    nameHint: 'Leer heißt: der Name des Ordners.',
    repository: 'Repository',
    repositoryHint: 'Wird für neue Layer vorgeschlagen. Leer heißt: das zuletzt verwendete.',
    host: 'Registry',
    hostHint: 'Wo eine Registry ihn bedient, z. B. registry.example.com:5000. Steht vor kopierten Referenzen.',
    hostProblem: 'Nicht die Adresse einer Registry: ein Name, ein Port, falls sie einen hat, sonst nichts.',
    save: 'Sichern',
    cancel: 'Abbrechen',
  },
  ask: {
    title: (count) => `${plural(count, 'Upload ist', 'Uploads sind')} in Übertragung`,
    text: 'Wenn Sie einen anderen Store öffnen, wird pausiert, was läuft, mit einem Checkpoint, und was wartet. Nichts ist verloren: Setzen Sie es fort, wenn dieser Store wieder geöffnet ist.',
    stay: 'Hier bleiben',
    leave: 'Pausieren und wechseln',
  },
  gone: {
    title: 'Die Platte dieses Stores fehlt',
    text: 'Schließen Sie sie wieder an: Der Store kommt von selbst zurück, und seine Uploads auch.',
  },
  waits: 'Er öffnet sich von selbst, sobald seine Platte wieder da ist.',
  firstSuggested: '„Layerlift“ in meinem Benutzerordner verwenden',
};
