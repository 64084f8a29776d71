import { hasCode } from '../../../shared/errors.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/**
 * Reads a file that is small when it is what it should be. Null when it is missing, is no file, or has more than
 * `limit` bytes: a stranger must not choose how much memory that takes, nor stop anybody by a folder of that name.
 */
export async function readSmallFile(driver: StorageDriver, path: string, limit: number): Promise<Uint8Array | null> {
  const reader = await driver.reader(path, 0).catch((error: unknown) => {
    if (hasCode(error, 'PATH_NOT_FOUND', 'PATH_NOT_A_FILE')) return null;
    throw error;
  });
  if (reader === null) return null;
  try {
    const buffer = Buffer.allocUnsafe(limit + 1);
    const length = await reader.read(buffer);
    return length > limit ? null : new Uint8Array(buffer.subarray(0, length));
  } finally {
    await reader.close();
  }
}
