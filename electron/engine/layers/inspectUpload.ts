import { REGISTRY_PURGE_MS } from '../../../shared/startedAt.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { Checkpoint } from './checkpointSlot.ts';
import { readCheckpoints } from './checkpoints.ts';
import { readRecord } from './finishing.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { readStartedAt } from './startedAtFile.ts';
import type { UploadRecord } from './uploadRecord.ts';
import type { UploadRef } from './uploadRef.ts';

/** An upload as it lies in the store. */
export interface UploadState {
  /** bytes */
  readonly offset: number;
  /** When `data` was last written, ms since the epoch; 0 when it is missing. */
  readonly modifiedAt: number;
  /**
   * When a registry with default settings removes it, ms since the epoch; null when `startedat` is missing or
   * damaged, which a registry keeps for ever.
   */
  readonly purgeAt: number | null;
  /** The newest usable one. */
  readonly checkpoint: Checkpoint | null;
  readonly record: UploadRecord | null;
}

/** The state of an upload of which nothing is known. */
export const UNKNOWN_STATE: UploadState = { offset: 0, modifiedAt: 0, purgeAt: null, checkpoint: null, record: null };

/** What is known of an upload without opening it. A missing `data` counts as empty. Reads only. */
export async function inspectUpload(driver: StorageDriver, upload: UploadRef): Promise<UploadState> {
  const data = await orWhenMissing(driver.stat(pathFor({ kind: 'uploadData', ...upload })), null);
  const offset = data?.size ?? 0;
  const [newest] = await readCheckpoints(driver, upload, offset);
  const startedAt = await readStartedAt(driver, upload);
  return {
    offset,
    modifiedAt: data?.modifiedAt ?? 0,
    purgeAt: startedAt === null ? null : startedAt + REGISTRY_PURGE_MS,
    checkpoint: newest ?? null,
    record: await readRecord(driver, upload),
  };
}
