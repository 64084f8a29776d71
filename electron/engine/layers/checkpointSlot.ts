import { createHash } from 'node:crypto';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { isCount, isTime, TIME_MAX } from '../../../shared/numbers.ts';
import type { HashState } from '../digest/digester.ts';
import { decodeHashState, encodeHashState } from '../digest/hashState.ts';
import { orWhenRefused } from './orWhenRefused.ts';

/**
 * A checkpoint: the states of all digesters of an upload at one offset, up to which `data` is durable.
 */
export interface Checkpoint {
  /** bytes */
  readonly offset: number;
  /** Counts up with every checkpoint of an upload: the higher one is the newer. */
  readonly sequence: number;
  /** ms since the epoch */
  readonly at: number;
  readonly states: ReadonlyMap<Algorithm, HashState>;
}

/**
 * A slot holds one checkpoint, big-endian:
 *
 *     0  "LLCP"       8  sequence u64    24  at u64 (ms)      per state:  algorithm u8 (index), length u16, bytes
 *     4  version u16  16 offset u64      32  states …         last 32 bytes of the slot: SHA-256 of all before
 *     6  count u16
 *
 * One slot fills one disk block, so a torn write to one cannot reach the other.
 */
export const SLOT_BYTES = 4096;
const CHECKSUM_BYTES = 32;
const HEADER_BYTES = 32;
const MAGIC = 0x4c4c4350;
const VERSION = 1;

const checksum = (slot: Buffer): Buffer =>
  createHash('sha256')
    .update(slot.subarray(0, SLOT_BYTES - CHECKSUM_BYTES))
    .digest();

/**
 * Encodes a checkpoint into the `SLOT_BYTES` bytes of a slot.
 * @throws LayerliftError `HASH_STATE_INVALID` for a state of another length than the checkpoint's offset.
 */
export function encodeSlot(checkpoint: Checkpoint): Uint8Array {
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(MAGIC, 0);
  slot.writeUInt16BE(VERSION, 4);
  slot.writeUInt16BE(checkpoint.states.size, 6);
  slot.writeBigUInt64BE(BigInt(checkpoint.sequence), 8);
  slot.writeBigUInt64BE(BigInt(checkpoint.offset), 16);
  slot.writeBigUInt64BE(BigInt(Math.trunc(Math.min(Math.max(0, checkpoint.at), TIME_MAX))), 24);
  let position = HEADER_BYTES;
  for (const [algorithm, state] of checkpoint.states) {
    if (state.length !== checkpoint.offset) {
      const details = { algorithm, length: state.length, offset: checkpoint.offset };
      throw new LayerliftError('HASH_STATE_INVALID', 'a state of another offset', details);
    }
    const bytes = encodeHashState(state);
    slot.writeUInt8(ALGORITHMS.indexOf(algorithm), position);
    slot.writeUInt16BE(bytes.length, position + 1);
    slot.set(bytes, position + 3);
    position += 3 + bytes.length;
  }
  slot.set(checksum(slot), SLOT_BYTES - CHECKSUM_BYTES);
  return slot;
}

/**
 * Decodes a slot. Null for anything that is not exactly what `encodeSlot` made: never written, torn, damaged, of
 * another version, with a sequence or a time that cannot be, or with a state whose own length contradicts the slot's
 * offset.
 */
export function decodeSlot(bytes: Uint8Array): Checkpoint | null {
  if (bytes.length !== SLOT_BYTES) return null;
  const slot = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (slot.readUInt32BE(0) !== MAGIC || slot.readUInt16BE(4) !== VERSION) return null;
  if (!checksum(slot).equals(slot.subarray(SLOT_BYTES - CHECKSUM_BYTES))) return null;
  const sequence = Number(slot.readBigUInt64BE(8));
  const offset = Number(slot.readBigUInt64BE(16));
  const at = Number(slot.readBigUInt64BE(24));
  if (!isCount(sequence) || !isTime(at)) return null;
  const states = new Map<Algorithm, HashState>();
  let position = HEADER_BYTES;
  for (let left = slot.readUInt16BE(6); left > 0; left -= 1) {
    const algorithm = ALGORITHMS[slot.readUInt8(position)];
    if (algorithm === undefined) return null;
    const length = slot.readUInt16BE(position + 1);
    // A state that would reach past the slot is cut off, and so refused: what is read never does.
    const bytesOfState = slot.subarray(position + 3, position + 3 + length);
    const state = orWhenRefused('HASH_STATE_INVALID', () => decodeHashState(bytesOfState, algorithm));
    if (state?.length !== offset) return null;
    states.set(algorithm, state);
    position += 3 + length;
  }
  return { offset, sequence, at, states };
}
