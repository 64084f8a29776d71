import type { Algorithm } from '../../../shared/digest.ts';
import { commonCryptoLayout, countOf, libcryptoLayout } from './contextLayout.ts';
import { type NativeFunctions, type NativeLibrary, unknownLayout } from './nativeDigester.ts';

/** The names under which OpenSSL is installed on Linux, newest first. */
const LIBCRYPTO = ['libcrypto.so.3', 'libcrypto.so.1.1'];

/** The one library of macOS, of which CommonCrypto is a part. */
const SYSTEM = ['/usr/lib/libSystem.B.dylib'];

/** The library of this system that can hash; null where none is known or installed. */
export async function loadNativeLibrary(): Promise<NativeLibrary | null> {
  switch (process.platform) {
    case 'linux':
      return await loadLibcrypto();
    case 'darwin':
      return await loadCommonCrypto();
    default:
      return null;
  }
}

/** OpenSSL's libcrypto under the first of `names` that can be loaded. */
export async function loadLibcrypto(names: readonly string[] = LIBCRYPTO): Promise<NativeLibrary | null> {
  const library = await loadFirst(names);
  if (library === null) return null;
  const version: () => string = library.func('const char *OpenSSL_version(int type)').bind(null, 0);
  const functions = (prefix: string): NativeFunctions => ({
    init: library.func(`int ${prefix}_Init(void *context)`),
    update: library.func(`int ${prefix}_Update(void *context, const void *chunk, size_t length)`),
    final: library.func(`int ${prefix}_Final(void *digest, void *context)`),
  });
  return {
    // "OpenSSL 3.0.19 27 Jan 2026" → "OpenSSL 3.0.19"
    name: version().split(' ').slice(0, 2).join(' '),
    functions: ofEach(functions, 'SHA'),
    layout: libcryptoLayout,
  };
}

async function loadCommonCrypto(): Promise<NativeLibrary | null> {
  const library = await loadFirst(SYSTEM);
  if (library === null) return null;
  const functions = (prefix: string): NativeFunctions => ({
    init: library.func(`int ${prefix}_Init(void *context)`),
    update: library.func(`int ${prefix}_Update(void *context, const void *chunk, uint32_t length)`),
    final: library.func(`int ${prefix}_Final(void *digest, void *context)`),
  });
  return commonCrypto(ofEach(functions, 'CC_SHA'));
}

/** CommonCrypto by its functions. What its count counts is asked for with one byte. */
export function commonCrypto(functions: NativeLibrary['functions']): NativeLibrary {
  return {
    name: 'CommonCrypto',
    functions,
    layout: (algorithm) => {
      const layout = commonCryptoLayout(algorithm, 'bits');
      const context = new Uint8Array(layout.size);
      functions[algorithm].init(context);
      functions[algorithm].update(context, new Uint8Array(1), 1);
      const counted = countOf(context, layout);
      if (counted === 8n) return layout;
      if (counted === 1n) return commonCryptoLayout(algorithm, 'bytes');
      throw unknownLayout(algorithm);
    },
  };
}

const ofEach = (
  functions: (prefix: string) => NativeFunctions,
  prefix: string,
): Record<Algorithm, NativeFunctions> => ({
  sha256: functions(`${prefix}256`),
  sha384: functions(`${prefix}384`),
  sha512: functions(`${prefix}512`),
});

async function loadFirst(names: readonly string[]) {
  const { default: koffi } = await import('koffi');
  for (const name of names) {
    try {
      return koffi.load(name);
    } catch {
      // Not on this system under this name.
    }
  }
  return null;
}
