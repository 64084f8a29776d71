import { shortDigest } from '../../../shared/format.ts';
import type { Strings } from '../en.ts';
import {
  formatBytes,
  formatDay,
  formatDuration,
  formatMoment,
  formatPart,
  formatPercent,
  formatPlace,
  formatRate,
  formatWhole,
  plural,
} from './formats.ts';

/** German for `en/uploads.ts`. */
export const uploads: Strings['uploads'] = {
  list: 'Uploads',
  states: {
    queued: 'Wartet',
    recovering: 'Wird fortgesetzt',
    moving: 'Wird übertragen',
    pausing: 'Wird pausiert',
    paused: 'Pausiert',
    interrupted: 'Unterbrochen',
    ready: 'Bereit zum Abschließen',
    verifying: 'Wird geprüft',
    finishing: 'Wird abgeschlossen',
    finished: 'Abgeschlossen',
    mismatch: 'Digest stimmt nicht',
    cancelling: 'Wird abgebrochen',
    cancelled: 'Abgebrochen',
    failed: 'Fehlgeschlagen',
    found: 'Im Store gefunden',
  },
  part: formatPart,
  percent: formatPercent,
  size: formatBytes,
  rate: formatRate,
  left: (etaMs) => `noch ${formatDuration(etaMs)}`,
  checkpointAt: (offset, size) =>
    offset === 0 ? 'noch kein Checkpoint' : `Checkpoint bei ${formatPlace(offset, size)}`,
  reHashesAtMost: (gap) =>
    gap === 0 ? 'beim Fortsetzen nichts neu zu hashen' : `beim Fortsetzen höchstens ${formatBytes(gap)} neu zu hashen`,
  kept: (offset) => (offset === 0 ? 'noch nichts hochgeladen' : `${formatBytes(offset)} sind sicher im Store`),
  reHashing: (done, total) => `${formatPart(done, total)} neu gehasht`,
  readBack: (done, total) => `${formatPart(done, total)} noch einmal gehasht`,
  makingDurable: 'die letzten Bytes werden gesichert',
  pausedAtQuit: 'beim Schließen des Stores',
  pausedAsleep: 'während der Computer schläft',
  starts: 'beginnt, sobald ein Platz frei ist',
  finishesBySelf: 'schließt von selbst ab',
  digestMatches: 'Digest stimmt',
  noDigestGiven: 'kein Digest zum Vergleichen',
  finishReadsNothing: 'Abschluss liest 0 Bytes',
  linking: 'kommt in den Store',
  digest: shortDigest,
  finishedIn: (ms) => `abgeschlossen in ${ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : formatDuration(ms)}`,
  cancelledNothingLeft: 'im Store ist nichts davon übrig',
  removing: 'die Daten werden entfernt',
  foundSince: (createdAt) => `am ${formatDay(createdAt)} von einem anderen Programm begonnen`,
  foundHelp: 'Quelle zuordnen und fortsetzen, oder abschließen',
  unknownSize: (offset) => `bisher ${formatBytes(offset)}`,
  mismatchHelp: (expected, actual) =>
    `Erwartet ist ${shortDigest(expected)}, die Bytes haben ${shortDigest(actual)}. Die Daten bleiben, bis Sie entscheiden.`,
  purge: {
    keptUntil: 'bleibt bis',
    at: formatMoment,
    over: 'eine Registry darf ihn entfernen',
    help: (at, canRenew) =>
      'Eine Registry, die diesen Store bedient, entfernt 168 Stunden nach dem Beginn, was nicht abgeschlossen ist. ' +
      `Bei diesem Upload ist das am ${formatWhole(at)}. ` +
      (canRenew
        ? 'Sie können ihn eine weitere Woche behalten.'
        : 'Sobald er ruht, können Sie ihn eine weitere Woche behalten.'),
  },
  retry: {
    watched: 'geht von selbst weiter',
    watchedHelp: 'Sobald die Ursache behoben ist. Alle paar Sekunden wird nachgesehen.',
    at: (ms) => `neuer Versuch in ${formatDuration(ms)}`,
    now: 'neuer Versuch läuft',
    atHelp:
      'Die Ursache schien behoben und war es nicht. Nach jedem vergeblichen Versuch wird doppelt so lange gewartet.',
  },
  progress: {
    label: (name) => `Fortschritt von ${name}`,
    value: (percent, written, hashed, checkpointed, size) =>
      `${percent === '' ? '' : `${percent}: `}${formatBytes(written)} geschrieben, ${formatBytes(hashed)} gehasht, ` +
      `${formatBytes(checkpointed)} gesichert${size === null ? '' : ` von ${formatBytes(size)}`}`,
    title: (written, hashed, checkpointed) =>
      `Übersteht einen Stromausfall: ${formatBytes(checkpointed)}\nGehasht: ${formatBytes(hashed)}\nGeschrieben: ${formatBytes(written)}`,
  },
  actions: {
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    retry: 'Erneut versuchen',
    startNow: 'Jetzt starten',
    stopRetrying: 'Nicht weiter versuchen',
    setFinishBySelf: 'Von selbst abschließen',
    waitForMe: 'Vor dem Abschluss warten',
    moveTop: 'Ganz nach oben',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    finish: 'Abschließen',
    cancel: 'Upload abbrechen …',
    verify: 'Vollständig neu prüfen',
    attach: 'Quelle zuordnen …',
    renew: 'Eine weitere Woche behalten',
    locate: 'Quelle wählen …',
    setExpected: 'Erwarteter Digest …',
    decide: 'Entscheiden …',
    inspect: 'Untersuchen',
    reveal: 'Im Ordner zeigen',
    copyDigest: 'Digest kopieren',
    dismiss: 'Aus der Liste nehmen',
    more: 'Weitere Aktionen',
    group: (name) => `Aktionen für ${name}`,
  },
  keys: { enter: 'Eingabe', space: 'Leertaste', delete: 'Entf', control: 'Strg', shift: 'Umschalt', home: 'Pos1' },
  announce: {
    one: (name, state) => `${name}: ${state}`,
    many: (count) => `${plural(count, 'Upload hat', 'Uploads haben')} einen neuen Zustand`,
  },
  confirm: {
    title: 'Diesen Upload abbrechen?',
    body: (offset) =>
      offset === 0
        ? 'Im Store liegen noch keine Daten davon. Die Quelldatei bleibt, wo sie ist.'
        : `${formatBytes(offset)}, die schon im Store liegen, werden gelöscht. Die Quelldatei bleibt, wo sie ist.`,
    titleAll: (count) => `${plural(count, 'Upload', 'Uploads')} abbrechen?`,
    bodyAll: (bytes) =>
      bytes === 0
        ? 'Im Store liegen noch keine Daten davon. Die Quelldateien bleiben, wo sie sind.'
        : `${formatBytes(bytes)}, die schon im Store liegen, werden gelöscht. Die Quelldateien bleiben, wo sie sind.`,
    warning: 'Das lässt sich nicht rückgängig machen.',
    keep: 'Upload behalten',
    keepAll: 'Uploads behalten',
    cancel: 'Upload abbrechen',
    cancelAll: (count) => `${plural(count, 'Upload', 'Uploads')} abbrechen`,
  },
  digestDialog: {
    title: 'Erwarteter Digest',
    mismatchTitle: 'Der Digest stimmt nicht',
    intro:
      'Der Upload wird nur abgeschlossen, wenn seine Bytes diesen Digest haben. Lassen Sie das Feld leer, um den Digest der Bytes anzunehmen.',
    mismatch:
      'Alle Bytes sind im Store, haben aber nicht den erwarteten Digest. Bis Sie entscheiden, wird nichts gelöscht.',
    expected: 'Erwartet',
    actual: 'Die Bytes haben',
    field: 'Erwarteter Digest',
    correctField: 'Oder einen anderen Digest erwarten',
    placeholder: 'sha256:…',
    correct: 'Diesen Digest verwenden',
    save: 'Sichern',
    useActual: 'Digest der Bytes annehmen',
    verify: 'Vollständig neu prüfen',
    cancelUpload: 'Upload abbrechen …',
    close: 'Schließen',
  },
  nothing: {
    filter: 'Hier ist gerade nichts',
    query: (query) => `Kein Upload passt zu „${query}“`,
    clear: 'Suche löschen',
    all: 'Alle Uploads zeigen',
  },
};
