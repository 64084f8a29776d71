import { readCheckpoints } from '../../electron/engine/layers/checkpoints.ts';
import { readStateFiles } from '../../electron/engine/layers/hashStateFiles.ts';
import { judgeHashState, type StoredHashState } from '../../electron/engine/layers/hashStates.ts';
import { inspectUpload } from '../../electron/engine/layers/inspectUpload.ts';
import type { UploadRef } from '../../electron/engine/layers/uploadRef.ts';
import type { StorageDriver } from '../../electron/engine/storage/storageDriver.ts';
import { ALGORITHMS } from '../../shared/digest.ts';

/** All states in an upload's `hashstates/`, judged as the inspector judges them, by algorithm and offset. */
export async function listHashStates(driver: StorageDriver, upload: UploadRef): Promise<readonly StoredHashState[]> {
  const { offset: size } = await inspectUpload(driver, upload);
  const against = { size, checkpoints: await readCheckpoints(driver, upload, size) };
  const { states } = await readStateFiles(driver, upload);
  return states.map((read) => judgeHashState(read, against)).sort(byPlace);
}

function byPlace(a: StoredHashState, b: StoredHashState): number {
  return ALGORITHMS.indexOf(a.algorithm) - ALGORITHMS.indexOf(b.algorithm) || (a.offset ?? -1) - (b.offset ?? -1);
}
