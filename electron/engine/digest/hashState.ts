import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import type { HashState } from './digester.ts';
import {
  checkHashState,
  hashStateInvalid,
  readLength,
  readWords,
  SHA2_SHAPES,
  type Sha2Shape,
  WORD_COUNT,
  writeWords,
} from './sha2.ts';

/*
 * The bytes of a hash state on disk are those of Go's `encoding.BinaryMarshaler` for crypto/sha256 and crypto/sha512
 * (`MarshalBinary`), which the registry stores since its version 2.7. All big-endian:
 *
 *     magic    4              "sha" and one byte for the algorithm
 *     words    8 × 4 or 8     chaining words
 *     block    64 or 128      the `length % block` bytes not yet compressed, then zeros
 *     length   8              bytes hashed so far
 */
const MAGIC_BYTES = 4;
const LENGTH_BYTES = 8;

const MAGIC: Readonly<Record<Algorithm, number>> = {
  sha256: 0x73686103,
  sha384: 0x73686104,
  sha512: 0x73686107,
};

/** How the gob encoding begins that registries before 2.7 wrote: length of the first message, then its type id. */
const GOB_PREFIX = [0x0e, 0xff, 0x81] as const;

/** Bytes of an encoded hash state: 108 for sha256, 204 for sha384 and sha512. */
export function hashStateBytes(algorithm: Algorithm): number {
  return lengthPosition(SHA2_SHAPES[algorithm]) + LENGTH_BYTES;
}

/**
 * Encodes a state exactly as Go would.
 * @throws LayerliftError `HASH_STATE_INVALID` when `state` contradicts itself (see `checkHashState`).
 */
export function encodeHashState(state: HashState): Uint8Array {
  checkHashState(state, state.algorithm);
  const shape = SHA2_SHAPES[state.algorithm];
  const bytes = new Uint8Array(hashStateBytes(state.algorithm));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC[state.algorithm]);
  writeWords(view, MAGIC_BYTES, shape, false, state.words);
  bytes.set(state.tail, blockPosition(shape));
  view.setBigUint64(lengthPosition(shape), BigInt(state.length));
  return bytes;
}

/**
 * Decodes a state, copying what it needs. As in Go, what follows the tail inside the block is ignored; nothing else is.
 * @throws LayerliftError `HASH_STATE_INVALID` with `reason`: `empty` (a torn file), `gob` (a registry before 2.7),
 * `magic`, `algorithm` (not `expected`), `length` (of the encoding) or `size` (more bytes hashed than 2^53 - 1).
 */
export function decodeHashState(bytes: Uint8Array, expected?: Algorithm): HashState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const algorithm = readMagic(bytes, view);
  if (expected !== undefined && algorithm !== expected) {
    throw hashStateInvalid('algorithm', { expected, actual: algorithm });
  }
  if (bytes.length !== hashStateBytes(algorithm)) {
    throw hashStateInvalid('length', { algorithm, bytes: bytes.length });
  }
  const shape = SHA2_SHAPES[algorithm];
  const block = blockPosition(shape);
  const length = readLength(view, lengthPosition(shape), false);
  return {
    algorithm,
    words: readWords(view, MAGIC_BYTES, shape, false),
    tail: Uint8Array.from(bytes.subarray(block, block + (length % shape.blockBytes))),
    length,
  };
}

function readMagic(bytes: Uint8Array, view: DataView): Algorithm {
  if (bytes.length === 0) throw hashStateInvalid('empty');
  if (GOB_PREFIX.every((byte, index) => bytes[index] === byte)) throw hashStateInvalid('gob');
  if (bytes.length < MAGIC_BYTES) throw hashStateInvalid('length', { bytes: bytes.length });
  const magic = view.getUint32(0);
  const algorithm = ALGORITHMS.find((candidate) => MAGIC[candidate] === magic);
  if (algorithm === undefined) throw hashStateInvalid('magic', { magic: magic.toString(16).padStart(8, '0') });
  return algorithm;
}

function blockPosition({ wordBytes }: Sha2Shape): number {
  return MAGIC_BYTES + WORD_COUNT * wordBytes;
}

function lengthPosition(shape: Sha2Shape): number {
  return blockPosition(shape) + shape.blockBytes;
}
