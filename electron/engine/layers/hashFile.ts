import type { Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { DigesterSource } from '../digest/digester.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { DigesterSet } from './digesterSet.ts';

/** How long hashing tells about itself and can be stopped. */
export interface HashProgress {
  /** Bytes done of the bytes that this pass will hash. */
  readonly onHashed?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Bytes that one step reads, writes or hashes: large enough for the disk, small enough to stop within a few ms. */
export const CHUNK_BYTES = 1024 * 1024;

/**
 * Hashes a file from its beginning into `digesters`, which must be fresh.
 * @throws LayerliftError `CANCELLED` when the signal fires.
 */
export async function hashFile(
  driver: StorageDriver,
  path: string,
  digesters: DigesterSet,
  progress: HashProgress,
): Promise<void> {
  const { size } = await driver.stat(path);
  await using reader = await driver.reader(path, 0);
  let [bytes, ahead] = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)] as const;
  let length = await reader.read(bytes);
  while (length > 0) {
    throwIfCancelled(progress.signal);
    const next = reader.read(ahead);
    next.catch(() => undefined);
    digesters.update(bytes.subarray(0, length));
    progress.onHashed?.(digesters.length, size);
    length = await next;
    [bytes, ahead] = [ahead, bytes];
  }
}

/** True when the file at `path` has the canonical `digest`: all its bytes are read and hashed. */
export async function hasDigest(
  driver: StorageDriver,
  factory: DigesterSource,
  path: string,
  digest: Digest,
  progress: HashProgress,
): Promise<boolean> {
  const digesters = await DigesterSet.create(factory, null);
  await hashFile(driver, path, digesters, progress);
  return digesters.canonical() === digest;
}

/** Turns a fired signal into the one error that callers know. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LayerliftError('CANCELLED', 'stopped on request', {}, signal.reason);
}
