import {
  formatBytes,
  formatDuration,
  formatPart,
  formatPercent,
  formatPlace,
  formatRate,
  shortDigest,
} from '../../../shared/format.ts';
import { formatDay, formatMoment, formatWhole, plural } from '../plural.ts';

const reHashesAtMost = (gap: number): string =>
  gap === 0 ? 'resume re-hashes nothing' : `resume re-hashes at most ${formatBytes(gap)}`;

/** Words of the list of uploads. All sizes are bytes, times ms. */
export const uploads = {
  list: 'Uploads',
  states: {
    queued: 'Waiting',
    recovering: 'Resuming',
    moving: 'Moving',
    pausing: 'Pausing',
    paused: 'Paused',
    interrupted: 'Interrupted',
    ready: 'Ready to finish',
    verifying: 'Verifying',
    finishing: 'Finishing',
    finished: 'Finished',
    mismatch: 'Digest does not match',
    cancelling: 'Cancelling',
    cancelled: 'Cancelled',
    failed: 'Failed',
    found: 'Found in store',
  },
  part: formatPart,
  percent: formatPercent,
  size: formatBytes,
  rate: formatRate,
  left: (etaMs: number) => `${formatDuration(etaMs)} left`,
  checkpointAt: (offset: number, size: number) =>
    offset === 0 ? 'no checkpoint yet' : `checkpoint at ${formatPlace(offset, size)}`,
  reHashesAtMost,
  kept: (offset: number) =>
    offset === 0 ? 'nothing was uploaded yet' : `the ${formatBytes(offset)} in the store are safe`,
  reHashing: (done: number, total: number) => `re-hashing ${formatPart(done, total)}`,
  readBack: (done: number, total: number) => `${formatPart(done, total)} hashed again`,
  makingDurable: 'making the last bytes durable',
  pausedAtQuit: 'when its store was closed',
  pausedAsleep: 'while the computer sleeps',
  starts: 'starts when a place is free',
  finishesBySelf: 'finishes by itself',
  digestMatches: 'digest matches',
  noDigestGiven: 'no digest to compare with',
  finishReadsNothing: 'finishing reads 0 bytes',
  linking: 'moving into the store',
  digest: shortDigest,
  finishedIn: (ms: number) => `finished in ${ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : formatDuration(ms)}`,
  cancelledNothingLeft: 'nothing is left in the store',
  removing: 'removing its data',
  foundSince: (createdAt: number) => `begun by another program on ${formatDay(createdAt)}`,
  foundHelp: 'attach its source to go on, or finish it',
  unknownSize: (offset: number) => `${formatBytes(offset)} so far`,
  mismatchHelp: (expected: string, actual: string) =>
    `Expected ${shortDigest(expected)}, the bytes have ${shortDigest(actual)}. The data stays until you decide.`,
  purge: {
    keptUntil: 'kept until',
    at: formatMoment,
    over: 'a registry may remove it',
    help: (at: number, canRenew: boolean) =>
      'A registry that serves this store removes what is not finished 168 hours after it was begun. ' +
      `For this upload that is on ${formatWhole(at)}. ` +
      (canRenew ? 'It can be kept for another week.' : 'Once it rests, it can be kept for another week.'),
  },
  retry: {
    watched: 'goes on by itself',
    watchedHelp: 'As soon as the cause is gone. It is looked at every few seconds.',
    at: (ms: number) => `tries again in ${formatDuration(ms)}`,
    now: 'tries again now',
    atHelp: 'The cause looked gone and was not. After each attempt in vain the next one waits twice as long.',
  },
  progress: {
    label: (name: string) => `Progress of ${name}`,
    value: (percent: string, written: number, hashed: number, checkpointed: number, size: number | null) =>
      `${percent === '' ? '' : `${percent}: `}${formatBytes(written)} written, ${formatBytes(hashed)} hashed, ` +
      `${formatBytes(checkpointed)} checkpointed${size === null ? '' : ` of ${formatBytes(size)}`}`,
    title: (written: number, hashed: number, checkpointed: number) =>
      `Survives a power cut: ${formatBytes(checkpointed)}\nHashed: ${formatBytes(hashed)}\nWritten: ${formatBytes(written)}`,
  },
  actions: {
    pause: 'Pause',
    resume: 'Resume',
    retry: 'Try again',
    startNow: 'Start now',
    stopRetrying: 'Stop trying',
    setFinishBySelf: 'Finish by itself',
    waitForMe: 'Wait before finishing',
    moveTop: 'Move to top',
    moveUp: 'Move up',
    moveDown: 'Move down',
    finish: 'Finish',
    cancel: 'Cancel upload…',
    verify: 'Verify again in full',
    attach: 'Attach source…',
    renew: 'Keep for another week',
    locate: 'Choose source…',
    setExpected: 'Expected digest…',
    decide: 'Choose…',
    inspect: 'Inspect',
    reveal: 'Reveal in folder',
    copyDigest: 'Copy digest',
    dismiss: 'Take off the list',
    more: 'More actions',
    group: (name: string) => `Actions for ${name}`,
  },
  /** How keyboards name their keys. Enter does the action that leads on, whichever it is. */
  keys: { enter: 'Enter', space: 'Space', delete: 'Del', control: 'Ctrl', shift: 'Shift', home: 'Home' },
  announce: {
    one: (name: string, state: string) => `${name}: ${state}`,
    many: (count: number) => `${plural(count, 'upload', 'uploads')} changed their state`,
  },
  confirm: {
    title: 'Cancel this upload?',
    body: (offset: number) =>
      offset === 0
        ? 'It has no data in the store yet. The source file stays where it is.'
        : `${formatBytes(offset)} that are already in the store will be deleted. The source file stays where it is.`,
    titleAll: (count: number) => `Cancel ${plural(count, 'upload', 'uploads')}?`,
    bodyAll: (bytes: number) =>
      bytes === 0
        ? 'They have no data in the store yet. The source files stay where they are.'
        : `${formatBytes(bytes)} that are already in the store will be deleted. The source files stay where they are.`,
    warning: 'This cannot be undone.',
    keep: 'Keep upload',
    keepAll: 'Keep uploads',
    cancel: 'Cancel upload',
    cancelAll: (count: number) => `Cancel ${plural(count, 'upload', 'uploads')}`,
  },
  digestDialog: {
    title: 'Expected digest',
    mismatchTitle: 'The digest does not match',
    intro: 'The upload is finished only if its bytes have this digest. Leave it empty to accept what the bytes have.',
    mismatch:
      'All bytes are in the store, but they do not have the digest that was expected. Nothing is deleted until you decide.',
    expected: 'Expected',
    actual: 'The bytes have',
    field: 'Expected digest',
    correctField: 'Or expect another digest',
    placeholder: 'sha256:…',
    correct: 'Use this digest',
    save: 'Save',
    useActual: 'Accept what the bytes have',
    verify: 'Verify again in full',
    cancelUpload: 'Cancel upload…',
    close: 'Close',
  },
  nothing: {
    filter: 'Nothing here right now',
    query: (query: string) => `No upload matches “${query}”`,
    clear: 'Clear search',
    all: 'Show all uploads',
  },
} as const;
