import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import path from 'node:path';
import { checkedDriver } from './checkedDriver.ts';
import { type FileOps, fileOps } from './fileOps.ts';
import { openForReading, openForWriting, SAFELY } from './filesystemFile.ts';
import { groupedSyncs } from './groupedSyncs.ts';
import { MoveGroups } from './moveGroups.ts';
import { SerialQueue } from './serialQueue.ts';
import type { ReadableFile, StagedFile, StorageAdapter, WritableFile } from './storageAdapter.ts';
import type { FileInfo, SmallFile, StorageDriver } from './storageDriver.ts';
import { hasErrno, PathNotAFileError, type Place } from './storageErrors.ts';
import { isReservedOnWindows } from './storePath.ts';
import { StoreTree } from './storeTree.ts';
import { wholeSyncAt } from './wholeSync.ts';
import { writeAll } from './writeAll.ts';

/**
 * The driver of a store in a folder of the local file system. `root` must exist by the time that something is written;
 * a missing one is `STORE_MISSING`, never a missing path. Modes of new files and folders are the umask's.
 */
export function openFilesystemDriver(
  root: string,
  ops: FileOps = fileOps,
  moves: MoveGroups = new MoveGroups(ops),
): StorageDriver {
  return checkedDriver(new FilesystemAdapter(root, ops, moves));
}

/**
 * The same for one who changes many things at once: many syncs become one where the file system allows it. While one
 * of the whole file system runs nothing is moved, and the other way round: see `MoveGroups`.
 */
export async function openGroupingDriver(root: string, ops: FileOps = fileOps): Promise<StorageDriver> {
  const syncAll = await wholeSyncAt(root);
  if (syncAll === null) return openFilesystemDriver(root, ops);
  const exclusive = new SerialQueue();
  const grouped = groupedSyncs(ops, () => exclusive.run(syncAll));
  return openFilesystemDriver(root, grouped, new MoveGroups(ops, exclusive));
}

/** Windows syncs only what is open for writing; elsewhere a file may be ours to read alone. */
const SYNCABLE = process.platform === 'win32' ? constants.O_RDWR : constants.O_RDONLY;

/** Which components this system cannot tell from others. */
const IS_RESERVED = process.platform === 'win32' ? isReservedOnWindows : (): boolean => false;

class FilesystemAdapter implements StorageAdapter {
  readonly name = 'filesystem';
  readonly isReserved = IS_RESERVED;
  readonly #ops: FileOps;
  readonly #tree: StoreTree;
  readonly #moves: MoveGroups;

  constructor(root: string, ops: FileOps, moves: MoveGroups) {
    this.#ops = ops;
    this.#moves = moves;
    this.#tree = new StoreTree(this.name, root, ops);
  }

  async getContent(storePath: string): Promise<Uint8Array> {
    const file = await this.openForReading(storePath);
    try {
      const content = new Uint8Array(file.size);
      let filled = 0;
      while (filled < content.length) {
        const count = await file.read(content.subarray(filled), filled);
        if (count === 0) break;
        filled += count;
      }
      return content.subarray(0, filled);
    } finally {
      await file.close();
    }
  }

  async stage({ path: storePath, content, by }: SmallFile): Promise<StagedFile> {
    const target = await this.#entryToBe(storePath);
    const folder = path.dirname(target);
    const temporary = by === undefined ? path.join(folder, temporaryName()) : await this.#entryToBe(by);
    // What cannot be deleted has a name that the store does not see, or lies where nothing is kept.
    const discard = (): Promise<void> => this.#ops.unlink(temporary).catch(() => undefined);
    try {
      await this.#writeNew(temporary, content, this.#place(storePath));
    } catch (error) {
      await discard();
      throw error;
    }
    const put = async (): Promise<void> => {
      await this.#ops.rename(temporary, target);
      await this.#ops.syncFolder(folder);
    };
    return { put, discard };
  }

  async openForReading(storePath: string): Promise<ReadableFile> {
    return await openForReading(this.#ops, await this.#tree.locate(storePath), this.#place(storePath));
  }

  async openForWriting(storePath: string, options: { readonly append: boolean }): Promise<WritableFile> {
    const at = options.append ? await this.#tree.locate(storePath) : await this.#locateOrMakeParent(storePath);
    return await openForWriting(this.#ops, at, this.#place(storePath), options);
  }

  async stat(storePath: string): Promise<Omit<FileInfo, 'path'>> {
    const { size, modifiedAt, isDirectory } = await this.#ops.stat(await this.#tree.locate(storePath));
    return { size, modifiedAt, isDirectory };
  }

  async list(storePath: string): Promise<readonly string[]> {
    return await this.#ops.readdir(await this.#tree.locate(storePath));
  }

  async move(from: string, to: string): Promise<void> {
    const source = await this.#tree.locateEntry(from);
    const target = await this.#entryToBe(to);
    this.#tree.forget(source);
    this.#tree.forget(target);
    await this.#moves.move(source, target);
  }

  async delete(storePath: string): Promise<void> {
    const entry = await this.#tree.locateEntry(storePath);
    const { isDirectory } = await this.#ops.lstat(entry);
    this.#tree.forget(entry);
    await this.#remove(entry, isDirectory);
    await this.#ops.syncFolder(path.dirname(entry));
  }

  async settle(storePath: string): Promise<void> {
    const at = await this.#tree.locate(storePath);
    if ((await this.#ops.stat(at)).isDirectory) {
      await this.#tree.makeFolder(storePath);
      return await this.#ops.syncFolder(at);
    }
    const file = await this.#ops.open(at, SYNCABLE | SAFELY);
    try {
      if (!(await file.stat()).isFile) throw new PathNotAFileError(this.#place(storePath), 'not a file');
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#ops.syncFolder(await this.#tree.makeFolder(path.posix.dirname(storePath)));
  }

  /** Removes a tree. What somebody else removes meanwhile is as good as removed; links are not followed. */
  async #remove(entry: string, isDirectory: boolean): Promise<void> {
    try {
      if (!isDirectory) return await this.#ops.unlink(entry);
      for (const name of (await this.#ops.readdir(entry)).toSorted()) {
        const child = path.join(entry, name);
        await this.#remove(child, (await this.#ops.lstat(child)).isDirectory);
      }
      await this.#ops.rmdir(entry);
    } catch (error) {
      if (!hasErrno(error, 'ENOENT')) throw error;
    }
  }

  async #writeNew(at: string, content: Uint8Array, place: Place): Promise<void> {
    const file = await this.#ops.open(at, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
    try {
      await writeAll(file, content, 0, place);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Where an entry will be, in a folder that is there. */
  async #entryToBe(storePath: string): Promise<string> {
    return path.join(await this.#tree.makeFolder(path.posix.dirname(storePath)), path.posix.basename(storePath));
  }

  async #locateOrMakeParent(storePath: string): Promise<string> {
    try {
      return await this.#tree.locate(storePath);
    } catch (error) {
      if (!hasErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
    }
    return await this.#entryToBe(storePath);
  }

  #place(storePath: string): Place {
    return { driver: this.name, path: storePath };
  }
}

/**
 * A name that no path of a store can have, because of the `~`: never taken for content, never listed by the driver.
 * Its length is fixed, so that a long target name does not make it too long. A process that is killed leaves it behind;
 * it goes with its folder.
 */
function temporaryName(): string {
  return `~${randomBytes(12).toString('hex')}`;
}
