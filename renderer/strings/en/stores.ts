import type { ErrorCode } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format.ts';
import { plural } from '../plural.ts';

/** Words of the stores at hand. */
export const stores = {
  title: 'Stores',
  manage: 'Manage stores…',
  free: (bytes: number) => `${formatBytes(bytes)} free`,
  /** Why a store cannot be opened now, in few words; other reasons are told in theirs. */
  states: {
    STORE_MISSING: 'Disk missing',
    STORE_NOT_A_FOLDER: 'A file, no folder',
    STORE_NOT_A_STORE: 'Not a store',
    STORE_READ_ONLY: 'Read-only',
    STORE_LOCKED: 'In use by another Layerlift',
    STORE_SPLIT: 'On several disks',
    STORAGE_IO: 'Disk does not answer',
  } as { readonly [code in ErrorCode]?: string },
  current: 'open',
  away: 'disk missing',
  looking: 'Looking…',
  ready: 'Ready',
  isOpen: 'Open',
  notKept: 'not kept: named on the command line',
  add: 'Add a folder…',
  open: 'Open',
  edit: 'Edit',
  forget: 'Take off the list; its folder stays',
  close: 'Done',
  none: 'No store yet.',
  form: {
    name: 'Name',
    nameHint: 'Empty for the name of its folder.',
    repository: 'Repository',
    repositoryHint: 'Offered for new layers. Empty for the one used last.',
    host: 'Registry',
    hostHint: 'Where a registry serves it, e.g. registry.example.com:5000. Stands before references that are copied.',
    hostProblem: 'Not the address of a registry: a name, a port if it has one, nothing else.',
    save: 'Save',
    cancel: 'Cancel',
  },
  ask: {
    title: (count: number) => `${plural(count, 'upload is', 'uploads are')} moving`,
    text: 'Opening another store pauses what moves, with a checkpoint, and what waits. Nothing is lost: resume it when this store is open again.',
    stay: 'Stay here',
    leave: 'Pause and switch',
  },
  gone: {
    title: 'The disk of this store is missing',
    text: 'Connect it again: the store comes back by itself, and so do its uploads.',
  },
  waits: 'It opens by itself as soon as its disk is back.',
  firstSuggested: 'Use “Layerlift” in my home folder',
} as const;
