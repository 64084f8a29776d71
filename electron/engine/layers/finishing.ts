import type { Digest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import type { RepositoryName, UploadId } from '../../../shared/names.ts';
import type { SmallFile, StorageDriver } from '../storage/storageDriver.ts';
import type { HashProgress } from './hashFile.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { readSmallFile } from './readSmallFile.ts';
import { parseRecord, RECORD_BYTES_MAX, serializeRecord, type UploadRecord } from './uploadRecord.ts';
import type { UploadRef } from './uploadRef.ts';

/** What lay at a blob's path: nothing, a blob that is kept, or a corrupt one (replaced by the verified data). */
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

/** How an upload is finished. */
export interface FinishOptions extends HashProgress {
  /**
   * Hash a blob of the same digest and size that is there already before it is kept. Without it only the size is
   * compared. A corrupt one is replaced by the verified upload either way.
   */
  readonly verifyExisting?: boolean;
  /**
   * Runs when the layer is served and its upload is out of the registry's sight, before its rest is deleted: the
   * moment to write it into a history.
   */
  readonly onRetired?: (layer: FinishedLayer) => Promise<void>;
}

/** Reads an upload's record; null when there is none, or none that can be believed. */
export async function readRecord(driver: StorageDriver, upload: UploadRef): Promise<UploadRecord | null> {
  const path = pathFor({ kind: 'uploadRecord', ...upload });
  const bytes = await readSmallFile(driver, path, RECORD_BYTES_MAX);
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

/** Adds to the note of step 1 that a corrupt blob is about to be replaced. */
async function recordReplacing(driver: StorageDriver, upload: UploadRef): Promise<void> {
  const record = await readRecord(driver, upload);
  if (record?.phase.kind !== 'finishing') return;
  await writeRecord(driver, upload, { ...record, phase: { ...record.phase, replaces: true } });
}

/**
 * Step 2: moves `data` to the blob's path. A blob of the same size is there already and stays, unless `isIntact` is
 * given and says no; one of another size cannot have that digest. What does not stay is replaced in one atomic step.
 */
export async function placeBlob(
  driver: StorageDriver,
  upload: UploadRef,
  { digest, size }: { readonly digest: Digest; readonly size: number },
  isIntact: ((path: string) => Promise<boolean>) | null = null,
): Promise<PlacedBlob> {
  const to = pathFor({ kind: 'blobData', digest });
  const existing = await orWhenMissing(driver.stat(to), null);
  const plausible = existing !== null && existing.size === size && !existing.isDirectory;
  if (plausible && (isIntact === null || (await isIntact(to)))) {
    // A registry syncs nothing, and whoever placed it may have been killed: a link must not outlive its blob.
    await driver.settle(to);
    return 'kept';
  }
  if (existing !== null) await recordReplacing(driver, upload);
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
  for (const { path, content } of linksOf(repository, digest, expected)) await driver.putContent(path, content);
}

/** The links of a layer: each holds the canonical digest without a newline, whatever name it stands under. */
export function linksOf(repository: RepositoryName, digest: Digest, expected: Digest | null): readonly SmallFile[] {
  const content = new TextEncoder().encode(digest);
  const names = new Set(expected === null ? [digest] : [digest, expected]);
  return [...names].map((name) => ({ path: pathFor({ kind: 'layerLink', repository, digest: name }), content }));
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

/**
 * Makes durable which uploads lie in the trash. After a process or a thread was killed this comes before any sync of a
 * folder that an upload may have left: in between it has both names or one, never none.
 */
export async function settleTrash(driver: StorageDriver): Promise<void> {
  await orWhenMissing(driver.settle(pathFor({ kind: 'trash' })), undefined);
}

/** Step 5: deletes what is left of a retired upload. */
export async function emptyTrash(driver: StorageDriver, id: UploadId): Promise<void> {
  await orWhenMissing(driver.delete(pathFor({ kind: 'trashed', id })), undefined);
}
