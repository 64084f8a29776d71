import type { Algorithm } from '../../../shared/digest.ts';
import type { HashStateVerdict } from '../../../shared/inspection.ts';
import { decodeHashState, encodeHashState } from '../digest/hashState.ts';
import type { Checkpoint } from './checkpointSlot.ts';
import { parseStateName } from './checkpoints.ts';
import { orWhenRefused } from './orWhenRefused.ts';

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
    const state = checkpoint.states.get(algorithm);
    return state !== undefined && Buffer.compare(encodeHashState(state), canonical) === 0;
  });
  if (isOurs) return judged('ours');
  return judged(offset === size ? 'exact' : 'foreign');
}

/** The state's one normal form; null when it cannot be read or counts other bytes than `offset`. */
function normalForm(bytes: Uint8Array, algorithm: Algorithm, offset: number | null): Uint8Array | null {
  const state = orWhenRefused('HASH_STATE_INVALID', () => decodeHashState(bytes, algorithm));
  return state?.length === offset ? encodeHashState(state) : null;
}
