import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import { HASH_STATES_SHOWN, type HashStateFile } from '../../../shared/inspection.ts';
import type { DigesterSource } from '../digest/digester.ts';
import { decodeHashState } from '../digest/hashState.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { Checkpoint } from './checkpointSlot.ts';
import { parseStateName, STATE_BYTES_MAX } from './checkpoints.ts';
import { describeState } from './decodedState.ts';
import { judgeHashState } from './hashStates.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { readSmallFile } from './readSmallFile.ts';
import type { UploadRef } from './uploadRef.ts';

/** A state's file as it was read, not judged yet. */
export interface ReadState {
  readonly algorithm: Algorithm;
  readonly path: string;
  /** The file's own name. */
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: number;
  readonly bytes: Uint8Array;
}

/** The files in an upload's `hashstates/`; `leftOut` counts those that are there but were not read. */
export interface ReadStates {
  readonly states: readonly ReadState[];
  readonly leftOut: number;
}

/**
 * Reads the hash states that lie beside an upload, of each algorithm those with the highest offsets first. What
 * vanishes meanwhile is left out.
 */
export async function readStateFiles(driver: StorageDriver, upload: UploadRef): Promise<ReadStates> {
  const states: ReadState[] = [];
  let leftOut = 0;
  for (const algorithm of ALGORITHMS) {
    const folder = pathFor({ kind: 'uploadHashStatesOf', ...upload, algorithm });
    const nameOf = (path: string): string => path.slice(folder.length + 1);
    const height = (path: string): number => parseStateName(nameOf(path)) ?? -1;
    const paths = [...(await orWhenMissing(driver.list(folder), []))].sort((a, b) => height(b) - height(a));
    leftOut += Math.max(0, paths.length - HASH_STATES_SHOWN);
    for (const path of paths.slice(0, HASH_STATES_SHOWN)) {
      const stat = await orWhenMissing(driver.stat(path), null);
      if (stat === null) continue;
      const bytes = (await readSmallFile(driver, path, STATE_BYTES_MAX)) ?? new Uint8Array();
      states.push({ algorithm, path, name: nameOf(path), size: stat.size, modifiedAt: stat.modifiedAt, bytes });
    }
  }
  return { states, leftOut };
}

/** Judges a state's file and takes its state apart. `absolute` makes a path of the driver's one of the system's. */
export async function toHashStateFile(
  factory: DigesterSource,
  read: ReadState,
  against: { readonly size: number; readonly checkpoints: readonly Checkpoint[] },
  absolute: (path: string) => string,
): Promise<HashStateFile> {
  const { algorithm, path, name, size, modifiedAt, bytes } = read;
  const { offset, verdict } = judgeHashState({ algorithm, name, bytes }, against);
  return {
    algorithm,
    name: `hashstates/${algorithm}/${name}`,
    path: absolute(path),
    offset,
    size,
    modifiedAt,
    verdict,
    ...(await decode(factory, bytes, algorithm)),
  };
}

async function decode(
  factory: DigesterSource,
  bytes: Uint8Array,
  algorithm: Algorithm,
): Promise<Pick<HashStateFile, 'state' | 'reason'>> {
  try {
    return { state: await describeState(factory, decodeHashState(bytes, algorithm)), reason: null };
  } catch (error) {
    if (hasCode(error, 'HASH_STATE_INVALID')) return { state: null, reason: String(error.details['reason']) };
    throw error;
  }
}
