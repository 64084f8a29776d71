import {
  formatBytes,
  formatDuration,
  formatPart,
  formatPercent,
  formatPlace,
  formatRate,
} from '../../../shared/format.ts';
import type { HashStateVerdict, SourceCheck, UploadFileKind } from '../../../shared/inspection.ts';
import type { Layer } from '../../inspector/mapModel.ts';
import { formatClock, formatCount, formatMoment } from '../plural.ts';

/** `0.4 s ago`, `3 min ago`; ms. */
const ago = (ms: number): string => {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s ago`;
  return `${formatDuration(ms)} ago`;
};

const layers: { readonly [layer in Layer]: string } = {
  durable: 'survives a power cut',
  hashed: 'hashed',
  written: 'written',
  toCome: 'to come',
};

const layerOf: { readonly [layer in Layer]: string } = {
  durable: 'checkpointed, survives a power cut',
  hashed: 'hashed, not checkpointed yet',
  written: 'written, not hashed yet',
  toCome: 'not there yet',
};

/** Words of the inspector. All sizes are bytes, times ms. */
export const inspector = {
  title: 'Inspector',
  of: (name: string) => `Inspector: ${name}`,
  show: 'Show inspector',
  hide: 'Hide inspector',
  close: 'Close inspector',
  nothing: 'Select an upload to see what it consists of.',
  tabs: { state: 'State', folder: 'Folder', story: 'Story', contents: 'Contents' },
  started: (at: number) => `started ${formatMoment(at)}`,
  map: {
    label: (name: string) => `Byte map of ${name}`,
    hint: 'Arrow keys move over the map, Page Up and Page Down between the places where something changes.',
    layers,
    checkpoint: 'checkpoint kept',
    front: 'being hashed again',
    edge: (bytes: number) => `Lower bar: the edge, magnified to ${Math.round(bytes / 1024 / 1024)} MiB`,
    gap: 'hashed again after a crash now',
    summary: (written: number, hashed: number, durable: number, whole: number | null) => {
      const parts = [
        durable === 0
          ? `${whole === null ? 'N' : 'n'}othing is safe yet`
          : `${formatPlace(durable, whole ?? written)} are safe`,
        ...(hashed > durable ? [`${formatBytes(hashed - durable)} only hashed`] : []),
        ...(written > Math.max(hashed, durable)
          ? [`${formatBytes(written - Math.max(hashed, durable))} only written`]
          : []),
        ...(whole !== null && whole > written ? [`${formatBytes(whole - written)} to come`] : []),
      ];
      return `${whole === null ? '' : `${formatPercent(written, whole)} written: `}${parts.join(', ')}.`;
    },
    marks: (offsets: readonly number[], whole: number) =>
      offsets.length === 0
        ? 'No checkpoint is kept.'
        : `Checkpoints are kept at ${offsets.map((offset) => formatPlace(offset, whole)).join(' and ')}.`,
    place: (offset: number, whole: number, layer: Layer, when: string) =>
      `${formatPlace(offset, whole)} (byte ${formatCount(offset)}): ${layerOf[layer]}${when === '' ? '' : `, ${when}`}`,
    checkpointHere: (at: number) => `checkpoint of ${formatClock(at)}`,
    writtenAt: (at: number) => `written at ${formatClock(at)}`,
    frontHere: 'being hashed again now',
  },
  safe: {
    nothing: 'Nothing would be hashed again',
    killed: (bytes: number) => `Killed now, it would re-hash ${formatBytes(bytes)}`,
    resume: (bytes: number) =>
      bytes === 0 ? 'A resume re-hashes nothing' : `A resume re-hashes ${formatBytes(bytes)}`,
    checkpoint: (offset: number, whole: number, age: number | null) =>
      `Newest checkpoint at ${formatPlace(offset, whole)}${age === null ? '' : `, ${ago(age)}`}.`,
    noCheckpoint: 'There is no checkpoint yet: one is made after 32 MiB or a second.',
    rest: (percent: string) => `${percent} of what is written is safe.`,
    proven: (exact: string) => `All ${exact} bytes are hashed and durable. Finishing reads none of them back.`,
    served: 'The layer is in the store, under its digest.',
    gone: 'Nothing of it is left in the store.',
    foreign: 'Begun by another program: nothing vouches for its states, so that all of it would be hashed.',
  },
  numbers: {
    label: 'Numbers',
    written: 'Written',
    hashed: 'Hashed',
    checkpointed: 'Checkpointed',
    bytes: (bytes: number) => `${formatCount(bytes)} B`,
    of: (part: number, whole: number | null) => (whole === null ? formatBytes(part) : formatPart(part, whole)),
    percent: formatPercent,
    soFar: 'Digest so far',
    soFarOf: (bytes: number) => `of the first ${formatCount(bytes)} bytes`,
    noDigest: 'none before the first checkpoint',
    final: 'Digest',
    expected: 'Expected',
    none: 'none given',
    matches: 'matches',
    differs: 'does not match',
    checkedAtEnd: 'compared when all bytes are there',
    hashedBy: 'Hashed by',
    hashedByOf: (backend: string, algorithms: readonly string[]) => `${algorithms.join(', ')} · ${backend}`,
    rehashed: 'Last resume',
    rehashedOf: (rehashed: number, copiedTwice: number) =>
      `re-hashed ${formatBytes(rehashed)}${copiedTwice > 0 ? `, copied ${formatBytes(copiedTwice)} again` : ''}`,
    source: 'Source',
    sourceHolds: 'unchanged',
    sourceIdentity: ({ size, modifiedAt, inode, device }: SourceCheck) =>
      `${formatCount(size)} B, modified ${formatMoment(modifiedAt)}, inode ${inode} on device ${device}`,
    sourceUnknown: 'none known',
    folder: 'Folder',
    blob: 'Blob',
    started: 'Started',
    startedMissing: 'not known: startedat is missing or damaged',
    purge: 'Kept until',
    purgeNever: 'no registry removes it',
    purgeHelp: 'A registry that serves this store removes what is not finished 168 hours after it was begun.',
    moment: formatMoment,
  },
  places: {
    copy: (what: string) => `Copy path: ${what}`,
    reveal: (what: string) => `Reveal in folder: ${what}`,
  },
  speed: {
    title: (ms: number) => `Throughput, last ${Math.round(ms / 60_000)} min`,
    none: 'Shown while bytes move.',
    read: 'read',
    written: 'written',
    hashed: 'hashed',
    checkpoint: 'checkpoint',
    top: formatRate,
    summary: (now: number, mean: number, peak: number) =>
      `${formatRate(now)} now, ${formatRate(mean)} on average, ${formatRate(peak)} at most`,
  },
  folder: {
    table: (name: string) => `Files of ${name}`,
    name: 'File',
    size: 'Size',
    actions: 'Path',
    missing: 'missing',
    ago,
    bytes: (bytes: number) => (bytes < 10_000 ? `${formatCount(bytes)} B` : formatBytes(bytes)),
    leftOut: (count: number) => `${formatCount(count)} more hash states, all older, are not shown.`,
    empty: 'Nothing of this upload is on disk any more.',
    kinds: {
      data: 'the bytes so far',
      startedat: 'when it was begun',
      record: 'Layerlift’s own note',
      checkpoints: 'Layerlift’s own checkpoints',
      blob: 'the layer',
      link: 'makes it part of the repository',
    } satisfies { readonly [kind in UploadFileKind]: string },
    verdicts: {
      ours: 'ours, usable',
      exact: 'exact, unproven',
      stale: 'stale',
      torn: 'torn',
      foreign: 'foreign',
    } satisfies { readonly [verdict in HashStateVerdict]: string },
    verdictHelp: {
      ours: 'One of Layerlift’s checkpoints holds the same state. It is used.',
      exact:
        'It lies at the end of the data, but nobody vouches for it. A registry finishes from it; Layerlift hashes the bytes again.',
      stale: 'It lies above the end of the data. It is never used, and deleted before a byte is written.',
      torn: 'It cannot be read, or counts other bytes than its name says. It is never used.',
      foreign:
        'It lies below the end of the data and nobody vouches for it: it may be the state of other bytes. It is never used.',
    } satisfies { readonly [verdict in HashStateVerdict]: string },
    reasons: (reason: string) => `It cannot be read (${reason}).`,
    checkpointOf: (sequence: number) => `Checkpoint ${formatCount(sequence)}`,
    noCheckpoints: 'No whole checkpoint is in it.',
    expand: (name: string) => `Take ${name} apart`,
    state: {
      title: (algorithm: string, length: number) => `${algorithm} state at ${formatCount(length)}`,
      made: (at: number) => `made at ${formatClock(at)}`,
      words: 'Chaining words',
      tail: 'Open block',
      tailOf: (bytes: number, block: number) => `${bytes} of ${block} bytes`,
      length: 'Bytes hashed',
      count: formatCount,
      digest: 'Digest so far',
    },
  },
} as const;
