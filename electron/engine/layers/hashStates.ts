import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import type { HashStateVerdict } from '../../../shared/inspection.ts';
import { decodeHashState, encodeHashState } from '../digest/hashState.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { Checkpoint } from './checkpointSlot.ts';
import { parseStateName, readCheckpoints, STATE_BYTES_MAX } from './checkpoints.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { readSmallFile } from './readSmallFile.ts';
import type { UploadRef } from './uploadRef.ts';

export type { HashStateVerdict } from '../../../shared/inspection.ts';

/** A file below an upload's `hashstates/`. */
export interface StoredHashState {
  readonly algorithm: Algorithm;
  /** The file's name. */
  readonly name: string;
  /** What the name says, bytes; null when it is no plain offset. */
  readonly offset: number | null;
  readonly verdict: HashStateVerdict;
}

/** Judges the bytes of one state file. Pure. `size` is that of the data, bytes; `checkpoints` are those of ours. */
export function judgeHashState(
  { algorithm, name, bytes }: { readonly algorithm: Algorithm; readonly name: string; readonly bytes: Uint8Array },
  { size, checkpoints }: { readonly size: number; readonly checkpoints: readonly Checkpoint[] },
): StoredHashState {
  const offset = parseStateName(name);
  const judged = (verdict: HashStateVerdict): StoredHashState => ({ algorithm, name, offset, verdict });
  const canonical = normalForm(bytes, algorithm, offset);
  if (canonical === null || offset === null) return judged('torn');
  if (offset > size) return judged('stale');
  const isOurs = checkpoints.some((checkpoint) => {
    const state = checkpoint.offset === offset ? checkpoint.states.get(algorithm) : undefined;
    return state !== undefined && Buffer.compare(encodeHashState(state), canonical) === 0;
  });
  if (isOurs) return judged('ours');
  return judged(offset === size ? 'exact' : 'foreign');
}

/** All states in an upload's `hashstates/`, by algorithm and offset. Reads only. */
export async function listHashStates(driver: StorageDriver, upload: UploadRef): Promise<readonly StoredHashState[]> {
  const size = (await orWhenMissing(driver.stat(pathFor({ kind: 'uploadData', ...upload })), null))?.size ?? 0;
  const against = { size, checkpoints: await readCheckpoints(driver, upload, size) };
  const found: StoredHashState[] = [];
  for (const algorithm of ALGORITHMS) {
    const folder = pathFor({ kind: 'uploadHashStatesOf', ...upload, algorithm });
    for (const path of await orWhenMissing(driver.list(folder), [])) {
      const bytes = (await readSmallFile(driver, path, STATE_BYTES_MAX)) ?? new Uint8Array();
      found.push(judgeHashState({ algorithm, name: path.slice(folder.length + 1), bytes }, against));
    }
  }
  return found.sort(
    (a, b) => ALGORITHMS.indexOf(a.algorithm) - ALGORITHMS.indexOf(b.algorithm) || (a.offset ?? -1) - (b.offset ?? -1),
  );
}

/** The state's one normal form; null when it cannot be read or counts other bytes than `offset`. */
function normalForm(bytes: Uint8Array, algorithm: Algorithm, offset: number | null): Uint8Array | null {
  try {
    const state = decodeHashState(bytes, algorithm);
    return state.length === offset ? encodeHashState(state) : null;
  } catch (error) {
    if (hasCode(error, 'HASH_STATE_INVALID')) return null;
    throw error;
  }
}
