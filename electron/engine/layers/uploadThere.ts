import { LayerliftError } from '../../../shared/errors.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import type { UploadRef } from './uploadRef.ts';

/**
 * Proves that an upload is still in the store, before something is written into its folder: a registry's purge asks
 * nobody, and whatever is written after it would bring the folder back, without `startedat` and so for ever.
 * @throws LayerliftError `UPLOAD_UNKNOWN` when it is gone, `UPLOAD_DAMAGED` when only its data is.
 */
export async function assertUploadThere(driver: StorageDriver, upload: UploadRef): Promise<void> {
  const data = await orWhenMissing(driver.stat(pathFor({ kind: 'uploadData', ...upload })), null);
  if (data === null) throw await missingUpload(driver, upload);
}

/** Why there is no `data`: the whole upload is gone, or only its data is. */
export async function missingUpload(
  driver: StorageDriver,
  upload: UploadRef,
  cause?: unknown,
): Promise<LayerliftError> {
  const folder = await orWhenMissing(driver.stat(pathFor({ kind: 'upload', ...upload })), null);
  if (folder === null) return unknownUpload(upload, cause);
  const details = { reason: 'data-missing', id: upload.id };
  return new LayerliftError('UPLOAD_DAMAGED', 'the upload has no data', details, cause);
}

export function unknownUpload(upload: UploadRef, cause?: unknown): LayerliftError {
  return new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { ...upload }, cause);
}
