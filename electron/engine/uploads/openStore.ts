import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { type ErrorCode, hasCode, LayerliftError } from '../../../shared/errors.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import { openFilesystemDriver, openGroupingDriver } from '../storage/filesystemDriver.ts';
import type { FileWriter, StorageDriver } from '../storage/storageDriver.ts';

/** A store that is ours until `close`. */
export interface OpenStore extends AsyncDisposable {
  readonly root: string;
  readonly driver: StorageDriver;
  close(): Promise<void>;
}

/**
 * Opens a folder as a store and locks it: one app per store. The lock is the operating system's, so a dead owner
 * does not hold it.
 * @param create makes a store of a missing folder, or of one that holds something else.
 * @throws LayerliftError `STORE_MISSING`, `STORE_NOT_A_FOLDER`, `STORE_NOT_A_STORE`, `STORE_READ_ONLY`,
 * `STORE_LOCKED`.
 */
export async function openStore(root: string, create: boolean): Promise<OpenStore> {
  if (create) await mkdir(root, { recursive: true }).catch((error: unknown) => refuseStore(root, error));
  await assertStore(root, create);
  await access(root, constants.W_OK).catch((error: unknown) => refuseStore(root, error));
  const driver = await openGroupingDriver(root);
  const lock = await lockStore(driver, root);
  const close = (): Promise<void> => lock.close();
  return { root, driver, close, [Symbol.asyncDispose]: close };
}

/**
 * Opens a store only to look at it: takes no lock, so that it works while an app has the store open. Use nothing of
 * the driver that writes. Errors as `openStore`, but for those of locking and writing.
 */
export async function openStoreToRead(root: string): Promise<StorageDriver> {
  await assertStore(root, false);
  return openFilesystemDriver(root);
}

/**
 * Proves that the store is still where it was opened. A disk that is pulled out may leave an empty folder behind,
 * which must not be taken for a store that has lost everything, nor become one.
 * @throws LayerliftError `STORE_MISSING`.
 */
export async function assertStoreThere(driver: StorageDriver, root: string): Promise<void> {
  const lock = await orWhenMissing(driver.stat(pathFor({ kind: 'storeLock' })), null);
  if (lock === null)
    throw new LayerliftError('STORE_MISSING', 'another folder lies where the store was', { path: root });
}

/** @param anything accepts a folder that holds something else. */
async function assertStore(root: string, anything: boolean): Promise<void> {
  const stats = await stat(root).catch((error: unknown) => refuseStore(root, error));
  if (!stats.isDirectory()) throw new LayerliftError('STORE_NOT_A_FOLDER', 'the store is no folder', { root });
  const names = await readdir(root).catch((error: unknown) => refuseStore(root, error));
  if (!anything && names.length > 0 && !names.includes('docker') && !names.includes('layerlift')) {
    throw new LayerliftError('STORE_NOT_A_STORE', 'the folder holds something else', { root });
  }
}

async function lockStore(driver: StorageDriver, root: string): Promise<FileWriter> {
  const path = pathFor({ kind: 'storeLock' });
  try {
    if ((await orWhenMissing(driver.stat(path), null)) === null) await driver.putContent(path, new Uint8Array());
    return await driver.writer(path, { append: true });
  } catch (error) {
    if (hasCode(error, 'WRITER_LOCKED'))
      throw new LayerliftError('STORE_LOCKED', 'another app has it', { root }, error);
    if (hasCode(error, 'READ_ONLY', 'PERMISSION_DENIED')) {
      throw new LayerliftError('STORE_READ_ONLY', 'the store cannot be written', { root }, error);
    }
    throw error;
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'STORE_MISSING',
  ENODEV: 'STORE_MISSING',
  ENOTDIR: 'STORE_NOT_A_FOLDER',
  EEXIST: 'STORE_NOT_A_FOLDER',
  EACCES: 'STORE_READ_ONLY',
  EPERM: 'STORE_READ_ONLY',
  EROFS: 'STORE_READ_ONLY',
};

/** Says in a code why the folder of a store could not be used: `STORE_MISSING`, `STORE_READ_ONLY`, … */
export function refuseStore(root: string, error: unknown): never {
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  throw new LayerliftError(CODES[errno] ?? 'STORAGE_IO', 'the store cannot be opened', { root, errno }, error);
}
