import { AT_RISK_BYTES, CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import type { Strings } from '../en.ts';
import { formatBytes, formatMoment, formatRate, plural } from './formats.ts';

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** Worte für alles rings um die Liste. */
export const shell: Strings['shell'] = {
  opening: 'Der Store wird geöffnet …',
  noAnswer: 'Layerlift antwortet nicht',
  reload: 'Fenster neu laden',
  bar: {
    store: (name) => `Store: ${name}`,
    noStore: 'Kein Store',
    free: (bytes) => `${formatBytes(bytes)} frei`,
    chooseStore: 'Anderen Ordner wählen …',
    reopen: 'Erneut öffnen',
    search: 'Uploads durchsuchen',
    clearSearch: 'Suche löschen',
    pauseAll: 'Alle pausieren',
    resumeAll: 'Alle fortsetzen',
    add: 'Layer hinzufügen',
    settings: 'Einstellungen',
  },
  side: {
    label: 'Ansichten',
    uploads: 'Uploads',
    repositories: 'Repositorys',
    filters: {
      all: 'Alle',
      moving: 'In Übertragung',
      waiting: 'Wartend',
      paused: 'Pausiert',
      ready: 'Abschlussbereit',
      needsYou: 'Handlung nötig',
      found: 'Im Store gefunden',
      finished: 'Abgeschlossen',
    },
    history: 'Verlauf',
    unit: (count) => (count === 1 ? ' Upload' : ' Uploads'),
  },
  foot: {
    nothing: 'Keine Übertragung',
    moving: (count) => `${count} in Übertragung`,
    waiting: (count) => `${count} wartend`,
    rate: formatRate,
    digester: (backend) => `Digest: ${backend}`,
    checkpoint: `Checkpoint alle ${mebibytes(CHECKPOINT_BYTES)}`,
    checkpointHelp: `Oder jede Sekunde, je nachdem, was zuerst kommt. Nach einem Absturz oder Stromausfall werden höchstens ${mebibytes(AT_RISK_BYTES)} eines Uploads neu gehasht.`,
  },
  crash: {
    title: (count) =>
      `Layerlift wurde beendet, während ${count === 1 ? 'ein Upload lief' : `${plural(count, 'Upload', 'Uploads')} liefen`}. Nichts ist verloren.`,
    text: (count, gap) => {
      const hashed = gap === 0 ? 'nichts' : `höchstens ${formatBytes(gap)}`;
      return `Beim Fortsetzen ${count === 1 ? 'wird' : 'aller Uploads wird zusammen'} ${hashed} neu gehasht.`;
    },
    resume: (count) => (count === 1 ? 'Fortsetzen' : count === 2 ? 'Beide fortsetzen' : `Alle ${count} fortsetzen`),
    dismiss: 'Nicht jetzt',
  },
  empty: {
    title: 'Layer hier ablegen',
    text: 'Jede Größe. Nach Pause, Beenden oder Stromausfall geht es dort weiter, wo sie waren.',
    choose: 'Dateien wählen …',
    steps: [
      { title: 'Ein Durchgang', text: 'Jedes Byte wird zugleich gelesen, geschrieben und gehasht.' },
      { title: 'Checkpoints', text: `Alle ${mebibytes(CHECKPOINT_BYTES)} wird der Stand des Digests gesichert.` },
      { title: 'Sofort abgeschlossen', text: 'Nichts wird zurückgelesen, so groß der Layer auch ist.' },
    ],
  },
  storeProblem: {
    choose: 'Anderen Ordner wählen …',
    retry: 'Erneut versuchen',
    create: 'Store hier anlegen',
    firstTitle: 'Wohin sollen die Layer?',
    firstText:
      'Wählen Sie den Ordner eines Stores: einen, den schon eine Registry bedient, oder einen leeren, der ein Store werden soll.',
    firstChoose: 'Ordner wählen …',
    kept: 'Die Uploads darin sind sicher und kommen mit ihm zurück.',
  },
  notices: { label: 'Hinweise', dismiss: 'Ausblenden' },
  clearFinished: 'Abgeschlossene ausblenden',
  history: {
    label: 'Verlauf',
    empty: 'Noch kein Upload ist beendet',
    emptyText: 'Abgeschlossene und abgebrochene Uploads bleiben hier, auch wenn sie aus der Liste genommen sind.',
    noMatch: (query) => `Nichts im Verlauf passt zu „${query}“`,
    outcomes: { finished: 'Abgeschlossen', cancelled: 'Abgebrochen' },
    moment: formatMoment,
    size: formatBytes,
  },
  settings: {
    title: 'Einstellungen',
    store: 'Store',
    storeNone: 'keiner gewählt',
    choose: 'Ordner wählen …',
    concurrency: 'Gleichzeitige Uploads',
    concurrencyHint: 'Mehr als zwei helfen nur, wenn Quelle und Store auf verschiedenen Platten liegen.',
    rateLimit: 'Höchstgeschwindigkeit',
    rateLimitHint: 'Für alle Uploads zusammen. Leer heißt: keine Grenze.',
    rateLimitNone: 'keine',
    rateUnit: 'MB/s',
    decimal: ',',
    finishBySelf: 'Uploads selbsttätig abschließen',
    finishBySelfHint:
      'Sobald alle Bytes da sind und ihr Digest der erwartete ist. Für neue Uploads ist das die Vorgabe.',
    resumeBySelf: 'Unterbrochene Uploads beim Start fortsetzen',
    resumeBySelfHint: 'Ohne zu fragen, nach einem Absturz oder Stromausfall.',
    verifyExisting: 'Layer prüfen, die der Store schon hat',
    verifyExistingHint:
      'Hasht die gespeicherten Bytes, bevor ein Layer als hochgeladen gilt, und ersetzt sie, wenn sie beschädigt sind. Das dauert.',
    refused: 'Die Einstellung konnte nicht gesichert werden.',
    theme: 'Erscheinungsbild',
    themes: { system: 'System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    languageSystem: 'Wie das System',
    close: 'Fertig',
    about: (version, backend) =>
      backend === '' ? `Layerlift ${version}` : `Layerlift ${version} · Digests mit ${backend}`,
  },
};
