import fc from 'fast-check';
import type { HashState } from '../../../electron/engine/digest/digester.ts';
import { SHA2_SHAPES, WORD_COUNT } from '../../../electron/engine/digest/sha2.ts';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';

export const anyAlgorithm = fc.constantFrom(...ALGORITHMS);

/** Any state that encodes, likely or not: every word, tail and length up to 2^53 - 1. */
export const anyHashState: fc.Arbitrary<HashState> = anyAlgorithm.chain((algorithm) => {
  const { wordBytes, blockBytes } = SHA2_SHAPES[algorithm];
  const word = fc.bigInt({ min: 0n, max: (1n << BigInt(wordBytes * 8)) - 1n });
  return fc
    .record({
      words: fc.array(word, { minLength: WORD_COUNT, maxLength: WORD_COUNT }),
      length: fc.oneof(fc.nat(4 * blockBytes), fc.maxSafeNat()),
      bytes: fc.uint8Array({ minLength: blockBytes, maxLength: blockBytes }),
    })
    .map(({ words, length, bytes }) => ({ algorithm, words, tail: bytes.subarray(0, length % blockBytes), length }));
});

/** Where the parts of an encoded state begin, told anew and not taken from the codec. */
export const PARTS: Readonly<
  Record<Algorithm, { readonly block: number; readonly length: number; readonly total: number }>
> = {
  sha256: { block: 36, length: 100, total: 108 },
  sha384: { block: 68, length: 196, total: 204 },
  sha512: { block: 68, length: 196, total: 204 },
};

/** What Go would write for the same digest: everything in the block after the tail becomes zero. */
export function normalised(bytes: Uint8Array, algorithm: Algorithm): Uint8Array {
  const { block, length } = PARTS[algorithm];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = Number(view.getBigUint64(length) % BigInt(length - block));
  const normal = bytes.slice();
  normal.fill(0, block + tail, length);
  return normal;
}
