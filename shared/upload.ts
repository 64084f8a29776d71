import type { Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { RepositoryName, UploadId } from './names.ts';

/** Why an upload stands still although nobody finished it. */
export type PauseReason =
  /** A person asked. */
  | 'person'
  /** The app was closed; bytes and checkpoint were made durable first. */
  | 'quit'
  /** The computer went to sleep; it goes on by itself when it wakes. */
  | 'sleep'
  /** Something outside stopped it; `error` says what, and it can go on when that is gone. */
  | 'trouble';

/**
 * The state of an upload: one union, whose transitions are in the engine's `uploads/uploadState.ts`.
 * Terminal states are `finished`, `cancelled` and `failed`.
 */
export type UploadStatus =
  /** Waits for a free place. */
  | { readonly kind: 'queued' }
  /** Opens the upload and re-hashes the gap: `done` of `total` bytes. */
  | { readonly kind: 'recovering'; readonly done: number; readonly total: number }
  | { readonly kind: 'moving' }
  /** Drains and checkpoints on the way to `paused`. */
  | { readonly kind: 'pausing' }
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly error: ErrorInfo | null }
  /** The process ended while it moved. A resume re-hashes at most `offset - checkpointed` bytes. */
  | { readonly kind: 'interrupted' }
  /** Every byte is durable and hashed; a person finishes it. `digest` is what the bytes have. */
  | { readonly kind: 'ready'; readonly digest: Digest }
  /** Hashes all of `data` again: `done` of `total` bytes. */
  | { readonly kind: 'verifying'; readonly done: number; readonly total: number }
  | { readonly kind: 'finishing' }
  | {
      readonly kind: 'finished';
      readonly digest: Digest;
      readonly blobPath: string;
      readonly finishMs: number;
      readonly at: number;
    }
  /** The bytes have another digest than expected, also after a full re-hash. The data stays. */
  | { readonly kind: 'mismatch'; readonly expected: Digest; readonly actual: Digest }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'cancelled'; readonly at: number }
  /** Cannot go on by itself; a person may retry or cancel. */
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
  /** Lies in the store, was begun by somebody else. */
  | { readonly kind: 'found' };

export type UploadKind = UploadStatus['kind'];

/** The file an upload reads from, as people see it. */
export interface SourceView {
  readonly path: string;
  /** Bytes, as measured when the upload was created. */
  readonly size: number;
}

/** How an upload that trouble has paused goes on by itself. */
export type Retry =
  /** As soon as its cause is gone, which is looked at every few seconds. */
  | { readonly kind: 'watched' }
  /** The cause looked gone and was not: it is tried again then, ms since the epoch. Each attempt in vain doubles the wait. */
  | { readonly kind: 'at'; readonly at: number };

/** One upload as the window shows it. All offsets are bytes, `checkpointed <= hashed <= offset <= size`. */
export interface UploadView {
  readonly id: UploadId;
  readonly repository: RepositoryName;
  /** The source's file name, or the id of a found upload. Untrusted text: show, never interpret. */
  readonly name: string;
  readonly source: SourceView | null;
  /** Bytes that the whole layer has; null while unknown (a found upload). */
  readonly size: number | null;
  readonly offset: number;
  readonly hashed: number;
  /** Offset of the newest usable checkpoint. */
  readonly checkpointed: number;
  readonly status: UploadStatus;
  readonly expected: Digest | null;
  /** Finish without asking as soon as all bytes are there. */
  readonly finishBySelf: boolean;
  /** ms since the epoch */
  readonly createdAt: number;
  /** When a registry with default settings removes it unless it has ended, ms since the epoch; null when it never does. */
  readonly purgeAt: number | null;
  /** Bytes hashed again by the last resume, and by the finish that followed; null before one. */
  readonly rehashed: number | null;
  /** Bytes that the last resume took from the source although `data` had them already; null before one. */
  readonly copiedTwice: number | null;
  /** Null when it does not go on by itself. */
  readonly retry: Retry | null;
}

/** Numbers of one moving upload, sent at most ten times a second. */
export interface ProgressTick {
  readonly id: UploadId;
  readonly offset: number;
  readonly hashed: number;
  readonly checkpointed: number;
  /** Progress of `recovering` and `verifying`: bytes hashed again so far; null in other states. */
  readonly rehashed: number | null;
  /** How far the source has been read; absent where its bytes do not move. */
  readonly read?: number;
  readonly bytesPerSecond: number;
  /** Smoothed; null until it means something. */
  readonly etaMs: number | null;
}

/** Commands that a person can give an upload. */
export type UploadCommand =
  | 'pause'
  | 'resume'
  | 'startNow'
  | 'finish'
  | 'cancel'
  | 'setExpected'
  | 'verify'
  | 'attach'
  | 'renew'
  | 'stopRetrying'
  | 'setFinishBySelf';

const ALLOWED: { readonly [kind in UploadKind]: readonly UploadCommand[] } = {
  queued: ['pause', 'startNow', 'cancel', 'setExpected', 'setFinishBySelf'],
  recovering: ['pause', 'cancel', 'setFinishBySelf'],
  moving: ['pause', 'cancel', 'setFinishBySelf'],
  pausing: ['cancel', 'setFinishBySelf'],
  paused: ['resume', 'startNow', 'stopRetrying', 'cancel', 'setExpected', 'attach', 'renew', 'setFinishBySelf'],
  interrupted: ['resume', 'startNow', 'cancel', 'setExpected', 'attach', 'renew', 'setFinishBySelf'],
  ready: ['finish', 'cancel', 'setExpected', 'verify', 'renew', 'setFinishBySelf'],
  verifying: ['pause', 'cancel', 'setFinishBySelf'],
  finishing: [],
  finished: [],
  mismatch: ['setExpected', 'verify', 'cancel', 'renew', 'setFinishBySelf'],
  cancelling: [],
  cancelled: [],
  failed: ['resume', 'cancel', 'attach', 'renew', 'setFinishBySelf'],
  found: ['attach', 'finish', 'cancel', 'setExpected', 'renew', 'setFinishBySelf'],
};

/** The commands that make sense in a state. Main refuses all others with `UPLOAD_STATE`. */
export function allowedCommands(status: UploadStatus): readonly UploadCommand[] {
  return ALLOWED[status.kind];
}

/** True for states in which bytes are moved or hashed. */
export function isActive(status: UploadStatus): boolean {
  return ['recovering', 'moving', 'pausing', 'verifying', 'finishing', 'cancelling'].includes(status.kind);
}

/** True for uploads that are worked on, or will be as soon as there is a place. */
export function isUnderWay(status: UploadStatus): boolean {
  return isActive(status) || status.kind === 'queued';
}

/** True for uploads that the end of a process stopped, whether it came as a surprise or not. */
export function wasCutShort(status: UploadStatus): boolean {
  return status.kind === 'interrupted' || (status.kind === 'paused' && status.reason === 'quit');
}

/** True for states from which nothing leads on. */
export function isEnded(status: UploadStatus): boolean {
  return status.kind === 'finished' || status.kind === 'cancelled';
}

/** Bytes that a resume must hash again if the process died now. */
export function gapOf(upload: Pick<UploadView, 'offset' | 'checkpointed'>): number {
  return Math.max(0, upload.offset - upload.checkpointed);
}
