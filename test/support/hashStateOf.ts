import { loadDigesterFactory } from '../../electron/engine/digest/backend.ts';
import { encodeHashState } from '../../electron/engine/digest/hashState.ts';
import type { Algorithm } from '../../shared/digest.ts';

/** The hash state after `bytes`, in the registry's encoding. */
export async function hashStateOf(bytes: Uint8Array, algorithm: Algorithm = 'sha256'): Promise<Uint8Array> {
  const digester = await (await loadDigesterFactory()).create(algorithm);
  digester.update(bytes);
  return encodeHashState(digester.saveState());
}
