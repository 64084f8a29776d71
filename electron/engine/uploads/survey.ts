import { toErrorInfo } from '../../../shared/errors.ts';
import type { UploadStatus, UploadView } from '../../../shared/upload.ts';
import { throwIfCancelled } from '../layers/hashFile.ts';
import { UNKNOWN_STATE, type UploadState } from '../layers/inspectUpload.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import { pathFor } from '../layers/paths.ts';
import type { UploadRef } from '../layers/uploadRef.ts';
import { scanUploads } from '../layers/uploadScan.ts';
import { ageOf, type UploadAge } from '../maintenance/purge.ts';
import type { HeldLocks } from '../storage/heldLocks.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { plannedUpload } from './beginUpload.ts';
import { History } from './history.ts';
import { ManagedUpload } from './managedUpload.ts';
import { type Plan, plansOf } from './plans.ts';
import { recordedStatus } from './recovery.ts';

/** What a survey looks at. */
export interface SurveyParts {
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly locks: HeldLocks;
}

/** One upload as it lies in a store that somebody else may have open. */
export interface SurveyedUpload {
  readonly view: UploadView;
  readonly age: UploadAge | null;
  /** Whether somebody writes it now; null where the system does not tell. */
  readonly open: boolean | null;
  /** What it is as long as nothing else of it lies in the store; null from then on. */
  readonly plan: Plan | null;
}

/** Uploads looked at together, as in recovery. */
const AT_ONCE = 16;

/**
 * All uploads of a store, oldest first, read without taking a lock or changing anything. Where an upload moves in
 * another process, its numbers are those of a moment ago.
 * @throws LayerliftError `CANCELLED` when the signal fires.
 */
export async function surveyUploads(parts: SurveyParts, signal: AbortSignal): Promise<readonly SurveyedUpload[]> {
  const refs: UploadRef[] = [];
  for await (const ref of scanUploads(parts.driver)) refs.push(ref);
  const found: SurveyedUpload[] = [];
  for (let start = 0; start < refs.length; start += AT_ONCE) {
    throwIfCancelled(signal);
    found.push(...(await Promise.all(refs.slice(start, start + AT_ONCE).map((ref) => surveyUpload(parts, ref)))));
  }
  const known = new Set(found.map(({ view }) => view.id));
  const plans = await plansOf(parts.driver, await History.load(parts.driver));
  // Who has the store open has it in its queue; otherwise it goes on when somebody opens it.
  const isOpen = (await parts.locks.isHeld(pathFor({ kind: 'storeLock' }))) === true;
  const status: UploadStatus = isOpen ? { kind: 'queued' } : { kind: 'paused', reason: 'quit', error: null };
  for (const plan of plans) {
    if (known.has(plan.id)) continue;
    found.push({ view: plannedUpload(plan, status).view, age: null, open: false, plan });
  }
  return found.sort((a, b) => a.view.createdAt - b.view.createdAt);
}

async function surveyUpload(parts: SurveyParts, ref: UploadRef): Promise<SurveyedUpload> {
  const { driver, store, locks } = parts;
  const open = await locks.isHeld(pathFor({ kind: 'uploadData', ...ref }));
  let state = UNKNOWN_STATE;
  try {
    state = await store.inspect(ref);
    const age = await ageOf(driver, ref);
    const status = await statusNow(parts, ref, state, open);
    return { view: new ManagedUpload(ref, state, { status }).view, age, open, plan: null };
  } catch (error) {
    const status: UploadStatus = { kind: 'failed', error: toErrorInfo(error) };
    return { view: new ManagedUpload(ref, state, { status }).view, age: null, open, plan: null };
  }
}

async function statusNow(
  { store, locks }: SurveyParts,
  ref: UploadRef,
  state: UploadState,
  open: boolean | null,
): Promise<UploadStatus> {
  const hasData = state.modifiedAt > 0;
  if (state.record?.phase.kind === 'finishing' && (open === true || !hasData)) return { kind: 'finishing' };
  const status = await recordedStatus(store, ref, state);
  if (status.kind !== 'interrupted') return status;
  // The record says that it moves. Who has it open moves it; who has the store open has it in its queue.
  if (open === true) return { kind: 'moving' };
  return (await locks.isHeld(pathFor({ kind: 'storeLock' }))) === true ? { kind: 'queued' } : status;
}
