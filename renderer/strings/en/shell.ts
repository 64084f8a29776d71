import { AT_RISK_BYTES, CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import { formatBytes, formatRate } from '../../../shared/format.ts';
import { formatCount, formatMoment } from '../plural.ts';

const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** Words of everything around the list. */
export const shell = {
  opening: 'Opening the store…',
  noAnswer: 'Layerlift does not answer',
  reload: 'Reload window',
  bar: {
    store: (name: string) => `Store: ${name}`,
    noStore: 'No store',
    free: (bytes: number) => `${formatBytes(bytes)} free`,
    chooseStore: 'Choose another folder…',
    reopen: 'Open again',
    search: 'Search uploads',
    clearSearch: 'Clear search',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    add: 'Add layers',
    settings: 'Settings',
  },
  side: {
    label: 'Views',
    uploads: 'Uploads',
    filters: {
      all: 'All',
      moving: 'Moving',
      waiting: 'Waiting',
      paused: 'Paused',
      ready: 'Ready to finish',
      needsYou: 'Needs you',
      found: 'Found in store',
      finished: 'Finished',
    },
    history: 'History',
    count: formatCount,
    unit: (count: number) => (count === 1 ? ' upload' : ' uploads'),
  },
  foot: {
    nothing: 'Nothing moving',
    moving: (count: number) => `${formatCount(count)} moving`,
    waiting: (count: number) => `${formatCount(count)} waiting`,
    rate: formatRate,
    digester: (backend: string) => `Digest: ${backend}`,
    checkpoint: `Checkpoint every ${mebibytes(CHECKPOINT_BYTES)}`,
    checkpointHelp: `Or every second, whichever comes first. After a crash or power cut at most ${mebibytes(AT_RISK_BYTES)} of an upload are hashed again.`,
  },
  crash: {
    title: (count: number) =>
      `Layerlift was stopped while ${count === 1 ? 'one upload was' : `${count} uploads were`} moving. Nothing is lost.`,
    text: (count: number, gap: number) => {
      const who = count === 1 ? 'it' : count === 2 ? 'both' : `all ${count}`;
      return gap === 0
        ? `Resuming ${who} re-hashes nothing.`
        : `Resuming ${who} re-hashes at most ${formatBytes(gap)}.`;
    },
    resume: (count: number) => (count === 1 ? 'Resume' : count === 2 ? 'Resume both' : `Resume all ${count}`),
    dismiss: 'Not now',
  },
  empty: {
    title: 'Drop layers here',
    text: 'Any size. Pause, quit or lose power: they go on where they were.',
    choose: 'Choose files…',
    steps: [
      { title: 'Moves once', text: 'Each byte is read, written and hashed together.' },
      { title: 'Checkpoints', text: `Every ${mebibytes(CHECKPOINT_BYTES)} the digest’s state is made durable.` },
      { title: 'Finishes at once', text: 'Nothing is read back, however large the layer.' },
    ],
  },
  storeProblem: {
    choose: 'Choose another folder…',
    retry: 'Try again',
    create: 'Create store here',
    firstTitle: 'Where should the layers go?',
    firstText:
      'Choose the folder of a store: one that a registry already serves, or an empty one that is to become a store.',
    firstChoose: 'Choose a folder…',
    kept: 'Uploads that it holds are safe and come back with it.',
  },
  notices: { label: 'Notices', dismiss: 'Dismiss' },
  clearFinished: 'Clear finished',
  history: {
    label: 'History',
    empty: 'No upload has ended yet',
    emptyText: 'Finished, cancelled and failed uploads are kept here, also when they are taken off the list.',
    noOutcome: 'No upload has ended like this',
    noMatch: (query: string) => `Nothing in the history matches “${query}”`,
    outcomes: { finished: 'Finished', cancelled: 'Cancelled', failed: 'Failed' },
    filter: 'Show',
    all: 'All',
    choice: (label: string, count: number) => `${label} ${formatCount(count)}`,
    moment: formatMoment,
    size: formatBytes,
  },
  settings: {
    title: 'Settings',
    store: 'Store',
    storeNone: 'none chosen',
    choose: 'Choose folder…',
    concurrency: 'Uploads at a time',
    concurrencyHint: 'More than two help only when source and store are on different disks.',
    rateLimit: 'Speed limit',
    rateLimitHint: 'For all uploads together. Empty for none.',
    rateLimitNone: 'none',
    finishBySelf: 'Finish uploads by themselves',
    finishBySelfHint:
      'As soon as all bytes are there, if their digest is the expected one. New uploads start with this.',
    resumeBySelf: 'Resume interrupted uploads at start',
    resumeBySelfHint: 'Without asking, after a crash or power cut.',
    digester: 'Digest back end',
    digesterHint: (backend: string) => `Now: ${backend}. A change holds for uploads that start to move after it.`,
    digesters: { auto: 'Fastest that is right', native: 'System library', 'hash-wasm': 'hash-wasm' },
    verifyExisting: 'Check layers that the store has already',
    verifyExistingHint:
      'Hashes the stored bytes before a layer counts as uploaded, and replaces them if they are corrupt. Takes time.',
    refused: 'The setting could not be saved.',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    close: 'Done',
    about: (version: string, backend: string) =>
      backend === '' ? `Layerlift ${version}` : `Layerlift ${version} · digests by ${backend}`,
  },
} as const;
