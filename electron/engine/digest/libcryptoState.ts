import { type Algorithm, DIGEST_SIZES } from '../../../shared/digest.ts';
import type { HashState } from './digester.ts';
import { readWords, SHA2_SHAPES, WORD_COUNT, writeWords } from './sha2.ts';

/**
 * Where the parts of OpenSSL's SHA-2 context lie, in bytes: `SHA256_CTX` and `SHA512_CTX` of its public header
 * `openssl/sha.h` (1.1.1 and 3.0; the structs are part of its stable ABI). Words and counts are in the machine's own
 * order, which is little-endian wherever this back end is taken; the block is raw; the count is of bits, in two words,
 * the lower one first.
 */
interface ContextShape {
  readonly bits: number;
  readonly block: number;
  readonly used: number;
  readonly digestLength: number;
  readonly size: number;
}

function shapeOf(algorithm: Algorithm): ContextShape {
  const { wordBytes, blockBytes } = SHA2_SHAPES[algorithm];
  const bits = WORD_COUNT * wordBytes;
  const block = bits + 2 * wordBytes;
  const used = block + blockBytes;
  return { bits, block, used, digestLength: used + 4, size: used + 8 };
}

/** Bytes of the context of `algorithm`. */
export const contextSize = (algorithm: Algorithm): number => shapeOf(algorithm).size;

/**
 * True when a context looks as one does that was just initialised: a library of another layout fails here, and one on a
 * machine of the other order.
 */
export function isFreshContext(context: Uint8Array, algorithm: Algorithm): boolean {
  const shape = shapeOf(algorithm);
  const view = viewOf(context);
  const counts = context.subarray(shape.bits, shape.used + 4);
  return counts.every((byte) => byte === 0) && view.getUint32(shape.digestLength, true) === DIGEST_SIZES[algorithm];
}

/** The neutral state in a context that has hashed `length` bytes. */
export function fromContext(context: Uint8Array, algorithm: Algorithm, length: number): HashState {
  const { block } = shapeOf(algorithm);
  const shape = SHA2_SHAPES[algorithm];
  const words = readWords(viewOf(context), 0, shape, true);
  return { algorithm, words, tail: context.slice(block, block + (length % shape.blockBytes)), length };
}

/** Puts a valid neutral state of the context's own algorithm into a context that was initialised before. */
export function toContext(state: HashState, context: Uint8Array): void {
  const { bits, block, used } = shapeOf(state.algorithm);
  const shape = SHA2_SHAPES[state.algorithm];
  const view = viewOf(context);
  writeWords(view, 0, shape, true, state.words);
  context.fill(0, bits, used);
  // Two words of 32 bits, or the lower one of 64: a count of bits never reaches the upper.
  view.setBigUint64(bits, BigInt(state.length) * 8n, true);
  context.set(state.tail, block);
  view.setUint32(used, state.tail.length, true);
}

const viewOf = (context: Uint8Array): DataView => new DataView(context.buffer, context.byteOffset, context.byteLength);
