import { algorithmOf, CANONICAL_ALGORITHM, type Digest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import type { RepositoryName, UploadId } from '../../../shared/names.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { parseRecord, serializeRecord, type UploadRecord } from './uploadRecord.ts';
import type { UploadRef } from './uploadRef.ts';

/** What lay at a blob's path: nothing, the same size (kept), or another size (corrupt, replaced by the verified data). */
export type PlacedBlob = 'absent' | 'kept' | 'replaced';

/** A finished layer. */
export interface FinishedLayer {
  /** The canonical digest: the blob's address. */
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  /** From the driver's root. */
  readonly blobPath: string;
  /** What lay at the blob's path before. */
  readonly existing: PlacedBlob;
  /** Bytes that finishing had to hash again: 0 unless a digest did not match or was learnt late. */
  readonly rehashed: number;
}

/** Reads an upload's record; null when there is none, or none that can be believed. */
export async function readRecord(driver: StorageDriver, upload: UploadRef): Promise<UploadRecord | null> {
  const path = pathFor({ kind: 'uploadRecord', ...upload });
  const info = await orWhenMissing(driver.stat(path), null);
  // Ours are a few hundred bytes; a giant one is not read into memory.
  if (info === null || info.isDirectory || info.size > 64 * 1024) return null;
  const bytes = await orWhenMissing(driver.getContent(path), null);
  return bytes === null ? null : parseRecord(bytes);
}

export async function writeRecord(driver: StorageDriver, upload: UploadRef, record: UploadRecord): Promise<void> {
  await driver.putContent(pathFor({ kind: 'uploadRecord', ...upload }), serializeRecord(record));
}

/** Step 1: notes that the upload is verified and about to move, so that a crash after the move is carried on. */
export async function recordFinishing(
  driver: StorageDriver,
  upload: UploadRef,
  { digest, size, expected }: { readonly digest: Digest; readonly size: number; readonly expected: Digest | null },
): Promise<void> {
  const known = await readRecord(driver, upload);
  const base = known ?? { name: upload.id, source: null, finishBySelf: false, createdAt: 0 };
  const { repository } = upload;
  await writeRecord(driver, upload, { ...base, repository, expected, phase: { kind: 'finishing', digest, size } });
}

/**
 * Step 2: moves `data` to the blob's path. A blob of the same size is there already and stays; one of another size
 * cannot have that digest and is replaced in one atomic step.
 */
export async function placeBlob(
  driver: StorageDriver,
  upload: UploadRef,
  { digest, size }: { readonly digest: Digest; readonly size: number },
): Promise<PlacedBlob> {
  const to = pathFor({ kind: 'blobData', digest });
  const existing = await orWhenMissing(driver.stat(to), null);
  if (existing !== null && existing.size === size && !existing.isDirectory) return 'kept';
  await driver.move(pathFor({ kind: 'uploadData', ...upload }), to);
  return existing === null ? 'absent' : 'replaced';
}

/** Step 3: links the blob into the repository, under its canonical digest and under the expected one. */
export async function linkLayer(
  driver: StorageDriver,
  repository: RepositoryName,
  digest: Digest,
  expected: Digest | null,
): Promise<void> {
  // A link holds the canonical digest without a newline, whatever name it stands under.
  const content = new TextEncoder().encode(digest);
  const names = expected !== null && algorithmOf(expected) !== CANONICAL_ALGORITHM ? [digest, expected] : [digest];
  for (const name of names) {
    await driver.putContent(pathFor({ kind: 'layerLink', repository, digest: name }), content);
  }
}

/**
 * Step 4: takes an upload out of the registry's sight in one atomic step. It is gone from then on; what is left of
 * it lies in our own trash, with its record, until `emptyTrash`.
 */
export async function retireUpload(driver: StorageDriver, upload: UploadRef): Promise<void> {
  await driver.move(pathFor({ kind: 'upload', ...upload }), pathFor({ kind: 'trashed', id: upload.id }));
}

/** Retires an upload that is not wanted. A full disk may have no room even for a folder: then its bytes go first. */
export async function retireCancelled(driver: StorageDriver, upload: UploadRef): Promise<void> {
  try {
    await retireUpload(driver, upload);
  } catch (error) {
    if (!hasCode(error, 'DISK_FULL')) throw error;
    await using file = await driver.writer(pathFor({ kind: 'uploadData', ...upload }), { append: true });
    await file.truncate(0);
    await file.close();
    await retireUpload(driver, upload);
  }
}

/** Step 5: deletes what is left of a retired upload. */
export async function emptyTrash(driver: StorageDriver, id: UploadId): Promise<void> {
  await orWhenMissing(driver.delete(pathFor({ kind: 'trashed', id })), undefined);
}
