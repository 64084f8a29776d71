import { CHECKPOINTS_KEPT } from '../../../shared/checkpointing.ts';
import { type Algorithm, CANONICAL_ALGORITHM } from '../../../shared/digest.ts';
import type { HashState } from '../digest/digester.ts';
import { encodeHashState } from '../digest/hashState.ts';
import type { FileWriter, StorageDriver } from '../storage/storageDriver.ts';
import { type Checkpoint, decodeSlot, encodeSlot, SLOT_BYTES } from './checkpointSlot.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { readSmallFile } from './readSmallFile.ts';
import type { UploadRef } from './uploadRef.ts';
import { assertUploadThere } from './uploadThere.ts';

const SLOTS = CHECKPOINTS_KEPT;

/** More than a state of any algorithm has, bytes. */
export const STATE_BYTES_MAX = 1024;

/** The offset that a state's file name says; null when it is none that we or a registry write. */
export function parseStateName(name: string): number | null {
  return /^(0|[1-9]\d{0,15})$/.test(name) && Number.isSafeInteger(Number(name)) ? Number(name) : null;
}

/** The newest checkpoints of an upload that are whole and at most at `size`, newest first. Reads only. */
export async function readCheckpoints(
  driver: StorageDriver,
  upload: UploadRef,
  size: number,
): Promise<readonly Checkpoint[]> {
  const found = decodeSlots(await readSlots(driver, upload)).filter((slot) => slot !== null);
  return found
    .filter((checkpoint) => checkpoint.offset <= size && checkpoint.states.has(CANONICAL_ALGORITHM))
    .sort((a, b) => b.sequence - a.sequence);
}

/**
 * Writes the checkpoints of one upload while its writer is open. Two slots in a file of our own are written in turn,
 * in place: a checkpoint costs one sync, and a torn one leaves its predecessor whole. The registry's own
 * `hashstates/` files are written by `publish`, when the upload comes to rest.
 */
export class CheckpointFile {
  readonly #driver: StorageDriver;
  readonly #upload: UploadRef;
  #sequence: number;
  #file: FileWriter | null = null;

  private constructor(driver: StorageDriver, upload: UploadRef, sequence: number) {
    this.#driver = driver;
    this.#upload = upload;
    this.#sequence = sequence;
  }

  /**
   * Opens the checkpoints for an upload that goes on at `offset`, and first removes every state that lies above it,
   * ours and the registry's: bytes written from here on would make them lies. A process that was killed may have
   * removed them without a sync, so what is missing is made durable as well.
   */
  static async open(driver: StorageDriver, upload: UploadRef, offset: number): Promise<CheckpointFile> {
    const slots = decodeSlots(await readSlots(driver, upload));
    const stale = slots.flatMap((slot, index) => (slot !== null && slot.offset > offset ? [index] : []));
    // Counted from the newest that stays, so that the next one is written over the other slot and not over it.
    const newest = Math.max(0, ...slots.map((slot, index) => (stale.includes(index) ? 0 : (slot?.sequence ?? 0))));
    const file = new CheckpointFile(driver, upload, newest);
    if (stale.length > 0) {
      const writer = await file.#writer();
      for (const index of stale) await writer.overwrite(index * SLOT_BYTES, new Uint8Array(SLOT_BYTES));
      await writer.sync();
    } else {
      await orWhenMissing(driver.settle(pathFor({ kind: 'uploadCheckpoints', ...upload })), undefined);
    }
    await deleteStates(driver, upload, (at) => at > offset);
    for (const folder of await stateFolders(driver, upload)) await driver.settle(folder);
    return file;
  }

  /**
   * Makes a checkpoint durable. The bytes up to `offset` must be durable before.
   * @throws LayerliftError `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` when somebody has removed the upload or its data.
   */
  async save(offset: number, states: ReadonlyMap<Algorithm, HashState>, at: number): Promise<void> {
    await assertUploadThere(this.#driver, this.#upload);
    const sequence = this.#sequence + 1;
    const writer = await this.#writer();
    await writer.overwrite((sequence % SLOTS) * SLOT_BYTES, encodeSlot({ offset, sequence, at, states }));
    await writer.sync();
    this.#sequence = sequence;
  }

  /**
   * Writes the registry's `hashstates/<alg>/<offset>` files, and prunes all but the newest two of each algorithm.
   * Errors as `save`.
   */
  async publish(offset: number, states: ReadonlyMap<Algorithm, HashState>): Promise<void> {
    await assertUploadThere(this.#driver, this.#upload);
    for (const [algorithm, state] of states) {
      const path = pathFor({ kind: 'uploadHashState', ...this.#upload, algorithm, offset });
      await this.#driver.putContent(path, encodeHashState(state));
    }
    await deleteStates(this.#driver, this.#upload, (_at, age) => age >= CHECKPOINTS_KEPT);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  /** The slots come into being with the first checkpoint: a small layer never needs them. */
  async #writer(): Promise<FileWriter> {
    if (this.#file !== null) return this.#file;
    const path = pathFor({ kind: 'uploadCheckpoints', ...this.#upload });
    const size = (await orWhenMissing(this.#driver.stat(path), null))?.size;
    if (size !== SLOTS * SLOT_BYTES) await this.#driver.putContent(path, new Uint8Array(SLOTS * SLOT_BYTES));
    this.#file = await this.#driver.writer(path, { append: true });
    return this.#file;
  }
}

async function readSlots(driver: StorageDriver, upload: UploadRef): Promise<Uint8Array> {
  const size = SLOTS * SLOT_BYTES;
  const bytes = await readSmallFile(driver, pathFor({ kind: 'uploadCheckpoints', ...upload }), size);
  // A file of another size is not ours.
  return bytes?.length === size ? bytes : new Uint8Array();
}

function decodeSlots(bytes: Uint8Array): readonly (Checkpoint | null)[] {
  return Array.from({ length: SLOTS }, (_, index) =>
    decodeSlot(bytes.subarray(index * SLOT_BYTES, (index + 1) * SLOT_BYTES)),
  );
}

/**
 * Deletes the registry's states that `unwanted` names by offset and age (0 is the newest of its algorithm). Names
 * that are no plain offset are no states of ours or the registry's and stay.
 */
async function deleteStates(
  driver: StorageDriver,
  upload: UploadRef,
  unwanted: (offset: number, age: number) => boolean,
): Promise<void> {
  for (const folder of await stateFolders(driver, upload)) {
    const offsets = (await driver.list(folder))
      .map((path) => parseStateName(path.slice(folder.length + 1)))
      .filter((offset) => offset !== null)
      .sort((a, b) => b - a);
    for (const [age, offset] of offsets.entries()) {
      if (unwanted(offset, age)) await driver.delete(`${folder}/${offset}`);
    }
  }
}

/** The folders of the registry's states, one an algorithm. */
async function stateFolders(driver: StorageDriver, upload: UploadRef): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const path of await orWhenMissing(driver.list(pathFor({ kind: 'uploadHashStates', ...upload })), [])) {
    if ((await driver.stat(path)).isDirectory) folders.push(path);
  }
  return folders;
}
