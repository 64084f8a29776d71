import type { LayerFate, ManifestFault } from '../../../shared/catalog.ts';
import { formatBytes, formatPercent, shortDigest } from '../../../shared/format.ts';
import { formatClock, formatCount, formatMoment, plural } from '../plural.ts';

/** Words of the store's repositories and their layers. */
export const repositories = {
  title: 'Repositories',
  find: 'Find a repository',
  noMatch: 'None matches',
  reading: 'Reading the store…',
  unread: 'Not all could be read',
  count: formatCount,
  /** After the count, which is left out when it is 0. */
  layers: (count: number) => (count === 0 ? 'no layer yet' : count === 1 ? ' layer' : ' layers'),
  underWay: (count: number) => plural(count, 'upload on its way', 'uploads on their way'),
  hasProblems: (count: number) => plural(count, 'problem', 'problems'),
  tabs: {
    label: 'Repository',
    layers: (count: number) => `Layers ${formatCount(count)}`,
    uploads: (count: number) => (count === 0 ? 'Uploads' : `Uploads ${formatCount(count)}`),
  },
  readAgain: 'Read again',
  summary: (bytes: number, tags: number) => `${formatBytes(bytes)} · ${plural(tags, 'tag', 'tags')}`,
  list: 'Layers',
  search: 'Search layers',
  empty: 'No layer yet',
  emptyText: 'Layers that are finished or pushed into this repository are shown here.',
  noLayerMatches: (query: string) => `No layer matches “${query}”`,
  size: formatBytes,
  noBlob: 'no blob',
  moment: formatMoment,
  roles: { layer: 'Layer', config: 'Config' },
  inTags: (tags: readonly string[], more: number) =>
    more === 0 ? `In ${tags.join(', ')}` : `In ${tags.join(', ')} and ${formatCount(more)} more`,
  fates: {
    tagged: '',
    untagged: 'only manifests without a tag of their own name it',
    elsewhere: 'No manifest here names it, one of another repository does',
    unreferenced: 'No manifest names it',
    gone: 'Its blob is gone: a garbage collection took it',
    damaged: 'Its link is damaged and leads nowhere',
  } satisfies { readonly [fate in LayerFate]: string },
  checking: 'Looking whether a manifest names it…',
  /** What a garbage collection would do. */
  collection: {
    tagged: 'A garbage collection keeps it.',
    untagged: 'A garbage collection keeps it, except with --delete-untagged.',
    elsewhere: 'A garbage collection keeps its bytes.',
    unreferenced: 'A garbage collection would remove it. Push a manifest that names it first.',
    gone: 'Upload the layer again, and its link leads to it again.',
    damaged: 'Upload the layer again to write the link anew.',
  } satisfies { readonly [fate in LayerFate]: string },
  loose: {
    title: (count: number, bytes: number) =>
      `No manifest names ${count === 1 ? 'one layer' : `${formatCount(count)} layers`} (${formatBytes(bytes)})`,
    text: (count: number) => {
      const what = count === 1 ? 'it' : 'them';
      return `A registry’s garbage collection would remove ${what}. Push a manifest that names ${what} before you collect.`;
    },
  },
  problems: {
    title: (count: number) =>
      count === 1 ? 'A manifest here says nothing' : `${formatCount(count)} manifests or links here say nothing`,
    text: 'What they name counts as not named. A garbage collection may stop at them and remove nothing.',
    one: (digest: string, fault: string) => `${shortDigest(digest)}: ${fault}`,
  },
  faults: {
    missing: 'its blob is gone',
    size: 'larger than a registry takes',
    content: 'its bytes are damaged',
    json: 'not JSON',
    kind: 'of a kind that no registry knows',
    reference: 'it names something that is no digest',
    unreadable: 'it cannot be read',
  } satisfies { readonly [fault in ManifestFault]: string },
  verification: {
    waiting: 'Waiting to be verified',
    running: (done: number, total: number) => `Verifying, ${formatPercent(done, total)}`,
    intact: (at: number) => `Intact, ${formatClock(at)}`,
    corrupt: 'Corrupt',
    bytesAre: 'Its bytes are',
    actual: shortDigest,
    corruptHelp: 'Upload the layer again with “Check layers that the store has already”: it is replaced then.',
    failed: 'Not verified',
  },
  actions: {
    more: 'More actions',
    verify: 'Verify now',
    stop: 'Stop verifying',
    copyDigest: 'Copy digest',
    copyReference: 'Copy reference',
    reveal: 'Show in folder',
  },
  referenceCopied: { title: 'Reference copied', text: '' },
} as const;
