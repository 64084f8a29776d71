import type { Algorithm, Digest } from '../../../shared/digest.ts';

/**
 * The neutral state of a SHA-2 digest between two bytes: chaining words, the bytes of the unfinished block and the
 * count of all bytes. Every back end translates to and from it; on disk it has Go's encoding (`hashState.ts`).
 */
export interface HashState {
  readonly algorithm: Algorithm;
  /** Eight words: 32 bits each for sha256, 64 bits for sha384 and sha512. */
  readonly words: readonly bigint[];
  /** The `length % blockSize` bytes that are not yet compressed. */
  readonly tail: Uint8Array;
  /** Bytes hashed so far. */
  readonly length: number;
}

/** Hashes bytes in order; its state can be taken out and put back at any byte. */
export interface Digester {
  readonly algorithm: Algorithm;
  /** Bytes hashed so far: the offset that a state taken now belongs to. */
  readonly length: number;
  /** @throws LayerliftError `HASH_STATE_INVALID` when more than 2^53 - 1 bytes would be hashed; nothing then is. */
  update(chunk: Uint8Array): void;
  /** The digest of what was hashed so far; hashing may go on afterwards. */
  digest(): Digest;
  saveState(): HashState;
  /**
   * Goes on from `state`, whatever was hashed before.
   * @throws LayerliftError `HASH_STATE_INVALID` when the state is of another algorithm or contradicts itself; the
   * digester then stays as it was.
   */
  restoreState(state: HashState): void;
  reset(): void;
}

/** Where digesters come from. */
export interface DigesterSource {
  /** A fresh digester at offset 0, independent of all others. */
  create(algorithm: Algorithm): Promise<Digester>;
}

/** Makes digesters of one back end. */
export interface DigesterFactory extends DigesterSource {
  /** Shown to people, e.g. `hash-wasm 4.13.0`. */
  readonly backend: string;
}
