import { type Algorithm, DIGEST_SIZES, type Digest, digestFromBytes } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { type ContextLayout, fromContext, isFreshContext, toContext } from './contextLayout.ts';
import type { Digester, DigesterFactory, HashState } from './digester.ts';
import { checkHashState, hashStateInvalid } from './sha2.ts';

/** The three functions of a SHA-2 digest in a native library. Each returns 1. */
export interface NativeFunctions {
  readonly init: (context: Uint8Array) => number;
  readonly update: (context: Uint8Array, chunk: Uint8Array, length: number) => number;
  /** Ends the context. */
  readonly final: (digest: Uint8Array, context: Uint8Array) => number;
}

/** A native library as it was found on this machine. Whether it is right is for the self-test to say. */
export interface NativeLibrary {
  /** Shown to people, e.g. `OpenSSL 3.0.19`. */
  readonly name: string;
  readonly functions: Readonly<Record<Algorithm, NativeFunctions>>;
  /** @throws LayerliftError `INTERNAL` when it is none that is known. */
  readonly layout: (algorithm: Algorithm) => ContextLayout;
}

/**
 * A back end over a library of the system, several times as fast as hash-wasm, because it uses the processor's own SHA
 * instructions. The contexts lie in buffers of ours, so their states can be taken out and put back.
 */
export function createNativeDigesterFactory({ name, functions, layout }: NativeLibrary): DigesterFactory {
  return {
    backend: name,
    create: async (algorithm) => new NativeDigester(functions[algorithm], layout(algorithm)),
  };
}

class NativeDigester implements Digester {
  readonly algorithm: Algorithm;
  readonly #functions: NativeFunctions;
  readonly #layout: ContextLayout;
  readonly #context: Uint8Array;
  #length = 0;

  /** @throws LayerliftError `INTERNAL` when the library lays out its context in another way. */
  constructor(functions: NativeFunctions, layout: ContextLayout) {
    this.algorithm = layout.algorithm;
    this.#functions = functions;
    this.#layout = layout;
    this.#context = new Uint8Array(layout.size);
    this.reset();
    if (!isFreshContext(this.#context, layout)) throw unknownLayout(layout.algorithm);
  }

  get length(): number {
    return this.#length;
  }

  update(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (!Number.isSafeInteger(length)) throw hashStateInvalid('size', { length: this.#length, chunk: chunk.length });
    succeed(this.#functions.update(this.#context, chunk, chunk.length));
    this.#length = length;
  }

  digest(): Digest {
    const bytes = new Uint8Array(DIGEST_SIZES[this.algorithm]);
    succeed(this.#functions.final(bytes, this.#context.slice()));
    return digestFromBytes(this.algorithm, bytes);
  }

  saveState(): HashState {
    return fromContext(this.#context, this.#layout, this.#length);
  }

  restoreState(state: HashState): void {
    checkHashState(state, this.algorithm);
    toContext(state, this.#context, this.#layout);
    this.#length = state.length;
  }

  reset(): void {
    succeed(this.#functions.init(this.#context));
    this.#length = 0;
  }
}

/** The error of a library whose contexts are not laid out as its header says. */
export function unknownLayout(algorithm: Algorithm): LayerliftError {
  return new LayerliftError('INTERNAL', 'the library lays out its context in another way', {
    reason: 'layout',
    algorithm,
  });
}

function succeed(returned: number): void {
  if (returned !== 1) throw new LayerliftError('INTERNAL', 'the library refused', { reason: 'native', returned });
}
