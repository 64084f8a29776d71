import { type ErrorInfo, hasCode, toErrorInfo } from '../../../shared/errors.ts';
import { readRecord } from '../layers/finishing.ts';
import { throwIfCancelled } from '../layers/hashFile.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import { readStartedAt } from '../layers/startedAtFile.ts';
import type { UploadRef } from '../layers/uploadRef.ts';
import { scanUploads } from '../layers/uploadScan.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/** When an upload was begun, and what says so. */
export interface UploadAge {
  /** ms since the epoch */
  readonly since: number;
  /**
   * `startedAt` is what a registry goes by. Where that is missing or damaged a registry keeps the upload for ever; we
   * go by the last time that anything in its folder changed: `changed`.
   */
  readonly by: 'startedAt' | 'changed';
}

/** What a purge did, or would do, with one upload. */
export interface PurgeDecision {
  readonly upload: UploadRef;
  /** null when that could not be found out. */
  readonly age: UploadAge | null;
  /** bytes of `data` */
  readonly size: number;
  /**
   * `old`: past the age, removed. `young`: kept. `open`: past the age, kept because somebody writes it. `finishing`:
   * kept because its data has become a blob already, which is yet to be linked. `failed`: see `error`.
   */
  readonly outcome: 'old' | 'young' | 'open' | 'finishing' | 'failed';
  readonly error: ErrorInfo | null;
}

export interface PurgeOptions {
  /** ms */
  readonly olderThan: number;
  /** ms since the epoch */
  readonly now: number;
  /**
   * Ends an upload, or only says whether it could. Refuses with `WRITER_LOCKED` while somebody writes it; one that
   * has vanished is `UPLOAD_UNKNOWN`.
   */
  readonly remove: (upload: UploadRef) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Removes uploads by the registry's own rule (distribution's purgeuploads.go: the content of `startedat` counts, never
 * a file time), with two exceptions: one that somebody writes stays whatever its age, and one without a readable
 * `startedat` does not stay for ever. Uploads are told one by one, nothing is kept in memory, and one that makes
 * trouble costs only itself.
 * @throws LayerliftError `CANCELLED` between two uploads.
 */
export async function* purgeUploads(driver: StorageDriver, options: PurgeOptions): AsyncGenerator<PurgeDecision> {
  for await (const upload of scanUploads(driver)) {
    throwIfCancelled(options.signal);
    const known: Pick<PurgeDecision, 'upload' | 'age' | 'size' | 'error'> = { upload, age: null, size: 0, error: null };
    try {
      const decision = await purgeOne(driver, upload, options);
      if (decision !== null) yield { ...known, ...decision };
    } catch (error) {
      if (!hasCode(error)) throw error;
      yield { ...known, outcome: 'failed', error: toErrorInfo(error) };
    }
  }
}

/** null when the upload has vanished. */
async function purgeOne(
  driver: StorageDriver,
  upload: UploadRef,
  { now, olderThan, remove }: PurgeOptions,
): Promise<Pick<PurgeDecision, 'age' | 'size' | 'outcome'> | null> {
  const age = await ageOf(driver, upload);
  if (age === null) return null;
  const data = await orWhenMissing(driver.stat(pathFor({ kind: 'uploadData', ...upload })), null);
  const facts = { age, size: data?.size ?? 0 };
  if (now - age.since < olderThan) return { ...facts, outcome: 'young' };
  if (data === null && (await readRecord(driver, upload))?.phase.kind === 'finishing') {
    return { ...facts, outcome: 'finishing' };
  }
  try {
    await remove(upload);
    return { ...facts, outcome: 'old' };
  } catch (error) {
    if (hasCode(error, 'WRITER_LOCKED')) return { ...facts, outcome: 'open' };
    if (hasCode(error, 'UPLOAD_UNKNOWN')) return null;
    throw error;
  }
}

/** How old an upload is; null when it has vanished. */
export async function ageOf(driver: StorageDriver, upload: UploadRef): Promise<UploadAge | null> {
  const since = await readStartedAt(driver, upload);
  if (since !== null) return { since, by: 'startedAt' };
  const changed = await lastChange(driver, pathFor({ kind: 'upload', ...upload }));
  return changed === null ? null : { since: changed, by: 'changed' };
}

/** The newest file time of a folder and its entries: adding and removing entries changes the folder's own. */
async function lastChange(driver: StorageDriver, folder: string): Promise<number | null> {
  const paths = [folder, ...(await orWhenMissing(driver.list(folder), []))];
  const infos = await Promise.all(paths.map((path) => orWhenMissing(driver.stat(path), null)));
  const times = infos.flatMap((info) => (info === null ? [] : [info.modifiedAt]));
  return times.length === 0 ? null : Math.max(...times);
}
