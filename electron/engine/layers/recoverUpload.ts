import { CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import type { Algorithm } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { HashState } from '../digest/digester.ts';
import type { FileReader, FileWriter, StorageDriver } from '../storage/storageDriver.ts';
import { type CheckpointFile, readCheckpoints } from './checkpoints.ts';
import type { DigesterSet } from './digesterSet.ts';
import { CHUNK_BYTES, type HashProgress, throwIfCancelled } from './hashFile.ts';
import { pathFor } from './paths.ts';
import type { UploadRef } from './uploadRef.ts';

/** What it took to open an upload. All in bytes. */
export interface Recovery {
  /** Offset of the checkpoint that it went on from; 0 when there was none. */
  readonly from: number;
  /** Bytes hashed again because no checkpoint covered them. */
  readonly rehashed: number;
  /** Bytes cut off behind `rehashed` because they were not the source's: they are read from it once more. */
  readonly copiedTwice: number;
  /** Offset of the newest checkpoint of ours now. */
  readonly checkpointed: number;
  /** What stays even if the source turns out to have changed. A whole proof that held is not undone by what follows. */
  readonly undoubted: number;
  /** True when a saved state was used, so that a later mismatch may be the state's fault. */
  readonly restored: boolean;
}

/** Opens the source at an offset, to prove the gap by it. */
export type OpenSource = (offset: number) => Promise<FileReader>;

/** How the gap is proven. */
export interface GapProof {
  readonly openSource: OpenSource;
  /**
   * What to do with bytes that are not the source's. `cut` is for our own gap, where a loss of power may have left
   * anything; `refuse` is for an upload that somebody else began.
   */
  readonly onDifference: 'cut' | 'refuse';
}

/** Where digests can go on from. */
export interface Restart {
  /** bytes */
  readonly offset: number;
  readonly states: ReadonlyMap<Algorithm, HashState> | null;
}

/** From the first byte. */
export const SCRATCH: Restart = { offset: 0, states: null };

/**
 * Finds the newest checkpoint that may be believed: one of ours at most at `size`. Otherwise everything is hashed
 * again: a state that a registry wrote may be that of other bytes, and an expected digest would only check the state.
 */
export async function findRestart(
  driver: StorageDriver,
  upload: UploadRef,
  size: number,
  digesters: DigesterSet,
): Promise<Restart> {
  for (const { offset, states } of await readCheckpoints(driver, upload, size)) {
    if (digesters.canRestore(states)) return { offset, states };
  }
  return SCRATCH;
}

/** What `rehashGap` works on; `digesters` stand at the restart's offset. */
export interface GapParts {
  readonly driver: StorageDriver;
  readonly upload: UploadRef;
  readonly file: FileWriter;
  readonly digesters: DigesterSet;
  readonly checkpoints: CheckpointFile;
  readonly clock: () => number;
}

/**
 * Hashes the bytes between the digests and the end of `data`. With a proof, every byte is compared with the source
 * first, because what a crash left behind the last checkpoint may never have reached the disk. With `save`, long gaps
 * get checkpoints of their own, so that an interrupted re-hash does not start over either.
 */
export async function rehashGap(
  parts: GapParts,
  proof: GapProof | null,
  progress: HashProgress & { readonly save: boolean },
): Promise<Pick<Recovery, 'rehashed' | 'copiedTwice' | 'checkpointed'>> {
  const { driver, upload, file, digesters } = parts;
  const start = digesters.length;
  const size = file.size;
  if (start === size) return { rehashed: 0, copiedTwice: 0, checkpointed: start };
  await using data = await driver.reader(pathFor({ kind: 'uploadData', ...upload }), start);
  await using source = proof === null ? null : await proof.openSource(start);
  const stored = new Uint8Array(CHUNK_BYTES);
  const wanted = new Uint8Array(CHUNK_BYTES);
  let safe = start;
  for (let length = await data.read(stored); length > 0; length = await data.read(stored)) {
    throwIfCancelled(progress.signal);
    const equal = source === null ? length : commonLength(stored, wanted, Math.min(length, await source.read(wanted)));
    digesters.update(stored.subarray(0, equal));
    progress.onHashed?.(digesters.length - start, size - start);
    if (progress.save && digesters.length - safe >= CHECKPOINT_BYTES) safe = await saveProgress(parts);
    if (equal === length) continue;
    if (proof?.onDifference === 'refuse') {
      throw new LayerliftError('SOURCE_DIFFERS', 'the source has other bytes', { offset: digesters.length });
    }
    await file.truncate(digesters.length);
    break;
  }
  return { rehashed: digesters.length - start, copiedTwice: size - digesters.length, checkpointed: safe };
}

async function saveProgress({ file, digesters, checkpoints, clock }: GapParts): Promise<number> {
  const offset = digesters.length;
  const states = digesters.save();
  await file.sync();
  await checkpoints.save(offset, states, clock());
  return offset;
}

/** Bytes that two buffers share at their beginning, at most `length`. */
function commonLength(a: Uint8Array, b: Uint8Array, length: number): number {
  const [left, right] = [a.subarray(0, length), b.subarray(0, length)];
  // Compared as fast as memory allows; where they differ is looked for only when they do.
  if (Buffer.compare(left, right) === 0) return length;
  return left.findIndex((byte, index) => byte !== right[index]);
}
