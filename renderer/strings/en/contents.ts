import {
  CONTENTS_LIMITS,
  type Contents,
  type ContentsStop,
  type EntryKind,
  type Packing,
} from '../../../shared/contents.ts';
import { formatBytes, formatPart } from '../../../shared/format.ts';
import { formatCount, plural } from '../plural.ts';

const packings: { readonly [packing in Packing]: string } = { none: '', gzip: 'gzip', zstd: 'zstd' };

/** Words about what is inside of an upload. Sizes are bytes. */
export const contents = {
  what: (format: Contents['format'], packing: Packing | null) => {
    const packed = packing === null ? '' : packings[packing];
    if (format === 'tar') return packed === '' ? 'A tar.' : `A tar, packed with ${packed}.`;
    if (format === 'other') {
      return packed === ''
        ? 'Neither a tar nor packed with gzip or zstd: there is nothing to list.'
        : `Packed with ${packed}, but no tar is inside: there is nothing to list.`;
    }
    return packed === '' ? 'Too few bytes are there to tell what it is.' : `Packed with ${packed}.`;
  },
  progress: ({ state, readTo, offset }: Pick<Contents, 'state' | 'readTo' | 'offset'>) => {
    switch (state) {
      case 'reading':
        return `Looking inside: ${formatPart(readTo, offset)} that are there.`;
      case 'waiting':
        return `Looked at all ${formatBytes(offset)} that are there; goes on when more come.`;
      case 'done':
        return 'Looked at to its end.';
      case 'stopped':
        return `Looked at up to ${formatBytes(readTo)}.`;
    }
  },
  stops: {
    damaged: 'From there on it is damaged, or not what it began as. The upload itself is not touched by that.',
    header: 'It has a header larger than any honest one. What follows is not looked at.',
    window: `Unpacking it takes more than ${formatBytes(CONTENTS_LIMITS.windowBytes)} of memory. It is not looked at.`,
    ratio: `It unpacks to more than ${CONTENTS_LIMITS.ratio} times its size, as if made to do harm. The rest is not looked at.`,
    time: `Looking has taken ${CONTENTS_LIMITS.workMs / 60_000} minutes of work. The rest is not looked at.`,
  } satisfies { readonly [stop in ContentsStop]: string },
  totals: (entries: number, size: number) => `${plural(entries, 'entry', 'entries')}, ${formatBytes(size)} in files.`,
  notKept: (count: number) =>
    `${plural(count, 'entry is', 'entries are')} counted and not listed: the list holds at most ${formatCount(CONTENTS_LIMITS.nodes)} names.`,
  search: 'Search entries',
  tree: (name: string) => `Entries of ${name}`,
  none: 'No entries so far.',
  noMatch: (query: string) => `No entry so far has “${query}” in its path.`,
  rowsLeftOut: (count: number) => `${formatCount(count)} more are not shown. Search for them.`,
  biggest: 'Biggest files',
  share: 'Share of all files',
  items: (count: number) => plural(count, 'entry', 'entries'),
  to: '→',
  size: formatBytes,
  kinds: {
    special: 'device or pipe',
    whiteout: 'deletes what is below',
  } satisfies { readonly [kind in Exclude<EntryKind, 'file' | 'folder' | 'link'>]: string },
  gone: 'Nothing of it is left in the store.',
} as const;
