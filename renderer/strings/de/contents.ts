import { CONTENTS_LIMITS } from '../../../shared/contents.ts';
import type { Strings } from '../en.ts';
import { formatBytes, formatCount, formatPart, plural } from './formats.ts';

const packings = { none: '', gzip: 'gzip', zstd: 'zstd' } as const;

/** Worte über das, was in einem Upload steckt. Größen sind Bytes. */
export const contents: Strings['contents'] = {
  what: (format, packing) => {
    const packed = packing === null ? '' : packings[packing];
    if (format === 'tar') return packed === '' ? 'Ein tar.' : `Ein tar, mit ${packed} gepackt.`;
    if (format === 'other') {
      return packed === ''
        ? 'Weder ein tar noch mit gzip oder zstd gepackt: Es gibt nichts aufzulisten.'
        : `Mit ${packed} gepackt, aber es steckt kein tar darin: Es gibt nichts aufzulisten.`;
    }
    return packed === '' ? 'Noch sind zu wenige Bytes da, um zu sagen, was es ist.' : `Mit ${packed} gepackt.`;
  },
  progress: ({ state, readTo, offset }) => {
    switch (state) {
      case 'reading':
        return `Wird durchgesehen: ${formatPart(readTo, offset)}, die da sind.`;
      case 'waiting':
        return `Alle ${formatBytes(offset)}, die da sind, sind durchgesehen; es geht weiter, wenn mehr kommen.`;
      case 'done':
        return 'Bis zum Ende durchgesehen.';
      case 'stopped':
        return `Bis ${formatBytes(readTo)} durchgesehen.`;
    }
  },
  stops: {
    damaged: 'Von dort an ist es beschädigt oder nicht, als was es begann. Den Upload selbst berührt das nicht.',
    header: 'Ein Kopf darin ist größer als jeder ehrliche. Was folgt, wird nicht angesehen.',
    window: `Zum Entpacken braucht es mehr als ${formatBytes(CONTENTS_LIMITS.windowBytes)} Speicher. Es wird nicht angesehen.`,
    ratio: `Entpackt ist es mehr als ${CONTENTS_LIMITS.ratio}-mal so groß, als sollte es Schaden anrichten. Der Rest wird nicht angesehen.`,
    time: `Das Durchsehen hat ${CONTENTS_LIMITS.workMs / 60_000} Minuten Arbeit gekostet. Der Rest wird nicht angesehen.`,
  },
  totals: (entries, size) => `${plural(entries, 'Eintrag', 'Einträge')}, ${formatBytes(size)} in Dateien.`,
  notKept: (count) =>
    `${plural(count, 'Eintrag ist', 'Einträge sind')} gezählt und nicht aufgelistet: Die Liste hält höchstens ${formatCount(CONTENTS_LIMITS.nodes)} Namen.`,
  search: 'Einträge durchsuchen',
  tree: (name) => `Einträge von ${name}`,
  none: 'Noch keine Einträge.',
  noMatch: (query) => `Noch kein Eintrag hat „${query}“ in seinem Pfad.`,
  rowsLeftOut: (count) => `${formatCount(count)} weitere sind nicht gezeigt. Suchen Sie danach.`,
  biggest: 'Größte Dateien',
  share: 'Anteil an allen Dateien',
  items: (count) => plural(count, 'Eintrag', 'Einträge'),
  to: '→',
  size: formatBytes,
  kinds: { special: 'Gerät oder Pipe', whiteout: 'löscht, was darunter liegt' },
  gone: 'Im Store ist nichts mehr davon.',
};
