import type { ErrorDetails, ErrorInfo } from './errors.ts';
import { type ErrorCatalogue, type ErrorWords, text, withPart } from './errorWords.ts';
import { formatsOf } from './format.ts';

const { formatBytes } = formatsOf('de');

function bytes(details: ErrorDetails, key: string): string {
  const value = details[key];
  return typeof value === 'number' ? formatBytes(value) : '';
}

const DIGEST_REASONS: Readonly<Record<string, ErrorWords>> = {
  form: {
    title: 'Ein Digest beginnt mit seinem Verfahren',
    remedy: 'Schreiben Sie ihn als „sha256:“ und dahinter 64 Zeichen.',
  },
  algorithm: {
    title: 'Dieses Digest-Verfahren kennt Layerlift nicht',
    remedy: 'Verwenden Sie sha256, sha384 oder sha512.',
  },
  case: {
    title: 'Ein Digest hat keine Großbuchstaben',
    remedy: 'Schreiben Sie das Verfahren und alle Buchstaben des Digests klein.',
  },
  length: {
    title: 'Dieser Digest hat nicht die richtige Länge',
    remedy: 'Hinter dem Doppelpunkt hat sha256 64 Zeichen, sha384 hat 96 und sha512 hat 128.',
  },
  characters: {
    title: 'Hinter dem Doppelpunkt hat ein Digest nur 0–9 und a–f',
    remedy: 'Kopieren Sie ihn noch einmal, ohne Leerzeichen und Anführungszeichen.',
  },
};

function repositoryWords(details: ErrorDetails): ErrorWords {
  const component = text(details, 'component');
  switch (text(details, 'reason')) {
    case 'empty':
      return { title: 'Ein Repository-Name wird gebraucht', remedy: 'Zum Beispiel library/ubuntu.' };
    case 'length':
      return { title: 'Dieser Repository-Name ist zu lang', remedy: 'Er darf höchstens 255 Zeichen haben.' };
    case 'case':
      return {
        title: 'Ein Repository-Name hat keine Großbuchstaben',
        remedy: `Schreiben Sie „${component.toLowerCase()}“ statt „${component}“.`,
      };
    default:
      return {
        title:
          component === ''
            ? 'Ein Repository-Name hat keinen leeren Teil'
            : `„${component}“ kann nicht Teil eines Repository-Namens sein`,
        remedy:
          'Verwenden Sie Kleinbuchstaben und Ziffern, mit einzelnen . _ oder - dazwischen und / zwischen den Teilen.',
      };
  }
}

function sourceNotAFile(details: ErrorDetails): ErrorWords {
  const kinds: Readonly<Record<string, string>> = {
    folder: 'Das ist ein Ordner, keine Datei',
    device: 'Das ist ein Gerät, keine Datei',
    socket: 'Das ist ein Socket, keine Datei',
    pipe: 'Das ist eine Pipe, keine Datei',
  };
  return {
    title: kinds[text(details, 'kind')] ?? 'Das ist keine gewöhnliche Datei',
    remedy: 'Wählen Sie eine Datei, etwa .tar, .tar.gz oder .tar.zst eines Layers.',
  };
}

