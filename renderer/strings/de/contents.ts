import { CONTENTS_LIMITS, type Packing } from '../../../shared/contents.ts';
import type { Strings } from '../en.ts';
import { formatBytes, formatCount, formatPart, plural } from './formats.ts';

const packings: { readonly [packing in Packing]: string } = { none: '', gzip: 'gzip', zstd: 'zstd' };

/** German for `en/contents.ts`. */
export const contents: Strings['contents'] = {
  what: (format, packing) => {
    const packed = packing === null ? '' : packings[packing];
    if (format === 'tar') return packed === '' ? 'Ein Tar-Archiv.' : `Ein Tar-Archiv, mit ${packed} gepackt.`;
    if (format === 'other') {
      return packed === ''
        ? 'Weder ein Tar-Archiv noch mit gzip oder zstd gepackt: Es gibt nichts aufzuführen.'
        : `Mit ${packed} gepackt, aber es ist kein Tar-Archiv darin: Es gibt nichts aufzuführen.`;
    }
    return packed === '' ? 'Es sind zu wenige Bytes da, um zu sagen, was es ist.' : `Mit ${packed} gepackt.`;
  },
  progress: ({ state, readTo, offset }) => {
    switch (state) {
      case 'reading':
        return `Der Inhalt wird angesehen: ${formatPart(readTo, offset)}, die da sind.`;
      case 'waiting':
        return `Alle ${formatBytes(offset)}, die da sind, sind angesehen; es geht weiter, wenn mehr kommen.`;
      case 'done':
        return 'Bis zum Ende angesehen.';
      case 'stopped':
        return `Angesehen bis ${formatBytes(readTo)}.`;
    }
  },
  stops: {
    damaged:
      'Von da an ist der Inhalt beschädigt, oder nicht mehr das, als was er begann. Der Upload selbst bleibt davon unberührt.',
    header: 'Ein Header darin ist größer als jeder ehrliche. Was danach kommt, wird nicht angesehen.',
    window: `Das Entpacken braucht mehr als ${formatBytes(CONTENTS_LIMITS.windowBytes)} Arbeitsspeicher. Der Inhalt wird nicht angesehen.`,
    ratio: `Entpackt ist der Inhalt mehr als ${CONTENTS_LIMITS.ratio}-mal so groß, als sollte er Schaden anrichten. Der Rest wird nicht angesehen.`,
    time: `Das Ansehen hat ${CONTENTS_LIMITS.workMs / 60_000} Minuten Arbeit gekostet. Der Rest wird nicht angesehen.`,
  },
  totals: (entries, size) => `${plural(entries, 'Eintrag', 'Einträge')}, ${formatBytes(size)} in Dateien.`,
  notKept: (count) =>
    `${plural(count, 'Eintrag ist', 'Einträge sind')} gezählt, aber nicht aufgeführt: Die Liste fasst höchstens ${formatCount(CONTENTS_LIMITS.nodes)} Namen.`,
  search: 'Einträge durchsuchen',
  tree: (name) => `Einträge von ${name}`,
  none: 'Bisher keine Einträge.',
  noMatch: (query) => `Bisher hat kein Eintrag „${query}“ in seinem Pfad.`,
  rowsLeftOut: (count) => `${plural(count, 'weiterer wird', 'weitere werden')} nicht gezeigt. Suchen Sie danach.`,
  biggest: 'Größte Dateien',
  share: 'Anteil an allen Dateien',
  items: (count) => plural(count, 'Eintrag', 'Einträge'),
  to: '→',
  size: formatBytes,
  kinds: {
    special: 'Gerät oder Pipe',
    whiteout: 'löscht, was darunter liegt',
  },
  gone: 'Im Store ist nichts mehr davon.',
};
