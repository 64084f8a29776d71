import type { Digest } from '../../shared/digest.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { RepositoryName, UploadId } from '../../shared/names.ts';
import type { StopSignal } from './interruption.ts';

/** Version of everything that `--json` prints. It changes when a field is renamed, removed, or means something else. */
export const JSON_VERSION = 1;

/**
 * What commands that work on an upload tell, one after another; with `--json` each is one line. All numbers are bytes
 * or ms. Before the first one comes `begin` with the version. `docs/command-line.md` documents them for scripts.
 */
export type CliEvent =
  | { readonly type: 'storeCreated'; readonly store: string }
  /** An upload was begun and survives from here on. */
  | {
      readonly type: 'added';
      readonly id: UploadId;
      readonly repository: RepositoryName;
      readonly name: string;
      readonly size: number | null;
    }
  /** The gap is being hashed again. */
  | Measured<'recovering'>
  /** The upload is open; it goes on from `offset`. */
  | {
      readonly type: 'opened';
      readonly id: UploadId;
      readonly offset: number;
      readonly rehashedBytes: number;
      readonly copiedTwice: number;
    }
  | (Measured<'progress'> & { readonly checkpointed: number })
  | Measured<'verifying'>
  | { readonly type: 'finishing'; readonly id: UploadId }
  | { readonly type: 'pausing'; readonly id: UploadId | null; readonly code: StopSignal }
  | CliEnd;

/** Bytes that are being worked on. */
interface Measured<Type extends string> {
  readonly type: Type;
  readonly id: UploadId;
  readonly done: number;
  readonly total: number | null;
  readonly bytesPerSecond: number | null;
  readonly etaMs: number | null;
}

/** The last one. */
export type CliEnd =
  | {
      readonly type: 'finished';
      readonly id: UploadId;
      readonly digest: Digest;
      readonly size: number;
      /** Absolute. */
      readonly blobPath: string;
      readonly finishMs: number;
      readonly rehashedBytes: number;
    }
  /** All bytes are there and verified; `finish` is left to somebody. */
  | {
      readonly type: 'ready';
      readonly id: UploadId;
      readonly digest: Digest;
      readonly size: number;
      readonly rehashedBytes: number;
    }
  | Stopped<'paused', ErrorCode | StopSignal>
  | Stopped<'failed', ErrorCode>
  | { readonly type: 'cancelled'; readonly id: UploadId };

/** `id` is null when it ended before there was an upload. */
interface Stopped<Type extends string, Code extends string> {
  readonly type: Type;
  readonly id: UploadId | null;
  readonly code: Code;
  /** For people: what happened, and what to do. */
  readonly message: string;
}
