import { createSHA256, createSHA384, createSHA512, type IHasher } from 'hash-wasm';
import { type Algorithm, CANONICAL_ALGORITHM, type Digest, digestFromBytes } from '../../../shared/digest.ts';
import type { Digester, DigesterFactory, HashState } from './digester.ts';
import { checkHashState, hashStateInvalid } from './sha2.ts';
import { checkFreshWasmState, fromWasmState, toWasmState } from './wasmState.ts';

/** The library and its exact version: states are translated from its private layout. */
export const WASM_BACKEND = 'hash-wasm 4.13.0';

const HASHERS: Readonly<Record<Algorithm, () => Promise<IHasher>>> = {
  sha256: createSHA256,
  sha384: createSHA384,
  sha512: createSHA512,
};

/**
 * The portable back end. Compiles the canonical hasher beforehand, so that an environment without WebAssembly fails
 * here and not in the middle of an upload.
 */
export async function createWasmDigesterFactory(): Promise<DigesterFactory> {
  await WasmDigester.create(CANONICAL_ALGORITHM);
  return { backend: WASM_BACKEND, create: WasmDigester.create };
}

class WasmDigester implements Digester {
  readonly algorithm: Algorithm;
  readonly #hasher: IHasher;
  /** The saved state of the hasher at offset 0: the template for every state that is put back. */
  readonly #fresh: Uint8Array;
  #length = 0;

  private constructor(algorithm: Algorithm, hasher: IHasher, fresh: Uint8Array) {
    this.algorithm = algorithm;
    this.#hasher = hasher;
    this.#fresh = fresh;
  }

  static async create(this: void, algorithm: Algorithm): Promise<Digester> {
    const hasher = await HASHERS[algorithm]();
    const fresh = hasher.init().save();
    checkFreshWasmState(fresh, algorithm);
    return new WasmDigester(algorithm, hasher, fresh);
  }

  get length(): number {
    return this.#length;
  }

  update(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (!Number.isSafeInteger(length)) throw hashStateInvalid('size', { length: this.#length, chunk: chunk.length });
    this.#hasher.update(chunk);
    this.#length = length;
  }

  digest(): Digest {
    // The hasher ends with its digest: put it back to where it was.
    const saved = this.#hasher.save();
    const bytes = this.#hasher.digest('binary');
    this.#hasher.load(saved);
    return digestFromBytes(this.algorithm, bytes);
  }

  saveState(): HashState {
    return fromWasmState(this.#hasher.save(), this.algorithm);
  }

  restoreState(state: HashState): void {
    checkHashState(state, this.algorithm);
    this.#hasher.load(toWasmState(state, this.#fresh));
    this.#length = state.length;
  }

  reset(): void {
    this.#hasher.init();
    this.#length = 0;
  }
}
