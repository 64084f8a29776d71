import { basename } from 'node:path';
import { purgeTimeOf } from '../../../shared/startedAt.ts';
import { UNKNOWN_STATE } from '../layers/inspectUpload.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { ManagedUpload } from './managedUpload.ts';
import type { NewUpload } from './managerOptions.ts';
import { assertStoreThere } from './openStore.ts';
import { identifySource } from './source.ts';

/** The store that an upload is begun in. */
export interface BeginningStore {
  readonly root: string;
  readonly driver: StorageDriver;
  readonly store: LayerStore;
}

/**
 * Begins an upload; it survives a crash from then on. Errors as `identifySource`, `assertStoreThere`,
 * `LayerStore.begin`.
 * @param times in ms since the epoch: the one that it is ordered by, and the one that it is
 */
export async function beginUpload(
  { root, driver, store }: BeginningStore,
  { sourcePath, repository, expected, finishBySelf }: NewUpload,
  { createdAt, now }: { readonly createdAt: number; readonly now: number },
): Promise<ManagedUpload> {
  const source = await identifySource(sourcePath);
  await assertStoreThere(driver, root);
  const name = basename(source.path);
  const record = { repository, name, source, expected, finishBySelf, createdAt, phase: { kind: 'moving' } } as const;
  const ref = await store.begin(record);
  const state = { ...UNKNOWN_STATE, record, purgeAt: purgeTimeOf(now) };
  return new ManagedUpload(ref, state, { status: { kind: 'queued' } });
}
