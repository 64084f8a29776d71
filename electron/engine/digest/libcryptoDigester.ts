import { type Algorithm, DIGEST_SIZES, type Digest, digestFromBytes } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { Digester, DigesterFactory, HashState } from './digester.ts';
import { contextSize, fromContext, isFreshContext, toContext } from './libcryptoState.ts';
import { checkHashState, hashStateInvalid } from './sha2.ts';

/** The names under which OpenSSL is installed on Linux, newest first. */
const LIBRARIES = ['libcrypto.so.3', 'libcrypto.so.1.1'];

/** `SHA256_Init`, `SHA256_Update`, `SHA256_Final` and their kin of `openssl/sha.h`. Each returns 1. */
export interface LibcryptoFunctions {
  readonly init: (context: Uint8Array) => number;
  readonly update: (context: Uint8Array, chunk: Uint8Array, length: number) => number;
  readonly final: (digest: Uint8Array, context: Uint8Array) => number;
}

/**
 * The back end of the system's OpenSSL, several times as fast as hash-wasm, because it uses the processor's own SHA
 * instructions. Its context lies in a buffer of ours, so its state can be taken out and put back. Null where none of
 * `libraries` is there. Whether it is right is for the self-test to say.
 */
export async function createLibcryptoDigesterFactory(
  libraries: readonly string[] = LIBRARIES,
): Promise<DigesterFactory | null> {
  // Stryker disable next-line ConditionalExpression: mutants are tried on Linux, where it never holds.
  if (process.platform !== 'linux') return null;
  const { default: koffi } = await import('koffi');
  for (const name of libraries) {
    let library: ReturnType<typeof koffi.load>;
    try {
      library = koffi.load(name);
    } catch {
      // Not on this system under this name.
      continue;
    }
    const version: () => string = library.func('const char *OpenSSL_version(int type)').bind(null, 0);
    const functions = (prefix: string): LibcryptoFunctions => ({
      init: library.func(`int ${prefix}_Init(void *context)`),
      update: library.func(`int ${prefix}_Update(void *context, const void *chunk, size_t length)`),
      final: library.func(`int ${prefix}_Final(void *digest, void *context)`),
    });
    const all: Readonly<Record<Algorithm, LibcryptoFunctions>> = {
      sha256: functions('SHA256'),
      sha384: functions('SHA384'),
      sha512: functions('SHA512'),
    };
    const create = async (algorithm: Algorithm): Promise<Digester> => new LibcryptoDigester(algorithm, all[algorithm]);
    // "OpenSSL 3.0.19 27 Jan 2026" → "OpenSSL 3.0.19"
    return { backend: version().split(' ').slice(0, 2).join(' '), create };
  }
  return null;
}

/** Hashes with the functions of one algorithm, in a context that it owns. */
export class LibcryptoDigester implements Digester {
  readonly algorithm: Algorithm;
  readonly #functions: LibcryptoFunctions;
  readonly #context: Uint8Array;
  #length = 0;

  /** @throws LayerliftError `INTERNAL` when the library refuses, or lays out its context in another way. */
  constructor(algorithm: Algorithm, functions: LibcryptoFunctions) {
    this.algorithm = algorithm;
    this.#functions = functions;
    this.#context = new Uint8Array(contextSize(algorithm));
    this.reset();
    if (!isFreshContext(this.#context, algorithm)) {
      throw new LayerliftError('INTERNAL', 'libcrypto has another layout', { reason: 'layout', algorithm });
    }
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
    // Final ends its context; a copy is ended instead.
    succeed(this.#functions.final(bytes, this.#context.slice()));
    return digestFromBytes(this.algorithm, bytes);
  }

  saveState(): HashState {
    return fromContext(this.#context, this.algorithm, this.#length);
  }

  restoreState(state: HashState): void {
    checkHashState(state, this.algorithm);
    toContext(state, this.#context);
    this.#length = state.length;
  }

  reset(): void {
    succeed(this.#functions.init(this.#context));
    this.#length = 0;
  }
}

function succeed(returned: number): void {
  if (returned !== 1) throw new LayerliftError('INTERNAL', 'libcrypto refused', { reason: 'libcrypto', returned });
}
