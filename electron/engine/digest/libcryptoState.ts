import { endianness } from 'node:os';
import { type Algorithm, DIGEST_SIZES } from '../../../shared/digest.ts';
import type { HashState } from './digester.ts';
import { readWords, SHA2_SHAPES, WORD_COUNT, writeWords } from './sha2.ts';

/**
 * Where the parts of OpenSSL's SHA-2 context lie, in bytes: `SHA256_CTX` and `SHA512_CTX` of its public header
 * `openssl/sha.h` (1.1.1 and 3.0; the structs are part of its stable ABI). Words and counts are in the machine's own
 * order, the block is raw; the count is of bits, in two words.
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

const LITTLE_ENDIAN = endianness() === 'LE';

/** Bytes of the context of `algorithm`. */
export const contextSize = (algorithm: Algorithm): number => shapeOf(algorithm).size;

/** True when a context looks as one does that was just initialised: a library of another layout fails here. */
export function isFreshContext(context: Uint8Array, algorithm: Algorithm): boolean {
  const shape = shapeOf(algorithm);
  const view = viewOf(context);
  const counts = context.subarray(shape.bits, shape.used + 4);
  return (
    counts.every((byte) => byte === 0) && view.getUint32(shape.digestLength, LITTLE_ENDIAN) === DIGEST_SIZES[algorithm]
  );
}

/** The neutral state in a context that has hashed `length` bytes. */
export function fromContext(context: Uint8Array, algorithm: Algorithm, length: number): HashState {
  const { block } = shapeOf(algorithm);
  const shape = SHA2_SHAPES[algorithm];
  const words = readWords(viewOf(context), 0, shape, LITTLE_ENDIAN);
  return { algorithm, words, tail: context.slice(block, block + (length % shape.blockBytes)), length };
}

/** Puts a valid neutral state of the context's own algorithm into a context that was initialised before. */
export function toContext(state: HashState, context: Uint8Array): void {
  const { bits, block, used } = shapeOf(state.algorithm);
  const shape = SHA2_SHAPES[state.algorithm];
  const view = viewOf(context);
  writeWords(view, 0, shape, LITTLE_ENDIAN, state.words);
  const count = BigInt(state.length) * 8n;
  if (shape.wordBytes === 4) {
    view.setUint32(bits, Number(BigInt.asUintN(32, count)), LITTLE_ENDIAN);
    view.setUint32(bits + 4, Number(count >> 32n), LITTLE_ENDIAN);
  } else {
    view.setBigUint64(bits, count, LITTLE_ENDIAN);
    view.setBigUint64(bits + 8, 0n, LITTLE_ENDIAN);
  }
  context.fill(0, block, used);
  context.set(state.tail, block);
  view.setUint32(used, state.tail.length, LITTLE_ENDIAN);
}

const viewOf = (context: Uint8Array): DataView => new DataView(context.buffer, context.byteOffset, context.byteLength);
