import { toErrorInfo } from '../../../shared/errors.ts';
import type { DigesterFactory } from './digester.ts';
import { createLibcryptoDigesterFactory } from './libcryptoDigester.ts';
import { selfTest } from './selfTest.ts';
import { createWasmDigesterFactory } from './wasmDigester.ts';

/** Forces a back end: `hash-wasm`. With any other value, or none, it is the fastest that is right. */
export const BACKEND_VARIABLE = 'LAYERLIFT_DIGESTER';

let loaded: Promise<DigesterFactory> | null = null;

/** The back end of this thread, tested once before anything relies on it. */
export function loadDigesterFactory(): Promise<DigesterFactory> {
  loaded ??= chooseDigesterFactory(createLibcryptoDigesterFactory, process.env[BACKEND_VARIABLE]);
  return loaded;
}

/**
 * The native back end when it is there and agrees with hash-wasm in everything, hash-wasm otherwise. What was odd
 * about a native one is told by the name of the back end that runs instead.
 */
export async function chooseDigesterFactory(
  createNative: () => Promise<DigesterFactory | null>,
  wanted: string | undefined,
): Promise<DigesterFactory> {
  const portable = await createWasmDigesterFactory();
  if (wanted !== 'hash-wasm') {
    try {
      const native = await createNative();
      if (native !== null) {
        await selfTest(native, portable);
        return native;
      }
    } catch (error) {
      const { code, details } = toErrorInfo(error);
      await selfTest(portable);
      return { ...portable, backend: `${portable.backend} (native refused: ${details['reason'] ?? code})` };
    }
  }
  await selfTest(portable);
  return portable;
}
