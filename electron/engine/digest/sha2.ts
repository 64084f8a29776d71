import type { Algorithm } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { HashState } from './digester.ts';

/** Sizes in bytes of the parts of a SHA-2 state (FIPS 180-4, figure 1). */
export interface Sha2Shape {
  readonly wordBytes: 4 | 8;
  readonly blockBytes: 64 | 128;
}

/** Chaining words of every SHA-2 digest. */
export const WORD_COUNT = 8;

export const SHA2_SHAPES: Readonly<Record<Algorithm, Sha2Shape>> = {
  sha256: { wordBytes: 4, blockBytes: 64 },
  sha384: { wordBytes: 8, blockBytes: 128 },
  sha512: { wordBytes: 8, blockBytes: 128 },
};

/** The error of every refused hash state. `reason` says which check failed. */
export function hashStateInvalid(
  reason: string,
  details: Readonly<Record<string, string | number>> = {},
): LayerliftError {
  return new LayerliftError('HASH_STATE_INVALID', `not a usable hash state (${reason})`, { reason, ...details });
}

/**
 * Refuses a state that no digester of `algorithm` can be in.
 * @throws LayerliftError `HASH_STATE_INVALID` with `reason`: `algorithm`, `size`, `tail` or `words`.
 */
export function checkHashState(state: HashState, algorithm: Algorithm): void {
  if (state.algorithm !== algorithm) {
    throw hashStateInvalid('algorithm', { expected: algorithm, actual: state.algorithm });
  }
  const { wordBytes, blockBytes } = SHA2_SHAPES[algorithm];
  if (!Number.isSafeInteger(state.length) || state.length < 0) {
    throw hashStateInvalid('size', { length: String(state.length) });
  }
  if (state.tail.length !== state.length % blockBytes) {
    throw hashStateInvalid('tail', { length: state.length, tail: state.tail.length });
  }
  const bits = wordBytes * 8;
  if (state.words.length !== WORD_COUNT || state.words.some((word) => BigInt.asUintN(bits, word) !== word)) {
    throw hashStateInvalid('words', { algorithm });
  }
}

/** Reads the chaining words that start at `offset`. */
export function readWords(view: DataView, offset: number, shape: Sha2Shape, littleEndian: boolean): readonly bigint[] {
  return Array.from({ length: WORD_COUNT }, (_, index) => {
    const position = offset + index * shape.wordBytes;
    return shape.wordBytes === 4
      ? BigInt(view.getUint32(position, littleEndian))
      : view.getBigUint64(position, littleEndian);
  });
}

/** Writes the chaining words from `offset` on. */
export function writeWords(
  view: DataView,
  offset: number,
  shape: Sha2Shape,
  littleEndian: boolean,
  words: readonly bigint[],
): void {
  for (const [index, word] of words.entries()) {
    const position = offset + index * shape.wordBytes;
    if (shape.wordBytes === 4) view.setUint32(position, Number(word), littleEndian);
    else view.setBigUint64(position, word, littleEndian);
  }
}

/**
 * Reads a 64-bit count of bytes.
 * @throws LayerliftError `HASH_STATE_INVALID` with `reason: 'size'` above 2^53 - 1, where a number would round.
 */
export function readLength(view: DataView, offset: number, littleEndian: boolean): number {
  const length = view.getBigUint64(offset, littleEndian);
  if (length > BigInt(Number.MAX_SAFE_INTEGER)) throw hashStateInvalid('size', { length: String(length) });
  return Number(length);
}
