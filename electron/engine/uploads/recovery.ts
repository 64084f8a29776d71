import type { Digest } from '../../../shared/digest.ts';
import { hasCode, toErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { type UploadStatus, wasCutShort } from '../../../shared/upload.ts';
import { emptyTrash, linkLayer, settleTrash } from '../layers/finishing.ts';
import { UNKNOWN_STATE, type UploadState } from '../layers/inspectUpload.ts';
import type { Descriptor, LayerStore } from '../layers/layerStore.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor, RECORD_NAME } from '../layers/paths.ts';
import { readSmallFile } from '../layers/readSmallFile.ts';
import { parseRecord, RECORD_BYTES_MAX, type UploadRecord } from '../layers/uploadRecord.ts';
import type { UploadRef } from '../layers/uploadRef.ts';
import { uploadFolders, uploadsIn } from '../layers/uploadScan.ts';
import type { FileInfo, StorageDriver } from '../storage/storageDriver.ts';
import { plannedUpload } from './beginUpload.ts';
import { type History, noteOf } from './history.ts';
import { ManagedUpload } from './managedUpload.ts';
import { Plans } from './plans.ts';
import { statusOfFailure } from './uploadState.ts';

/** What recovery works on. */
export interface RecoveryParts {
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly history: History;
  readonly clock: () => number;
}

/** Uploads looked at together: the disk answers several questions as fast as one. */
const AT_ONCE = 16;

/**
 * Brings a store to rest after whatever happened, and finds the uploads in it: a list of named steps, each of which
 * may be repeated. An upload that cannot be read costs only itself.
 */
export async function recoverStore(parts: RecoveryParts): Promise<readonly ManagedUpload[]> {
  const folders = await settleStore(parts);
  await sweepStaging(parts);
  await sweepTrash(parts);
  return await findUploads(parts, folders);
}

/**
 * Makes durable what the steps after it go by: which uploads there are, which have ended, what the history says. A
 * process that was killed may have left all of that to the page cache. Resolves to the folders that hold uploads.
 */
async function settleStore({ driver }: RecoveryParts): Promise<readonly string[]> {
  const folders: string[] = [];
  await settleTrash(driver);
  for await (const folder of uploadFolders(driver)) {
    await orWhenMissing(driver.settle(folder), undefined);
    folders.push(folder);
  }
  await orWhenMissing(driver.settle(pathFor({ kind: 'history' })), undefined);
  return folders;
}

/** What was being made never became an upload. */
async function sweepStaging({ driver }: RecoveryParts): Promise<void> {
  await orWhenMissing(driver.delete(pathFor({ kind: 'staging' })), undefined);
}

/** What was being deleted has ended; its line of history is written if it is missing. */
async function sweepTrash(parts: RecoveryParts): Promise<void> {
  const folder = pathFor({ kind: 'trash' });
  for (const path of await orWhenMissing(parts.driver.list(folder), [])) {
    const name = path.slice(folder.length + 1);
    try {
      await settleRetired(parts, parseUploadId(name));
    } catch (error) {
      if (!hasCode(error, 'UPLOAD_ID_INVALID')) throw error;
    }
  }
}

/**
 * Writes the line of history of an upload that lies in the trash, unless it is there, and deletes what is left of it.
 * Unless its layer is served that line is `cancelled`, by default what the folder tells. Resolves to the line; null
 * when nothing tells what the upload was.
 */
export async function settleRetired(
  parts: RecoveryParts,
  id: UploadId,
  cancelled: HistoryEntry | null = null,
): Promise<HistoryEntry | null> {
  const { driver, history } = parts;
  const known = history.get(id);
  const entry = known ?? (await finishedEnd(parts, id)) ?? cancelled ?? (await cancelledEnd(parts, id));
  if (known === null && entry !== null) await history.add(entry);
  await emptyTrash(driver, id);
  return entry;
}

/** The line of an upload in the trash whose layer is served; null when it ended in another way. */
export async function finishedEnd(parts: RecoveryParts, id: UploadId): Promise<HistoryEntry | null> {
  const { driver, clock } = parts;
  const record = await trashedRecord(driver, id);
  // A finish may have been noted and never made; only what is linked is finished.
  if (record?.phase.kind !== 'finishing') return null;
  const { repository, name, phase } = record;
  const layer = await servedLayer(parts, record, phase.digest);
  if (layer === null) return null;
  const { digest, size } = layer;
  // Its bytes are still here where the move was noted and never made.
  const isMoved = (await trashedData(driver, id)) === null;
  const note = noteOf(phase.replaces === true && isMoved);
  return { id, repository, name, size, outcome: 'finished', digest, at: clock(), note };
}

/** A finished layer as it is served. A link that is torn, as a registry's crash leaves one, is written anew. */
async function servedLayer(
  { driver, store }: RecoveryParts,
  { repository, expected }: UploadRecord,
  digest: Digest,
): Promise<Descriptor | null> {
  try {
    return await orWhenMissing(store.stat(repository, digest), null);
  } catch (error) {
    if (!hasCode(error, 'DIGEST_INVALID')) throw error;
    await linkLayer(driver, repository, digest, expected);
    return await orWhenMissing(store.stat(repository, digest), null);
  }
}

function trashedData(driver: StorageDriver, id: UploadId): Promise<FileInfo | null> {
  return orWhenMissing(driver.stat(`${pathFor({ kind: 'trashed', id })}/data`), null);
}

async function trashedRecord(driver: StorageDriver, id: UploadId): Promise<UploadRecord | null> {
  const path = `${pathFor({ kind: 'trashed', id })}/${RECORD_NAME}`;
  const bytes = await readSmallFile(driver, path, RECORD_BYTES_MAX);
  return bytes === null ? null : parseRecord(bytes);
}

async function cancelledEnd({ driver, clock }: RecoveryParts, id: UploadId): Promise<HistoryEntry | null> {
  const record = await trashedRecord(driver, id);
  if (record === null) return null;
  const { repository, name } = record;
  const size = (await trashedData(driver, id))?.size ?? 0;
  return { id, repository, name, size, outcome: 'cancelled', digest: null, at: clock(), note: '' };
}

async function findUploads(parts: RecoveryParts, folders: readonly string[]): Promise<readonly ManagedUpload[]> {
  const refs: UploadRef[] = [];
  for (const folder of folders) for await (const ref of uploadsIn(parts.driver, folder)) refs.push(ref);
  const found: ManagedUpload[] = [];
  for (let start = 0; start < refs.length; start += AT_ONCE) {
    const batch = await Promise.all(refs.slice(start, start + AT_ONCE).map((ref) => recover(parts, ref)));
    found.push(...batch.filter((upload) => upload !== null));
  }
  return found.sort((a, b) => a.view.createdAt - b.view.createdAt);
}

/** Adds the uploads that are only planned to those that were found, in order of age. A plan with a folder is one no more. */
export async function recoverPlans(
  driver: StorageDriver,
  history: History,
  begun: readonly ManagedUpload[],
): Promise<{ readonly plans: Plans; readonly uploads: readonly ManagedUpload[] }> {
  const [plans, open] = await Plans.load(driver, history);
  const known = new Set(begun.map(({ ref }) => ref.id));
  const planned: ManagedUpload[] = [];
  for (const plan of open) {
    if (known.has(plan.id)) plans.end(plan.id);
    // Nothing was lost by the end of the process, however it came: it waited.
    else planned.push(plannedUpload(plan, { kind: 'paused', reason: 'quit', error: null }));
  }
  const uploads = [...begun, ...planned].sort((a, b) => a.view.createdAt - b.view.createdAt);
  return { plans, uploads };
}

/** The upload as it stands; null when a finish that a crash interrupted has been carried to its end. */
async function recover(parts: RecoveryParts, ref: UploadRef): Promise<ManagedUpload | null> {
  const { store, history, clock } = parts;
  let state = UNKNOWN_STATE;
  try {
    state = await store.inspect(ref);
    const { record } = state;
    if (record?.phase.kind === 'finishing') {
      const { repository, name } = record;
      const layer = await store.completeMoved(ref, async ({ digest, size, existing }) => {
        const note = noteOf(existing === 'replaced');
        await history.add({ id: ref.id, repository, name, size, outcome: 'finished', digest, at: clock(), note });
      });
      if (layer !== null) return null;
    }
    return new ManagedUpload(ref, state, { status: await recordedStatus(store, ref, state) });
  } catch (error) {
    return new ManagedUpload(ref, state, { status: statusOfFailure(toErrorInfo(error)) });
  }
}

/** How an upload that was found goes on where nobody is to be asked; null when it waits for a person all the same. */
export function goesOnBySelf(upload: ManagedUpload): 'resume' | 'finish' | null {
  const { status, finishBySelf } = upload.view;
  if (wasCutShort(status) && upload.source !== null) return 'resume';
  // A crash came between the last byte and the end of a finish that was asked for.
  return status.kind === 'ready' && (finishBySelf || upload.phase?.kind === 'finishing') ? 'finish' : null;
}

/** The state that an upload's record tells, when no job works on it. Reads only. */
export async function recordedStatus(store: LayerStore, ref: UploadRef, state: UploadState): Promise<UploadStatus> {
  const { record } = state;
  if (record === null) return { kind: 'found' };
  const { phase, expected } = record;
  if (phase.kind === 'paused') {
    const { reason, error } = phase;
    // It never woke up: nobody paused it.
    if (reason === 'sleep') return { kind: 'interrupted' };
    return { kind: 'paused', reason, error };
  }
  const digest = phase.kind === 'moving' ? null : await store.digestOf(ref);
  if (digest === null) return { kind: 'interrupted' };
  if (phase.kind === 'complete' && phase.mismatch !== null && expected !== null) {
    return { kind: 'mismatch', expected, actual: phase.mismatch };
  }
  return { kind: 'ready', digest };
}
