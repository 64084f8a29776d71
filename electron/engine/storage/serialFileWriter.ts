import { SerialQueue } from './serialQueue.ts';
import type { WritableFile } from './storageAdapter.ts';
import type { FileWriter } from './storageDriver.ts';
import { InvalidOffsetError, type Place, toStorageError, WriterClosedError } from './storageErrors.ts';
import { writeAll } from './writeAll.ts';

/**
 * The one FileWriter of all adapters.
 *
 * Changes run one at a time at offsets that the writer keeps itself, so a failure can never leave a hole behind which
 * later bytes stand, and `size` counts what was really written. Syncs run beside them, but not beside each other:
 * Linux reports a lost write to one fsync only, and a second one at the same time would call the loss a success.
 * For the same reason a failed sync is final: retried, it may "succeed" over bytes that the kernel has dropped.
 * @see https://wiki.postgresql.org/wiki/Fsync_Errors
 */
export class SerialFileWriter implements FileWriter {
  readonly #file: WritableFile;
  readonly #place: Place;
  readonly #changes = new SerialQueue();
  readonly #syncs = new SerialQueue();
  #state: 'open' | 'committed' | 'closed' = 'open';
  #closing: Promise<void> | null = null;
  #size: number;
  /** True when something may not be durable; so may everything that an earlier holder of the file has left. */
  #dirty = true;
  #failedChange: Failure | null = null;
  #failedSync: Failure | null = null;

  constructor(file: WritableFile, place: Place) {
    this.#file = file;
    this.#place = place;
    this.#size = file.size;
  }

  get size(): number {
    return this.#size;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#change(() =>
      this.#writeAll(chunk, this.#size, (count) => {
        this.#size += count;
      }),
    );
  }

  async adopt(source: number, length: number): Promise<boolean> {
    let adopted = false;
    await this.#change(async () => {
      const range = { position: this.#size, length };
      adopted = await this.#attempt(this.#file.cloneFrom?.(source, range) ?? Promise.resolve(false));
      if (!adopted) return;
      this.#size += length;
      this.#dirty = true;
    });
    return adopted;
  }

  async overwrite(position: number, chunk: Uint8Array): Promise<void> {
    await this.#change(async () => {
      this.#checkOffset(position, this.#size - chunk.length);
      await this.#writeAll(chunk, position, () => undefined);
    });
  }

  /**
   * Durable when it resolves: a tail that comes back after a crash could pass for bytes that were written since.
   * Possible after a failed write too, since it only takes away.
   */
  async truncate(size: number): Promise<void> {
    this.#assertState('open');
    await this.#changes.run(async () => {
      this.#checkOffset(size, this.#size);
      if (size === this.#size) return;
      await this.#attempt(this.#file.truncate(size));
      this.#size = size;
      await this.#makeDurable();
    });
  }

  async sync(): Promise<void> {
    this.#assertState('open', 'committed');
    await this.#makeDurable();
  }

  async commit(): Promise<void> {
    this.#assertState('open');
    this.#state = 'committed';
    await this.#changes.idle();
    if (this.#failedChange !== null) throw this.#failedChange.error;
    await this.#makeDurable();
  }

  async cancel(): Promise<void> {
    this.#assertState('open', 'committed');
    this.#state = 'closed';
    const cancelled = this.#release(() => this.#file.remove());
    // Its failure is told to the caller of `cancel`; a `close` after it has nothing left to do.
    this.#closing = cancelled.catch(() => undefined);
    await cancelled;
  }

  close(): Promise<void> {
    this.#state = 'closed';
    this.#closing ??= this.#release(async () => {
      if (this.#dirty || this.#failedSync !== null) await this.#makeDurable();
    });
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Runs `last` after everything under way, then closes the file whatever happened. */
  async #release(last: () => Promise<void>): Promise<void> {
    await this.#changes.idle();
    await this.#syncs.idle();
    try {
      await this.#attempt(last());
    } catch (error) {
      // The first failure is the one to tell; the file is let go of all the same.
      await this.#file.close().catch(() => undefined);
      throw error;
    }
    await this.#attempt(this.#file.close());
  }

  /** Queues a change. The first failure is final, and what was queued behind it fails with it. */
  async #change(task: () => Promise<void>): Promise<void> {
    this.#assertState('open');
    await this.#changes.run(async () => {
      const failed = this.#failedChange ?? this.#failedSync;
      if (failed !== null) throw failed.error;
      await task();
    });
  }

  async #writeAll(bytes: Uint8Array, position: number, wrote: (count: number) => void): Promise<void> {
    try {
      await this.#attempt(writeAll(this.#file, bytes, position, this.#place, wrote));
    } catch (error) {
      this.#failedChange = { error };
      throw error;
    } finally {
      this.#dirty = true;
    }
  }

  #makeDurable(): Promise<void> {
    return this.#syncs.run(async () => {
      if (this.#failedSync !== null) throw this.#failedSync.error;
      // Before the sync: a write that ends while it runs may not be covered by it.
      this.#dirty = false;
      try {
        await this.#attempt(this.#file.sync());
      } catch (error) {
        this.#failedSync = { error };
        throw error;
      }
    });
  }

  async #attempt<T>(operation: Promise<T>): Promise<T> {
    try {
      return await operation;
    } catch (error) {
      throw toStorageError(error, this.#place);
    }
  }

  #checkOffset(offset: number, most: number): void {
    if (Number.isSafeInteger(offset) && offset >= 0 && offset <= most) return;
    throw new InvalidOffsetError(this.#place, offset, this.#size);
  }

  #assertState(...allowed: readonly ('open' | 'committed' | 'closed')[]): void {
    if (!allowed.includes(this.#state)) throw new WriterClosedError(this.#place);
  }
}

/** Wraps the thrown value, which may be anything. */
interface Failure {
  readonly error: unknown;
}