/** German for every error code. */
const GERMAN_ERROR_WORDS: ErrorCatalogue = {
  DIGEST_INVALID: (d) =>
    DIGEST_REASONS[text(d, 'reason')] ?? {
      title: 'Das ist kein Digest',
      remedy: 'Schreiben Sie ihn als „sha256:“ und dahinter 64 Zeichen aus 0–9 und a–f.',
    },
  REPOSITORY_INVALID: repositoryWords,
  UPLOAD_ID_INVALID: () => ({
    title: 'Das ist nicht die Kennung eines Uploads',
    remedy: 'Wählen Sie den Upload in der Liste und versuchen Sie es noch einmal.',
  }),
  STARTED_AT_INVALID: () => ({
    title: 'Die Startzeit dieses Uploads ist beschädigt',
    remedy: 'Seine Daten sind unversehrt. Er kann weitergehen; die Startzeit wird neu geschrieben.',
  }),
  PATH_INVALID: (d) => ({
    title: withPart(
      text(d, 'path'),
      'Der Pfad „',
      '“ ist in einem Store nicht verwendbar',
      'Ein Pfad ist in einem Store nicht verwendbar',
    ),
    remedy: 'Verwenden Sie Namen ohne . und .. als Teile und keine symbolischen Links, die aus dem Store hinausführen.',
  }),
  PATH_NOT_FOUND: (d) => ({
    title: withPart(text(d, 'path'), 'Im Store gibt es „', '“ nicht', 'Eine Datei des Stores fehlt'),
    remedy: 'Vielleicht hat ein anderes Programm sie entfernt. Öffnen Sie den Store erneut, um zu sehen, was da ist.',
  }),
  PATH_NOT_A_FILE: (d) => ({
    title: withPart(
      text(d, 'path'),
      '„',
      '“ im Store ist keine Datei',
      'Wo der Store eine Datei braucht, liegt ein Ordner',
    ),
    remedy: 'Schieben Sie ihn beiseite und versuchen Sie es noch einmal.',
  }),
  OFFSET_INVALID: () => ({
    title: 'Die Daten dieses Uploads sind kürzer, als vermerkt ist',
    remedy: 'Setzen Sie ihn fort: Er beginnt am neuesten Checkpoint, den die Daten noch decken.',
  }),
  WRITER_CLOSED: () => ({
    title: 'Dieser Upload wurde gerade geschlossen',
    remedy: 'Setzen Sie ihn fort, dann geht er ab seinem letzten Checkpoint weiter.',
  }),
  WRITER_LOCKED: () => ({
    title: 'Ein anderes Programm schreibt an diesem Upload',
    remedy: 'Schließen Sie das andere Programm und setzen Sie den Upload dann fort.',
  }),
  DISK_FULL: (d) => ({
    title: 'Die Platte des Stores ist voll',
    remedy: withPart(
      bytes(d, 'needed'),
      'Machen Sie ',
      `${withPart(bytes(d, 'free'), ' frei, zusätzlich zu den freien ', '', ' darauf frei')}. Setzen Sie dann fort. Nichts ist verloren.`,
      'Machen Sie Platz darauf und setzen Sie dann fort. Nichts ist verloren.',
    ),
  }),
  READ_ONLY: () => ({
    title: 'Auf die Platte des Stores kann nicht mehr geschrieben werden',
    remedy: 'Machen Sie sie wieder beschreibbar und setzen Sie dann fort. Nichts ist verloren.',
  }),
  PERMISSION_DENIED: (d) => ({
    title: withPart(text(d, 'path'), 'Keine Rechte für „', '“', 'Der Store erlaubt das nicht'),
    remedy: 'Geben Sie Ihrem Konto Lese- und Schreibrechte für den Ordner des Stores und versuchen Sie es noch einmal.',
  }),
  STORAGE_IO: () => ({
    title: 'Die Platte des Stores antwortet nicht, wie sie sollte',
    remedy:
      'Prüfen Sie, ob sie verbunden und gesund ist, und setzen Sie dann fort. Was durch einen Checkpoint gesichert ist, bleibt.',
  }),
  HASH_STATE_INVALID: () => ({
    title: 'Ein gesicherter Hash-Zustand war nicht brauchbar',
    remedy: 'Er wird beiseitegelassen, die Bytes werden neu gehasht. Nichts ist verloren.',
  }),
  DIGEST_MISMATCH: () => ({
    title: 'Der Digest stimmt nicht',
    remedy:
      'Die Daten bleiben. Berichtigen Sie den erwarteten Digest, prüfen Sie vollständig neu, oder brechen Sie den Upload ab.',
  }),
  UPLOAD_UNKNOWN: () => ({
    title: 'Diesen Upload gibt es im Store nicht mehr',
    remedy:
      'Er wurde abgeschlossen, abgebrochen oder von einem anderen Programm entfernt. Fügen Sie den Layer neu hinzu, wenn Sie ihn brauchen.',
  }),
  UPLOAD_EXISTS: () => ({
    title: 'Diese Datei wird schon hochgeladen',
    remedy: 'Machen Sie mit dem Upload weiter, der in der Liste steht.',
  }),
  UPLOAD_INCOMPLETE: (d) =>
    text(d, 'reason') === 'digest-needed'
      ? {
          title: 'Niemand weiß, ob alle Bytes dieses Uploads da sind',
          remedy:
            'Ein anderes Programm hat ihn begonnen. Sagen Sie, welchen Digest er haben soll, und schließen Sie ihn ab.',
        }
      : {
          title: 'Einige Bytes fehlen noch',
          remedy: 'Setzen Sie den Upload fort und schließen Sie ihn ab, wenn alles da ist.',
        },
  UPLOAD_DAMAGED: () => ({
    title: 'Der Ordner dieses Uploads ist beschädigt',
    remedy: 'Brechen Sie ihn ab und fügen Sie den Layer neu hinzu. Andere Uploads bleiben unberührt.',
  }),
  UPLOAD_STATE: () => ({
    title: 'In diesem Zustand geht das nicht',
    remedy: 'Der Upload ist inzwischen weiter. Sehen Sie nach seinem Zustand und versuchen Sie es noch einmal.',
  }),
  STORY_DAMAGED: () => ({
    title: 'Die Geschichte dieses Uploads lässt sich nicht lesen',
    remedy: 'Ihre Datei bleibt, wie sie ist. Der Upload selbst hängt nicht von ihr ab.',
  }),
  SOURCE_NOT_FOUND: (d) => ({
    title: 'Die Quelle ist nicht mehr da',
    remedy: `Legen Sie sie zurück und setzen Sie fort, oder wählen Sie, wo sie jetzt ist.${withPart(text(d, 'path'), ' Sie war hier: ', '.', '')}`,
  }),
  SOURCE_NOT_A_FILE: sourceNotAFile,
  SOURCE_UNREADABLE: (d) =>
    text(d, 'kind') === 'folder'
      ? {
          title: 'Dieser Ordner ist nicht lesbar',
          remedy: 'Geben Sie Ihrem Konto Leserechte für den Ordner und fügen Sie ihn noch einmal hinzu.',
        }
      : {
          title: 'Die Quelle ist nicht lesbar',
          remedy: 'Geben Sie Ihrem Konto Leserechte für die Datei und versuchen Sie es noch einmal.',
        },
  SOURCE_CHANGED: () => ({
    title: 'Die Quelle hat sich geändert',
    remedy: 'Die Datei wurde nach dem Beginn des Uploads bearbeitet. Wählen Sie das Original, oder brechen Sie ab.',
  }),
  SOURCE_DIFFERS: () => ({
    title: 'Das ist nicht dieselbe Datei',
    remedy: 'Ihr Inhalt weicht von dem ab, was schon hochgeladen ist. Wählen Sie die Datei, mit der der Upload begann.',
  }),
  SOURCE_IO: () => ({
    title: 'Die Quelle konnte nicht gelesen werden',
    remedy: 'Prüfen Sie die Platte, auf der sie liegt, und setzen Sie dann fort. Was hochgeladen ist, ist sicher.',
  }),
  SOURCE_NAME_INVALID: () => ({
    title: 'Der Name dieser Datei ist kein Text',
    remedy: 'Seine Bytes sind kein UTF-8. Benennen Sie sie um und fügen Sie sie noch einmal hinzu.',
  }),
  SOURCES_TOO_MANY: (d) => ({
    title: 'Das sind zu viele Dateien auf einmal',
    remedy: withPart(
      typeof d['most'] === 'number' ? String(d['most']) : '',
      'Fügen Sie höchstens ',
      ' Dateien auf einmal hinzu, zum Beispiel Ordner für Ordner.',
      'Fügen Sie weniger auf einmal hinzu, zum Beispiel Ordner für Ordner.',
    ),
  }),
  CLIPBOARD_NO_FILES: () => ({
    title: 'In der Zwischenablage sind keine Dateien',
    remedy: 'Kopieren Sie Dateien in einem Dateimanager, oder ihre absoluten Pfade als Text, einen je Zeile.',
  }),
  STORE_MISSING: (d) => ({
    title: 'Der Ordner des Stores ist nicht da',
    remedy: withPart(
      text(d, 'root'),
      'Gesucht wurde ',
      '. Schließen Sie seine Platte an und versuchen Sie es noch einmal, oder wählen Sie einen anderen Ordner.',
      'Schließen Sie seine Platte an und versuchen Sie es noch einmal, oder wählen Sie einen anderen Ordner.',
    ),
  }),
  STORE_NOT_A_FOLDER: () => ({
    title: 'Wo der Store sein sollte, liegt eine Datei',
    remedy: 'Wählen Sie stattdessen einen Ordner.',
  }),
  STORE_NOT_A_STORE: () => ({
    title: 'Dieser Ordner ist kein Store',
    remedy:
      'Er enthält andere Dinge. Wählen Sie einen anderen Ordner, oder legen Sie hier einen Store an; was darin ist, bleibt, wie es ist.',
  }),
  STORE_READ_ONLY: () => ({
    title: 'In den Store kann nicht geschrieben werden',
    remedy:
      'Geben Sie Ihrem Konto Schreibrechte für seinen Ordner und versuchen Sie es noch einmal, oder wählen Sie einen anderen Ordner.',
  }),
  STORE_SPLIT: () => ({
    title: 'Der Store liegt auf mehr als einer Platte',
    remedy:
      'Seine Ordner docker und layerlift müssen mit allem darin auf einem Dateisystem liegen. Legen Sie sie dorthin und setzen Sie dann fort.',
  }),
  STORE_LOCKED: (d) => ({
    title: 'Ein anderes Layerlift verwendet diesen Store',
    remedy: withPart(
      typeof d['pid'] === 'number' ? String(d['pid']) : '',
      'Schließen Sie es zuerst (seine Prozessnummer ist ',
      '), oder wählen Sie einen anderen Ordner.',
      'Schließen Sie es zuerst, oder wählen Sie einen anderen Ordner.',
    ),
  }),
  STORE_CLOSED: () => ({
    title: 'Kein Store ist geöffnet',
    remedy: 'Öffnen Sie zuerst einen Store und versuchen Sie es dann noch einmal.',
  }),
  SETTINGS_DAMAGED: () => ({
    title: 'Die Einstellungen waren nicht lesbar',
    remedy:
      'Layerlift beginnt mit den letzten guten oder mit den Vorgaben. Die beschädigte Datei ist als Kopie aufbewahrt.',
  }),
  WORKER_DIED: () => ({
    title: 'Der Upload hat unerwartet aufgehört',
    remedy: 'Setzen Sie ihn fort: Er geht ab seinem letzten Checkpoint weiter.',
  }),
  UPDATE_UNAVAILABLE: () => ({
    title: 'Es gibt kein Update zu installieren',
    remedy:
      'Suchen Sie zuerst unter „Über Layerlift“ nach Updates. Eine Ausgabe ohne Quelle wird so aktualisiert, wie sie installiert wurde.',
  }),
  CANCELLED: () => ({
    title: 'Das wurde abgebrochen',
    remedy: 'Beginnen Sie noch einmal, wenn Sie es weiterhin wollen.',
  }),
  IPC_FORBIDDEN: () => ({
    title: 'Layerlift hat eine Anfrage abgelehnt, die nicht aus seinem Fenster kam',
    remedy: 'Starten Sie Layerlift neu. Geschieht es wieder, melden Sie es bitte.',
  }),
  IPC_ARGUMENT: () => ({
    title: 'Das Fenster hat etwas gesendet, das Layerlift nicht versteht',
    remedy: 'Versuchen Sie es noch einmal. Geschieht es wieder, melden Sie es bitte.',
  }),
  INTERNAL: () => ({
    title: 'In Layerlift ist etwas schiefgegangen',
    remedy:
      'Was durch einen Checkpoint gesichert ist, bleibt. Versuchen Sie es noch einmal; geschieht es wieder, melden Sie es bitte.',
  }),
};

/** What to tell a person about a failure, in German; as total as `explain`. */
export function explainInGerman(error: Pick<ErrorInfo, 'code' | 'details'>): ErrorWords {
  return GERMAN_ERROR_WORDS[error.code](error.details);
}
