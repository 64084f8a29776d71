import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenMissing } from './orWhenMissing.ts';

/**
 * Reads a file that is small when it is what it should be. Null when it is missing, is no file, or has more than
 * `limit` bytes: a stranger must not choose how much memory that takes, nor stop anybody by a folder of that name.
 */
export async function readSmallFile(driver: StorageDriver, path: string, limit: number): Promise<Uint8Array | null> {
  const info = await orWhenMissing(driver.stat(path), null);
  if (info === null || info.isDirectory || info.size > limit) return null;
  return await orWhenMissing(driver.getContent(path), null);
}
