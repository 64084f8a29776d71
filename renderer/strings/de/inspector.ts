import type { Strings } from '../en.ts';
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatFixed,
  formatMoment,
  formatPart,
  formatPercent,
  formatPlace,
  formatRate,
} from './formats.ts';

const ago = (ms: number): string =>
  ms < 10_000 ? `vor ${formatFixed(Math.max(0, ms) / 1000, 1)} s` : `vor ${formatPast(ms)}`;

/** After “vor” comes the dative: “vor 3 Tagen”. */
const formatPast = (ms: number): string => formatDuration(ms).replace(/ Tage$/, ' Tagen');

const layers: Strings['inspector']['map']['layers'] = {
  durable: 'übersteht einen Stromausfall',
  hashed: 'gehasht',
  written: 'geschrieben',
  toCome: 'kommt noch',
};

const layerOf: typeof layers = {
  durable: 'gesichert, übersteht einen Stromausfall',
  hashed: 'gehasht, noch nicht gesichert',
  written: 'geschrieben, noch nicht gehasht',
  toCome: 'noch nicht da',
};

/** German for `en/inspector.ts`. */
export const inspector: Strings['inspector'] = {
  title: 'Inspektor',
  of: (name) => `Inspektor: ${name}`,
  show: 'Inspektor einblenden',
  hide: 'Inspektor ausblenden',
  close: 'Inspektor schließen',
  nothing: 'Wählen Sie einen Upload, um zu sehen, woraus er besteht.',
  tabs: { state: 'Zustand', folder: 'Ordner', story: 'Geschichte', contents: 'Inhalt' },
  started: (at) => `begonnen ${formatMoment(at)}`,
  map: {
    label: (name) => `Byte-Karte von ${name}`,
    hint: 'Die Pfeiltasten gehen über die Karte, Bild auf und Bild ab von einer Grenze zur nächsten.',
    layers,
    checkpoint: 'behaltener Checkpoint',
    front: 'wird neu gehasht',
    edge: (bytes) => `Unterer Balken: die Kante, auf ${Math.round(bytes / 1024 / 1024)} MiB vergrößert`,
    gap: 'nach einem Absturz jetzt neu zu hashen',
    summary: (written, hashed, durable, whole) => {
      const parts = [
        durable === 0
          ? `${whole === null ? 'N' : 'n'}och nichts ist sicher`
          : `${formatPlace(durable, whole ?? written)} sind sicher`,
        ...(hashed > durable ? [`${formatBytes(hashed - durable)} nur gehasht`] : []),
        ...(written > Math.max(hashed, durable)
          ? [`${formatBytes(written - Math.max(hashed, durable))} nur geschrieben`]
          : []),
        ...(whole !== null && whole > written ? [`${formatBytes(whole - written)} kommen noch`] : []),
      ];
      return `${whole === null ? '' : `${formatPercent(written, whole)} geschrieben: `}${parts.join(', ')}.`;
    },
    marks: (offsets, whole) =>
      offsets.length === 0
        ? 'Kein Checkpoint ist behalten.'
        : `Behaltene Checkpoints: bei ${offsets.map((offset) => formatPlace(offset, whole)).join(' und ')}.`,
    place: (offset, whole, layer, when) =>
      `${formatPlace(offset, whole)} (Byte ${formatCount(offset)}): ${layerOf[layer]}${when === '' ? '' : `, ${when}`}`,
    checkpointHere: (at) => `Checkpoint von ${formatClock(at)}`,
    writtenAt: (at) => `geschrieben um ${formatClock(at)}`,
    frontHere: 'wird gerade neu gehasht',
  },
  safe: {
    nothing: 'Nichts müsste neu gehasht werden',
    killed: (bytes) => `Nach einem Absturz jetzt: ${formatBytes(bytes)} neu zu hashen`,
    resume: (bytes) => (bytes === 0 ? 'Fortsetzen hasht nichts neu' : `Fortsetzen hasht ${formatBytes(bytes)} neu`),
    checkpoint: (offset, whole, age) =>
      `Neuester Checkpoint bei ${formatPlace(offset, whole)}${age === null ? '' : `, ${ago(age)}`}.`,
    noCheckpoint: 'Noch kein Checkpoint: Der erste kommt nach 32 MiB oder einer Sekunde.',
    rest: (part, whole) => `${formatPercent(part, whole)} des Geschriebenen sind sicher.`,
    proven: (bytes) =>
      `Alle ${formatCount(bytes)} Bytes sind gehasht und gesichert. Der Abschluss liest keines davon zurück.`,
    served: 'Der Layer ist im Store, unter seinem Digest.',
    gone: 'Im Store ist nichts mehr davon.',
    foreign: 'Von einem anderen Programm begonnen: Für seine Zustände bürgt niemand, darum würde alles neu gehasht.',
  },
  numbers: {
    label: 'Zahlen',
    written: 'Geschrieben',
    hashed: 'Gehasht',
    checkpointed: 'Gesichert',
    bytes: (bytes) => `${formatCount(bytes)} B`,
    of: (part, whole) => (whole === null ? formatBytes(part) : formatPart(part, whole)),
    percent: formatPercent,
    soFar: 'Digest bisher',
    soFarOf: (bytes) => `der ersten ${formatCount(bytes)} Bytes`,
    noDigest: 'keiner vor dem ersten Checkpoint',
    final: 'Digest',
    expected: 'Erwartet',
    none: 'keiner angegeben',
    matches: 'stimmt',
    differs: 'stimmt nicht',
    checkedAtEnd: 'wird verglichen, wenn alle Bytes da sind',
    hashedBy: 'Gehasht mit',
    hashedByOf: (backend, algorithms) => `${algorithms.join(', ')} · ${backend}`,
    rehashed: 'Letztes Fortsetzen',
    rehashedOf: (rehashed, copiedTwice) =>
      `${formatBytes(rehashed)} neu gehasht${copiedTwice > 0 ? `, ${formatBytes(copiedTwice)} neu kopiert` : ''}`,
    source: 'Quelle',
    sourceHolds: 'unverändert',
    sourceIdentity: ({ size, modifiedAt, inode, device }) =>
      `${formatCount(size)} B, geändert ${formatMoment(modifiedAt)}, Inode ${inode} auf Gerät ${device}`,
    sourceUnknown: 'keine bekannt',
    folder: 'Ordner',
    blob: 'Blob',
    started: 'Begonnen',
    startedMissing: 'nicht bekannt: startedat fehlt oder ist beschädigt',
    purge: 'Bleibt bis',
    purgeNever: 'keine Registry entfernt ihn',
    purgeHelp:
      'Eine Registry, die diesen Store bedient, entfernt 168 Stunden nach dem Beginn, was nicht abgeschlossen ist.',
    moment: formatMoment,
  },
  places: {
    copy: (what) => `Pfad kopieren: ${what}`,
    reveal: (what) => `Im Ordner zeigen: ${what}`,
  },
  speed: {
    title: (ms) => `Durchsatz der letzten ${Math.round(ms / 60_000)} min`,
    none: 'Wird gezeigt, solange Bytes laufen.',
    read: 'gelesen',
    written: 'geschrieben',
    hashed: 'gehasht',
    checkpoint: 'Checkpoint',
    top: formatRate,
    summary: (now, mean, peak) =>
      `jetzt ${formatRate(now)}, im Mittel ${formatRate(mean)}, höchstens ${formatRate(peak)}`,
  },
  folder: {
    table: (name) => `Dateien von ${name}`,
    name: 'Datei',
    size: 'Größe',
    actions: 'Pfad',
    missing: 'fehlt',
    ago,
    bytes: (bytes) => (bytes < 10_000 ? `${formatCount(bytes)} B` : formatBytes(bytes)),
    leftOut: (count) =>
      count === 1
        ? 'Ein weiterer, älterer Hash-Zustand wird nicht gezeigt.'
        : `${formatCount(count)} weitere, ältere Hash-Zustände werden nicht gezeigt.`,
    empty: 'Von diesem Upload liegt nichts mehr auf der Platte.',
    kinds: {
      data: 'die bisherigen Bytes',
      startedat: 'wann er begonnen wurde',
      record: 'eigene Notiz von Layerlift',
      checkpoints: 'eigene Checkpoints von Layerlift',
      blob: 'der Layer',
      link: 'macht ihn zu einem Teil des Repositorys',
    },
    verdicts: {
      ours: 'eigener, brauchbar',
      exact: 'genau, unbewiesen',
      stale: 'veraltet',
      torn: 'zerrissen',
      foreign: 'fremd',
    },
    verdictHelp: {
      ours: 'Einer der Checkpoints von Layerlift hält denselben Zustand. Er wird verwendet.',
      exact:
        'Er liegt am Ende der Daten, aber niemand bürgt für ihn. Eine Registry schließt damit ab; Layerlift hasht die Bytes neu.',
      stale: 'Er liegt hinter dem Ende der Daten. Er wird nie verwendet und gelöscht, bevor ein Byte geschrieben wird.',
      torn: 'Er ist nicht lesbar oder zählt andere Bytes, als sein Name sagt. Er wird nie verwendet.',
      foreign:
        'Er liegt vor dem Ende der Daten, und niemand bürgt für ihn: Er kann der Zustand anderer Bytes sein. Er wird nie verwendet.',
    },
    reasons: (reason) => `Er ist nicht lesbar (${reason}).`,
    checkpointOf: (sequence) => `Checkpoint ${formatCount(sequence)}`,
    noCheckpoints: 'Kein ganzer Checkpoint ist darin.',
    expand: (name) => `${name} zerlegen`,
    state: {
      title: (algorithm, length) => `${algorithm}-Zustand bei ${formatCount(length)}`,
      made: (at) => `entstanden um ${formatClock(at)}`,
      words: 'Verkettungswörter',
      tail: 'Offener Block',
      tailOf: (bytes, block) => `${bytes} von ${block} Bytes`,
      length: 'Gehashte Bytes',
      count: formatCount,
      digest: 'Digest bisher',
    },
  },
};
