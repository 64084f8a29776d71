import path from 'node:path';
import type { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { type PathSpec, pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { type FileCall, hookedOps, type OpsHooks } from '../../support/hookedOps.ts';
import { layerStore, newRecord, tree } from '../../support/layers.ts';

/** A store over a folder of its own, with the driver's primitive operations under the test's eyes. */
export async function scene(root: string, hooks: OpsHooks = {}) {
  const calls: FileCall[] = [];
  const ops = hookedOps({
    ...hooks,
    before: async (call) => {
      calls.push(call);
      await hooks.before?.(call);
    },
  });
  const { store, driver } = await layerStore(openFilesystemDriver(root, ops));
  return { store, driver, calls };
}

/** An upload of `bytes` at rest, written in one go and closed. */
export async function closedUpload(store: LayerStore, bytes: Uint8Array): Promise<UploadRef> {
  const writer = await store.create(newRecord());
  await writer.write(bytes);
  await writer.close();
  return writer.upload;
}

/** Where a thing of the store lies, absolute. */
export const at = (root: string, spec: PathSpec): string => path.join(root, pathFor(spec));

/** The file of an upload's sha256 state at `offset`, absolute. */
export const stateFile = (root: string, upload: UploadRef, offset: number): string =>
  at(root, { kind: 'uploadHashState', ...upload, algorithm: 'sha256', offset });

/** The names of an upload's sha256 states. */
export const statesOf = (root: string, upload: UploadRef): Promise<readonly string[]> =>
  tree(at(root, { kind: 'uploadHashStatesOf', ...upload, algorithm: 'sha256' }));

/** What there is of any upload: under way, being made, or being deleted. */
export const leftOfUploads = async (root: string): Promise<readonly string[]> =>
  (await tree(root)).filter((name) => /_uploads\/|staging\/|trash\//.test(name));
