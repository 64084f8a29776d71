import { endianness } from 'node:os';
import { type Algorithm, DIGEST_SIZES } from '../../../shared/digest.ts';
import type { HashState } from './digester.ts';
import { readWords, SHA2_SHAPES, WORD_COUNT, writeWords } from './sha2.ts';

/**
 * Where the parts of a native library's SHA-2 context lie, as offsets in bytes; null for a part that it has not.
 * Words and the count are in the machine's own order, the count has two words, the lower one first, the block is raw.
 */
export interface ContextLayout {
  readonly algorithm: Algorithm;
  readonly words: number;
  readonly count: number;
  /** How many bits or bytes were hashed. */
  readonly countUnit: 'bits' | 'bytes';
  readonly block: number;
  /** Bytes used of the block: an unsigned int. */
  readonly used: number | null;
  /** Bytes of the digest: an unsigned int. */
  readonly digestLength: number | null;
  /** Bytes of the whole context. */
  readonly size: number;
}

/**
 * `SHA256_CTX` and `SHA512_CTX` of OpenSSL's public header `openssl/sha.h` (1.1.1 and 3.0), which its stable ABI
 * holds to.
 */
export function libcryptoLayout(algorithm: Algorithm): ContextLayout {
  const { wordBytes, blockBytes } = SHA2_SHAPES[algorithm];
  const count = WORD_COUNT * wordBytes;
  const block = count + 2 * wordBytes;
  const used = block + blockBytes;
  return { algorithm, words: 0, count, countUnit: 'bits', block, used, digestLength: used + 4, size: used + 8 };
}

/**
 * `CC_SHA256_CTX` and `CC_SHA512_CTX` of Apple's public header `CommonCrypto/CommonDigest.h`. It does not say what
 * its count counts.
 */
export function commonCryptoLayout(algorithm: Algorithm, countUnit: 'bits' | 'bytes'): ContextLayout {
  const { wordBytes, blockBytes } = SHA2_SHAPES[algorithm];
  const words = 2 * wordBytes;
  const block = words + WORD_COUNT * wordBytes;
  return { algorithm, words, count: 0, countUnit, block, used: null, digestLength: null, size: block + blockBytes };
}

const LITTLE_ENDIAN = endianness() === 'LE';

/** True when a context looks as one does that was just initialised: a library of another layout fails here. */
export function isFreshContext(context: Uint8Array, layout: ContextLayout): boolean {
  const { algorithm, used, digestLength } = layout;
  const view = viewOf(context);
  return (
    countOf(context, layout) === 0n &&
    (used === null || view.getUint32(used, LITTLE_ENDIAN) === 0) &&
    (digestLength === null || view.getUint32(digestLength, LITTLE_ENDIAN) === DIGEST_SIZES[algorithm])
  );
}

/** The count of a context, in its layout's unit. */
export function countOf(context: Uint8Array, { algorithm, count }: ContextLayout): bigint {
  const { wordBytes } = SHA2_SHAPES[algorithm];
  const view = viewOf(context);
  if (wordBytes === 8) {
    return (view.getBigUint64(count + 8, LITTLE_ENDIAN) << 64n) | view.getBigUint64(count, LITTLE_ENDIAN);
  }
  return (BigInt(view.getUint32(count + 4, LITTLE_ENDIAN)) << 32n) | BigInt(view.getUint32(count, LITTLE_ENDIAN));
}

/** The neutral state in a context that has hashed `length` bytes. */
export function fromContext(
  context: Uint8Array,
  { algorithm, words, block }: ContextLayout,
  length: number,
): HashState {
  const shape = SHA2_SHAPES[algorithm];
  const tail = context.slice(block, block + (length % shape.blockBytes));
  return { algorithm, words: readWords(viewOf(context), words, shape, LITTLE_ENDIAN), tail, length };
}

/** Puts a valid neutral state of the layout's own algorithm into a context that was initialised before. */
export function toContext(state: HashState, context: Uint8Array, layout: ContextLayout): void {
  const shape = SHA2_SHAPES[layout.algorithm];
  const view = viewOf(context);
  writeWords(view, layout.words, shape, LITTLE_ENDIAN, state.words);
  const count = BigInt(state.length) * (layout.countUnit === 'bits' ? 8n : 1n);
  if (shape.wordBytes === 4) {
    view.setUint32(layout.count, Number(BigInt.asUintN(32, count)), LITTLE_ENDIAN);
    view.setUint32(layout.count + 4, Number(count >> 32n), LITTLE_ENDIAN);
  } else {
    view.setBigUint64(layout.count, count, LITTLE_ENDIAN);
    view.setBigUint64(layout.count + 8, 0n, LITTLE_ENDIAN);
  }
  context.fill(0, layout.block, layout.block + shape.blockBytes);
  context.set(state.tail, layout.block);
  if (layout.used !== null) view.setUint32(layout.used, state.tail.length, LITTLE_ENDIAN);
}

const viewOf = (context: Uint8Array): DataView => new DataView(context.buffer, context.byteOffset, context.byteLength);
