import { createHash } from 'node:crypto';
import { type Algorithm, type Digest, parseDigest } from '../../../shared/digest.ts';
import { CHUNK_BYTES, throwIfCancelled } from '../layers/hashFile.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/** How a pass over a blob is followed and stopped. */
export interface BlobHashing {
  /** Bytes that one step has hashed. */
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The digests of a file by each of `algorithms`, in one pass. By the platform's crypto library, which is not what wrote
 * the digests in the first place.
 * @throws LayerliftError `CANCELLED` when the signal fires, and what the driver says.
 */
export async function hashBlob(
  driver: StorageDriver,
  path: string,
  algorithms: readonly Algorithm[],
  { onBytes, signal }: BlobHashing = {},
): Promise<readonly Digest[]> {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
  const buffer = new Uint8Array(CHUNK_BYTES);
  await using reader = await driver.reader(path, 0);
  for (let length = await reader.read(buffer); length > 0; length = await reader.read(buffer)) {
    throwIfCancelled(signal);
    for (const [, hash] of hashes) hash.update(buffer.subarray(0, length));
    onBytes?.(length);
  }
  return hashes.map(([algorithm, hash]) => parseDigest(`${algorithm}:${hash.digest('hex')}`));
}
