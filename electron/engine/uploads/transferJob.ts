import type { Digest } from '../../../shared/digest.ts';
import type { ErrorInfo } from '../../../shared/errors.ts';
import type { BackendChoice } from '../../../shared/settings.ts';
import type { FinishedLayer } from '../layers/finishing.ts';
import type { Recovery } from '../layers/recoverUpload.ts';
import type { SourceIdentity } from '../layers/uploadRecord.ts';
import type { UploadRef } from '../layers/uploadRef.ts';

/** What every job names. */
interface JobBase {
  /** Absolute path of the store. */
  readonly root: string;
  readonly upload: UploadRef;
  readonly expected: Digest | null;
  readonly digester: BackendChoice;
}

/** What every job that may finish names. */
interface FinishingJobBase extends JobBase {
  /** Hash a blob that is there already before it is kept. */
  readonly verifyExisting: boolean;
}

/** Moves what is left of a source into its upload. */
export interface MoveJob extends FinishingJobBase {
  readonly kind: 'move';
  readonly source: SourceIdentity;
  /** The memory of a `FinishWish`: whether to finish as soon as all bytes are there. */
  readonly finish: SharedArrayBuffer;
  /**
   * `gap` compares what lies behind the last checkpoint with the source; `whole` compares everything, because the
   * source was pointed at by a person.
   */
  readonly proof: 'gap' | 'whole';
}

/** Stores a small layer in one step; nothing of its upload lies in the store. */
export interface WholeJob extends FinishingJobBase {
  readonly kind: 'whole';
  readonly source: SourceIdentity;
  /** As in `MoveJob`: claimed before anything is stored. */
  readonly finish: SharedArrayBuffer;
}

/** Finishes an upload whose bytes are all there. */
export interface FinishJob extends FinishingJobBase {
  readonly kind: 'finish';
}

/** Hashes all of the data again. */
export interface VerifyJob extends JobBase {
  readonly kind: 'verify';
}

export type TransferJob = MoveJob | WholeJob | FinishJob | VerifyJob;

/**
 * A layer of at most this many bytes is not worth a thread and syncs of its own: many of them share both. It is moved
 * before its first checkpoint would be due.
 */
export const SMALL_LAYER_BYTES = 1024 * 1024;

/** True for jobs that may run beside many others in one thread. */
export const isSmallJob = (job: TransferJob): boolean =>
  job.kind === 'whole' || (job.kind === 'move' && job.source.size <= SMALL_LAYER_BYTES);

/** What a running job tells; numbers in bytes, at most ten a second. */
export type TransferEvent =
  | { readonly type: 'recovering' | 'verifying'; readonly done: number; readonly total: number }
  /** `ms`: how long recovering took. */
  | { readonly type: 'opened'; readonly recovery: Recovery; readonly offset: number; readonly ms: number }
  /** `read`: how far the source has been read. */
  | {
      readonly type: 'moving';
      readonly offset: number;
      readonly hashed: number;
      readonly checkpointed: number;
      readonly read?: number;
    }
  | { readonly type: 'finishing' }
  /** The layer is served; the job waits until this is on record before it deletes the upload's rest. */
  | { readonly type: 'retired'; readonly layer: FinishedLayer; readonly finishMs: number };

/** What a later resume will find, in bytes. */
export interface Position {
  readonly offset: number;
  readonly checkpointed: number;
}

/** How a job ended. `position` is null when the upload could not be looked at. */
export type TransferResult = { readonly position: Position | null } & (
  | { readonly kind: 'complete'; readonly digest: Digest }
  /** `rehashed`: bytes hashed again since the job opened the upload, for whatever reason. */
  | { readonly kind: 'finished'; readonly layer: FinishedLayer; readonly finishMs: number; readonly rehashed: number }
  | { readonly kind: 'mismatch'; readonly expected: Digest; readonly actual: Digest }
  | { readonly kind: 'stopped' }
  /** A `whole` job has stored nothing, for a reason that an upload is needed to tell. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
);

/** What a worker thread is started with. */
export interface WorkerSetup {
  /** The memory of the `RateLimit` of all threads. */
  readonly rateLimit: SharedArrayBuffer;
}

/** Why a job is stopped, as the reason of its signal, when nothing of its upload will be kept. */
export const DISCARD = 'discard';

/** Messages to a worker thread, each about the job, or the preparation, of that number. */
export type WorkerRequest = { readonly number: number } & (
  | { readonly type: 'run'; readonly job: TransferJob }
  /** Load and test what hashes, so that the first job need not. */
  | { readonly type: 'prepare'; readonly digester: BackendChoice }
  /** Drain, make a checkpoint, let go; without the checkpoint when the upload is to be discarded. */
  | { readonly type: 'stop'; readonly discard: boolean }
  /** Answers `retired`: the layer is on record, or could not be put there. */
  | { readonly type: 'recorded'; readonly done: boolean }
);

/** Messages from a worker thread, each about what has that number. */
export type WorkerReply = { readonly number: number } & (
  | { readonly type: 'event'; readonly event: TransferEvent }
  | { readonly type: 'result'; readonly result: TransferResult }
  | { readonly type: 'prepared' }
);
