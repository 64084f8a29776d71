import { createHash } from 'node:crypto';
import { SLOT_BYTES } from '../../electron/engine/layers/checkpointSlot.ts';

/** A checkpoint slot that says what `change` writes into it, with the checksum that belongs to that. */
export function sealedSlot(slot: Uint8Array, change: (slot: Buffer) => void): Buffer {
  const changed = Buffer.from(slot);
  change(changed);
  const digest = createHash('sha256').update(changed.subarray(0, SLOT_BYTES - 32));
  changed.set(digest.digest(), SLOT_BYTES - 32);
  return changed;
}
