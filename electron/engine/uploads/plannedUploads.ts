import { purgeTimeOf } from '../../../shared/startedAt.ts';
import type { FinishedLayer } from '../layers/finishing.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import type { RecordedPhase, UploadRecord } from '../layers/uploadRecord.ts';
import { type History, noteOf } from './history.ts';
import type { ManagedUpload } from './managedUpload.ts';
import type { Plans } from './plans.ts';

/** What uploads that are only planned are kept in. */
export interface PlanSurroundings {
  readonly store: LayerStore;
  readonly plans: Plans;
  readonly history: History;
  readonly clock: () => number;
}

/** True for what a plan, which says only that its upload waits, tells well enough at the next start. */
export function isPlansPhase(phase: RecordedPhase): boolean {
  return phase.kind === 'moving' || (phase.kind === 'paused' && (phase.reason === 'quit' || phase.reason === 'sleep'));
}

/** Begins the upload of a plan. Errors as `LayerStore.begin` and `Plans.begun`. */
export async function beginPlanned(
  { store, plans, clock }: PlanSurroundings,
  upload: ManagedUpload,
  record: UploadRecord,
): Promise<void> {
  await store.beginAs(upload.ref.id, record);
  upload.isPlanned = false;
  upload.date(purgeTimeOf(clock()));
  await plans.begun(upload.ref.id);
}

/**
 * Puts a layer on record that was stored in one step, in `ms`. It leaves nothing to delete: this line of history is its
 * end. Errors as `History.add`.
 */
export async function recordStored(
  { history, plans, clock }: PlanSurroundings,
  { view }: ManagedUpload,
  { digest, size }: FinishedLayer,
  ms: number,
): Promise<void> {
  const { id, repository, name, createdAt, source } = view;
  const oneStep = { createdAt, source: source?.path ?? '', ms };
  const at = clock();
  await history.add({ id, repository, name, size, outcome: 'finished', digest, at, note: noteOf(false), oneStep });
  plans.end(id);
}
