import type { DecodedState } from '../../../shared/inspection.ts';
import type { DigesterSource, HashState } from '../digest/digester.ts';
import { SHA2_SHAPES } from '../digest/sha2.ts';

/** Takes a hash state apart for people to see. */
export async function describeState(factory: DigesterSource, state: HashState): Promise<DecodedState> {
  const { wordBytes, blockBytes } = SHA2_SHAPES[state.algorithm];
  const digester = await factory.create(state.algorithm);
  digester.restoreState(state);
  return {
    algorithm: state.algorithm,
    words: state.words.map((word) => word.toString(16).padStart(wordBytes * 2, '0')),
    tailBytes: state.tail.length,
    blockBytes,
    length: state.length,
    digest: digester.digest(),
  };
}
