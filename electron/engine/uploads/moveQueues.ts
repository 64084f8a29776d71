import type { UploadId } from '../../../shared/names.ts';
import { UploadQueue } from './uploadQueue.ts';

/** Small layers that move at the same time: enough for their syncs to be shared. */
const SMALL_AT_ONCE = 128;

/** The uploads that wait to move. Small layers do not wait for large ones, nor count among those that a person allows. */
export class MoveQueues {
  readonly #large: UploadQueue<UploadId>;
  readonly #small = new UploadQueue<UploadId>(SMALL_AT_ONCE);

  /** @param concurrency of the large ones */
  constructor(concurrency: number) {
    this.#large = new UploadQueue(concurrency);
  }

  set concurrency(limit: number) {
    this.#large.concurrency = limit;
  }

  /** As `UploadQueue.add`. */
  add(id: UploadId, isSmall: boolean, task: () => Promise<void>): void {
    (isSmall ? this.#small : this.#large).add(id, task);
  }

  /** Takes a waiting upload out; false when it is not waiting. */
  remove(id: UploadId): boolean {
    return this.#large.remove(id) || this.#small.remove(id);
  }

  clear(): void {
    this.#large.clear();
    this.#small.clear();
  }
}
