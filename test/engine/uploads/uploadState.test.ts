import { describe, expect, it } from 'vitest';
import { eventOfFailure, transition, type UploadEvent } from '../../../electron/engine/uploads/uploadState.ts';
import { EMPTY_DIGEST, parseDigest } from '../../../shared/digest.ts';
import { ERROR_CODES, type ErrorCode, type ErrorInfo } from '../../../shared/errors.ts';
import { isEnded, type UploadKind, type UploadStatus } from '../../../shared/upload.ts';

const other = parseDigest(`sha256:${'ab'.repeat(32)}`);
const errorOf = (code: ErrorCode): ErrorInfo => ({ code, message: 'm', details: {}, causes: [] });

const STATUSES: { readonly [Kind in UploadKind]: Extract<UploadStatus, { readonly kind: Kind }> } = {
  queued: { kind: 'queued' },
  recovering: { kind: 'recovering', done: 1, total: 2 },
  moving: { kind: 'moving' },
  pausing: { kind: 'pausing' },
  paused: { kind: 'paused', reason: 'person', error: null },
  interrupted: { kind: 'interrupted' },
  ready: { kind: 'ready', digest: EMPTY_DIGEST },
  verifying: { kind: 'verifying', done: 1, total: 2 },
  finishing: { kind: 'finishing' },
  finished: { kind: 'finished', digest: EMPTY_DIGEST, blobPath: '/x', finishMs: 1, at: 1 },
  mismatch: { kind: 'mismatch', expected: EMPTY_DIGEST, actual: other },
  cancelling: { kind: 'cancelling' },
  cancelled: { kind: 'cancelled', at: 1 },
  failed: { kind: 'failed', error: errorOf('INTERNAL') },
  found: { kind: 'found' },
};

const EVENTS: { readonly [Type in UploadEvent['type']]: UploadEvent } = {
  enqueued: { type: 'enqueued' },
  recovering: { type: 'recovering', done: 3, total: 4 },
  verifying: { type: 'verifying', done: 3, total: 4 },
  moving: { type: 'moving' },
  pauseAsked: { type: 'pauseAsked' },
  paused: { type: 'paused', reason: 'quit', error: errorOf('DISK_FULL') },
  complete: { type: 'complete', digest: other },
  mismatch: { type: 'mismatch', expected: other, actual: EMPTY_DIGEST },
  finishing: { type: 'finishing' },
  finished: { type: 'finished', digest: other, blobPath: '/y', finishMs: 2, at: 2 },
  cancelAsked: { type: 'cancelAsked' },
  cancelled: { type: 'cancelled', at: 2 },
  failed: { type: 'failed', error: errorOf('STORAGE_IO') },
};

/** What each event makes of a status in which nothing has been asked for: all that it carries. */
const NEWS: { readonly [Type in UploadEvent['type']]: UploadStatus } = {
  enqueued: { kind: 'queued' },
  recovering: { kind: 'recovering', done: 3, total: 4 },
  verifying: { kind: 'verifying', done: 3, total: 4 },
  moving: { kind: 'moving' },
  pauseAsked: { kind: 'pausing' },
  paused: { kind: 'paused', reason: 'quit', error: errorOf('DISK_FULL') },
  complete: { kind: 'ready', digest: other },
  mismatch: { kind: 'mismatch', expected: other, actual: EMPTY_DIGEST },
  finishing: { kind: 'finishing' },
  finished: { kind: 'finished', digest: other, blobPath: '/y', finishMs: 2, at: 2 },
  cancelAsked: { kind: 'cancelling' },
  cancelled: { kind: 'cancelled', at: 2 },
  failed: { kind: 'failed', error: errorOf('STORAGE_IO') },
};

/** Where an event is not news: it changes nothing (`stays`), or it cannot happen (`impossible`). */
const EXCEPTIONS: { readonly [Kind in UploadKind]?: Readonly<Record<string, readonly UploadEvent['type'][]>> } = {
  pausing: { impossible: ['enqueued'], stays: ['recovering', 'verifying', 'moving', 'finishing'] },
  finishing: { impossible: ['enqueued'] },
  cancelling: {
    impossible: ['enqueued'],
    stays: ['recovering', 'verifying', 'moving', 'finishing', 'pauseAsked', 'paused', 'complete', 'mismatch'],
  },
};

const table = Object.values(STATUSES).flatMap((status) =>
  Object.values(EVENTS).map((event) => {
    const { impossible = [], stays = [] } = EXCEPTIONS[status.kind] ?? {};
    const refused = isEnded(status) || impossible.includes(event.type);
    const outcome = refused ? 'impossible' : stays.includes(event.type) ? 'stays' : 'news';
    return { kind: status.kind, type: event.type, status, event, outcome };
  }),
);

describe('transition', () => {
  it('has a row for every state and event', () => {
    expect(table).toHaveLength(15 * 13);
  });

  it.each(table.filter(({ outcome }) => outcome === 'news'))('$kind, $type: is news', ({ status, event }) => {
    expect(transition(status, event)).toEqual(NEWS[event.type]);
  });

  it.each(table.filter(({ outcome }) => outcome === 'stays'))('$kind, $type: stays', ({ status, event }) => {
    expect(transition(status, event)).toBe(status);
  });

  it.each(table.filter(({ outcome }) => outcome === 'impossible'))('$kind, $type: cannot be', ({ status, event }) => {
    expect(() => transition(status, event)).toThrow(
      expect.objectContaining({ code: 'INTERNAL', details: { status: status.kind, event: event.type } }),
    );
  });
});

describe('eventOfFailure', () => {
  const waits: readonly ErrorCode[] = [
    'DISK_FULL',
    'READ_ONLY',
    'PERMISSION_DENIED',
    'STORAGE_IO',
    'STORE_MISSING',
    'STORE_SPLIT',
    'WRITER_LOCKED',
    'WORKER_DIED',
    'SOURCE_NOT_FOUND',
    'SOURCE_NOT_A_FILE',
    'SOURCE_UNREADABLE',
    'SOURCE_CHANGED',
    'SOURCE_DIFFERS',
    'SOURCE_IO',
  ];

  it.each(ERROR_CODES)('of %s waits when its cause lies outside, and fails otherwise', (code) => {
    const error = errorOf(code);
    expect(eventOfFailure(error)).toEqual(
      waits.includes(code) ? { type: 'paused', reason: 'trouble', error } : { type: 'failed', error },
    );
  });
});
