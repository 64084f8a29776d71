import type { Algorithm, Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { UploadId } from './names.ts';

/**
 * What a stored hash state is worth, in the order in which it is asked:
 * - `torn`: it cannot be read, or counts other bytes than its name says. Never used.
 * - `stale`: it lies above the end of the data. Never used, deleted before a byte is written.
 * - `ours`: one of our checkpoints holds the same state. Used.
 * - `exact`: at the end of the data, but nobody vouches for it. A registry finishes from it; we hash again.
 * - `foreign`: below the end of the data, and nobody vouches for it: it may be the state of a tail. Never used.
 */
export type HashStateVerdict = 'torn' | 'stale' | 'ours' | 'exact' | 'foreign';

/** A hash state taken apart. */
export interface DecodedState {
  readonly algorithm: Algorithm;
  /** The eight chaining words in hex, most significant digit first. */
  readonly words: readonly string[];
  /** Bytes of the unfinished block that the state carries along. */
  readonly tailBytes: number;
  /** Bytes of a whole block. */
  readonly blockBytes: number;
  /** Bytes hashed so far. */
  readonly length: number;
  /** What the digest would be if the layer ended here. */
  readonly digest: Digest;
}

/** A checkpoint that is kept and could be used. */
export interface CheckpointDetails {
  /** bytes */
  readonly offset: number;
  /** Counts up with every checkpoint of an upload. */
  readonly sequence: number;
  /** When it was made, ms since the epoch. */
  readonly at: number;
  readonly states: readonly DecodedState[];
}

/** What a file of an upload is. */
export type UploadFileKind = 'data' | 'startedat' | 'record' | 'checkpoints' | 'blob' | 'link';

/** A file that belongs to an upload, whether it is there or not. */
export interface UploadFile {
  readonly kind: UploadFileKind;
  /** As its folder calls it. Of an upload's file: its path in the upload's folder. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Bytes; null when it is missing. */
  readonly size: number | null;
  /** ms since the epoch; null when it is missing. */
  readonly modifiedAt: number | null;
}

/** A file below an upload's `hashstates/`, judged and taken apart. */
export interface HashStateFile {
  readonly algorithm: Algorithm;
  /** Its path in the upload's folder: `hashstates/<algorithm>/<offset>`. A stranger may have chosen the last part. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** What the name says, bytes; null when it is no plain offset. */
  readonly offset: number | null;
  /** Bytes of the file. */
  readonly size: number;
  /** ms since the epoch */
  readonly modifiedAt: number;
  readonly verdict: HashStateVerdict;
  /** Null when it cannot be read. */
  readonly state: DecodedState | null;
  /** Why it cannot be read, as in `HASH_STATE_INVALID`; null when it can. */
  readonly reason: string | null;
}

/** Whether the source is still the file that was added. */
export interface SourceCheck {
  /** Absolute. */
  readonly path: string;
  /** Bytes, as measured when it was added. */
  readonly size: number;
  /** When it had been modified last then, ms since the epoch. */
  readonly modifiedAt: number;
  /** Decimal, as the file system numbers it. The device may be another one after a reboot. */
  readonly inode: string;
  readonly device: string;
  /** Why it could not be read on from: changed, gone, not readable; null when it holds. */
  readonly error: ErrorInfo | null;
}

/** Everything that lies in the store and at the source of one upload, as it was at one moment. */
export interface UploadDetails {
  readonly id: UploadId;
  /** When it was looked at, ms since the epoch. */
  readonly at: number;
  /** Absolute: the upload's folder, or where the blob lies once it is finished. */
  readonly folder: string;
  /** Size of `data`, bytes. */
  readonly size: number;
  /** What `startedat` says, ms since the epoch; null when it is missing or damaged. */
  readonly startedAt: number | null;
  readonly files: readonly UploadFile[];
  /** Newest first. */
  readonly checkpoints: readonly CheckpointDetails[];
  /** By algorithm, the highest offsets first; at most `HASH_STATES_SHOWN` of each. */
  readonly hashStates: readonly HashStateFile[];
  /** States that are there but not listed. */
  readonly hashStatesLeftOut: number;
  /** Null when no source is known. */
  readonly source: SourceCheck | null;
}

/** States listed of one algorithm: a registry leaves one behind at every close. */
export const HASH_STATES_SHOWN = 50;

/** Something of an upload that lies on disk, named so that the window never has to give a path back. */
export type Place =
  | { readonly kind: 'folder' }
  | { readonly kind: 'source' }
  /** A file by its `name`. */
  | { readonly kind: 'file'; readonly name: string };
