import { formatStartedAt } from '../../../shared/startedAt.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { emptyTrash, retireUpload } from './finishing.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { serializeRecord, type UploadRecord } from './uploadRecord.ts';
import type { UploadRef } from './uploadRef.ts';

/**
 * Builds an upload out of sight and lets it appear in one step. A failure leaves nothing that the disk allows to take
 * away: on a full disk every attempt would take a little more of it.
 * @param now ms since the epoch
 */
export async function buildUpload(
  driver: StorageDriver,
  upload: UploadRef,
  record: UploadRecord,
  now: number,
): Promise<void> {
  const stage = pathFor({ kind: 'staged', id: upload.id });
  const inStage = (kind: 'uploadData' | 'uploadStartedAt' | 'uploadRecord'): string =>
    stage + pathFor({ kind, ...upload }).slice(pathFor({ kind: 'upload', ...upload }).length);
  try {
    await driver.putContent(inStage('uploadStartedAt'), new TextEncoder().encode(formatStartedAt(now)));
    await driver.putContent(inStage('uploadData'), new Uint8Array());
    await driver.putContent(inStage('uploadRecord'), serializeRecord(record));
    await driver.move(stage, pathFor({ kind: 'upload', ...upload }));
  } catch (error) {
    await takeBack(driver, upload);
    throw error;
  }
}

/** What cannot be taken back is swept, or found, at the next start. */
async function takeBack(driver: StorageDriver, upload: UploadRef): Promise<void> {
  try {
    await orWhenMissing(driver.delete(pathFor({ kind: 'staged', id: upload.id })), undefined);
    await orWhenMissing(retireUpload(driver, upload), undefined);
    await emptyTrash(driver, upload.id);
  } catch {
    // The failure to begin is the one to tell.
  }
}
