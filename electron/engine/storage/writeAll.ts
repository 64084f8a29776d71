import { LayerliftError } from '../../../shared/errors.ts';
import type { Place } from './storageErrors.ts';

/**
 * Writes all of `bytes` from `position` on, in as many steps as the system takes; `wrote` hears of each one's bytes.
 * @throws LayerliftError `STORAGE_IO` when the system takes nothing and gives no reason; else what `file` throws.
 */
export async function writeAll(
  file: { write(bytes: Uint8Array, position: number): Promise<number> },
  bytes: Uint8Array,
  position: number,
  place: Place,
  wrote: (count: number) => void = () => undefined,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const count = await file.write(bytes.subarray(done), position + done);
    if (count === 0) throw new LayerliftError('STORAGE_IO', `${place.driver}: the system wrote nothing`, { ...place });
    done += count;
    wrote(count);
  }
}
