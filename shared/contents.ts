import type { UploadId } from './names.ts';

/** How the bytes of a layer are packed. */
export type Packing = 'none' | 'gzip' | 'zstd';

/** What an entry of a layer is. A whiteout deletes a name of the layers below (OCI image spec, "Whiteouts"). */
export type EntryKind = 'folder' | 'file' | 'link' | 'special' | 'whiteout';

/**
 * Why a look inside ended before the end:
 * - `damaged`: the bytes are not what they should be from there on.
 * - `header`: a header is larger than any honest one.
 * - `window`: unpacking would need more memory than it may have.
 * - `ratio`: it unpacks to so much more than it has that it looks made to do harm.
 * - `time`: looking has taken as long as it may.
 */
export type ContentsStop = 'damaged' | 'header' | 'window' | 'ratio' | 'time';

/** Bounds of a look inside, against layers that are made to do harm. The window says which of them was met. */
export const CONTENTS_LIMITS = {
  /** Names that are kept, folders among them; entries above that are only counted. */
  nodes: 200_000,
  /** Characters of all names and of what links lead to, together. */
  nameChars: 32 * 1024 * 1024,
  /** Folders in folders; what lies deeper is one long name. */
  depth: 64,
  /** Bytes of a header that extends another. */
  headerBytes: 1024 * 1024,
  /** Bytes that zstd may look back. Its own tools refuse more than this, too, unless told otherwise. */
  windowBytes: 128 * 1024 * 1024,
  /** Unpacked to packed, looked at once this many bytes are unpacked. */
  ratio: 500,
  ratioFromBytes: 16 * 1024 * 1024 * 1024,
  /** Of work; waiting for bytes does not count. */
  workMs: 15 * 60 * 1000,
  /** Rows in one answer. */
  rows: 500,
  /** Largest files in one answer. */
  biggest: 12,
} as const;

/** What of the contents the window wants to see. */
export interface ContentsRequest {
  readonly id: UploadId;
  /** Only entries whose path has this in it, whatever its case; empty for the tree. */
  readonly query: string;
  /** Folders that are open, by their `ContentsRow.node`. */
  readonly open: readonly number[];
}

/** An entry of a layer as one row. Names are untrusted text. */
export interface ContentsRow {
  /** Names the entry for as long as one look lasts. */
  readonly node: number;
  /** The last part of its path; in a search and among the biggest, all of it. */
  readonly name: string;
  readonly kind: EntryKind;
  /** Bytes; of a folder, of all that is in it. */
  readonly size: number;
  /** Entries in a folder, at any depth; 0 otherwise. */
  readonly items: number;
  /** 1 at the top. */
  readonly level: number;
  /** Null where there is nothing to open. */
  readonly open: boolean | null;
  /** Where a link leads; null for others. */
  readonly target: string | null;
}

/** What is inside of an upload, as far as it has come. Bytes throughout. */
export interface Contents {
  /** A new one is a new look: rows of the one before mean nothing any more. */
  readonly look: number;
  /** Null while there are too few bytes to tell. `other`: neither a tar nor one that is packed. */
  readonly format: 'tar' | 'other' | null;
  /** Null while there are too few bytes to tell. */
  readonly packing: Packing | null;
  /** `waiting`: for bytes that are not there yet. */
  readonly state: 'reading' | 'waiting' | 'done' | 'stopped';
  /** Why it stopped; null unless it did. */
  readonly stop: ContentsStop | null;
  /** How far the upload has been looked at. */
  readonly readTo: number;
  /** How far it could be, now. */
  readonly offset: number;
  /** Entries so far. */
  readonly entries: number;
  /** Sizes of all files so far, together. */
  readonly totalSize: number;
  /** Entries that were counted and not kept. */
  readonly notKept: number;
  readonly rows: readonly ContentsRow[];
  /** Rows that there are beyond those. */
  readonly rowsLeftOut: number;
  readonly biggest: readonly ContentsRow[];
}
