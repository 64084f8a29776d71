import { constants } from 'node:fs';
import path from 'node:path';
import type { FileOps, OpenFile } from './fileOps.ts';
import type { ReadableFile, WritableFile } from './storageAdapter.ts';
import { PathNotAFileError, PathNotFoundError, type Place, WriterLockedError } from './storageErrors.ts';

/**
 * Links have been followed before, so one that appears now is refused; a pipe must not block the opener. Windows
 * knows neither flag.
 */
export const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens the file at the real path `at` for reading. */
export async function openForReading(ops: FileOps, at: string, place: Place): Promise<ReadableFile> {
  const file = await ops.open(at, constants.O_RDONLY | SAFELY);
  return await closingOnFailure(file, async () => {
    const { size } = await statFile(file, place);
    return { size, read: (buffer, position) => file.read(buffer, position), close: () => file.close() };
  });
}

/**
 * Opens the file at the real path `at` for writing and takes its lock. With `append: false` it is made if need be,
 * and emptied once the lock is there, never before: it may be somebody's who is writing.
 */
export async function openForWriting(
  ops: FileOps,
  at: string,
  place: Place,
  options: { readonly append: boolean },
): Promise<WritableFile> {
  const file = await ops.open(at, constants.O_WRONLY | SAFELY | (options.append ? 0 : constants.O_CREAT));
  return await closingOnFailure(file, async () => {
    let { size } = await statFile(file, place);
    if (!file.tryLock()) throw new WriterLockedError(place);
    // Between the opening and the lock a former holder may have moved or deleted the file: ours then is a lock on
    // something that the path no longer names.
    if (!(await names(ops, at, file))) throw new PathNotFoundError(place);
    if (options.append) {
      size = (await file.stat()).size;
    } else {
      await file.truncate(0);
      await file.sync();
      await ops.syncFolder(path.dirname(at));
      size = 0;
    }
    return {
      size,
      write: (bytes, position) => file.write(bytes, position),
      cloneFrom: async (source, range) => (await file.cloneFrom?.(source, range)) ?? false,
      truncate: (to) => file.truncate(to),
      sync: () => file.datasync(),
      remove: async () => {
        if (!(await names(ops, at, file))) throw new PathNotFoundError(place);
        await ops.unlink(at);
        await ops.syncFolder(path.dirname(at));
      },
      close: () => file.close(),
    };
  });
}

async function statFile(file: OpenFile, place: Place): Promise<{ readonly size: number }> {
  const { isFile, size } = await file.stat();
  if (!isFile) throw new PathNotAFileError(place, 'not a file');
  return { size };
}

/** True when the path names the open file. Fails like lstat when it names nothing. */
async function names(ops: FileOps, at: string, file: OpenFile): Promise<boolean> {
  const [open, named] = [await file.stat(), await ops.lstat(at)];
  return named.dev === open.dev && named.ino === open.ino;
}

async function closingOnFailure<T>(file: OpenFile, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    await file.close();
    throw error;
  }
}
