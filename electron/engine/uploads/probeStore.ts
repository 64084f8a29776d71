import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../../shared/errors.ts';
import { pathFor } from '../layers/paths.ts';
import { readHeldLocks } from '../storage/heldLocks.ts';
import { hasErrno } from '../storage/storageErrors.ts';
import { freeBytesAt } from './diskSpace.ts';
import { openStoreToRead, refuseStore } from './openStore.ts';

/** What a look at a folder says of the store in it. */
export interface StoreProbe {
  /** Bytes free on its file system; null when that cannot be told. */
  readonly freeBytes: number | null;
  /** Why it could not be opened now; null when it could. */
  readonly error: ErrorInfo | null;
}

/** How long a disk may take to answer, ms: one that is gone from a network may take minutes. */
const PATIENCE_MS = 3000;

/**
 * Looks whether the store at `root` could be opened, without opening it: takes no lock and changes nothing. An empty
 * folder counts as a missing store: it is what an absent disk leaves behind. Of locks only Linux tells.
 * @param patience ends the wait for a disk; after 3 s unless told otherwise.
 * Never rejects; `error` has the codes of `openStore`, `STORE_SPLIT`, and `STORAGE_IO` for a disk that does not answer.
 */
export async function probeStore(
  root: string,
  patience: AbortSignal = AbortSignal.timeout(PATIENCE_MS),
): Promise<StoreProbe> {
  const tooLong = new Promise<StoreProbe>((resolve) => {
    const give = (): void => {
      const details = { root, errno: 'ETIMEDOUT' };
      const error = new LayerliftError('STORAGE_IO', 'the disk of the store does not answer', details);
      resolve({ freeBytes: null, error: toErrorInfo(error) });
    };
    if (patience.aborted) give();
    else patience.addEventListener('abort', give, { once: true });
  });
  return await Promise.race([tooLong, look(root)]);
}

async function look(root: string): Promise<StoreProbe> {
  try {
    await openStoreToRead(root);
    if ((await readdir(root)).length === 0) {
      throw new LayerliftError('STORE_MISSING', 'nothing is where the store was', { root });
    }
    const freeBytes = await freeBytesAt(root);
    try {
      await access(root, constants.W_OK).catch((error: unknown) => refuseStore(root, error));
      await assertWhole(root);
      if ((await (await readHeldLocks(root)).isHeld(pathFor({ kind: 'storeLock' }))) === true) {
        throw new LayerliftError('STORE_LOCKED', 'another app has it', { root });
      }
      return { freeBytes, error: null };
    } catch (error) {
      return { freeBytes, error: toErrorInfo(error) };
    }
  } catch (error) {
    return { freeBytes: null, error: toErrorInfo(error) };
  }
}

/** Whether a store that was opened is still where it was; a disk that is pulled out takes it away. Never rejects. */
export async function isStoreThere(root: string): Promise<boolean> {
  return await deviceOf(path.join(root, pathFor({ kind: 'storeLock' }))).then(
    (device) => device !== null,
    () => false,
  );
}

/** Uploads become layers by renaming, which no disk can do into another. */
async function assertWhole(root: string): Promise<void> {
  const kinds = ['root', 'blobs', 'repositories', 'staging'] as const;
  const folders = [root, path.join(root, 'layerlift'), ...kinds.map((kind) => path.join(root, pathFor({ kind })))];
  const devices = await Promise.all(folders.map(deviceOf));
  if (new Set(devices.filter((device) => device !== null)).size > 1) {
    throw new LayerliftError('STORE_SPLIT', 'the store lies on more than one disk', { root });
  }
}

async function deviceOf(folder: string): Promise<number | null> {
  try {
    return (await stat(folder)).dev;
  } catch (error) {
    if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
