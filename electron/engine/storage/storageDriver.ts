/**
 * The storage port: what a store needs from the place where it lives. `filesystem` is the first adapter.
 *
 * Operations and errors are those of distribution's StorageDriver. Paths are absolute, `/`-separated, made of
 * components of `[A-Za-z0-9._-]`; `.` and `..` are refused (`PATH_INVALID`), and so is any path that a symbolic link
 * would lead out of the root. Every method that names a missing path fails with `PATH_NOT_FOUND`, whose details hold
 * `path` and `driver`. A full disk is `DISK_FULL`, a read-only place `READ_ONLY`, a refusal `PERMISSION_DENIED`,
 * everything else `STORAGE_IO` with the system's own code in `details.errno`.
 *
 * Durability: when a mutating method has resolved, its effect survives a loss of power, with one exception: the
 * bytes of a FileWriter are durable only after `sync`, `commit` or `close`.
 */
export interface StorageDriver {
  /** Name of the adapter, stamped on its errors. */
  readonly name: string;

  /** All bytes of a small file. */
  getContent(path: string): Promise<Uint8Array>;

  /**
   * Replaces a small file as a whole: after a crash at any moment the old content or the new one is there, never a
   * mixture, never nothing. Parent folders come into being.
   */
  putContent(path: string, content: Uint8Array): Promise<void>;

  /**
   * `putContent` of several files, one after the other: none is seen before those that are named before it are there,
   * durably. It costs less, because their bytes are made durable together first. A failure may leave the first of them.
   */
  putContents(files: readonly SmallFile[]): Promise<void>;

  /**
   * Opens a file for reading from `offset` bytes. An offset at the end reads nothing; a negative or fractional one, or
   * one past the end, is `OFFSET_INVALID`. The caller closes the reader.
   */
  reader(path: string, offset: number): Promise<FileReader>;

  /**
   * Opens a file for appending; the only way to write large content. With `append: false` a new empty file replaces
   * what was there. With `append: true` writing continues at the end, and a missing file is `PATH_NOT_FOUND`.
   * A writer is exclusive: while it is open, in this process or another, a second one is refused with
   * `WRITER_LOCKED`. The lock is the operating system's and ends with its holder.
   */
  writer(path: string, options: { readonly append: boolean }): Promise<FileWriter>;

  stat(path: string): Promise<FileInfo>;

  /** Absolute paths of the direct children, sorted; `PATH_NOT_FOUND` for a missing folder. */
  list(path: string): Promise<readonly string[]>;

  /**
   * Renames a file or folder, replacing a file at `to`. Parent folders of `to` come into being. `STORE_SPLIT` when the
   * two lie on different file systems: nothing has changed then.
   */
  move(from: string, to: string): Promise<void>;

  /** Deletes a file, or a folder with everything in it. */
  delete(path: string): Promise<void>;

  /**
   * Makes durable what is seen at `path`, whoever made it: a file's bytes, or which entries a folder has, and the way
   * that leads there. A process that was killed may have left changes that everybody sees and a loss of power takes
   * back; call this before anything is built on them. Cheap where nothing is pending.
   */
  settle(path: string): Promise<void>;
}

/** A small file as a whole. */
export interface SmallFile {
  readonly path: string;
  readonly content: Uint8Array;
  /**
   * A path of which nothing is kept: the content is written there first, where a process that is killed may leave it.
   * Unless told that is out of sight beside `path`.
   */
  readonly by?: string;
}

/** What a path is. `size` (bytes) is 0 for a folder; `modifiedAt` is ms since the epoch. */
export interface FileInfo {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly isDirectory: boolean;
}

/** Sequential reader of one file. */
export interface FileReader extends AsyncDisposable {
  /**
   * Fills `buffer` from the current position and resolves to the number of bytes read: less than asked only at the
   * end of the file, 0 there. The position moves on by that number.
   */
  read(buffer: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/**
 * Exclusive appender. After a failed write the writer refuses further ones with the same error; `size` then is what
 * really stands in the file. Methods of a closed writer fail with `WRITER_CLOSED`.
 */
export interface FileWriter extends AsyncDisposable {
  /** Bytes in the file, also after `close`. */
  readonly size: number;
  /**
   * Appends all of `chunk`. Calls may overlap: they take effect in the order in which they were made. The chunk
   * belongs to the writer until the promise settles.
   */
  write(chunk: Uint8Array): Promise<void>;
  /**
   * Appends the next `length` bytes of an open file, those at the position `size`, by sharing its blocks. `size` and
   * `length` are multiples of `CLONE_ALIGNMENT`, but for a length that ends with the source. Resolves to false, and has
   * changed nothing, where that cannot be done. Durable after `sync`, as written bytes are.
   */
  adopt(source: number, length: number): Promise<boolean>;
  /** Makes every byte whose write has resolved durable. May run while later writes go on. */
  sync(): Promise<void>;
  /**
   * Replaces bytes below `size`, at `position`. Not atomic: until the next `sync` has resolved, a crash may leave any
   * part of it.
   */
  overwrite(position: number, chunk: Uint8Array): Promise<void>;
  /** Cuts the file to `size` bytes, which must not be more than it has. */
  truncate(size: number): Promise<void>;
  /** Declares the content complete and makes it durable; further writes are refused. */
  commit(): Promise<void>;
  /** Closes and deletes the file. */
  cancel(): Promise<void>;
  /** Drains, makes durable and closes. May be called again without effect. */
  close(): Promise<void>;
}
