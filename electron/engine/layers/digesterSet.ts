import { setImmediate } from 'node:timers/promises';
import { type Algorithm, algorithmOf, CANONICAL_ALGORITHM, type Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { Digester, DigesterSource, HashState } from '../digest/digester.ts';

/**
 * Bytes hashed in one go. Between two steps the thread hears that a write has ended and starts the next one; a disk
 * that had to wait for a whole chunk to be hashed would stand still for a third of the time.
 */
const STEP_BYTES = 512 * 1024;

/**
 * The digesters of one upload, moved in step: always the canonical one, and one more where another digest is
 * expected from the start.
 */
export class DigesterSet {
  readonly #digesters: ReadonlyMap<Algorithm, Digester>;
  readonly #canonical: Digester;
  #appended: Promise<void> = Promise.resolve();

  private constructor(digesters: ReadonlyMap<Algorithm, Digester>, canonical: Digester) {
    this.#digesters = digesters;
    this.#canonical = canonical;
  }

  /** Fresh digesters at offset 0 for what `expected` needs. */
  static async create(factory: DigesterSource, expected: Digest | null): Promise<DigesterSet> {
    const canonical = await factory.create(CANONICAL_ALGORITHM);
    const digesters = new Map<Algorithm, Digester>([[CANONICAL_ALGORITHM, canonical]]);
    const other = expected === null ? CANONICAL_ALGORITHM : algorithmOf(expected);
    if (other !== CANONICAL_ALGORITHM) digesters.set(other, await factory.create(other));
    return new DigesterSet(digesters, canonical);
  }

  /** Bytes hashed. */
  get length(): number {
    return this.#canonical.length;
  }

  update(chunk: Uint8Array): void {
    for (const digester of this.#digesters.values()) digester.update(chunk);
  }

  /** Hashes `chunk` in steps, after all that were appended before; it must stay as it is until the promise resolves. */
  append(chunk: Uint8Array): Promise<void> {
    this.#appended = this.#updateInSteps(this.#appended, chunk);
    return this.#appended;
  }

  reset(): void {
    for (const digester of this.#digesters.values()) digester.reset();
  }

  /** True when `states` holds one for every digester, so that all can go on from there. */
  canRestore(states: ReadonlyMap<Algorithm, HashState>): boolean {
    return [...this.#digesters.keys()].every((algorithm) => states.has(algorithm));
  }

  /** @throws LayerliftError `HASH_STATE_INVALID` when a state is missing. */
  restore(states: ReadonlyMap<Algorithm, HashState>): void {
    for (const [algorithm, digester] of this.#digesters) {
      const state = states.get(algorithm);
      if (state === undefined) {
        throw new LayerliftError('HASH_STATE_INVALID', 'no state of a digest in use', { reason: 'absent', algorithm });
      }
      digester.restoreState(state);
    }
  }

  save(): ReadonlyMap<Algorithm, HashState> {
    return new Map([...this.#digesters].map(([algorithm, digester]) => [algorithm, digester.saveState()]));
  }

  /** The digest under which the blob is stored. */
  canonical(): Digest {
    return this.#canonical.digest();
  }

  /** The digest of `algorithm`, or null when it is not computed alongside. */
  digest(algorithm: Algorithm): Digest | null {
    return this.#digesters.get(algorithm)?.digest() ?? null;
  }

  async #updateInSteps(before: Promise<void>, chunk: Uint8Array): Promise<void> {
    await before;
    for (let at = 0; at < chunk.length; at += STEP_BYTES) {
      if (at > 0) await setImmediate();
      this.update(chunk.subarray(at, at + STEP_BYTES));
    }
  }
}
