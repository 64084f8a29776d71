import type { StorageDriver } from '../storage/storageDriver.ts';
import { readRecord } from './finishing.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import type { UploadRef } from './uploadRef.ts';

/**
 * How far an upload is on its way out of the store: `open` takes bytes; `finishing` is verified, and its data may be
 * a blob already; `retired` has left and lies in the trash; `gone` lies nowhere.
 */
export type Standing = 'open' | 'finishing' | 'retired' | 'gone';

/** Reads how far an upload is. From `finishing` on there is only the way forward, whatever the record in memory says. */
export async function standingOf(driver: StorageDriver, upload: UploadRef): Promise<Standing> {
  if ((await orWhenMissing(driver.stat(pathFor({ kind: 'upload', ...upload })), null)) !== null) {
    return (await readRecord(driver, upload))?.phase.kind === 'finishing' ? 'finishing' : 'open';
  }
  const trashed = await orWhenMissing(driver.stat(pathFor({ kind: 'trashed', id: upload.id })), null);
  return trashed === null ? 'gone' : 'retired';
}
