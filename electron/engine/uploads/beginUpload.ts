import { basename } from 'node:path';
import { purgeTimeOf } from '../../../shared/startedAt.ts';
import type { UploadStatus } from '../../../shared/upload.ts';
import { UNKNOWN_STATE } from '../layers/inspectUpload.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import { newUploadId } from '../layers/uploadRef.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { ManagedUpload } from './managedUpload.ts';
import type { NewUpload } from './managerOptions.ts';
import { assertStoreThere } from './openStore.ts';
import { type Plan, type Plans, WHOLE_LAYER_BYTES } from './plans.ts';
import { identifySource } from './source.ts';

/** The store that an upload is begun in. */
export interface BeginningStore {
  readonly root: string;
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly plans: Plans;
}

/**
 * Begins an upload; it survives a crash from then on. A small one that finishes by itself is only planned: it will be
 * stored in one step. Errors as `identifySource`, `assertStoreThere`,
 * `LayerStore.begin`.
 * @param times in ms since the epoch: the one that it is ordered by, and the one that it is
 */
export async function beginUpload(
  { root, driver, store, plans }: BeginningStore,
  { sourcePath, repository, expected, finishBySelf }: NewUpload,
  { createdAt, now }: { readonly createdAt: number; readonly now: number },
): Promise<ManagedUpload> {
  const source = await identifySource(sourcePath);
  await assertStoreThere(driver, root);
  const name = basename(source.path);
  const record = { repository, name, source, expected, finishBySelf, createdAt, phase: { kind: 'moving' } } as const;
  if (finishBySelf && source.size <= WHOLE_LAYER_BYTES) {
    const id = newUploadId();
    await plans.add({ id, record });
    return plannedUpload({ id, record }, { kind: 'queued' });
  }
  const ref = await store.begin(record);
  const state = { ...UNKNOWN_STATE, record, purgeAt: purgeTimeOf(now) };
  return new ManagedUpload(ref, state, { status: { kind: 'queued' } });
}

/** An upload that is only planned. */
export function plannedUpload({ id, record }: Plan, status: UploadStatus): ManagedUpload {
  return new ManagedUpload({ repository: record.repository, id }, { ...UNKNOWN_STATE, record }, { status }, true);
}
