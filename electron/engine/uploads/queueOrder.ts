import { hasCode } from '../../../shared/errors.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { moveInOrder, type QueueMove } from '../../../shared/queueOrder.ts';
import { orWhenRefused } from '../layers/orWhenRefused.ts';
import { pathFor } from '../layers/paths.ts';
import { readSmallFile } from '../layers/readSmallFile.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/** Bytes that are read at most: an id a line, for a hundred thousand uploads. */
const FILE_BYTES_MAX = 37 * 100_000;

/**
 * The order in which uploads stand in the list and start. The one that a person made is kept in the store, an id a
 * line; what the file does not name, because it came later, stands behind all that it names. The file is a cache: one
 * that is missing or damaged costs the order and nothing else.
 */
export class QueueOrder {
  readonly #driver: StorageDriver;
  /** Ranks rise from first to last, and entries stand in that order. */
  #ranks = new Map<UploadId, number>();
  #last = 0;
  #writing: Promise<void> = Promise.resolve();
  #nextWrite: Promise<void> | null = null;

  private constructor(driver: StorageDriver) {
    this.#driver = driver;
  }

  /** @param found the uploads of the store, in the order that they have where the file does not name them. */
  static async load(driver: StorageDriver, found: readonly UploadId[]): Promise<QueueOrder> {
    const order = new QueueOrder(driver);
    const known = new Set(found);
    const named = (await readIds(driver)).filter((id) => known.has(id));
    for (const id of new Set([...named, ...found])) order.add(id);
    return order;
  }

  /** First to last. */
  ids(): Iterable<UploadId> {
    return this.#ranks.keys();
  }

  /** Lower is earlier. */
  rankOf(id: UploadId): number {
    return this.#ranks.get(id) ?? Number.POSITIVE_INFINITY;
  }

  /** Puts an upload at the end. */
  add(id: UploadId): void {
    this.#last += 1;
    this.#ranks.set(id, this.#last);
  }

  remove(id: UploadId): void {
    this.#ranks.delete(id);
  }

  /** Takes effect at once; false when it changes nothing. */
  move(move: QueueMove): boolean {
    const before = [...this.#ranks.keys()];
    const after = moveInOrder(before, move);
    if (after === before) return false;
    this.#ranks = new Map(after.map((id, index) => [id, index + 1]));
    this.#last = after.length;
    return true;
  }

  /**
   * Makes the order durable, with all moves until the write begins: a key that is held down costs few writes. Errors
   * as `StorageDriver.putContent`; the order holds until the app ends all the same.
   */
  save(): Promise<void> {
    this.#nextWrite ??= this.#writing.then(() => {
      this.#nextWrite = null;
      const text = [...this.#ranks.keys()].map((id) => `${id}\n`).join('');
      const write = this.#driver.putContent(pathFor({ kind: 'queue' }), new TextEncoder().encode(text));
      this.#writing = write.catch(() => undefined);
      return write;
    });
    return this.#nextWrite;
  }
}

async function readIds(driver: StorageDriver): Promise<readonly UploadId[]> {
  const bytes = await readSmallFile(driver, pathFor({ kind: 'queue' }), FILE_BYTES_MAX).catch((error: unknown) => {
    // An order that the disk does not give keeps no store from being opened.
    if (hasCode(error, 'STORAGE_IO', 'PERMISSION_DENIED')) return null;
    throw error;
  });
  if (bytes === null) return [];
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => orWhenRefused('UPLOAD_ID_INVALID', () => parseUploadId(line)))
    .filter((id) => id !== null);
}
