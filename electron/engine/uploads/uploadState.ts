import type { Digest } from '../../../shared/digest.ts';
import { type ErrorCode, type ErrorInfo, LayerliftError } from '../../../shared/errors.ts';
import type { PauseReason, UploadStatus } from '../../../shared/upload.ts';

/** What can happen to an upload. Commands of a person are checked before by `allowedCommands`. */
export type UploadEvent =
  | { readonly type: 'enqueued' }
  | { readonly type: 'recovering' | 'verifying'; readonly done: number; readonly total: number }
  | { readonly type: 'moving' }
  | { readonly type: 'pauseAsked' }
  | { readonly type: 'paused'; readonly reason: PauseReason; readonly error: ErrorInfo | null }
  | { readonly type: 'complete'; readonly digest: Digest }
  | { readonly type: 'mismatch'; readonly expected: Digest; readonly actual: Digest }
  | { readonly type: 'finishing' }
  | {
      readonly type: 'finished';
      readonly digest: Digest;
      readonly blobPath: string;
      readonly finishMs: number;
      readonly at: number;
    }
  | { readonly type: 'cancelAsked' }
  | { readonly type: 'cancelled'; readonly at: number }
  | { readonly type: 'failed'; readonly error: ErrorInfo };

/**
 * The one place where a status follows from another. A stop that was asked for wins over news of the work that it
 * stops, a cancel over every end of that work but a finish or a failure; an ended upload has no news.
 * @throws LayerliftError `INTERNAL` for an event that cannot happen in a state.
 */
export function transition(status: UploadStatus, event: UploadEvent): UploadStatus {
  if (status.kind === 'finished' || status.kind === 'cancelled') throw impossible(status, event);
  const cancelling = status.kind === 'cancelling';
  const stopping = cancelling || status.kind === 'pausing';
  switch (event.type) {
    case 'enqueued':
      if (stopping || status.kind === 'finishing') throw impossible(status, event);
      return { kind: 'queued' };
    case 'recovering':
    case 'verifying':
      return stopping ? status : { kind: event.type, done: event.done, total: event.total };
    case 'moving':
      return stopping ? status : { kind: 'moving' };
    case 'finishing':
      return stopping ? status : { kind: 'finishing' };
    case 'pauseAsked':
      return cancelling ? status : { kind: 'pausing' };
    case 'paused':
      return cancelling ? status : { kind: 'paused', reason: event.reason, error: event.error };
    case 'complete':
      return cancelling ? status : { kind: 'ready', digest: event.digest };
    case 'mismatch':
      return cancelling ? status : { kind: 'mismatch', expected: event.expected, actual: event.actual };
    case 'finished':
      return {
        kind: 'finished',
        digest: event.digest,
        blobPath: event.blobPath,
        finishMs: event.finishMs,
        at: event.at,
      };
    case 'cancelAsked':
      return { kind: 'cancelling' };
    case 'cancelled':
      return { kind: 'cancelled', at: event.at };
    case 'failed':
      return { kind: 'failed', error: event.error };
  }
}

function impossible(status: UploadStatus, event: UploadEvent): LayerliftError {
  return new LayerliftError('INTERNAL', 'an event that cannot happen', { status: status.kind, event: event.type });
}

/**
 * Failures whose cause lies outside and can go away: the upload keeps all it has and waits. Everything else is a
 * failure that a person must look at.
 */
const TROUBLES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
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
]);

/** The status of an upload that nothing works on because of an error. */
export function statusOfFailure(error: ErrorInfo): UploadStatus {
  return TROUBLES.has(error.code) ? { kind: 'paused', reason: 'trouble', error } : { kind: 'failed', error };
}

/** The event that an error amounts to. */
export function eventOfFailure(error: ErrorInfo): UploadEvent {
  return TROUBLES.has(error.code) ? { type: 'paused', reason: 'trouble', error } : { type: 'failed', error };
}
