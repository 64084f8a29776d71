import { formatBytes } from '../../../shared/format.ts';
import { formatCount, plural } from '../plural.ts';

/** Words for adding layers. */
export const add = {
  title: (count: number, bytes: number) =>
    count === 0 ? 'No layer to add' : `Add ${plural(count, 'layer', 'layers')}, ${formatBytes(bytes)}`,
  leftOut: (count: number) => `${plural(count, 'file is', 'files are')} left out: the list says why.`,
  files: 'Files to add',
  takeOff: 'Take off this list',
  takeOffLeftOut: 'Take them off',
  selected: 'Selected file',
  ownRepository: 'Its repository',
  ownRepositoryHint: 'Only where it differs from the others.',
  inRepository: (name: string) => `to ${name}`,
  adding: (done: number, total: number) => `Adding ${formatCount(done)} of ${formatCount(total)}…`,
  stop: 'Stop adding',
  takeOffKey: 'Del',
  size: formatBytes,
  digestFrom: (file: string) => `digest from ${file}`,
  digestGiven: 'digest given',
  digestBad: 'digest to be corrected',
  noDigest: 'no digest given',
  duplicate: 'already in the list',
  repository: 'Repository',
  repositoryPlaceholder: 'library/ubuntu',
  repositoryHint: 'The collection in the store that the layers belong to.',
  digest: 'Expected digest',
  digestHint: 'If you have one: finishing then proves that the bytes are right.',
  digestPlaceholder: 'sha256:…',
  finishBySelf: (count: number) => (count === 1 ? 'Finish by itself' : 'Finish by themselves'),
  cancel: 'Cancel',
  submit: (count: number) => `Add ${plural(count, 'layer', 'layers')}`,
  failed: (count: number) =>
    `${plural(count, 'file was', 'files were')} not added. What could be added is in the list.`,
  drop: {
    title: (count: number) => (count === 0 ? 'Drop to add layers' : `Drop to add ${plural(count, 'item', 'items')}`),
    to: (repository: string) => `to ${repository}`,
    text: 'Files, or folders with layers in them. You see the list before anything is copied.',
  },
} as const;
