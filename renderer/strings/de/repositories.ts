import { shortDigest } from '../../../shared/format.ts';
import type { Strings } from '../en.ts';
import { formatBytes, formatClock, formatCount, formatMoment, formatPercent, plural } from './formats.ts';

/** Worte über die Repositorys des Stores und ihre Layer. */
export const repositories: Strings['repositories'] = {
  title: 'Repositorys',
  find: 'Repository finden',
  noMatch: 'Keines passt',
  reading: 'Der Store wird gelesen …',
  unread: 'Nicht alle waren lesbar',
  count: formatCount,
  layers: (count) => (count === 0 ? 'noch kein Layer' : ' Layer'),
  underWay: (count) => plural(count, 'Upload unterwegs', 'Uploads unterwegs'),
  hasProblems: (count) => plural(count, 'Problem', 'Probleme'),
  tabs: {
    label: 'Repository',
    layers: (count) => `Layer ${formatCount(count)}`,
    uploads: (count) => (count === 0 ? 'Uploads' : `Uploads ${formatCount(count)}`),
  },
  readAgain: 'Neu lesen',
  summary: (bytes, tags) => `${formatBytes(bytes)} · ${plural(tags, 'Tag', 'Tags')}`,
  list: 'Layer',
  search: 'Layer durchsuchen',
  empty: 'Noch kein Layer',
  emptyText: 'Layer, die abgeschlossen oder in dieses Repository gepusht werden, erscheinen hier.',
  noLayerMatches: (query) => `Kein Layer passt zu „${query}“`,
  size: formatBytes,
  noBlob: 'kein Blob',
  moment: formatMoment,
  roles: { layer: 'Layer', config: 'Konfiguration' },
  inTags: (tags, more) =>
    more === 0 ? `In ${tags.join(', ')}` : `In ${tags.join(', ')} und ${formatCount(more)} weiteren`,
  fates: {
    tagged: '',
    untagged: 'nur Manifeste ohne eigenen Tag nennen ihn',
    elsewhere: 'Kein Manifest hier nennt ihn, eines in einem anderen Repository schon',
    unreferenced: 'Kein Manifest nennt ihn',
    gone: 'Sein Blob ist weg: Eine Garbage Collection hat ihn mitgenommen',
    damaged: 'Sein Link ist beschädigt und führt nirgendwohin',
  },
  checking: 'Es wird nachgesehen, ob ein Manifest ihn nennt …',
  collection: {
    tagged: 'Eine Garbage Collection behält ihn.',
    untagged: 'Eine Garbage Collection behält ihn, außer mit --delete-untagged.',
    elsewhere: 'Eine Garbage Collection behält seine Bytes.',
    unreferenced: 'Eine Garbage Collection würde ihn entfernen. Pushen Sie vorher ein Manifest, das ihn nennt.',
    gone: 'Laden Sie den Layer noch einmal hoch, dann führt sein Link wieder zu ihm.',
    damaged: 'Laden Sie den Layer noch einmal hoch, um den Link neu zu schreiben.',
  },
  loose: {
    title: (count, bytes) =>
      `Kein Manifest nennt ${count === 1 ? 'einen Layer' : `${formatCount(count)} Layer`} (${formatBytes(bytes)})`,
    text: 'Die Garbage Collection einer Registry würde sie entfernen. Pushen Sie vorher ein Manifest, das sie nennt.',
  },
  problems: {
    title: (count) =>
      count === 1 ? 'Ein Manifest hier sagt nichts' : `${formatCount(count)} Manifeste oder Links hier sagen nichts`,
    text: 'Was sie nennen, gilt als nicht genannt. Eine Garbage Collection hält vielleicht bei ihnen an und entfernt nichts.',
    one: (digest, fault) => `${shortDigest(digest)}: ${fault}`,
  },
  faults: {
    missing: 'sein Blob ist weg',
    size: 'größer, als eine Registry annimmt',
    content: 'seine Bytes sind beschädigt',
    json: 'kein JSON',
    kind: 'von einer Art, die keine Registry kennt',
    reference: 'es nennt etwas, das kein Digest ist',
    unreadable: 'es ist nicht lesbar',
  },
  verification: {
    waiting: 'Wartet auf die Prüfung',
    running: (done, total) => `Wird geprüft, ${formatPercent(done, total)}`,
    intact: (at) => `Unversehrt, ${formatClock(at)}`,
    corrupt: 'Beschädigt',
    bytesAre: 'Seine Bytes haben',
    actual: shortDigest,
    corruptHelp:
      'Laden Sie den Layer mit „Layer prüfen, die der Store schon hat“ noch einmal hoch: Dann wird er ersetzt.',
    failed: 'Nicht geprüft',
  },
  actions: {
    more: 'Weitere Aktionen',
    verify: 'Jetzt prüfen',
    stop: 'Nicht weiter prüfen',
    copyDigest: 'Digest kopieren',
    copyReference: 'Referenz kopieren',
    reveal: 'Im Ordner zeigen',
  },
  referenceCopied: { title: 'Referenz kopiert', text: '' },
};
