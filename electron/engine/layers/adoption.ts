import { CLONE_ALIGNMENT } from '../storage/cloneRange.ts';
import type { FileReader } from '../storage/storageDriver.ts';
import { CheckpointPacer } from './checkpointPacer.ts';
import { throwIfCancelled } from './hashFile.ts';
import type { LayerWriter } from './layerWriter.ts';
import type { PumpOptions } from './pump.ts';

/** Blocks are shared and hashed in portions of this many bytes, so that a pause finds both at the same place. */
const PORTION_BYTES = 4 * 1024 * 1024;

/** An open source whose blocks may be shared. */
export interface AdoptedSource {
  /** Its descriptor. */
  readonly fd: number;
  /** bytes */
  readonly size: number;
}

/**
 * Gives a writer the bytes of a source without copying them, as far as the file system can share their blocks; returns
 * when all are there, or when it cannot. They are hashed from `data` while the next ones are shared, with checkpoints
 * on the same terms as bytes that are written.
 */
export async function adopt(writer: LayerWriter, source: AdoptedSource, options: PumpOptions): Promise<void> {
  const { signal, confirm, admit, onProgress } = options;
  if (writer.offset % CLONE_ALIGNMENT !== 0) return;
  const checkpoints = new CheckpointPacer(writer, confirm);
  const reader = await writer.readBack();
  const buffers = [new Uint8Array(PORTION_BYTES), new Uint8Array(PORTION_BYTES)] as const;
  const start = writer.offset;
  let turn = 0;
  /** Resolves to bytes that lie in the file and wait to be hashed; to none when no more can be shared. */
  const share = async (): Promise<Uint8Array> => {
    const buffer = buffers[turn++ % 2 === 0 ? 0 : 1];
    // The first block only asks whether it is possible: that counts for no limit.
    const isProbe = writer.offset === start;
    const left = Math.min(isProbe ? CLONE_ALIGNMENT : PORTION_BYTES, source.size - writer.offset);
    if (left <= 0 || signal?.aborted) return buffer.subarray(0, 0);
    const length = admit === undefined || isProbe ? left : whole(await admit(left), left);
    await checkpoints.makeRoom(writer.offset + length);
    if (length === 0 || !(await writer.adopt(source.fd, length))) return buffer.subarray(0, 0);
    return buffer.subarray(0, await reader.read(buffer.subarray(0, length)));
  };
  let next = share();
  try {
    for (let bytes = await next; bytes.length > 0; bytes = await next) {
      const hashed = writer.hash(bytes);
      next = share();
      await hashed;
      checkpoints.startIfDue();
      onProgress?.();
    }
    throwIfCancelled(signal);
  } finally {
    await endWith(reader, next, checkpoints);
  }
  await checkpoints.settled();
}

/** Nothing of an adoption may run on after it. */
async function endWith(reader: FileReader, next: Promise<unknown>, checkpoints: CheckpointPacer): Promise<void> {
  await Promise.allSettled([next, checkpoints.settled()]);
  await reader.close();
}

/** Admitted bytes that can be shared: whole blocks, or all that is left. */
function whole(admitted: number, left: number): number {
  return admitted === left ? left : admitted - (admitted % CLONE_ALIGNMENT);
}
