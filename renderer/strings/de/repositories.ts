import { shortDigest } from '../../../shared/format.ts';
import type { Strings } from '../en.ts';
import { formatBytes, formatClock, formatCount, formatMoment, formatPercent, plural } from './formats.ts';

/** German for `en/repositories.ts`. */
export const repositories: Strings['repositories'] = {
  title: 'Repositorys',
  find: 'Repository suchen',
  noMatch: 'Keines passt',
  reading: 'Der Store wird gelesen …',
  unread: 'Nicht alle konnten gelesen werden',
  count: formatCount,
  layers: (count) => (count === 0 ? 'noch kein Layer' : ' Layer'),
  underWay: (count) => plural(count, 'Upload unterwegs', 'Uploads unterwegs'),
  hasProblems: (count) => plural(count, 'Problem', 'Probleme'),
  tabs: {
    label: 'Repository',
    layers: (count) => `Layer ${formatCount(count)}`,
    uploads: (count) => (count === 0 ? 'Uploads' : `Uploads ${formatCount(count)}`),
  },
  readAgain: 'Erneut lesen',
  summary: (bytes, tags) => `${formatBytes(bytes)} · ${plural(tags, 'Tag', 'Tags')}`,
  list: 'Layer',
  search: 'Layer durchsuchen',
  empty: 'Noch kein Layer',
  emptyText: 'Layer, die in diesem Repository abgeschlossen oder dorthin gepusht werden, erscheinen hier.',
  noLayerMatches: (query) => `Kein Layer passt zu „${query}“`,
  size: formatBytes,
  noBlob: 'kein Blob',
  moment: formatMoment,
  roles: { layer: 'Layer', config: 'Config' },
  inTags: (tags, more) =>
    more === 0 ? `In ${tags.join(', ')}` : `In ${tags.join(', ')} und ${plural(more, 'weiterem', 'weiteren')}`,
  fates: {
    tagged: '',
    untagged: 'nur Manifeste ohne eigenes Tag nennen ihn',
    elsewhere: 'Kein Manifest hier nennt ihn, eines in einem anderen Repository schon',
    unreferenced: 'Kein Manifest nennt ihn',
    gone: 'Sein Blob ist weg: Eine Garbage Collection hat ihn entfernt',
    damaged: 'Sein Link ist beschädigt und führt nirgendwohin',
  },
  checking: 'Es wird nachgesehen, ob ein Manifest ihn nennt …',
  collection: {
    tagged: 'Eine Garbage Collection behält ihn.',
    untagged: 'Eine Garbage Collection behält ihn, außer mit --delete-untagged.',
    elsewhere: 'Eine Garbage Collection behält seine Bytes.',
    unreferenced: 'Eine Garbage Collection würde ihn entfernen. Pushen Sie zuerst ein Manifest, das ihn nennt.',
    gone: 'Laden Sie den Layer erneut hoch, dann führt sein Link wieder zu ihm.',
    damaged: 'Laden Sie den Layer erneut hoch, dann wird der Link neu geschrieben.',
  },
  loose: {
    title: (count, bytes) =>
      `${count === 1 ? 'Ein Layer wird' : `${formatCount(count)} Layer werden`} von keinem Manifest genannt (${formatBytes(bytes)})`,
    text: (count) => {
      const what = count === 1 ? 'ihn' : 'sie';
      return `Die Garbage Collection einer Registry würde ${what} entfernen. Pushen Sie vorher ein Manifest, das ${what} nennt.`;
    },
  },
  problems: {
    title: (count) =>
      count === 1
        ? 'Ein Manifest hier sagt nichts aus'
        : `${formatCount(count)} Manifeste oder Links hier sagen nichts aus`,
    text: 'Was sie nennen, zählt als nicht genannt. Eine Garbage Collection kann an ihnen anhalten und nichts entfernen.',
    one: (digest, fault) => `${shortDigest(digest)}: ${fault}`,
  },
  faults: {
    missing: 'sein Blob ist weg',
    size: 'größer, als eine Registry annimmt',
    content: 'seine Bytes sind beschädigt',
    json: 'kein JSON',
    kind: 'von einer Art, die keine Registry kennt',
    reference: 'es nennt etwas, das kein Digest ist',
    unreadable: 'es kann nicht gelesen werden',
  },
  verification: {
    waiting: 'Wartet auf die Prüfung',
    running: (done, total) => `Wird geprüft, ${formatPercent(done, total)}`,
    intact: (at) => `Unversehrt, ${formatClock(at)}`,
    corrupt: 'Beschädigt',
    bytesAre: 'Seine Bytes sind',
    actual: shortDigest,
    corruptHelp: 'Laden Sie den Layer mit „Layer prüfen, die der Store schon hat“ erneut hoch: Dann wird er ersetzt.',
    failed: 'Nicht geprüft',
  },
  actions: {
    more: 'Weitere Aktionen',
    verify: 'Jetzt prüfen',
    stop: 'Prüfung anhalten',
    copyDigest: 'Digest kopieren',
    copyReference: 'Referenz kopieren',
    reveal: 'Im Ordner zeigen',
  },
  referenceCopied: { title: 'Referenz kopiert', text: '' },
};
