import { type BigIntStats, constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { cloneRange } from './cloneRange.ts';
import { DirectFile } from './directFile.ts';
import { tryLockFile } from './fileLock.ts';
import { hasErrno } from './storageErrors.ts';

/**
 * The primitive operations of an operating system that the filesystem driver is built of, on absolute paths. They are
 * a port, so that a test can record them, let one fail, or leave one out. Errors are the system's own.
 */
export interface FileOps {
  realpath(path: string): Promise<string>;
  /** Follows symbolic links. */
  stat(path: string): Promise<FileStat>;
  /** Looks at a symbolic link itself. */
  lstat(path: string): Promise<FileStat>;
  readdir(path: string): Promise<readonly string[]>;
  /** `flags` are those of open(2); new files get the umask's mode. */
  open(path: string, flags: number): Promise<OpenFile>;
  mkdir(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  rmdir(path: string): Promise<void>;
  /** Makes the entries of a folder durable: what was created in it, renamed into or out of it, or deleted. */
  syncFolder(path: string): Promise<void>;
}

/** An open file; positions and sizes in bytes. */
export interface OpenFile {
  stat(): Promise<FileStat>;
  read(buffer: Uint8Array, position: number): Promise<number>;
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** See `cloneRange`; absent where it is never possible. */
  cloneFrom?(source: number, range: { readonly position: number; readonly length: number }): Promise<boolean>;
  truncate(size: number): Promise<void>;
  /** fsync: content and all attributes. */
  sync(): Promise<void>;
  /** fdatasync: content and the size. */
  datasync(): Promise<void>;
  /** See `tryLockFile`. */
  tryLock(): boolean;
  close(): Promise<void>;
}

/** What a path or an open file is. `dev` and `ino` together are its identity. */
export interface FileStat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: number;
  readonly modifiedAt: number;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}

/** The real ones. */
export const fileOps: FileOps = {
  realpath: (path) => fs.realpath(path),
  stat: async (path) => toFileStat(await fs.stat(path, { bigint: true })),
  lstat: async (path) => toFileStat(await fs.lstat(path, { bigint: true })),
  readdir: (path) => fs.readdir(path),
  open: async (path, flags) => toOpenFile(await fs.open(path, flags)),
  mkdir: async (path) => {
    await fs.mkdir(path);
  },
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
  rmdir: (path) => fs.rmdir(path),
  syncFolder,
};

/** Windows opens no folders, and says so in these ways; its file systems journal their entries on their own. */
const FOLDERS_UNOPENED = process.platform === 'win32' ? ['EISDIR', 'EPERM', 'EACCES'] : [];

async function syncFolder(path: string): Promise<void> {
  let folder: fs.FileHandle;
  try {
    folder = await fs.open(path, constants.O_RDONLY);
  } catch (error) {
    if (hasErrno(error, ...FOLDERS_UNOPENED)) return;
    throw error;
  }
  // Stryker disable next-line BlockStatement: that a folder was synced shows only when the power is lost.
  try {
    await folder.sync();
  } catch (error) {
    // POSIX's way to say that this kind of file cannot be synced at all: folders of some network file systems.
    if (!hasErrno(error, 'EINVAL')) throw error;
  } finally {
    await folder.close();
  }
}

function toOpenFile(handle: fs.FileHandle): OpenFile {
  const direct = new DirectFile(handle);
  return {
    stat: async () => toFileStat(await handle.stat({ bigint: true })),
    read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
    write: (bytes, position) => direct.write(bytes, position),
    cloneFrom: (source, range) => cloneRange(source, handle.fd, range),
    truncate: (size) => handle.truncate(size),
    sync: () => handle.sync(),
    datasync: () => handle.datasync(),
    tryLock: () => tryLockFile(handle.fd),
    close: async () => {
      await direct.close();
      await handle.close();
    },
  };
}

/** What stat(2) tells of a path or an open file. */
export function toFileStat(stats: BigIntStats): FileStat {
  return {
    dev: stats.dev,
    ino: stats.ino,
    size: Number(stats.size),
    modifiedAt: Number(stats.mtimeMs),
    isFile: stats.isFile(),
    isDirectory: stats.isDirectory(),
  };
}
