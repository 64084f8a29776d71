import type { Algorithm } from '../../../shared/digest.ts';
import { DIGEST_SIZES } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { HashState } from './digester.ts';
import { readLength, readWords, SHA2_SHAPES, type Sha2Shape, WORD_COUNT, writeWords } from './sha2.ts';

/*
 * What hash-wasm's `save()` returns for SHA-2: a C struct in the memory of the WebAssembly instance, little-endian,
 * behind a prefix that names the build (hash-wasm 4.13.0, src/sha256.c, src/sha512.c and lib/WASMInterface.ts):
 *
 *     prefix          4              start of the SHA-1 of the WebAssembly binary
 *     block           64 or 128      raw bytes, stale beyond `length % block`
 *     length          8              bytes hashed so far
 *     words           8 × 4 or 8     chaining words
 *     digest length   4              bytes
 *     padding         4
 */
const PREFIX_BYTES = 4;
const LENGTH_BYTES = 8;
const PADDING_BYTES = 4;

/**
 * Checks that the saved state of a fresh hasher has the layout above: another build of the library could change it.
 * @throws LayerliftError `INTERNAL`
 */
export function checkFreshWasmState(saved: Uint8Array, algorithm: Algorithm): void {
  const shape = SHA2_SHAPES[algorithm];
  const digestLength = wordsPosition(shape) + WORD_COUNT * shape.wordBytes;
  const view = viewOf(saved);
  const fits =
    saved.length === digestLength + 4 + PADDING_BYTES &&
    view.getBigUint64(lengthPosition(shape)) === 0n &&
    view.getUint32(digestLength, true) === DIGEST_SIZES[algorithm];
  if (!fits) {
    throw new LayerliftError('INTERNAL', 'hash-wasm lays out its states in another way than expected', {
      algorithm,
      bytes: saved.length,
    });
  }
}

/** Turns what `save()` returned into the neutral state. */
export function fromWasmState(saved: Uint8Array, algorithm: Algorithm): HashState {
  const shape = SHA2_SHAPES[algorithm];
  const view = viewOf(saved);
  const length = readLength(view, lengthPosition(shape), true);
  return {
    algorithm,
    words: readWords(view, wordsPosition(shape), shape, true),
    tail: saved.slice(PREFIX_BYTES, PREFIX_BYTES + (length % shape.blockBytes)),
    length,
  };
}

/** Turns a neutral state into what `load()` takes; prefix and digest length come from `fresh`, a fresh hasher's state. */
export function toWasmState(state: HashState, fresh: Uint8Array): Uint8Array {
  const shape = SHA2_SHAPES[state.algorithm];
  const saved = fresh.slice();
  const view = viewOf(saved);
  saved.set(state.tail, PREFIX_BYTES);
  view.setBigUint64(lengthPosition(shape), BigInt(state.length), true);
  writeWords(view, wordsPosition(shape), shape, true, state.words);
  return saved;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function lengthPosition({ blockBytes }: Sha2Shape): number {
  return PREFIX_BYTES + blockBytes;
}

function wordsPosition(shape: Sha2Shape): number {
  return lengthPosition(shape) + LENGTH_BYTES;
}
