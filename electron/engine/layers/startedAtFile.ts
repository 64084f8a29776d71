import { formatStartedAt, parseStartedAt } from '../../../shared/startedAt.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenRefused } from './orWhenRefused.ts';
import { pathFor } from './paths.ts';
import { readSmallFile } from './readSmallFile.ts';
import type { UploadRef } from './uploadRef.ts';

/** More than any RFC 3339 time has, bytes. */
const STARTED_AT_BYTES_MAX = 64;

/** When an upload was begun, ms since the epoch; null when its `startedat` is missing or damaged. */
export async function readStartedAt(driver: StorageDriver, upload: UploadRef): Promise<number | null> {
  const path = pathFor({ kind: 'uploadStartedAt', ...upload });
  const content = await readSmallFile(driver, path, STARTED_AT_BYTES_MAX);
  if (content === null) return null;
  // A byte order mark is no part of a time: it must not be read away.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  return orWhenRefused('STARTED_AT_INVALID', () => parseStartedAt(text));
}

/** Writes when an upload was begun, in the registry's form; `at` is ms since the epoch. */
export async function writeStartedAt(driver: StorageDriver, upload: UploadRef, at: number): Promise<void> {
  await driver.putContent(
    pathFor({ kind: 'uploadStartedAt', ...upload }),
    new TextEncoder().encode(formatStartedAt(at)),
  );
}
