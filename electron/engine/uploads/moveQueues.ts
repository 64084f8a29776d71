import type { UploadId } from '../../../shared/names.ts';
import { UploadQueue } from './uploadQueue.ts';

/** Small layers that move at the same time: enough for their syncs to be shared. */
const SMALL_AT_ONCE = 128;

/** The uploads that wait to move. Small layers do not wait for large ones, nor count among those that a person allows. */
export class MoveQueues {
  readonly #large: UploadQueue<UploadId>;
  readonly #small: UploadQueue<UploadId>;

  /**
   * @param concurrency of the large ones.
   * @param rankOf the lowest starts first.
   */
  constructor(concurrency: number, rankOf: (id: UploadId) => number) {
    this.#large = new UploadQueue(concurrency, rankOf);
    this.#small = new UploadQueue(SMALL_AT_ONCE, rankOf);
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

  /** As `UploadQueue.startNow`. */
  startNow(id: UploadId): boolean {
    return this.#large.startNow(id) || this.#small.startNow(id);
  }

  /** As `UploadQueue.reordered`. */
  reordered(): void {
    this.#large.reordered();
    this.#small.reordered();
  }

  clear(): void {
    this.#large.clear();
    this.#small.clear();
  }
}
