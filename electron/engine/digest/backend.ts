import { toErrorInfo } from '../../../shared/errors.ts';
import { BACKEND_CHOICES, type BackendChoice } from '../../../shared/settings.ts';
import type { DigesterFactory, DigesterSource } from './digester.ts';
import { createNativeDigesterFactory, type NativeLibrary } from './nativeDigester.ts';
import { loadNativeLibrary } from './nativeLibraries.ts';
import { selfTest } from './selfTest.ts';
import { createWasmDigesterFactory } from './wasmDigester.ts';

/** Forces a back end, whatever the settings say: one of `BACKEND_CHOICES`. */
export const BACKEND_VARIABLE = 'LAYERLIFT_DIGESTER';

const loaded = new Map<BackendChoice, Promise<DigesterFactory>>();

/** The back end of this thread, tested once before anything relies on it. The environment comes before `choice`. */
export function loadDigesterFactory(choice: BackendChoice = 'auto'): Promise<DigesterFactory> {
  const forced = BACKEND_CHOICES.find((known) => known === process.env[BACKEND_VARIABLE]);
  const wanted = forced ?? choice;
  const factory = loaded.get(wanted) ?? chooseDigesterFactory(loadNativeLibrary, wanted);
  loaded.set(wanted, factory);
  return factory;
}

/** The same, loaded and tested when the first digester is asked for: that takes 0.1 s which a start may not have. */
export function digestersWhenNeeded(choice?: BackendChoice): DigesterSource {
  return { create: async (algorithm) => (await loadDigesterFactory(choice)).create(algorithm) };
}

/**
 * The native back end when it is there and agrees with hash-wasm in everything, hash-wasm otherwise: no choice makes
 * a library hash that is wrong. Why a wanted native one does not run is told by the name of the one that does.
 */
export async function chooseDigesterFactory(
  loadNative: () => Promise<NativeLibrary | null>,
  wanted: BackendChoice,
): Promise<DigesterFactory> {
  const portable = await createWasmDigesterFactory();
  const instead = async (reason: string): Promise<DigesterFactory> => {
    await selfTest(portable);
    return reason === '' ? portable : { ...portable, backend: `${portable.backend} (${reason})` };
  };
  if (wanted === 'hash-wasm') return await instead('');
  try {
    const library = await loadNative();
    if (library === null) return await instead(wanted === 'native' ? 'no native library' : '');
    const native = createNativeDigesterFactory(library);
    await selfTest(native, portable);
    return native;
  } catch (error) {
    const { code, details } = toErrorInfo(error);
    return await instead(`native refused: ${details['reason'] ?? code}`);
  }
}
