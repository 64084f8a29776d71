import fs from 'node:fs';
import { promisify } from 'node:util';
import { tryLockFile } from './fileLock.ts';
import { type FileOps, fileOps, type OpenFile, toFileStat } from './fileOps.ts';

/**
 * The operations of `fileOps`, made at once by the thread that asks: a call takes a few µs, where handing it to another
 * thread and hearing of its end takes ten times that. Syncs wait for the disk, and go on beside everything else.
 *
 * For a thread that has nothing else to do, and small files: a disk that does not answer holds up the whole thread.
 */
export const immediateOps: FileOps = {
  realpath: async (path) => fs.realpathSync.native(path),
  stat: async (path) => toFileStat(fs.statSync(path, { bigint: true })),
  lstat: async (path) => toFileStat(fs.lstatSync(path, { bigint: true })),
  readdir: async (path) => fs.readdirSync(path),
  open: async (path, flags) => toOpenFile(fs.openSync(path, flags)),
  mkdir: async (path) => fs.mkdirSync(path),
  rename: async (from, to) => fs.renameSync(from, to),
  unlink: async (path) => fs.unlinkSync(path),
  rmdir: async (path) => fs.rmdirSync(path),
  syncFolder: fileOps.syncFolder,
};

const fsync = promisify(fs.fsync);
const fdatasync = promisify(fs.fdatasync);

function toOpenFile(fd: number): OpenFile {
  return {
    stat: async () => toFileStat(fs.fstatSync(fd, { bigint: true })),
    read: async (buffer, position) => fs.readSync(fd, buffer, 0, buffer.length, position),
    write: async (bytes, position) => fs.writeSync(fd, bytes, 0, bytes.length, position),
    truncate: async (size) => fs.ftruncateSync(fd, size),
    sync: () => fsync(fd),
    datasync: () => fdatasync(fd),
    tryLock: () => tryLockFile(fd),
    close: async () => fs.closeSync(fd),
  };
}
