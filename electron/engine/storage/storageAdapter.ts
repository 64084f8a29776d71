import type { FileInfo, SmallFile, StorageDriver } from './storageDriver.ts';

/**
 * What one kind of place must be able to do to become a StorageDriver: primitive operations on valid paths, with the
 * durability that StorageDriver promises. `checkedDriver` adds everything else (path grammar, offsets, the order of
 * writes, typed errors), so an adapter may throw the system's own errors.
 */
export interface StorageAdapter extends Pick<StorageDriver, 'getContent' | 'delete' | 'settle'> {
  /** Stamped on errors. */
  readonly name: string;
  /** Components that this place cannot tell from others, beyond the path grammar. */
  readonly isReserved?: (component: string) => boolean;

  /** Writes a small file where it is not in its place yet; its bytes are durable when it resolves. */
  stage(file: SmallFile): Promise<StagedFile>;

  openForReading(path: string): Promise<ReadableFile>;

  /** Opens, locks, and with `append: false` then empties (or makes) a file; see `StorageDriver.writer`. */
  openForWriting(path: string, options: { readonly append: boolean }): Promise<WritableFile>;

  /** Follows symbolic links. */
  stat(path: string): Promise<Omit<FileInfo, 'path'>>;

  /** Names of the direct children, in any order; they need not be valid components. */
  list(path: string): Promise<readonly string[]>;

  /** Renames. What is there at `from` and `to` has been looked at: a folder is never replaced, nor replaces a file. */
  move(from: string, to: string): Promise<void>;
}

/** The content of a small file that is not in its place yet. */
export interface StagedFile {
  /** Puts it there in one step, in place of what there was; durable when it resolves. */
  put(): Promise<void>;
  /** Deletes it instead; nothing fails because of it. */
  discard(): Promise<void>;
}

/** A file open for reading; positions and sizes in bytes. */
export interface ReadableFile {
  /** Size when it was opened. */
  readonly size: number;
  /** Reads some bytes at `position` into `buffer` and resolves to their number; 0 at the end only. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** A file open for writing, exclusively; positions and sizes in bytes. */
export interface WritableFile {
  /** Size when it was opened. */
  readonly size: number;
  /** Writes some of `bytes` at `position` and resolves to how many. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Shares blocks of an open file, see `FileWriter.adopt`; absent where that is never possible. */
  cloneFrom?(source: number, range: { readonly position: number; readonly length: number }): Promise<boolean>;
  truncate(size: number): Promise<void>;
  /** Makes all that was written and truncated before the call durable. */
  sync(): Promise<void>;
  /** Deletes the file, durably, while the lock is still held; fails when its path names another file by now. */
  remove(): Promise<void>;
  /** Ends the lock. */
  close(): Promise<void>;
}
